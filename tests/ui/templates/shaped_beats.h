#pragma once

#include <cmath>
#include <memory>
#include <vector>

#include "core/beats/beat_set.h"

namespace ectopy::test {

/// Beats whose bump is so many samples behind the R peak, all labelled alike.
struct ShapedBeats {
  int bump = 0;
  ClassIndex label = 0;
  int count = 1;
  std::uint32_t record = 0;
};

/// Beats of recognisable shapes, in the order given, of records "r1" and "r2".
inline std::shared_ptr<const BeatSet> shapedBeats(const std::vector<ShapedBeats>& groups) {
  BeatSetBuilder builder;
  BeatSetFacts facts;
  facts.name = "shaped";
  facts.source = "made up for a test";
  facts.scheme = aami5Scheme();
  facts.cut = defaultCut(CutRule::Kaggle);
  for (const char* name : {"r1", "r2"}) facts.records.push_back({.name = name, .sampleRateHz = 360});
  std::int64_t made = 0;
  for (const ShapedBeats& group : groups)
    for (int i = 0; i < group.count; ++i, ++made) {
      std::vector<float> samples(static_cast<std::size_t>(facts.cut.length));
      for (std::size_t at = 0; at < samples.size(); ++at) {
        const double away = (static_cast<double>(at) - group.bump) / 2.5;
        const double wiggle =
            0.002 * static_cast<double>((made * 7 + static_cast<std::int64_t>(at) * 3) % 11);
        samples[at] = static_cast<float>(0.1 + 0.9 * std::exp(-away * away) + wiggle);
      }
      builder.add({.samples = samples,
                   .classIndex = group.label,
                   .record = group.record,
                   .rSample = 300 * (made + 1),
                   .rrBefore = 0.8F,
                   .rrAfter = 0.8F});
    }
  return std::move(builder).build(std::move(facts));
}

}  // namespace ectopy::test
