#include "core/beats/context_features.h"

#include <algorithm>
#include <array>

#include "core/beats/context_signal.h"
#include "core/beats/rhythm_features.h"

namespace ectopy {
namespace {

/// Of shapeFeatures(), those of QRS complex and T wave: P waves of a second lead misled on new patients.
constexpr std::array<std::size_t, 5> kOfSecondLead{2, 3, 4, 5, 7};

std::vector<std::string> namesOfAll() {
  std::vector<std::string> names = {"rrPrevious/rrRecord", "rrNext/rrRecord", "rrLocal/rrRecord",
                                    "rrPrevious/rrLocal",  "rrNext/rrLocal",  "rrPrevious/rrNext"};
  names.insert(names.end(), rhythmFeatureNames().begin(), rhythmFeatureNames().end());
  names.insert(names.end(), shapeFeatureNames().begin(), shapeFeatureNames().end());
  for (const std::size_t i : kOfSecondLead) names.push_back("second lead " + shapeFeatureNames()[i]);
  return names;
}

}  // namespace

const std::vector<std::string>& contextFeatureNames() {
  static const std::vector<std::string> names = namesOfAll();
  return names;
}

std::vector<float> contextFeatures(std::span<const BeatMark> marks, const ShapeLead& first,
                                   const ShapeLead& second) {
  const std::vector<float> ratios = rrRatios(marks);
  const std::vector<float> rhythm = rhythmFeatures(marks);
  const std::vector<float> shape = shapeFeatures(first);
  const std::vector<float> other = shapeFeatures(second);
  std::vector<float> features;
  features.reserve(marks.size() * contextFeatureNames().size());
  for (std::size_t beat = 0; beat < marks.size(); ++beat) {
    const auto append = [&](const std::vector<float>& columns) {
      const std::size_t width = columns.size() / marks.size();
      const auto row = std::span(columns).subspan(beat * width, width);
      features.insert(features.end(), row.begin(), row.end());
    };
    append(ratios);
    append(rhythm);
    append(shape);
    const auto row = std::span(other).subspan(beat * shapeFeatureNames().size());
    for (const std::size_t i : kOfSecondLead) features.push_back(row[i]);
  }
  return features;
}

void putRhythmAndShape(std::span<float> features, std::span<const float> rhythm,
                       std::span<const float> shape) {
  const auto after = std::ranges::copy(rhythm, features.begin() + kContextRatios).out;
  std::ranges::copy(shape, after);
}

}  // namespace ectopy
