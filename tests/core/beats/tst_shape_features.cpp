#include <QtTest>
#include <algorithm>
#include <cmath>

#include "core/beats/shape_features.h"

using namespace ectopy;

namespace {

constexpr double kRate = 125;
constexpr int kBeats = 30;

void addBell(std::vector<double>& signal, double at, double height, double width) {
  for (std::size_t i = 0; i < signal.size(); ++i) {
    const double away = (static_cast<double>(i) / kRate - at) / width;
    signal[i] += height * std::exp(-away * away / 2);
  }
}

struct OddBeat {
  double pHeight = 0.15;
  double pAt = -0.16;
  double qrsHeight = 1;
  double qrsWidth = 0.012;
};

/// Beats a second apart with P, QRS and T, number 10 as told; `gain` on all of it.
std::vector<float> featuresWith(const OddBeat& odd, double gain = 1) {
  std::vector<double> signal(static_cast<std::size_t>((kBeats + 1) * kRate), 0.0);
  std::vector<std::int64_t> peaks;
  for (int i = 0; i < kBeats; ++i) {
    const double at = 1 + i;
    const OddBeat beat = i == 10 ? odd : OddBeat{};
    addBell(signal, at + beat.pAt, gain * beat.pHeight, 0.02);
    addBell(signal, at, gain * beat.qrsHeight, beat.qrsWidth);
    addBell(signal, at + 0.25, gain * 0.3, 0.04);
    peaks.push_back(std::llround(at * kRate));
  }
  return shapeFeatures({signal, kRate, peaks, std::vector<bool>(kBeats, true)});
}

float numberOf(const std::vector<float>& features, std::size_t beat, const std::string& name) {
  const auto& names = shapeFeatureNames();
  const auto at = std::ranges::find(names, name) - names.begin();
  return features[beat * names.size() + static_cast<std::size_t>(at)];
}

}  // namespace

class TestShapeFeatures : public QObject {
  Q_OBJECT

 private slots:
  void aTypicalBeatIsLikeTheTypicalBeat() {
    const auto features = featuresWith({});
    QCOMPARE(features.size(), kBeats * shapeFeatureNames().size());
    for (const char* name : {"P likeness", "QRS likeness", "T likeness", "best P likeness"})
      QVERIFY2(numberOf(features, 5, name) > 0.99F, name);
    for (const char* name : {"log P distance", "log QRS distance", "log T distance"})
      QVERIFY2(numberOf(features, 5, name) < std::log(0.011F), name);
    QVERIFY(std::abs(numberOf(features, 5, "log QRS width") - std::log(1.1F)) < 0.01F);
  }

  void anInvertedPWaveIsUnlike() {
    const auto features = featuresWith({.pHeight = -0.15});
    QVERIFY(numberOf(features, 10, "P likeness") < -0.9F);
    QVERIFY(numberOf(features, 10, "log P distance") > std::log(0.05F));
    QVERIFY(numberOf(features, 10, "QRS likeness") > 0.98F);
    QVERIFY(numberOf(features, 11, "P likeness") > 0.99F);
  }

  void aShiftedPWaveIsFound() {
    const auto features = featuresWith({.pAt = -0.2});
    QVERIFY(numberOf(features, 10, "P likeness") < 0.7F);
    QVERIFY(numberOf(features, 10, "best P likeness") > 0.95F);
  }

  void aWideQrsIsWide() {
    const auto features = featuresWith({.pHeight = 0, .qrsHeight = -1.4, .qrsWidth = 0.04});
    QVERIFY(numberOf(features, 10, "log QRS width") > std::log(1.6F));
    QVERIFY(numberOf(features, 10, "QRS likeness") < 0);
    QVERIFY(numberOf(features, 10, "log QRS distance") > std::log(0.3F));
  }

  void theTypicalBeatIsMadeOfThoseTold() {
    std::vector<double> signal(static_cast<std::size_t>((kBeats + 1) * kRate), 0.0);
    std::vector<std::int64_t> peaks;
    std::vector<bool> typical;
    for (int i = 0; i < kBeats; ++i) {  // two of three have an inverted P wave
      typical.push_back(i % 3 == 0);
      addBell(signal, 1 + i - 0.16, typical.back() ? 0.15 : -0.15, 0.02);
      addBell(signal, 1 + i, 1, 0.012);
      peaks.push_back(std::llround((1 + i) * kRate));
    }
    const auto features = shapeFeatures({signal, kRate, peaks, typical});
    QVERIFY(numberOf(features, 9, "P likeness") > 0.99F);
    QVERIFY(numberOf(features, 10, "P likeness") < -0.9F);
    QVERIFY(numberOf(features, 10, "P steadiness") > 0.99F);  // that of its neighbours
    QVERIFY(numberOf(features, 10, "record P steadiness") > 0.99F);
    const auto none = shapeFeatures({signal, kRate, peaks, std::vector<bool>(kBeats, false)});
    QVERIFY(numberOf(none, 10, "P likeness") > 0.9F);  // then all of them, and most are like this
  }

  void gainChangesNothing() {
    const auto plain = featuresWith({.pHeight = -0.1, .qrsWidth = 0.03});
    const auto loud = featuresWith({.pHeight = -0.1, .qrsWidth = 0.03}, 800);
    for (std::size_t i = 0; i < plain.size(); ++i) QVERIFY(std::abs(plain[i] - loud[i]) < 1e-3F);
  }

  void whatIsMissingGivesZeros() {
    std::vector<double> signal(1000, 0.0);
    for (const std::int64_t peak : {200, 400, 600})
      addBell(signal, static_cast<double>(peak) / kRate, 1, 0.02);
    signal[410] = std::nan("");
    const std::vector<std::int64_t> peaks{-7, 3, 200, 400, 600, 998, 5000};
    const std::vector<bool> all(peaks.size(), true);
    const auto features = shapeFeatures({signal, kRate, peaks, all});
    const std::size_t width = shapeFeatureNames().size();
    for (const std::size_t beat : {0, 1, 3, 5, 6}) {
      QVERIFY(std::all_of(features.begin() + static_cast<std::ptrdiff_t>(beat * width),
                          features.begin() + static_cast<std::ptrdiff_t>(beat * width + 8),
                          [](float value) { return value == 0; }));
    }
    QVERIFY(numberOf(features, 2, "QRS likeness") > 0.99F);
    const std::vector<double> flat(1000, 0.0);
    const auto none = shapeFeatures({flat, kRate, peaks, all});
    QVERIFY(std::ranges::all_of(none, [](float value) { return value == 0; }));
    QVERIFY(shapeFeatures({signal, kRate, {}, {}}).empty());
  }
};

QTEST_GUILESS_MAIN(TestShapeFeatures)
#include "tst_shape_features.moc"
