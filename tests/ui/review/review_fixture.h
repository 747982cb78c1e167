#pragma once

#include <QLabel>
#include <QMessageBox>
#include <QPushButton>

#include "tests/ui/window/window_fixture.h"
#include "ui/review/queue_list.h"
#include "ui/session/review_desk.h"
#include "ui/widgets/beat_gallery.h"

namespace ectopy::test {

/// A window on the Review page over a small data set, driven by keys.
struct ReviewFixture : WindowFixture {
  ui::ReviewDesk& desk() const { return session->review(); }
  ui::QueueList& queues() const { return *find<ui::QueueList>("reviewQueues"); }
  QString text(const char* name) const { return find<QLabel>(QLatin1String(name))->text(); }
  QString why() const { return text("reviewWhy"); }
  QString progress() const { return text("reviewProgress"); }
  QString code(BeatIndex beat) const {
    return QString::fromStdString(std::string(session->beats()->scheme().codeOf((*session->labels())[beat])));
  }

  /// Other beats than the usual ones; before open().
  void write(const BeatOptions& options) const {
    writeBeatFile(dataPath().toStdString(), *makeBeats(options), {});
  }
  bool openWithModel() {
    const QString file = folder.filePath("fake.safetensors");
    if (!open()) return false;
    saveModelOf(learner, *session->beats(), file.toStdString());
    session->openModel(file);
    return QTest::qWaitFor([this] { return session->predictions() != nullptr; }, 20'000) && waitUntilIdle();
  }
  /// As after a restart of the program.
  bool restart() {
    if (!save()) return false;
    window.reset();
    start();
    show();
    return open() && waitUntilIdle();
  }

  void showPage() const { window->showPage("review"); }
  /// Goes to a queue in the list and presses Return.
  void choose(ReviewKind kind) {
    queues().setFocus();
    press(Qt::Key_Home);
    for (int row = 0; row < static_cast<int>(kind); ++row) press(Qt::Key_Down);
    press(Qt::Key_Return);
  }
  /// Looks at a queue on the Review page.
  void showQueue(ReviewKind kind) {
    showPage();
    choose(kind);
  }
  bool openOn(ReviewKind kind) {
    if (!open()) return false;
    showQueue(kind);
    return true;
  }
  /// Whether the gallery shows that queue before long.
  bool isShown(ReviewKind kind) const {
    const auto isThere = [&] {
      return desk().shown() == kind && session->visibleBeats() &&
             *session->visibleBeats() == desk().work(kind)->queue()->beats() && session->jobs().isIdle();
    };
    return QTest::qWaitFor(isThere, 20'000);
  }
  /// The button that makes a queue, by its key.
  void pressMake() {
    auto* make = find<QPushButton>("makeQueue");
    make->setFocus();
    press(Qt::Key_Space);
  }
  /// Of starting over.
  QMessageBox* question() const {
    for (auto* box : window->findChildren<QMessageBox*>("startOverQuestion"))
      if (box->isVisible()) return box;
    return nullptr;
  }
  BeatIndex current() const { return session->currentBeat().value(); }
};

}  // namespace ectopy::test
