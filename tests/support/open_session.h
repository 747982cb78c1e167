#pragma once

#include <QTemporaryDir>
#include <QtTest>
#include <filesystem>
#include <memory>

#include "core/beats/beat_file.h"
#include "tests/support/beat_builders.h"
#include "tests/support/fake_learner.h"
#include "ui/session/session.h"

namespace ectopy::test {

/// A session with a data set open in a folder of its own, ready to be looked at.
class OpenSession {
 public:
  /// Beats written to a file and opened from it.
  explicit OpenSession(const std::shared_ptr<const BeatSet>& beats)
      : session([this]() -> Learner& { return m_learner; }) {
    const std::filesystem::path file = folder() / "made-up.beats";
    writeBeatFile(file, *beats, {});
    open(file);
  }
  /// Whatever the path is.
  explicit OpenSession(const std::filesystem::path& path)
      : session([this]() -> Learner& { return m_learner; }) {
    open(path);
  }

  std::filesystem::path folder() const { return m_folder.path().toStdString(); }
  /// A fake model, wrong where FakeLearner::isMistaken says so; returns once its predictions are there.
  void openModel() {
    const std::filesystem::path file = folder() / "fake.safetensors";
    saveModelOf(m_learner, *session.beats(), file);
    session.openModel(QString::fromStdString(file.string()));
    if (!QTest::qWaitFor([this] { return session.predictions() != nullptr; }, 20'000)) {
      qFatal("No predictions came: %s", qPrintable(m_lastMessage));
    }
  }

 private:
  void open(const std::filesystem::path& path) {
    QObject::connect(&session, &ui::Session::message, &session,
                     [this](const QString& sentence) { m_lastMessage = sentence; });
    session.open(QString::fromStdString(path.string()), m_folder.filePath("labels.ectopy"));
    if (!QTest::qWaitFor([this] { return session.beats() != nullptr; }, 20'000))
      qFatal("No data came: %s", qPrintable(m_lastMessage));
  }

  QTemporaryDir m_folder;
  FakeLearner m_learner;
  QString m_lastMessage;

 public:
  ui::Session session;
};

}  // namespace ectopy::test
