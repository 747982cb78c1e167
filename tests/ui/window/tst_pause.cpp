#include <QPushButton>
#include <QToolButton>

#include "tests/ui/window/window_fixture.h"

using namespace ectopy;
using namespace ectopy::ui;
using ectopy::test::WindowFixture;
using State = TrainingStatus::State;

namespace {

/// The window while a training runs that only a stop ends; the strip shows it.
struct Busy : WindowFixture {
  Busy() {
    session->startTraining({});  // nothing to learn from: refused
    if (!open()) return;
    startEndlessTraining();
    window->showPage(QStringLiteral("train"));
  }
  QToolButton& pause() { return *find<QToolButton>("jobPause0"); }
  QToolButton& stop() { return *find<QToolButton>("jobStop0"); }
  QPushButton& onThePage() { return *find<QPushButton>("pauseTraining"); }
  bool runs() {
    return QTest::qWaitFor(
        [this] { return pause().isVisible() && session->training().state == State::Running; }, 20'000);
  }
  bool waitFor(State state) {
    return QTest::qWaitFor([&] { return session->training().state == state; }, 20'000);
  }
};

}  // namespace

/// A training is paused and stopped from the strip, whichever page is open.
class TestPause : public QObject {
  Q_OBJECT

 private slots:
  void theStripPausesAndGoesOn();
  void theKeyDoesTheSameOnAnyPage();
  void theStripStopsAndKeepsTheBest();
  void otherJobsHaveNoPause();
};

void TestPause::theStripPausesAndGoesOn() {
  Busy busy;
  QVERIFY(busy.runs());
  QTRY_COMPARE(busy.pause().toolTip(), busy.onThePage().toolTip());
  QVERIFY(busy.pause().toolTip().contains(Session::pauseKey().toString(QKeySequence::NativeText)));
  QTest::mouseClick(&busy.pause(), Qt::LeftButton);
  QVERIFY(busy.waitFor(State::Paused));
  QCOMPARE(busy.onThePage().text(), QString("Resume"));
  QTRY_VERIFY(busy.find<QLabel>("jobState0")->text().startsWith("paused"));
  QTRY_COMPARE(busy.pause().toolTip(), busy.onThePage().toolTip());
  QVERIFY(busy.stop().isEnabled());
  QTest::mouseClick(&busy.pause(), Qt::LeftButton);
  QVERIFY(busy.waitFor(State::Running));
  QCOMPARE(busy.onThePage().text(), QString("Pause"));
  QTRY_VERIFY(!busy.find<QLabel>("jobState0")->text().startsWith("paused"));
}

void TestPause::theKeyDoesTheSameOnAnyPage() {
  Busy busy;
  QVERIFY(busy.runs());
  for (const char* page : {"train", "browse"}) {
    busy.window->showPage(page);
    busy.press(Qt::Key_P, Qt::ControlModifier | Qt::AltModifier);
    QVERIFY(busy.waitFor(State::Paused));
    QCOMPARE(busy.action("togglePause")->text().remove('&'), QString("Resume training"));
    busy.press(Qt::Key_P, Qt::ControlModifier | Qt::AltModifier);
    QVERIFY(busy.waitFor(State::Running));
  }
}

void TestPause::theStripStopsAndKeepsTheBest() {
  Busy busy;
  QVERIFY(busy.runs());
  QTRY_VERIFY(!busy.session->training().epochs.empty());
  QCOMPARE(busy.stop().text(), QString("Stop and keep best"));
  QTest::mouseClick(&busy.stop(), Qt::LeftButton);
  QVERIFY(busy.waitFor(State::Finished));
  QVERIFY(busy.session->model());
  QTRY_VERIFY(!busy.pause().isVisible());
  QVERIFY(!busy.action("togglePause")->isEnabled());
}

void TestPause::otherJobsHaveNoPause() {
  WindowFixture fixture;
  std::atomic<bool> mayEnd = false;
  fixture.session->jobs().start<void>({.title = "Cutting beats"}, this,
                                      [&](const JobContext& job) {
                                        while (!mayEnd) job.throwIfStopped();
                                      },
                                      {});
  QTRY_VERIFY(fixture.find<QToolButton>("jobStop0")->isVisible());
  QVERIFY(!fixture.find<QToolButton>("jobPause0")->isVisible());
  mayEnd = true;
}

QTEST_MAIN(TestPause)
#include "tst_pause.moc"
