#include "core/beats/beat_vectors.h"

#include <QtTest>
#include <array>
#include <cmath>
#include <numeric>

#include "tests/support/beat_builders.h"
#include "tests/support/error_text.h"

using namespace ectopy;
using ectopy::test::errorText;

namespace {

/// Beats of 10 samples at 10 Hz whose R peak is at sample 4, one for each list.
std::shared_ptr<const BeatSet> beatsOf(const std::vector<std::vector<float>>& lists) {
  BeatSetFacts facts{.name = "few", .scheme = aami5Scheme()};
  facts.cut.length = 10;
  facts.cut.sampleRateHz = 10;
  facts.cut.rOffsetSeconds = 0.4;
  BeatSetBuilder builder;
  for (const auto& samples : lists) builder.add({.samples = samples, .classIndex = 0});
  return std::move(builder).build(std::move(facts));
}

double correlation(std::span<const float> one, std::span<const float> other) {
  const double dot = std::inner_product(one.begin(), one.end(), other.begin(), 0.0);
  return dot;
}

const std::vector<float> kBell = {0, 0, 0, 1, 5, 1, 0, 0, 0, 0};

}  // namespace

class TestBeatVectors : public QObject {
  Q_OBJECT

 private slots:
  void shapesForgetHeightAndBaseline() {
    std::vector<float> tall;
    for (const float sample : kBell) tall.push_back(3 * sample - 7);
    std::vector<float> turned;
    for (const float sample : kBell) turned.push_back(-sample);
    const auto beats = beatsOf({kBell, tall, turned, std::vector<float>(10, 2.5F)});
    const BeatVectors shapes = shapeVectors(*beats, {.before = 9, .after = 9}, {});
    QCOMPARE(shapes.width, 10);
    QCOMPARE(shapes.size(), 4);
    QVERIFY(std::abs(correlation(shapes.of(0), shapes.of(1)) - 1) < 1e-6);
    QVERIFY(std::abs(correlation(shapes.of(0), shapes.of(2)) + 1) < 1e-6);
    QVERIFY(squaredDistance(shapes.of(0), shapes.of(1)) < 1e-10F);
    QVERIFY(std::abs(squaredDistance(shapes.of(0), shapes.of(2)) - 4) < 1e-5F);
    QVERIFY(std::abs(squaredDistance(shapes.of(0), shapes.of(3)) - 1) < 1e-5F);  // flat
  }

  void theDistanceIsThatOfTheCorrelation() {
    const auto beats = ectopy::test::makeBeats(20);
    const BeatVectors shapes = shapeVectors(*beats, {.before = 0, .after = 9}, {});
    QCOMPARE(shapes.width, beats->length());
    // Pearson's correlation from its own formula.
    const auto x = beats->beat(3);
    const auto y = beats->beat(11);
    const auto n = static_cast<double>(x.size());
    double sx = 0;
    double sy = 0;
    double sxx = 0;
    double syy = 0;
    double sxy = 0;
    for (std::size_t i = 0; i < x.size(); ++i) {
      sx += x[i];
      sy += y[i];
      sxx += double{x[i]} * x[i];
      syy += double{y[i]} * y[i];
      sxy += double{x[i]} * y[i];
    }
    const double r = (n * sxy - sx * sy) / std::sqrt((n * sxx - sx * sx) * (n * syy - sy * sy));
    QVERIFY(std::abs(squaredDistance(shapes.of(3), shapes.of(11)) - 2 * (1 - r)) < 1e-5);
  }

  void directionsForgetLengths() {
    const BeatVectors directions = directionsOf({2, {3, 4, 0, 0, 0, -2}});
    QCOMPARE(directions.values, (std::vector<float>{0.6F, 0.8F, 0, 0, 0, -1}));
  }

  void onlyTheWindowCounts() {
    std::vector<float> late = kBell;
    late[9] = 4;
    const auto beats = beatsOf({kBell, late});
    const BeatVectors near = shapeVectors(*beats, {.before = 0.2, .after = 0.3}, {});
    QCOMPARE(near.width, 5);  // samples 2 to 6
    QCOMPARE(squaredDistance(near.of(0), near.of(1)), 0.0F);
    QVERIFY(squaredDistance(shapeVectors(*beats, {9, 9}, {}).of(0), shapeVectors(*beats, {9, 9}, {}).of(1)) >
            0.1F);
    const std::array some = {BeatIndex{1}};
    QVERIFY(std::ranges::equal(shapeVectors(*beats, some, {0.2, 0.3}, {}).of(0), near.of(1)));
  }

  void distancesOfAnyWidthAreSums() {
    for (const std::size_t width : {1U, 15U, 16U, 17U, 40U}) {
      std::vector<float> one(width);
      std::vector<float> other(width);
      float expected = 0;
      for (std::size_t i = 0; i < width; ++i) {
        one[i] = static_cast<float>(i);
        other[i] = static_cast<float>(2 * i) - 3;
        expected += (one[i] - other[i]) * (one[i] - other[i]);
      }
      QCOMPARE(squaredDistance(one, other), expected);
    }
  }

  void whatIsNotThereIsRefused() {
    const auto beats = beatsOf({kBell});
    const std::array some = {BeatIndex{1}};
    QVERIFY(errorText([&] { shapeVectors(*beats, some, {}, {}); }).find("no beat 1") != std::string::npos);
    for (const ShapeWindow window :
         {ShapeWindow{-0.9, 0.8}, ShapeWindow{0.5, -0.5}, ShapeWindow{std::nan(""), 1}})
      QVERIFY(errorText([&] { shapeVectors(*beats, window, {}); }).find("hold no sample") !=
              std::string::npos);
  }
};

QTEST_GUILESS_MAIN(TestBeatVectors)
#include "tst_beat_vectors.moc"
