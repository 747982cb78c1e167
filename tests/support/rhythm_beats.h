#pragma once

#include <algorithm>
#include <cmath>

#include "tests/support/beat_builders.h"

namespace ectopy::test {

/// Beats of rule `context` that all look alike, every third of them S: only the rhythm beside a beat tells
/// it from N.
inline std::shared_ptr<const BeatSet> makeRhythmBeats(std::size_t count = 300) {
  BeatSetFacts facts;
  facts.name = "rhythm";
  facts.scheme = aami5Scheme();
  facts.cut = defaultCut(CutRule::Context);
  facts.features = featureNames(facts.cut);
  const std::vector<float> samples(static_cast<std::size_t>(facts.cut.length), 0.5F);
  BeatSetBuilder builder;
  for (std::size_t i = 0; i < count; ++i) {
    const bool isEarly = i % 3 == 0;
    std::vector<float> numbers(facts.features.size(), 0.0F);
    const auto set = [&](const char* name, float value) {
      numbers[static_cast<std::size_t>(std::ranges::find(facts.features, name) - facts.features.begin())] =
          value;
    };
    const float previous = (isEarly ? 0.7F : 1.0F) + 0.01F * static_cast<float>(i % 7);
    set("log rrPrevious/rrMedian21", std::log(previous));
    set("log rrNext/rrMedian21", std::log(1.1F));
    set("log rrPrevious/rrUpper81", std::log(previous));
    builder.add(
        {.samples = samples, .classIndex = static_cast<ClassIndex>(isEarly ? 1 : 0), .features = numbers});
  }
  return std::move(builder).build(std::move(facts));
}

}  // namespace ectopy::test
