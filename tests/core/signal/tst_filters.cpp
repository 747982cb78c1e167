#include <QtTest>
#include <cmath>
#include <numbers>

#include "core/signal/filters.h"
#include "tests/support/error_text.h"

using namespace ectopy;

namespace {

constexpr double kRate = 360;

std::vector<double> sine(double hz, double seconds = 20) {
  std::vector<double> signal(static_cast<std::size_t>(seconds * kRate));
  for (std::size_t i = 0; i < signal.size(); ++i)
    signal[i] = std::sin(2 * std::numbers::pi * hz * static_cast<double>(i) / kRate);
  return signal;
}

/// Amplitude of the middle half, and how far it is from the unfiltered one at most.
struct Passed {
  double amplitude = 0;
  double difference = 0;
};

Passed passedOf(const std::vector<double>& signal, const std::vector<double>& filtered) {
  Passed passed;
  for (std::size_t i = signal.size() / 4; i < signal.size() * 3 / 4; ++i) {
    passed.amplitude = std::max(passed.amplitude, std::abs(filtered[i]));
    passed.difference = std::max(passed.difference, std::abs(filtered[i] - signal[i]));
  }
  return passed;
}

}  // namespace

class TestFilters : public QObject {
  Q_OBJECT

 private slots:
  void driftGoesAndBeatsStay() {
    const auto slow = sine(0.1);
    QVERIFY(passedOf(slow, withoutBaselineDrift(slow, kRate)).amplitude < 0.01);
    const auto fast = sine(10);
    QVERIFY(passedOf(fast, withoutBaselineDrift(fast, kRate)).difference < 0.01);
  }

  void anOffsetGoesFromTheFirstSampleOn() {
    const std::vector<double> offset(1000, 5);
    for (const double value : withoutBaselineDrift(offset, kRate)) QVERIFY(std::abs(value) < 1e-9);
  }

  void mainsGoesAndTheRestKeepsItsPhase() {
    for (const double mains : {50.0, 60.0}) {
      const auto hum = sine(mains);
      QVERIFY(passedOf(hum, withoutMains(hum, kRate, mains)).amplitude < 0.01);
      const auto beat = sine(20);
      QVERIFY(passedOf(beat, withoutMains(beat, kRate, mains)).difference < 0.01);
    }
  }

  void theBandStays() {
    for (const double hz : {0.2, 150.0}) {
      const auto outside = sine(hz);
      QVERIFY(passedOf(outside, bandPass(outside, kRate, 2, 40)).amplitude < 0.01);
    }
    const auto inside = sine(9);
    QVERIFY(passedOf(inside, bandPass(inside, kRate, 2, 40)).difference < 0.02);
    const auto edge = sine(40);
    const double amplitude = passedOf(edge, bandPass(edge, kRate, 2, 40)).amplitude;
    QVERIFY(std::abs(amplitude - 0.5) < 0.02);
  }

  void gapsStayGaps() {
    auto signal = sine(10);
    const auto whole = withoutMains(signal, kRate);
    for (std::size_t i = 3000; i < 3100; ++i) signal[i] = std::nan("");
    const auto filtered = withoutMains(signal, kRate);
    QCOMPARE(filtered.size(), signal.size());
    for (std::size_t i = 0; i < signal.size(); ++i) QCOMPARE(std::isnan(filtered[i]), std::isnan(signal[i]));
    QVERIFY(std::abs(filtered[2000] - whole[2000]) < 0.01);
    QVERIFY(withoutMains({}, kRate).empty());
    QCOMPARE(bandPass(std::vector<double>{3.0}, kRate, 1, 40).size(), 1U);
  }

  void absurdFrequenciesAreRefused() {
    const std::vector<double> signal(10, 1);
    QCOMPARE(
        test::errorText([&] { withoutMains(signal, 100, 50); }),
        std::string("Filter: expected a frequency above 0 and below 50 Hz, half the sample rate, found 50."));
    QVERIFY(test::errorText([&] { withoutBaselineDrift(signal, 0); }) != "no error");
    QVERIFY(test::errorText([&] { bandPass(signal, kRate, 40, 2); }) != "no error");
  }
};

QTEST_GUILESS_MAIN(TestFilters)
#include "tst_filters.moc"
