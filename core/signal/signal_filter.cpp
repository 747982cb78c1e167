#include "core/signal/signal_filter.h"

#include <fmt/format.h>

#include <algorithm>

#include "core/signal/filters.h"

namespace ectopy {
namespace {

constexpr double kBaselineHz = 0.5;
constexpr double kHighestHz = 40;
// After which an impulse has died away: the high pass falls by exp(-2.2 t) each way, a notch by exp(-6.3 t).
constexpr double kMarginSeconds = 6;

/// Adds one filter to a stretch if the sample rate allows it.
class Steps {
 public:
  Steps(FilteredStretch& stretch, double sampleRateHz) : m_stretch(stretch), m_rateHz(sampleRateHz) {}

  template <typename Filter>
  void add(const std::string& name, double highestHz, const Filter& filter) {
    if (2 * highestHz < m_rateHz) {
      m_stretch.values = filter();
      m_stretch.applied.push_back(name);
      return;
    }
    m_stretch.leftOut.push_back(
        fmt::format("{} left out: it needs more than {:g} samples a second, the record has {:g}", name,
                    2 * highestHz, m_rateHz));
  }

 private:
  FilteredStretch& m_stretch;
  double m_rateHz;
};

}  // namespace

FilteredStretch filteredStretch(const Lead& lead, double sampleRateHz, std::size_t first, std::size_t end,
                                const SignalFilter& filter) {
  end = std::min(end, lead.samples.size());
  first = std::min(first, end);
  const auto margin = filter.isOff() ? 0 : static_cast<std::size_t>(kMarginSeconds * sampleRateHz);
  const std::size_t from = first - std::min(first, margin);
  const std::size_t to = end + std::min(lead.samples.size() - end, margin);

  FilteredStretch stretch;
  auto& values = stretch.values;
  values.reserve(to - from);
  for (std::size_t i = from; i < to; ++i) values.push_back(lead.physical(i));

  Steps steps(stretch, sampleRateHz);
  if (filter.band == SignalFilter::Band::WithoutBaseline) {
    steps.add(fmt::format("baseline {:g} Hz", kBaselineHz), kBaselineHz,
              [&] { return withoutBaselineDrift(values, sampleRateHz, kBaselineHz); });
  }
  if (filter.band == SignalFilter::Band::Narrow) {
    steps.add(fmt::format("band {:g}-{:g} Hz", kBaselineHz, kHighestHz), kHighestHz,
              [&] { return bandPass(values, sampleRateHz, kBaselineHz, kHighestHz); });
  }
  if (filter.mains != SignalFilter::Mains::Kept) {
    const double mainsHz = filter.mains == SignalFilter::Mains::Without50Hz ? 50 : 60;
    steps.add(fmt::format("mains {:g} Hz", mainsHz), mainsHz,
              [&] { return withoutMains(values, sampleRateHz, mainsHz); });
  }
  values.erase(values.begin() + static_cast<std::ptrdiff_t>(end - from), values.end());
  values.erase(values.begin(), values.begin() + static_cast<std::ptrdiff_t>(first - from));
  return stretch;
}

}  // namespace ectopy
