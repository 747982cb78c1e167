#include "ui/window/job_strip.h"

#include <QTest>
#include <QToolButton>
#include <thread>

using namespace ectopy;
using namespace ectopy::ui;

namespace {

/// A job that runs until it is told to end; `outcome` says how it did.
struct HeldJob {
  std::atomic<bool> mayEnd = false;
  QString outcome;
  int endedEarly = 0;

  int start(JobRunner& jobs, bool keepsResult) {
    JobOptions options{.title = "Held"};
    if (keepsResult) {
      options.endEarly = [this] {
        ++endedEarly;
        mayEnd = true;
      };
    }
    return jobs.start<void>(
        options, nullptr,
        [this](const JobContext& job) {
          while (!mayEnd) {
            job.throwIfStopped();
            std::this_thread::sleep_for(std::chrono::milliseconds(1));
          }
        },
        [this] { outcome = "done"; }, {}, [this] { outcome = "stopped"; });
  }
};

struct Shown {
  JobRunner jobs;
  JobStrip strip{jobs};
  QToolButton* stop = strip.findChild<QToolButton*>("jobStop0");

  Shown() { strip.setVisible(true); }
  bool waitForButton() {
    return QTest::qWaitFor([this] { return stop->isVisible() && stop->isEnabled(); });
  }
};

}  // namespace

class TestJobStrip : public QObject {
  Q_OBJECT

 private slots:
  void stopsAJob() {
    HeldJob held;
    Shown shown;
    held.start(shown.jobs, false);
    QVERIFY(shown.waitForButton());
    QCOMPARE(shown.stop->toolTip(), QString("Stop this job"));
    QTest::mouseClick(shown.stop, Qt::LeftButton);
    QTRY_COMPARE(held.outcome, QString("stopped"));
  }

  void aJobThatKeepsItsResultEndsInsteadOfStopping() {
    HeldJob held;
    Shown shown;
    held.start(shown.jobs, true);
    QVERIFY(shown.waitForButton());
    QVERIFY(shown.stop->toolTip().contains("keep the best"));
    QTest::mouseClick(shown.stop, Qt::LeftButton);
    QCOMPARE(held.endedEarly, 1);
    QTRY_COMPARE(held.outcome, QString("done"));
  }

  void aPressMeansTheJobThatWasShown() {
    HeldJob first;
    HeldJob second;
    Shown shown;
    first.start(shown.jobs, false);
    QVERIFY(shown.waitForButton());
    QTest::mousePress(shown.stop, Qt::LeftButton);
    first.mayEnd = true;
    QTRY_COMPARE(first.outcome, QString("done"));
    const int id = second.start(shown.jobs, false);
    QTest::qWait(600);  // the strip shows the second job in the same place
    QTest::mouseRelease(shown.stop, Qt::LeftButton);
    QVERIFY(!shown.jobs.jobs().first().isStopping);
    QCOMPARE(shown.jobs.jobs().first().id, id);
    second.mayEnd = true;
    QTRY_COMPARE(second.outcome, QString("done"));
  }
};

QTEST_MAIN(TestJobStrip)
#include "tst_job_strip.moc"
