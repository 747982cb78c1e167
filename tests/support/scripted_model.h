#pragma once

#include <memory>
#include <vector>

#include "core/beats/beat_set.h"
#include "core/beats/predictions.h"

namespace ectopy::test {

/// A data set and what a scripted model says of it, both made up beat by beat.
class ScriptedModel {
 public:
  explicit ScriptedModel(LabelScheme scheme) { m_facts.scheme = std::move(scheme); }

  BeatSetFacts& facts() { return m_facts; }
  /// A beat of class `truth` for which the model gives these probabilities.
  void add(ClassIndex truth, const std::vector<float>& probabilities,
           std::uint32_t record = BeatColumns::kNoRecord, std::int64_t rSample = -1) {
    const auto length = static_cast<std::size_t>(m_facts.cut.length);
    std::vector<float> samples(length, 0.0F);
    for (std::size_t at = 0; at < length / 2; ++at) {
      samples[at] = static_cast<float>((at * (truth + 3U)) % 17) / 16.0F;
    }
    m_builder.add({.samples = samples, .classIndex = truth, .record = record, .rSample = rSample});
    m_labels.push_back(truth);
    m_probabilities.insert(m_probabilities.end(), probabilities.begin(), probabilities.end());
  }
  /// The model says `predicted` with this confidence; the other classes share the rest.
  void addSure(ClassIndex truth, ClassIndex predicted, float confidence,
               std::uint32_t record = BeatColumns::kNoRecord, std::int64_t rSample = -1) {
    const std::size_t classes = m_facts.scheme.size();
    const float rest = classes < 2 ? 0 : (1 - confidence) / static_cast<float>(classes - 1);
    std::vector<float> probabilities(classes, rest);
    probabilities[predicted] = confidence;
    add(truth, probabilities, record, rSample);
  }

  std::shared_ptr<const BeatSet> beats() {
    if (!m_beats) m_beats = std::move(m_builder).build(m_facts);
    return m_beats;
  }
  Predictions predictions() {
    return {"scripted", "", beats()->fingerprint(), m_facts.scheme, m_probabilities};
  }
  std::vector<ClassIndex>& labels() { return m_labels; }
  std::vector<BeatIndex> allBeats() const {
    std::vector<BeatIndex> all;
    for (std::size_t beat = 0; beat < m_labels.size(); ++beat) all.push_back(static_cast<BeatIndex>(beat));
    return all;
  }

 private:
  BeatSetFacts m_facts;
  BeatSetBuilder m_builder;
  std::shared_ptr<const BeatSet> m_beats;
  std::vector<ClassIndex> m_labels;
  std::vector<float> m_probabilities;
};

}  // namespace ectopy::test
