#include "core/beats/cut_rules.h"

#include <algorithm>
#include <cmath>

namespace ectopy {
namespace {

/// Scales a segment to 0 .. 1 in double, cuts it to `row` and fills the rest with 0. False when it is flat
/// (the row is then all zeros).
bool fillNormalised(std::span<const double> segment, std::vector<float>& row) {
  std::fill(row.begin(), row.end(), 0.0F);
  const auto [low, high] = std::minmax_element(segment.begin(), segment.end());
  const double range = *high - *low;
  if (!(range > 0)) return false;
  const std::size_t kept = std::min(segment.size(), row.size());
  for (std::size_t i = 0; i < kept; ++i) row[i] = static_cast<float>((segment[i] - *low) / range);
  return true;
}

/// The segment as it is. False when it is flat.
bool fillAsItIs(std::span<const double> segment, std::vector<float>& row) {
  std::fill(row.begin(), row.end(), 0.0F);
  const std::size_t kept = std::min(segment.size(), row.size());
  std::transform(segment.begin(), segment.begin() + static_cast<std::ptrdiff_t>(kept), row.begin(),
                 [](double value) { return static_cast<float>(value); });
  return std::any_of(segment.begin(), segment.end(), [&](double value) { return value != segment.front(); });
}

}  // namespace

LeftOut cutByPlan(const CutSignal& signal, const CutPlan& plan, const CutBeats& beats, const BeatCut& cut,
                  BeatSetBuilder& builder) {
  LeftOut leftOut = plan.leftOut;
  std::vector<double> segment;
  std::vector<float> row(static_cast<std::size_t>(cut.length));
  for (const BeatPlace& place : plan.places) {
    segment.clear();
    for (std::int64_t i = place.start; i < place.end; i += plan.step) {
      segment.push_back(signal[static_cast<std::size_t>(i)]);
    }
    if (std::any_of(segment.begin(), segment.end(),
                    [](double x) { return !std::isfinite(static_cast<float>(x)); })) {
      ++leftOut.missingSamples;
      continue;
    }
    const bool varies =
        cut.unit == AmplitudeUnit::Beat ? fillNormalised(segment, row) : fillAsItIs(segment, row);
    if (!varies) ++leftOut.flat;
    const BeatMark& mark = beats.marks[place.mark];
    builder.add({row, mark.classIndex, beats.record, mark.sample, mark.rrBefore, mark.rrAfter, FilePart::None,
                 beats.features.subspan(place.mark * beats.featureCount, beats.featureCount)});
  }
  return leftOut;
}

}  // namespace ectopy
