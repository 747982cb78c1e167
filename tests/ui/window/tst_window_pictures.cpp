#include <QDir>
#include <QFile>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>

#include "tests/support/fake_learner.h"
#include "ui/main_window.h"
#include "ui/theme/theme.h"

using namespace ectopy;
using namespace ectopy::ui;

namespace {

/// The real recordings where there are some, else the synthetic demo.
QString dataPath() {
  const QString folder = qEnvironmentVariable("ECTOPY_DATA");
  return folder.isEmpty() ? QString() : folder + QStringLiteral("/mitdb");
}

}  // namespace

/// Writes a picture of every page, light and dark, to the build folder: somebody looks at them.
class TestWindowPictures : public QObject {
  Q_OBJECT

 private slots:
  void initTestCase();
  void everyPage_data();
  void everyPage();

 private:
  void grab(QWidget& window, const QString& name);

  QTemporaryDir m_home;
  test::FakeLearner m_learner;
  std::unique_ptr<Session> m_session;
  std::unique_ptr<MainWindow> m_window;
};

void TestWindowPictures::initTestCase() {
  QVERIFY(QDir().mkpath(QStringLiteral(ECTOPY_BINARY_DIR "/screenshots")));
  Theme::instance().apply(ThemeMode::Light);
  m_session = std::make_unique<Session>([this]() -> Learner& { return m_learner; });
  m_window = std::make_unique<MainWindow>(*m_session);
  m_window->resize(1440, 900);
  m_window->show();
  QVERIFY(QTest::qWaitForWindowExposed(m_window.get()));
  grab(*m_window, "start-light");
  Theme::instance().apply(ThemeMode::Dark);
  grab(*m_window, "start-dark");
  if (dataPath().isEmpty()) {
    m_session->openDemo();
  } else {
    m_session->open(dataPath(), m_home.filePath("pictures.ectopy"));
  }
  QVERIFY(QTest::qWaitFor([this] { return m_session->beats() && m_session->jobs().isIdle(); }, 120'000));
  TrainingRequest request;
  request.config.epochs = 14;
  request.splitId = QString::fromStdString(m_session->split()->id);
  m_session->startTraining(request);
  QVERIFY(QTest::qWaitFor([this] { return m_session->evaluation() && m_session->jobs().isIdle(); }, 120'000));
}

void TestWindowPictures::everyPage_data() {
  QTest::addColumn<QString>("page");
  QTest::addColumn<bool>("isDark");
  for (const char* page : {"browse", "train", "evaluate"}) {
    QTest::newRow(qPrintable(QStringLiteral("%1-light").arg(page))) << page << false;
    QTest::newRow(qPrintable(QStringLiteral("%1-dark").arg(page))) << page << true;
  }
}

void TestWindowPictures::everyPage() {
  QFETCH(QString, page);
  QFETCH(bool, isDark);
  Theme::instance().apply(isDark ? ThemeMode::Dark : ThemeMode::Light);
  m_window->showPage(page);
  QCOMPARE(m_window->currentPage(), page);
  m_session->setCurrentBeat(*m_session->evaluation()->mostWrong.begin());
  QVERIFY(QTest::qWaitFor([this] { return m_session->jobs().isIdle(); }, 20'000));
  QTest::qWait(300);  // thumbnails arrive and are painted
  grab(*m_window, QString::fromLatin1(QTest::currentDataTag()));
}

void TestWindowPictures::grab(QWidget& window, const QString& name) {
  const QPixmap picture = window.grab();
  QCOMPARE(picture.deviceIndependentSize().toSize(), QSize(1440, 900));
  const QString path = QStringLiteral(ECTOPY_BINARY_DIR "/screenshots/%1.png").arg(name);
  QVERIFY(picture.save(path));
}

QTEST_MAIN(TestWindowPictures)
#include "tst_window_pictures.moc"
