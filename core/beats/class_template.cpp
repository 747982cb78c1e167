#include "core/beats/class_template.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numeric>

#include "core/base/error.h"

namespace ectopy {
namespace {

constexpr std::size_t kMaxBeats = 2000;  // of a class; more would not change what is seen

/// At most kMaxBeats of a class's beats, evenly spread over it.
std::vector<BeatIndex> spreadOver(std::span<const BeatIndex> all) {
  if (all.size() <= kMaxBeats) return {all.begin(), all.end()};
  std::vector<BeatIndex> chosen(kMaxBeats);
  for (std::size_t i = 0; i < kMaxBeats; ++i) chosen[i] = all[i * all.size() / kMaxBeats];
  return chosen;
}

/// The value below which `share` of the values lie; reorders them.
float quantile(std::vector<float>& values, double share) {
  const auto rank = std::lround(share * static_cast<double>(values.size() - 1));
  std::nth_element(values.begin(), values.begin() + rank, values.end());
  return values[static_cast<std::size_t>(rank)];
}

}  // namespace

ClassTemplate templateOf(const BeatSet& beats, std::span<const BeatIndex> all) {
  const std::vector<BeatIndex> chosen = spreadOver(all);
  ClassTemplate made;
  made.beats = chosen.size();
  if (chosen.empty()) return made;
  const std::span<const float> samples = beats.columns().samples;
  std::vector<float> column(chosen.size());
  for (std::size_t at = 0; at < beats.length(); ++at) {
    for (std::size_t i = 0; i < chosen.size(); ++i) {
      column[i] = samples[std::size_t{chosen[i]} * beats.length() + at];
    }
    const double sum = std::accumulate(column.begin(), column.end(), 0.0);
    made.mean.push_back(static_cast<float>(sum / static_cast<double>(column.size())));
    made.low.push_back(quantile(column, 0.1));
    made.high.push_back(quantile(column, 0.9));
  }
  return made;
}

std::vector<ClassTemplate> classTemplates(const BeatSet& beats, std::span<const ClassIndex> labels) {
  if (labels.size() != beats.size()) {
    throw Error(fmt::format("Templates of \"{}\": expected {} labels, found {}.", beats.facts().name,
                            beats.size(), labels.size()));
  }
  std::vector<std::vector<BeatIndex>> byClass(beats.scheme().size());
  for (BeatIndex i = 0; i < beats.size(); ++i) {
    if (labels[i] < byClass.size()) byClass[labels[i]].push_back(i);
  }
  std::vector<ClassTemplate> templates;
  for (const auto& all : byClass) templates.push_back(templateOf(beats, all));
  return templates;
}

}  // namespace ectopy
