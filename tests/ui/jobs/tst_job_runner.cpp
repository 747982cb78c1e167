#include <QSignalSpy>
#include <QTest>
#include <atomic>
#include <chrono>
#include <mutex>
#include <new>
#include <thread>

#include "ui/jobs/job_runner.h"

using namespace ectopy;
using namespace ectopy::ui;

namespace {

/// Works until it is told to stop.
int workUntilStopped(const JobContext& job) {
  while (true) {
    job.throwIfStopped();
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
  }
}

}  // namespace

class TestJobRunner : public QObject {
  Q_OBJECT

 private slots:
  void resultArrivesInTheWindowsThread();
  void jobsOfAQueueRunInOrderOneAtATime();
  void stopIsHeard_data();
  void stopIsHeard();
  void nothingIsToldToADeletedContext();
  void everyExceptionBecomesOneSentence();
  void anUnhandledFailureIsSignalled();
  void progressIsSeenWhileItRuns();
  void quietJobsAreNotListed();
  void finishingAQueueDeliversItsOutcomes();
  void destroyingStopsJobsButFinishesQueues();
  void aResultAfterAStopIsNotWanted();
  void destroyingFinishesWhatMustFinish();
};

void TestJobRunner::resultArrivesInTheWindowsThread() {
  JobRunner runner;
  const auto gui = std::this_thread::get_id();
  std::thread::id worker;
  std::thread::id receiver;
  int result = 0;
  runner.start<int>(
      {.title = "sum"}, this,
      [&](const JobContext&) {
        worker = std::this_thread::get_id();
        return 42;
      },
      [&](int value) {
        receiver = std::this_thread::get_id();
        result = value;
      });
  QVERIFY(!runner.isIdle());
  QTRY_COMPARE(result, 42);
  QVERIFY(worker != gui);
  QVERIFY(receiver == gui);
  QVERIFY(runner.isIdle());
}

void TestJobRunner::jobsOfAQueueRunInOrderOneAtATime() {
  JobRunner runner;
  std::mutex mutex;
  std::vector<int> order;
  std::atomic<int> running = 0;
  std::atomic<bool> overlapped = false;
  int delivered = 0;
  for (int index = 0; index < 40; ++index) {
    runner.start<void>(
        {.title = "append", .isQuiet = true, .queue = "journal"}, this,
        [&, index](const JobContext&) {
          if (++running > 1) overlapped = true;
          std::this_thread::sleep_for(std::chrono::microseconds(index % 3 * 300));
          {
            const std::lock_guard lock(mutex);
            order.push_back(index);
          }
          --running;
        },
        [&] { ++delivered; });
  }
  QTRY_COMPARE(delivered, 40);
  QVERIFY(!overlapped);
  QVERIFY(std::is_sorted(order.begin(), order.end()));
}

void TestJobRunner::stopIsHeard_data() {
  QTest::addColumn<bool>("isLong");
  QTest::newRow("pool") << false;
  QTest::newRow("long") << true;
}

void TestJobRunner::stopIsHeard() {
  QFETCH(bool, isLong);
  JobRunner runner;
  bool stopped = false;
  bool done = false;
  const int id = runner.start<int>(
      {.title = "train", .isLong = isLong}, this, workUntilStopped, [&](int) { done = true; }, {},
      [&] { stopped = true; });
  runner.stop(id);
  QVERIFY(runner.jobs().constFirst().isStopping);
  QTRY_VERIFY(stopped);
  QVERIFY(!done);
  QVERIFY(runner.isIdle());
}

void TestJobRunner::nothingIsToldToADeletedContext() {
  JobRunner runner;
  auto context = std::make_unique<QObject>();
  bool told = false;
  QSignalSpy failures(&runner, &JobRunner::failed);
  runner.start<int>(
      {.title = "read"}, context.get(), [](const JobContext&) { return 1; }, [&](int) { told = true; });
  runner.start<int>(
      {.title = "read"}, context.get(), [](const JobContext&) -> int { throw Error("100.hea is missing."); },
      [&](int) { told = true; });
  context.reset();
  QTRY_VERIFY(runner.isIdle());
  QVERIFY(!told);
  QCOMPARE(failures.count(), 0);
}

