#include "tests/support/beat_builders.h"

#include <algorithm>
#include <cmath>
#include <random>

namespace ectopy::test {
namespace {

constexpr std::int64_t kRrSamples = 300;
constexpr double kRawRateHz = 360;

double uniform(std::mt19937_64& random) {
  return static_cast<double>(random() >> 11) * 0x1p-53;
}

double noiseOf(std::mt19937_64& random) {
  return uniform(random) + uniform(random) + uniform(random) + uniform(random) - 2;  // about normal, sd 0.58
}

std::vector<float> shapeOf(ClassIndex label, std::size_t length, std::size_t classes, double noise,
                           std::mt19937_64& random) {
  std::vector<float> samples(length);
  const double place = label == kUnlabelled ? 0.5 : (label + 1.0) / static_cast<double>(classes + 1);
  for (std::size_t i = 0; i < length; ++i) {
    const double at = static_cast<double>(i) / static_cast<double>(length);
    const double peak = std::exp(-at * at / (2 * 0.02 * 0.02));
    const double bump = 0.6 * std::exp(-(at - place) * (at - place) / (2 * 0.04 * 0.04));
    const double value = 0.1 + 0.9 * peak + bump + noise / 0.58 * noiseOf(random);
    samples[i] = static_cast<float>(std::clamp(value, 0.0, 1.0));
  }
  return samples;
}

std::vector<RecordInfo> recordInfos(const BeatOptions& options) {
  std::vector<RecordInfo> infos;
  for (std::size_t i = 0; i < options.records.size(); ++i) {
    RecordInfo info;
    info.name = options.records[i];
    info.patient = options.patients.empty() ? info.name : options.patients[i];
    info.sampleRateHz = kRawRateHz;
    info.leadName = "MLII";
    infos.push_back(info);
  }
  return infos;
}

}  // namespace

std::shared_ptr<const BeatSet> makeBeats(const BeatOptions& options) {
  const std::size_t count = options.classes.empty() ? options.beats : options.classes.size();
  const std::size_t records = options.records.size();
  const std::size_t perRecord =
      records == 0 ? count : (count + records - 1) / std::max<std::size_t>(1, records);
  std::mt19937_64 random(options.seed);
  BeatSetBuilder builder;
  for (std::size_t i = 0; i < count; ++i) {
    const auto turn = static_cast<ClassIndex>(i % options.scheme.size());
    BeatSetBuilder::Beat beat;
    beat.classIndex = options.classes.empty() ? turn : options.classes[i];
    const auto samples = shapeOf(beat.classIndex, static_cast<std::size_t>(options.cut.length),
                                 options.scheme.size(), options.noise, random);
    beat.samples = samples;
    if (records > 0) {
      beat.record = static_cast<std::uint32_t>(i / perRecord);
      beat.rSample = static_cast<std::int64_t>(i % perRecord + 1) * kRrSamples;
      beat.rrBefore = beat.rrAfter = static_cast<float>(kRrSamples / kRawRateHz);
    }
    if (!options.fileParts.empty()) beat.filePart = options.fileParts[i];
    builder.add(beat);
  }
  BeatSetFacts facts;
  facts.name = options.name;
  facts.source = "made up for a test";
  facts.scheme = options.scheme;
  facts.cut = options.cut;
  facts.records = recordInfos(options);
  return std::move(builder).build(std::move(facts));
}

std::shared_ptr<const BeatSet> makeBeats(std::size_t beats, std::uint64_t seed) {
  BeatOptions options;
  options.beats = beats;
  options.seed = seed;
  options.records = {"r1", "r2", "r3", "r4"};
  return makeBeats(options);
}

std::vector<ClassIndex> labelsOf(const BeatSet& beats) {
  return {beats.columns().classes.begin(), beats.columns().classes.end()};
}

Predictions makePredictions(const BeatSet& beats, double accuracy, std::uint64_t seed) {
  std::mt19937_64 random(seed);
  const std::size_t classes = beats.scheme().size();
  Predictions predictions{"made up", std::string(64, '0'), beats.fingerprint(), beats.scheme(), {}};
  predictions.probabilities.resize(beats.size() * classes);
  for (std::size_t i = 0; i < beats.size(); ++i) {
    const ClassIndex label = beats.columns().classes[i];
    const std::size_t right = label == kUnlabelled ? 0 : label;
    const std::size_t guess = uniform(random) < accuracy ? right : (right + 1) % classes;
    const double confidence = 0.5 + 0.5 * uniform(random);
    for (std::size_t c = 0; c < classes; ++c) {
      const double rest = classes == 1 ? 0 : (1 - confidence) / static_cast<double>(classes - 1);
      predictions.probabilities[i * classes + c] = static_cast<float>(c == guess ? confidence : rest);
    }
  }
  return predictions;
}

}  // namespace ectopy::test
