#include "core/beats/principal_axes.h"

#include <QtTest>
#include <cmath>
#include <limits>

#include "core/beats/seeded_random.h"

using namespace ectopy;

namespace {

/// Rows spread 3 along (0.6, 0.8, 0), 1 across it, not at all along the third axis; around (5, -2, 1).
BeatVectors slantedRows(std::size_t rows) {
  SeededRandom random(7);
  const auto spread = [&] { return static_cast<float>(random.uniform() - 0.5); };
  BeatVectors vectors{.width = 3};
  for (std::size_t row = 0; row < rows; ++row) {
    const float far = 3 * spread();
    const float near = spread();
    vectors.values.insert(vectors.values.end(),
                          {5 + 0.6F * far - 0.8F * near, -2 + 0.8F * far + 0.6F * near, 1});
  }
  return vectors;
}

}  // namespace

class TestPrincipalAxes : public QObject {
  Q_OBJECT

 private slots:
  void theWidestComesFirst() {
    const PrincipalAxes axes = principalAxes(slantedRows(4000), 3, {});
    QCOMPARE(axes.axes.size(), 3U);
    QVERIFY(std::abs(axes.mean[0] - 5) < 0.05 && std::abs(axes.mean[2] - 1) < 1e-5);
    QVERIFY(std::abs(axes.axes.of(0)[0] - 0.6) < 0.01 && std::abs(axes.axes.of(0)[1] - 0.8) < 0.01);
    QVERIFY(std::abs(axes.axes.of(1)[0] - 0.8) < 0.01 && std::abs(axes.axes.of(1)[1] + 0.6) < 0.01);
    // A uniform spread of width w has the variance w^2 / 12.
    QVERIFY(std::abs(axes.variance[0] - 9.0 / 12) < 0.03);
    QVERIFY(std::abs(axes.variance[1] - 1.0 / 12) < 0.005);
    QVERIFY(axes.variance[2] < 1e-9);
  }

  void placesKeepDistances() {
    const BeatVectors rows = slantedRows(50);
    const BeatVectors places = along(principalAxes(rows, 2, {}), rows, {});
    QCOMPARE(places.width, 2U);
    for (std::size_t i = 0; i + 1 < rows.size(); ++i)
      QVERIFY(std::abs(squaredDistance(places.of(i), places.of(i + 1)) -
                       squaredDistance(rows.of(i), rows.of(i + 1))) < 1e-4);
  }

  void rowsThatAreNotFiniteLieInTheMiddle() {
    BeatVectors rows = slantedRows(50);
    rows.values[3] = std::numeric_limits<float>::quiet_NaN();
    const PrincipalAxes axes = principalAxes(rows, 2, {});
    QVERIFY(std::isfinite(axes.mean[0]));
    const BeatVectors places = along(axes, rows, {});
    QCOMPARE(places.of(1)[0], 0.0F);
    QVERIFY(places.of(2)[0] != 0.0F);
  }

  void noRowsAndNoNumbers() {
    QCOMPARE(principalAxes({}, 2, {}).axes.size(), 0U);
    QCOMPARE(along(principalAxes({}, 2, {}), {}, {}).size(), 0U);
    const BeatVectors one{.width = 3, .values = {1, 2, 3}};
    QCOMPARE(along(principalAxes(one, 2, {}), one, {}).of(0)[0], 0.0F);
  }
};

QTEST_GUILESS_MAIN(TestPrincipalAxes)
#include "tst_principal_axes.moc"
