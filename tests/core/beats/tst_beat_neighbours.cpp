#include "core/beats/beat_neighbours.h"

#include <QtTest>
#include <array>
#include <cmath>

#include "core/beats/cutting.h"
#include "tests/support/data_folder.h"
#include "tests/support/error_text.h"

using namespace ectopy;
using ectopy::test::errorText;

namespace {

using Beats = std::vector<BeatIndex>;

Beats nearest(const BeatVectors& vectors, const Beats& asked, std::size_t most) {
  Beats beats;
  for (const Neighbour& neighbour : nearestBeats(vectors, asked, most, {})) beats.push_back(neighbour.beat);
  return beats;
}

/// Points on a plane.
const BeatVectors kPoints{2, {0, 0, 3, 4, 0, 1, 10, 0, 0, 1, 0, 0, 1, 1}};

}  // namespace

class TestBeatNeighbours : public QObject {
  Q_OBJECT

 private slots:
  void theNearestComeFirst() {
    QCOMPARE(nearest(kPoints, {5}, 10), (Beats{5, 0, 2, 4, 6, 1, 3}));
    QCOMPARE(nearest(kPoints, {5}, 3), (Beats{5, 0, 2, 4}));
    QCOMPARE(nearest(kPoints, {5}, 0), (Beats{5}));
    const auto found = nearestBeats(kPoints, std::array{BeatIndex{0}}, 5, {});
    QCOMPARE(found[0].distance, 0.0F);
    QCOMPARE(found.back(), (Neighbour{1, 5}));
  }

  void severalAreComparedByTheirMean() {
    // (5, 0), asked for by beats named twice
    QCOMPARE(nearest(kPoints, {3, 0, 0, 3}, 2), (Beats{0, 3, 6, 1}));
    const auto found = nearestBeats(kPoints, std::array{BeatIndex{0}, BeatIndex{3}}, 1, {});
    QCOMPARE(found[0].distance, 5.0F);
    QVERIFY(std::abs(found[2].distance - std::sqrt(17.0F)) < 1e-6F);
  }

  void numbersThatAreNoneAreFarthest() {
    BeatVectors vectors = kPoints;
    vectors.values[4] = std::nanf("");
    QCOMPARE(nearest(vectors, {5}, 10), (Beats{5, 0, 4, 6, 1, 3, 2}));
  }

  void whatIsNotThereIsRefused() {
    QVERIFY(errorText([] { nearest(kPoints, {}, 5); }).find("found none") != std::string::npos);
    QVERIFY(errorText([] { nearest(kPoints, {7}, 5); }).find("no beat 7") != std::string::npos);
    std::stop_source source;
    source.request_stop();
    QVERIFY_THROWS_EXCEPTION(
        Stopped, nearestBeats(kPoints, std::array{BeatIndex{0}}, 1, JobContext(source.get_token(), {})));
  }

  // A ventricular beat's neighbours are ventricular beats.
  void ventricularBeatsFindTheirLike() {
    ECTOPY_NEEDS_DATA();
    const auto beats =
        openBeats(ectopy::test::dataFolder() / "mitdb" / "233", defaultCut(CutRule::Kaggle), {});
    const BeatVectors shapes = shapeVectors(*beats, ShapeWindow{}, {});
    const auto& classes = beats->columns().classes;
    const auto isV = [&](BeatIndex beat) { return classes[beat] == 2; };
    std::size_t asked = 0;
    std::size_t alike = 0;
    for (BeatIndex beat = 0; beat < beats->size(); beat += 7) {
      if (!isV(beat)) continue;
      ++asked;
      for (const BeatIndex other : nearest(shapes, {beat}, 20)) alike += other != beat && isV(other) ? 1 : 0;
    }
    QVERIFY(asked > 100);
    QVERIFY2(static_cast<double>(alike) > 0.95 * 20 * static_cast<double>(asked),
             qPrintable(QString("%1 of %2").arg(alike).arg(20 * asked)));
  }
};

QTEST_GUILESS_MAIN(TestBeatNeighbours)
#include "tst_beat_neighbours.moc"
