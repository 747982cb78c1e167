#include "core/signal/signal_filter.h"

#include <QtTest>
#include <cmath>
#include <numbers>

#include "core/signal/filters.h"

using namespace ectopy;

namespace {

constexpr double kRate = 360;

/// A minute: spikes of 1 mV on a drift of 1 mV, with hum of 0.1 mV.
Lead noisyLead(double rateHz = kRate) {
  std::vector<std::int16_t> samples(static_cast<std::size_t>(60 * rateHz));
  for (std::size_t i = 0; i < samples.size(); ++i) {
    const double seconds = static_cast<double>(i) / rateHz;
    const double spike = std::fmod(seconds, 0.8) < 0.02 ? 1000 : 0;
    const double drift = 1000 * std::sin(2 * std::numbers::pi * 0.07 * seconds);
    samples[i] =
        static_cast<std::int16_t>(spike + drift + 100 * std::sin(2 * std::numbers::pi * 50 * seconds));
  }
  Lead lead;
  lead.gain = 1000;
  lead.samples = Samples(std::move(samples));
  return lead;
}

std::vector<double> wholeOf(const Lead& lead) {
  std::vector<double> values;
  for (std::size_t i = 0; i < lead.samples.size(); ++i) values.push_back(lead.physical(i));
  return values;
}

double largestDifference(const std::vector<double>& stretch, const std::vector<double>& whole,
                         std::size_t first) {
  double largest = 0;
  for (std::size_t i = 0; i < stretch.size(); ++i)
    largest = std::max(largest, std::abs(stretch[i] - whole[first + i]));
  return largest;
}

using Band = SignalFilter::Band;
using Mains = SignalFilter::Mains;
using Words = std::vector<std::string>;

}  // namespace

class TestSignalFilter : public QObject {
  Q_OBJECT

 private slots:
  void offLeavesThePhysicalValues() {
    const Lead lead = noisyLead();
    const FilteredStretch stretch = filteredStretch(lead, kRate, 1000, 2000, {});
    QCOMPARE(stretch.values.size(), 1000U);
    QCOMPARE(largestDifference(stretch.values, wholeOf(lead), 1000), 0.0);
    QVERIFY(stretch.applied.empty() && stretch.leftOut.empty());
  }

  void aStretchIsWhatTheWholeLeadGivesThere() {
    const Lead lead = noisyLead();
    const std::vector<double> whole = wholeOf(lead);
    for (const std::size_t first : {0U, 9000U, 18'000U}) {
      const auto of = [&](SignalFilter filter) {
        return filteredStretch(lead, kRate, first, first + 3600, filter);
      };
      const FilteredStretch band = of({.band = Band::Narrow});
      QCOMPARE(band.values.size(), 3600U);
      QCOMPARE(band.applied, Words{"band 0.5-40 Hz"});
      QVERIFY(largestDifference(band.values, bandPass(whole, kRate, 0.5, 40), first) < 1e-4);
      QVERIFY(largestDifference(band.values, whole, first) > 0.5);

      const FilteredStretch both = of({.band = Band::WithoutBaseline, .mains = Mains::Without50Hz});
      QCOMPARE(both.applied, (Words{"baseline 0.5 Hz", "mains 50 Hz"}));
      const auto expected = withoutMains(withoutBaselineDrift(whole, kRate), kRate, 50);
      QVERIFY(largestDifference(both.values, expected, first) < 1e-4);
    }
  }

  void whatTheRateCannotHoldIsLeftOutAndSaid() {
    const Lead lead = noisyLead(100);
    const FilteredStretch stretch =
        filteredStretch(lead, 100, 0, 1000, {.band = Band::WithoutBaseline, .mains = Mains::Without50Hz});
    QCOMPARE(stretch.applied, Words{"baseline 0.5 Hz"});
    QCOMPARE(stretch.leftOut,
             Words{"mains 50 Hz left out: it needs more than 100 samples a second, the record has 100"});
    const FilteredStretch slow = filteredStretch(lead, 1, 0, 1000, {.band = Band::Narrow});
    QVERIFY(slow.applied.empty());
    QCOMPARE(slow.leftOut.size(), 1U);
    QCOMPARE(largestDifference(slow.values, wholeOf(lead), 0), 0.0);
  }

  void gapsAndEndsAreKept() {
    Lead lead = noisyLead();
    std::vector<std::int16_t> samples;
    for (std::size_t i = 0; i < lead.samples.size(); ++i)
      samples.push_back(i / 100 == 20 ? Samples::kMissing16 : static_cast<std::int16_t>(lead.samples[i]));
    lead.samples = Samples(std::move(samples));
    const FilteredStretch stretch = filteredStretch(lead, kRate, 1900, 2200, {.band = Band::Narrow});
    for (std::size_t i = 0; i < stretch.values.size(); ++i)
      QCOMPARE(std::isnan(stretch.values[i]), i >= 100 && i < 200);
    QCOMPARE(filteredStretch(lead, kRate, 21'500, 99'999, {.band = Band::Narrow}).values.size(), 100U);
    QVERIFY(filteredStretch(lead, kRate, 99'999, 99'999, {.band = Band::Narrow}).values.empty());
    QVERIFY(filteredStretch(Lead{}, kRate, 0, 10, {.band = Band::Narrow}).values.empty());
  }
};

QTEST_GUILESS_MAIN(TestSignalFilter)
#include "tst_signal_filter.moc"
