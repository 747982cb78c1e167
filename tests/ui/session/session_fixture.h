#pragma once

#include <QDir>
#include <QFile>
#include <QSignalSpy>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>
#include <optional>

#include "core/beats/beat_file.h"
#include "tests/support/beat_builders.h"
#include "tests/support/fake_learner.h"
#include "ui/session/session.h"

namespace ectopy::test {

/// A session with a fake learner over a small beat file of its own.
struct SessionFixture {
  QTemporaryDir folder;
  FakeLearner learner;
  std::unique_ptr<ui::Session> session;
  QStringList notes;
  QStringList errors;

  explicit SessionFixture(std::size_t beats = 400) {
    BeatOptions options;
    options.beats = beats;
    options.records = {"r1", "r2", "r3", "r4"};
    options.name = "small";
    writeBeatFile(dataPath().toStdString(), *makeBeats(options), {});
    start();
  }

  QString dataPath() const { return folder.filePath("small.beats"); }
  QString workspacePath() const { return folder.filePath("small.ectopy"); }

  /// A new session, as after a restart of the program.
  void start() {
    session.reset();
    session = std::make_unique<ui::Session>([this]() -> Learner& { return learner; });
    QObject::connect(
        session.get(), &ui::Session::message, session.get(),
        [this](const QString& sentence, bool isError) { (isError ? errors : notes) << sentence; });
  }

  /// Opens the small set; the outcome is there when it returns.
  bool open() {
    session->open(dataPath(), workspacePath());
    return QTest::qWaitFor([this] { return session->beats() && session->jobs().isIdle(); }, 20'000);
  }

  /// Opens the small set where no workspace can be made.
  bool openWithoutWorkspace() {
    QFile obstacle(folder.filePath("file"));
    if (!obstacle.open(QIODevice::WriteOnly)) return false;
    session->open(dataPath(), folder.filePath("file/small.ectopy"));
    return QTest::qWaitFor([this] { return session->beats() && session->jobs().isIdle(); }, 20'000);
  }

  bool waitUntilIdle() {
    return QTest::qWaitFor([this] { return session->jobs().isIdle(); }, 20'000);
  }

  /// Whether all labels came to the disk.
  bool save() {
    std::optional<bool> isOnDisk;
    session->finishSaving(session.get(), [&](bool outcome) { isOnDisk = outcome; });
    return QTest::qWaitFor([&] { return isOnDisk.has_value(); }, 20'000) && *isOnDisk;
  }

  /// Starts a training that only a stop ends.
  void startEndlessTraining() {
    ui::TrainingRequest request{.splitId = "beat"};
    request.config.epochs = 100'000;
    session->startTraining(request);
  }

  /// Trains to the end.
  bool train(int epochs = 2) {
    ui::TrainingRequest request;
    request.config.epochs = epochs;
    request.splitId = session->split() ? QString::fromStdString(session->split()->id) : "beat";
    session->startTraining(request);
    return QTest::qWaitFor(
        [this] {
          return !session->training().isActive() && session->evaluation() && session->jobs().isIdle();
        },
        20'000);
  }
};

}  // namespace ectopy::test
