#pragma once

#include <QApplication>
#include <QByteArray>
#include <QDir>
#include <QTemporaryDir>

#include "ui/theme/theme.h"

namespace ectopy::test {

/// Settings, data and cache of the program in a folder that goes with the test, whoever starts it and
/// however. Make one before the QApplication.
class CleanHome {
 public:
  CleanHome() {
    for (const char* name : {"XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME"}) {
      const QString folder = m_folder.filePath(QString::fromLatin1(name).toLower());
      QDir().mkpath(folder);
      qputenv(name, folder.toUtf8());
    }
    if (qEnvironmentVariableIsEmpty("QT_QPA_PLATFORM")) qputenv("QT_QPA_PLATFORM", "offscreen");
    QApplication::setOrganizationName(QStringLiteral("Ectopy"));
    QApplication::setApplicationName(QStringLiteral("Ectopy"));
  }

 private:
  QTemporaryDir m_folder;
};

/// Runs a test class in a real application with a clean home.
template <typename Test>
int runWindowTest(int argc, char** argv) {
  const CleanHome home;
  QApplication application(argc, argv);
  ui::Theme::instance().apply(ui::ThemeMode::Light);
  Test test;
  return QTest::qExec(&test, argc, argv);
}

}  // namespace ectopy::test
