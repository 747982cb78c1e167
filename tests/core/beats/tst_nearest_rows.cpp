#include "core/beats/nearest_rows.h"

#include <QtTest>
#include <algorithm>

#include "core/beats/beat_neighbours.h"
#include "core/beats/seeded_random.h"

using namespace ectopy;

namespace {

BeatVectors anyRows(std::size_t rows, std::size_t width) {
  SeededRandom random(3);
  BeatVectors vectors{.width = width};
  for (std::size_t i = 0; i < rows * width; ++i)
    vectors.values.push_back(static_cast<float>(random.uniform()));
  return vectors;
}

}  // namespace

class TestNearestRows : public QObject {
  Q_OBJECT

 private slots:
  void nearlyAlwaysTheVeryNearest() {
    const BeatVectors rows = anyRows(3000, 8);
    const NearestRows found = nearestRows(rows, 10, 1, {});
    QCOMPARE(found.each, 10U);
    std::size_t right = 0;
    for (BeatIndex row = 0; row < 300; ++row) {
      const std::vector<Neighbour> truly = nearestBeats(rows, std::vector{row}, 10, {});
      for (std::size_t i = 1; i < truly.size(); ++i)
        right += std::ranges::count(found.of(row), truly[i].beat);
      QVERIFY(std::ranges::count(found.of(row), row) == 0);
      QVERIFY(std::ranges::is_sorted(std::span(found.squared).subspan(row * 10, 10)));
    }
    QVERIFY2(right >= 2900, qPrintable(QString::number(right)));  // of 3000
  }

  void theSameForAnyNumberOfThreads() {
    const BeatVectors rows = anyRows(2000, 6);
    QCOMPARE(nearestRows(rows, 7, 1, {}).rows, nearestRows(rows, 7, 3, {}).rows);
  }

  void fewRowsHaveFewNeighbours() {
    QCOMPARE(nearestRows(anyRows(3, 2), 10, 0, {}).each, 2U);
    QCOMPARE(nearestRows(anyRows(1, 2), 10, 0, {}).each, 0U);
    QCOMPARE(nearestRows({}, 10, 0, {}).each, 0U);
  }

  void rowsThatAreAllTheSame() {
    BeatVectors rows{.width = 4};
    rows.values.assign(400, 0.5F);
    const NearestRows found = nearestRows(rows, 10, 2, {});
    QCOMPARE(found.rows.size(), 1000U);
    QVERIFY(std::ranges::all_of(found.rows, [](BeatIndex row) { return row < 100; }));
    QVERIFY(std::ranges::all_of(found.squared, [](float squared) { return squared == 0; }));
  }

  void stops() {
    std::stop_source stop;
    stop.request_stop();
    QVERIFY_EXCEPTION_THROWN(nearestRows(anyRows(100, 3), 5, 0, JobContext(stop.get_token(), {})), Stopped);
  }
};

QTEST_GUILESS_MAIN(TestNearestRows)
#include "tst_nearest_rows.moc"
