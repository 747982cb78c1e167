#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace ectopy {

/// A lead of a record whose beats are compared with its typical beat: the median of all of them.
struct ShapeLead {
  std::span<const double> signal;        // without baseline, any unit; NaN where missing
  double rateHz = 0;                     // of the signal
  std::span<const std::int64_t> rPeaks;  // sample numbers of the signal
};

/// Names of the numbers that shapeFeatures() gives for a beat, in their order.
const std::vector<std::string>& shapeFeatureNames();

/// beats x 8 numbers that tell how far a beat is from its record's typical one: correlation and the logarithm
/// of the root mean square distance (in typical QRS heights), each of P wave (0.25 to 0.06 s before the R
/// peak), QRS complex (to 0.08 s behind it) and T wave (0.1 to 0.42 s behind it); the P wave's correlation
/// where it fits best within 70 ms; the logarithm of the QRS width over the record's median. All of a beat
/// are 0 where samples around it are missing.
std::vector<float> shapeFeatures(const ShapeLead& lead);

}  // namespace ectopy
