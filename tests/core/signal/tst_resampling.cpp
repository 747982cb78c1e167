#include <QtTest>
#include <cmath>
#include <limits>
#include <numbers>

#include "core/base/error.h"
#include "core/signal/resampling.h"

using namespace ectopy;

namespace {

std::vector<double> sine(double hz, double rateHz, double seconds) {
  std::vector<double> signal(static_cast<std::size_t>(rateHz * seconds));
  for (std::size_t i = 0; i < signal.size(); ++i) {
    signal[i] = std::sin(2 * std::numbers::pi * hz * static_cast<double>(i) / rateHz);
  }
  return signal;
}

double rms(std::span<const double> signal) {
  double sum = 0;
  for (const double value : signal) sum += value * value;
  return std::sqrt(sum / static_cast<double>(signal.size()));
}

}  // namespace

class TestResampling : public QObject {
  Q_OBJECT

 private slots:
  void keepsWhatTheNewRateCanHold() {
    for (const double from : {360.0, 250.0, 500.0, 1000.0, 128.0, 257.31}) {
      for (const double hz : {1.0, 10.0, 40.0}) {
        const auto result = resample(sine(hz, from, 10), from, 125);
        const auto expected = sine(hz, 125, 10);
        QVERIFY(std::abs(static_cast<double>(result.size()) - 1250) <= 1);
        double worst = 0;
        for (std::size_t i = 100; i + 100 < result.size(); ++i) {
          worst = std::max(worst, std::abs(result[i] - expected[i]));
        }
        QVERIFY2(worst < 2e-3, qPrintable(QString("%1 Hz from %2: %3").arg(hz).arg(from).arg(worst)));
      }
    }
  }

  void removesWhatItCannot() {
    // 80 and 100 Hz would fold to 45 and 25 Hz.
    for (const double hz : {80.0, 100.0, 170.0}) {
      const auto result = resample(sine(hz, 360, 10), 360, 125);
      QVERIFY(rms(std::span(result).subspan(100, 1000)) < 1e-3);
    }
  }

  void keepsConstantsUpToTheEdges() {
    const std::vector<double> constant(1000, 3.5);
    for (const double to : {125.0, 360.0, 720.0, 99.9}) {
      for (const double value : resample(constant, 360, to)) QVERIFY(std::abs(value - 3.5) < 1e-9);
    }
  }

  void gapsStayGaps() {
    std::vector<double> signal(3600, 1.0);
    for (std::size_t i = 720; i < 1080; ++i) signal[i] = std::numeric_limits<double>::quiet_NaN();
    const auto result = resample(signal, 360, 125);
    for (std::size_t i = 0; i < result.size(); ++i) {
      const double seconds = static_cast<double>(i) / 125;
      if (seconds > 2.01 && seconds < 2.99) QVERIFY(std::isnan(result[i]));
      if (seconds < 1.99 || seconds > 3.01) QVERIFY(std::abs(result[i] - 1) < 1e-9);
    }
  }

  void sameRateIsACopy() {
    const auto signal = sine(3, 360, 1);
    QCOMPARE(resample(signal, 360, 360), signal);
    QVERIFY(resample({}, 360, 125).empty());
    QCOMPARE(resample(std::vector<double>{2.0}, 360, 125), std::vector<double>{2.0});
  }

  void refusesRatesThatMakeNoSense() {
    const std::vector<double> signal(10, 1.0);
    QVERIFY_EXCEPTION_THROWN(resample(signal, 0, 125), Error);
    QVERIFY_EXCEPTION_THROWN(resample(signal, 360, -1), Error);
    QVERIFY_EXCEPTION_THROWN(resample(signal, std::nan(""), 125), Error);
    QVERIFY_EXCEPTION_THROWN(resample(signal, 0.001, 999999999), Error);
  }
};

QTEST_GUILESS_MAIN(TestResampling)
#include "tst_resampling.moc"
