#include <QTest>
#include <algorithm>
#include <cmath>
#include <numeric>

#include "core/training/augmentation.h"

using namespace ectopy;

namespace {

constexpr std::size_t kLength = 187;

/// `beats` beats of 100 ones, padded with zeros.
std::vector<float> paddedBeats(std::size_t beats) {
  std::vector<float> samples(beats * kLength, 0);
  for (std::size_t beat = 0; beat < beats; ++beat)
    std::fill_n(samples.begin() + static_cast<std::ptrdiff_t>(beat * kLength), 100, 1.0F);
  return samples;
}

std::vector<float> augmented(const TrainingConfig& config, std::uint64_t seed, std::size_t beats = 200) {
  std::vector<float> samples = paddedBeats(beats);
  SplitMix random(seed);
  augment(samples, kLength, config, random);
  return samples;
}

double deviation(std::span<const float> values) {
  const double mean = std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
  double sum = 0;
  for (const float value : values) sum += (value - mean) * (value - mean);
  return std::sqrt(sum / static_cast<double>(values.size()));
}

}  // namespace

class AugmentationTest : public QObject {
  Q_OBJECT

 private slots:
  void nothingAskedNothingDone();
  void paddingStays_data();
  void paddingStays();
  void isDecidedByTheSeed();
  void noiseHasItsDeviation();
  void gainScalesWholeBeats();
  void wanderIsSlow();
  void mixupSharesFollowBeta();
};

void AugmentationTest::nothingAskedNothingDone() {
  QVERIFY(!hasAugmentation({}));
  QCOMPARE(augmented({}, 1), paddedBeats(200));
}

void AugmentationTest::paddingStays_data() {
  QTest::addColumn<double>("noise");
  QTest::addColumn<double>("gain");
  QTest::addColumn<double>("wander");
  QTest::newRow("noise") << 0.1 << 0.0 << 0.0;
  QTest::newRow("gain") << 0.0 << 0.1 << 0.0;
  QTest::newRow("wander") << 0.0 << 0.0 << 0.1;
}

void AugmentationTest::paddingStays() {
  QFETCH(double, noise);
  QFETCH(double, gain);
  QFETCH(double, wander);
  TrainingConfig config;
  config.noise = noise;
  config.gain = gain;
  config.wander = wander;
  QVERIFY(hasAugmentation(config));
  const std::vector<float> samples = augmented(config, 1);
  int changed = 0;
  for (std::size_t i = 0; i < samples.size(); ++i) {
    if (i % kLength < 100)
      changed += samples[i] != 1.0F;
    else
      QCOMPARE(samples[i], 0.0F);
  }
  QVERIFY(changed > 19'000);  // of 20 000
}

void AugmentationTest::isDecidedByTheSeed() {
  TrainingConfig config;
  config.noise = config.gain = config.wander = 0.1;
  QCOMPARE(augmented(config, 5), augmented(config, 5));
  QVERIFY(augmented(config, 5) != augmented(config, 6));
}

void AugmentationTest::noiseHasItsDeviation() {
  TrainingConfig config;
  config.noise = 0.05;
  std::vector<float> signal;
  const std::vector<float> samples = augmented(config, 1);
  for (std::size_t i = 0; i < samples.size(); ++i)
    if (i % kLength < 100) signal.push_back(samples[i] - 1);
  QVERIFY(std::abs(deviation(signal) - 0.05) < 0.002);
  QVERIFY(std::abs(std::accumulate(signal.begin(), signal.end(), 0.0)) / 20'000 < 0.002);
}

void AugmentationTest::gainScalesWholeBeats() {
  TrainingConfig config;
  config.gain = 0.2;
  const std::vector<float> samples = augmented(config, 1);
  float lowest = 1;
  float highest = 1;
  for (std::size_t beat = 0; beat < 200; ++beat) {
    const float first = samples[beat * kLength];
    QCOMPARE(samples[beat * kLength + 99], first);
    lowest = std::min(lowest, first);
    highest = std::max(highest, first);
  }
  QVERIFY(lowest >= 0.8F && lowest < 0.82F && highest <= 1.2F && highest > 1.18F);
}

void AugmentationTest::wanderIsSlow() {
  TrainingConfig config;
  config.wander = 0.5;
  const std::vector<float> samples = augmented(config, 1);
  float furthest = 0;
  for (std::size_t i = 0; i < samples.size(); ++i) {
    if (i % kLength >= 100) continue;
    furthest = std::max(furthest, std::abs(samples[i] - 1));
    if (i % kLength > 0) QVERIFY(std::abs(samples[i] - samples[i - 1]) < 0.5 * 2 * 3.15 / kLength);
  }
  QVERIFY(furthest > 0.3F && furthest <= 0.5F);
}

void AugmentationTest::mixupSharesFollowBeta() {
  SplitMix random(1);
  for (const double alpha : {0.2, 1.0, 3.0}) {
    double sum = 0;
    double squares = 0;
    for (int i = 0; i < 20'000; ++i) {
      const double share = mixupShare(alpha, random);
      QVERIFY(share >= 0 && share <= 1);
      sum += share;
      squares += (share - 0.5) * (share - 0.5);
    }
    QVERIFY(std::abs(sum / 20'000 - 0.5) < 0.01);
    QVERIFY(std::abs(squares / 20'000 - 1 / (4 * (2 * alpha + 1))) < 0.005);  // the variance of Beta
  }
}

QTEST_GUILESS_MAIN(AugmentationTest)
#include "tst_augmentation.moc"
