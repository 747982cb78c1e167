#pragma once

#include <cstdint>
#include <vector>

#include "core/signal/recording.h"

namespace ectopy::test {

/// The stored samples of a lead, whatever their width; Samples::kMissing where there is none.
inline std::vector<std::int32_t> valuesOf(const Lead& lead) {
  std::vector<std::int32_t> values;
  for (std::size_t i = 0; i < lead.samples.size(); ++i) values.push_back(lead.samples[i]);
  return values;
}

}  // namespace ectopy::test
