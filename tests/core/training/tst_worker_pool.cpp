#include <QTest>
#include <atomic>
#include <set>

#include "core/base/error.h"
#include "core/training/worker_pool.h"
#include "tests/support/error_text.h"

using namespace ectopy;

class WorkerPoolTest : public QObject {
  Q_OBJECT

 private slots:
  void doesEachPieceOnce();
  void preparesEachThreadOnce();
  void worksInSeveralThreads();
  void rethrowsAndGoesOn();
};

void WorkerPoolTest::doesEachPieceOnce() {
  for (const int threads : {1, 2, 5}) {
    WorkerPool pool(threads, [] {});
    std::vector<std::atomic<int>> done(17);
    for (int round = 0; round < 50; ++round) pool.run(done.size(), [&](std::size_t piece) { ++done[piece]; });
    for (const std::atomic<int>& count : done) QCOMPARE(count.load(), 50);
  }
}

void WorkerPoolTest::preparesEachThreadOnce() {
  std::mutex mutex;
  std::multiset<std::thread::id> prepared;
  {
    WorkerPool pool(3, [&] {
      const std::lock_guard lock(mutex);
      prepared.insert(std::this_thread::get_id());
    });
    for (int round = 0; round < 5; ++round) pool.run(9, [](std::size_t) {});
  }
  QCOMPARE(prepared.size(), 3U);
  QCOMPARE(std::set(prepared.begin(), prepared.end()).size(), 3U);
}

void WorkerPoolTest::worksInSeveralThreads() {
  WorkerPool pool(2, [] {});
  std::atomic<int> arrived = 0;
  // Each piece waits for the other: one thread alone would never end.
  pool.run(2, [&](std::size_t) {
    ++arrived;
    while (arrived < 2) std::this_thread::yield();
  });
  QCOMPARE(arrived.load(), 2);
}

void WorkerPoolTest::rethrowsAndGoesOn() {
  WorkerPool pool(2, [] {});
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
