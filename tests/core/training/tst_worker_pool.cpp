#include <QTest>
#include <atomic>

#include "core/base/error.h"
#include "core/training/worker_pool.h"
#include "tests/support/error_text.h"

using namespace ectopy;

namespace {

void plain(const std::function<void()>& serve) {
  serve();
}

}  // namespace

class WorkerPoolTest : public QObject {
  Q_OBJECT

 private slots:
  void doesEachPieceOnce();
  void runsItsBodyAroundEachThread();
  void worksInSeveralThreads();
  void rethrowsAndGoesOn();
};

void WorkerPoolTest::doesEachPieceOnce() {
  for (const int threads : {1, 2, 5}) {
    WorkerPool pool(threads, plain);
    std::vector<std::atomic<int>> done(17);
    for (int round = 0; round < 50; ++round) pool.run(done.size(), [&](std::size_t piece) { ++done[piece]; });
    for (const std::atomic<int>& count : done) QCOMPARE(count.load(), 50);
  }
}

void WorkerPoolTest::runsItsBodyAroundEachThread() {
  std::atomic<int> begun = 0;
  std::atomic<int> ended = 0;
  {
    WorkerPool pool(3, [&](const std::function<void()>& serve) {
      ++begun;
      serve();
      ++ended;
    });
    for (int round = 0; round < 5; ++round) pool.run(9, [](std::size_t) {});
    QCOMPARE(ended.load(), 0);
  }
  QCOMPARE(begun.load(), 2);  // not around the calling thread
  QCOMPARE(ended.load(), 2);
}

void WorkerPoolTest::worksInSeveralThreads() {
  WorkerPool pool(2, plain);
  std::atomic<int> arrived = 0;
  // Each piece waits for the other: one thread alone would never end.
  pool.run(2, [&](std::size_t) {
    ++arrived;
    while (arrived < 2) std::this_thread::yield();
  });
  QCOMPARE(arrived.load(), 2);
}

void WorkerPoolTest::rethrowsAndGoesOn() {
  WorkerPool pool(2, plain);
  const auto fail = [](std::size_t piece) {
    if (piece == 3) throw Error("piece 3");
  };
  QCOMPARE(test::errorText([&] { pool.run(100, fail); }), std::string("piece 3"));
  std::atomic<int> done = 0;
  pool.run(4, [&](std::size_t) { ++done; });
  QCOMPARE(done.load(), 4);
}

QTEST_GUILESS_MAIN(WorkerPoolTest)
#include "tst_worker_pool.moc"
