#pragma once

#include <cmath>

#include "tests/support/scripted_model.h"

namespace ectopy::test {

/// Numbers that a line of any language gives again: scikit-learn judged the same beats for the tests.
class PlainRandom {
 public:
  std::int64_t below(std::int64_t bound) {
    m_state = (1103515245 * m_state + 12345) % 2147483648;
    return (m_state >> 16) % bound;
  }

 private:
  std::int64_t m_state = 20261123;
};

/// 200 beats of three classes with tied probabilities: the first 80 are the validation part, the others are
/// judged.
inline ScriptedModel seededCase() {
  ScriptedModel model(numberedScheme(3));
  PlainRandom random;
  for (int beat = 0; beat < 200; ++beat) {
    const std::int64_t drawn = random.below(10);
    const auto label = static_cast<ClassIndex>(drawn < 6 ? 0 : drawn < 9 ? 1 : 2);
    std::vector<std::int64_t> votes;
    for (int vote = 0; vote < 3; ++vote) votes.push_back(1 + random.below(20));
    votes[label] += random.below(30);
    const auto sum = static_cast<float>(votes[0] + votes[1] + votes[2]);
    std::vector<float> probabilities;
    for (const std::int64_t vote : votes) probabilities.push_back(static_cast<float>(vote) / sum);
    model.add(label, probabilities);
  }
  return model;
}

inline std::vector<BeatIndex> beatsFrom(BeatIndex first, BeatIndex end) {
  std::vector<BeatIndex> beats;
  for (BeatIndex beat = first; beat < end; ++beat) beats.push_back(beat);
  return beats;
}
inline std::vector<BeatIndex> seededValidation() {
  return beatsFrom(0, 80);
}
inline std::vector<BeatIndex> seededJudged() {
  return beatsFrom(80, 200);
}

/// Equal to 1e-12, or both undefined.
inline bool isNear(double found, double expected) {
  return std::isnan(expected) ? std::isnan(found) : std::abs(found - expected) < 1e-12;
}

}  // namespace ectopy::test

#define REQUIRE_NEAR(found, expected)                 \
  QVERIFY2(ectopy::test::isNear((found), (expected)), \
           qPrintable(QString("%1, not %2").arg((found), 0, 'g', 17).arg(double(expected), 0, 'g', 17)))
