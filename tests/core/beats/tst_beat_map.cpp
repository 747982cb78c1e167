#include "core/beats/beat_map.h"

#include <QtTest>
#include <cmath>
#include <limits>

#include "core/beats/seeded_random.h"

using namespace ectopy;

namespace {

constexpr std::size_t kWidth = 12;

/// Groups of rows around corners of a cube: each has its own axis, so that no two axes show them all apart.
BeatVectors groupedRows(std::size_t groups, std::size_t each, std::vector<ClassIndex>& labels) {
  SeededRandom random(5);
  BeatVectors vectors{.width = kWidth};
  for (std::size_t row = 0; row < groups * each; ++row) {
    const std::size_t group = row % groups;
    labels.push_back(static_cast<ClassIndex>(group));
    for (std::size_t i = 0; i < kWidth; ++i)
      vectors.values.push_back(static_cast<float>(random.uniform() - 0.5) + (i == group ? 3.0F : 0.0F));
  }
  return vectors;
}

bool isFinite(const std::vector<MapPoint>& map) {
  return std::ranges::all_of(map,
                             [](MapPoint point) { return std::isfinite(point.x) && std::isfinite(point.y); });
}

}  // namespace

class TestBeatMap : public QObject {
  Q_OBJECT

 private slots:
  void neighboursKeepGroupsApartWhereAxesDoNot() {
    std::vector<ClassIndex> labels;
    const BeatVectors rows = groupedRows(12, 60, labels);
    const double byAxes = sharedClassNearby(axesMap(rows, {}), labels, 10, {});
    const double byNeighbours = sharedClassNearby(neighbourMap(rows, {}, {}), labels, 10, {});
    QVERIFY2(byNeighbours > 0.99, qPrintable(QString::number(byNeighbours)));
    QVERIFY2(byAxes < 0.8, qPrintable(QString::number(byAxes)));
  }

  void theSameForAnyNumberOfThreadsAndAnotherForAnotherSeed() {
    std::vector<ClassIndex> labels;
    const BeatVectors rows = groupedRows(3, 50, labels);
    const auto one = neighbourMap(rows, {.threads = 1, .rounds = 60}, {});
    QVERIFY(one == neighbourMap(rows, {.threads = 4, .rounds = 60}, {}));
    QVERIFY(one != neighbourMap(rows, {.seed = 2, .threads = 1, .rounds = 60}, {}));
  }

  void picturesComeWhileItIsMade() {
    std::vector<ClassIndex> labels;
    const BeatVectors rows = groupedRows(3, 30, labels);
    std::vector<std::vector<MapPoint>> pictures;
    double last = 0;
    const JobContext job({}, [&](double fraction, std::string_view) {
      QVERIFY(fraction >= last && fraction <= 1);
      last = fraction;
    });
    const auto map = neighbourMap(rows, {.rounds = 100, .roundsBetweenPictures = 20}, job,
                                  [&](auto picture) { pictures.push_back(std::move(picture)); });
    QCOMPARE(pictures.size(), 4U);
    QVERIFY(pictures.front().size() == rows.size() && pictures.front() != pictures.back());
    QVERIFY(pictures.back() != map);
    QVERIFY(last > 0.9);
  }

  void anyNumberOfRows_data() {
    QTest::addColumn<int>("rows");
    for (const int rows : {0, 1, 2, 3, 4, 12}) QTest::addRow("%d", rows) << rows;
  }
  void anyNumberOfRows() {
    QFETCH(int, rows);
    std::vector<ClassIndex> labels;
    const BeatVectors vectors = groupedRows(1, static_cast<std::size_t>(rows), labels);
    const auto map = neighbourMap(vectors, {}, {});
    QCOMPARE(map.size(), static_cast<std::size_t>(rows));
    QVERIFY(isFinite(map));
  }

  void rowsThatSayNothing() {
    BeatVectors same{.width = 5};
    same.values.assign(500, 0.0F);
    QVERIFY(isFinite(neighbourMap(same, {}, {})));
    same.values[7] = std::numeric_limits<float>::quiet_NaN();
    same.values[11] = std::numeric_limits<float>::infinity();
    const auto map = neighbourMap(same, {}, {});
    QVERIFY(map.size() == 100 && isFinite(map));
  }

  void sharedClassesAreCountedClassByClass() {
    // Six beats of class 0 in a heap, two of class 1 in another, the last one's nearest of class 0.
    const std::vector<MapPoint> map = {{0, 0}, {0, 1}, {1, 0}, {1, 1}, {0, 2}, {1, 2}, {50, 50}, {9, 9}};
    const std::vector<ClassIndex> labels = {0, 0, 0, 0, 0, 0, 1, 1};
    QCOMPARE(sharedClassNearby(map, labels, 1, {}), (1.0 + 0.5) / 2);
    QVERIFY(std::isnan(sharedClassNearby(map, std::vector<ClassIndex>(8, kUnlabelled), 1, {})));
  }

  void stops() {
    std::vector<ClassIndex> labels;
    const BeatVectors rows = groupedRows(3, 30, labels);
    std::stop_source stop;
    const JobContext job(stop.get_token(), {});
    QVERIFY_EXCEPTION_THROWN(neighbourMap(rows, {}, job, [&](auto) { stop.request_stop(); }), Stopped);
  }
};

QTEST_GUILESS_MAIN(TestBeatMap)
#include "tst_beat_map.moc"
