#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "core/signal/recording.h"

namespace ectopy {

/// What a view takes out of the signal it shows. Stored samples, cut beats and predictions never pass here.
struct SignalFilter {
  enum class Band { Whole, WithoutBaseline, Narrow };  // from 0.5 Hz; 0.5 to 40 Hz
  enum class Mains { Kept, Without50Hz, Without60Hz };

  Band band = Band::Whole;
  Mains mains = Mains::Kept;

  bool isOff() const { return *this == SignalFilter{}; }
  bool operator==(const SignalFilter&) const = default;
};

/// A stretch of a lead as a view shows it.
struct FilteredStretch {
  std::vector<double> values;        // in the lead's unit, NaN where the sample is missing
  std::vector<std::string> applied;  // "baseline 0.5 Hz", "mains 50 Hz"
  std::vector<std::string> leftOut;  // a clause each with the reason: the sample rate is too low for it
};

/// Samples first ... end of a lead, filtered with zero phase (filters.h). Samples on either side are taken
/// along and dropped again, so that the stretch is what filtering the whole lead gives there (within 0.01 %
/// of what was taken out). `end` is clamped to the lead; a filter whose frequencies do not lie below half the
/// sample rate is left out.
FilteredStretch filteredStretch(const Lead& lead, double sampleRateHz, std::size_t first, std::size_t end,
                                const SignalFilter& filter);

}  // namespace ectopy
