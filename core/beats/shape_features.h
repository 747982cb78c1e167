#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace ectopy {

/// A lead of a record whose beats are compared with its typical beat: the median of those told, of all where
/// none is.
struct ShapeLead {
  std::span<const double> signal;        // without baseline, any unit; NaN where missing
  double rateHz = 0;                     // of the signal
  std::span<const std::int64_t> rPeaks;  // sample numbers of the signal
  const std::vector<bool>& isTypical;    // beats that the typical one is made of
};

/// Names of the numbers that shapeFeatures() gives for a beat, in their order.
const std::vector<std::string>& shapeFeatureNames();

/// beats x 10 numbers that tell how far a beat is from its record's typical one: correlation and the
/// logarithm of the root mean square distance (in typical QRS heights), each of P wave (0.25 to 0.06 s before
/// the R peak), QRS complex (to 0.08 s behind it) and T wave (0.1 to 0.42 s behind it); the P wave's
/// correlation where it fits best within 70 ms; the logarithm of the QRS width over that of the typical
/// beats; and how well a P wave is repeated at all, which it is not in atrial fibrillation: the upper decile
/// of the correlations of 41 beats, and their median over the record's typical beats. The first eight of a
/// beat are 0 where samples around it are missing.
std::vector<float> shapeFeatures(const ShapeLead& lead);

}  // namespace ectopy