void TestJobRunner::everyExceptionBecomesOneSentence() {
  JobRunner runner;
  QStringList sentences;
  const auto start = [&](std::function<int(const JobContext&)> work) {
    runner.start<int>({.title = "x", .queue = "q"}, this, std::move(work), {},
                      [&](const QString& sentence) { sentences << sentence; });
  };
  start([](const JobContext&) -> int { throw Error("100.hea, line 2: expected a gain, found \"x\"."); });
  start([](const JobContext&) -> int { throw std::bad_alloc(); });
  start([](const JobContext&) -> int { throw std::runtime_error("odd"); });
  start([](const JobContext&) -> int { throw 7; });
  QTRY_COMPARE(sentences.size(), 4);
  QCOMPARE(sentences[0], QString("100.hea, line 2: expected a gain, found \"x\"."));
  QVERIFY(sentences[1].contains("memory"));
  QVERIFY(sentences[2].contains("odd"));
  QVERIFY(!sentences[3].isEmpty());
}

void TestJobRunner::anUnhandledFailureIsSignalled() {
  JobRunner runner;
  QSignalSpy failures(&runner, &JobRunner::failed);
  runner.start<int>({.title = "Reading 100"}, this, [](const JobContext&) -> int { throw Error("No."); }, {});
  QTRY_COMPARE(failures.count(), 1);
  QCOMPARE(failures[0][0].toString(), QString("Reading 100"));
  QCOMPARE(failures[0][1].toString(), QString("No."));
}

void TestJobRunner::progressIsSeenWhileItRuns() {
  JobRunner runner;
  QSignalSpy changes(&runner, &JobRunner::jobsChanged);
  const int id = runner.start<int>({.title = "Cutting"}, this,
                                   [](const JobContext& job) -> int {
                                     for (int step = 0;; ++step) {
                                       job.throwIfStopped();
                                       job.report(0.5, "record 203");
                                       std::this_thread::sleep_for(std::chrono::microseconds(100));
                                     }
                                   },
                                   {});
  QTRY_VERIFY(!runner.jobs().isEmpty() && runner.jobs().constFirst().text == "record 203");
  QCOMPARE(runner.jobs().constFirst().fraction, 0.5);
  QTRY_VERIFY(changes.count() >= 2);
  runner.stop(id);
  QTRY_VERIFY(runner.isIdle());
}

void TestJobRunner::quietJobsAreNotListed() {
  JobRunner runner;
  const int id = runner.start<int>({.title = "thumbnails", .isQuiet = true}, this, workUntilStopped, {});
  QVERIFY(runner.jobs().isEmpty());
  QVERIFY(!runner.isIdle());
  runner.stop(id);
  QTRY_VERIFY(runner.isIdle());
}

void TestJobRunner::finishingAQueueDeliversItsOutcomes() {
  JobRunner runner;
  int delivered = 0;
  const JobOptions options{.title = "append", .isQuiet = true, .queue = "journal"};
  const auto work = [](const JobContext&) { std::this_thread::sleep_for(std::chrono::milliseconds(5)); };
  // What an outcome adds to the queue is waited for as well.
  runner.start<void>(options, this, work, [&] {
    ++delivered;
    runner.start<void>(options, this, work, [&] { ++delivered; });
  });
  runner.finishQueue("journal");
  QCOMPARE(delivered, 2);
}

void TestJobRunner::destroyingStopsJobsButFinishesQueues() {
  std::atomic<int> written = 0;
  {
    JobRunner runner;
    runner.start<int>({.title = "train", .isLong = true}, this, workUntilStopped, {});
    for (int index = 0; index < 8; ++index) runner.start<int>({.title = "x"}, this, workUntilStopped, {});
    for (int index = 0; index < 20; ++index) {
      runner.start<void>({.title = "append", .queue = "journal"}, this,
                         [&](const JobContext& job) {
                           job.throwIfStopped();
                           ++written;
                         },
                         {});
    }
  }
  QCOMPARE(written.load(), 20);
}

void TestJobRunner::aResultAfterAStopIsNotWanted() {
  JobRunner runner;
  std::atomic<bool> hasEnded = false;
  bool done = false;
  bool stopped = false;
  const int id = runner.start<int>(
      {.title = "train"}, this,
      [&](const JobContext&) {
        hasEnded = true;
        return 1;
      },
      [&](int) { done = true; }, {}, [&] { stopped = true; });
  while (!hasEnded) std::this_thread::sleep_for(std::chrono::milliseconds(1));
  runner.stop(id);
  QTRY_VERIFY(stopped);
  QVERIFY(!done);
}

void TestJobRunner::destroyingFinishesWhatMustFinish() {
  std::atomic<bool> isWritten = false;
  {
    JobRunner runner;
    runner.start<void>({.title = "report", .mustFinish = true}, this,
                       [&](const JobContext& job) {
                         std::this_thread::sleep_for(std::chrono::milliseconds(50));
                         job.throwIfStopped();
                         isWritten = true;
                       },
                       {});
  }
  QVERIFY(isWritten);
}

QTEST_GUILESS_MAIN(TestJobRunner)
#include "tst_job_runner.moc"
