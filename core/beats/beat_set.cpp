#include "core/beats/beat_set.h"

#include <fmt/format.h>

#include <algorithm>
#include <bit>

#include "core/base/error.h"
#include "core/beats/beat_peak.h"
#include "core/beats/fingerprint.h"
#include "core/beats/owned_columns.h"

namespace ectopy {
namespace {

void checkFacts(const BeatSetFacts& facts) {
  if (facts.scheme.size() == 0 || facts.scheme.size() > kUnlabelled) {
    throw Error(fmt::format("Beat set \"{}\": expected 1 to {} classes, found {}.", facts.name, kUnlabelled,
                            facts.scheme.size()));
  }
  if (facts.cut.length < 1) {
    throw Error(fmt::format("Beat set \"{}\": expected beats of at least 1 sample, found {}.", facts.name,
                            facts.cut.length));
  }
}

void checkLengths(const BeatSetFacts& facts, const BeatColumns& columns) {
  const std::size_t beats = columns.classes.size();
  if (beats >= std::numeric_limits<BeatIndex>::max()) {
    throw Error(fmt::format("Beat set \"{}\": {} beats are more than the {} it can hold.", facts.name, beats,
                            std::numeric_limits<BeatIndex>::max() - 1));
  }
  const std::size_t samples = beats * static_cast<std::size_t>(facts.cut.length);
  const bool agree = columns.samples.size() == samples && columns.records.size() == beats &&
                     columns.rSamples.size() == beats && columns.rrBefore.size() == beats &&
                     columns.rrAfter.size() == beats && columns.fileParts.size() == beats &&
                     columns.features.size() == beats * facts.features.size();
  if (!agree) {
    throw Error(
        fmt::format("Beat set \"{}\": its columns are of different length, expected {} beats of {} "
                    "samples and {} features in each.",
                    facts.name, beats, facts.cut.length, facts.features.size()));
  }
}

void checkValues(const BeatSetFacts& facts, const BeatColumns& columns) {
  for (std::size_t i = 0; i < columns.classes.size(); ++i) {
    const ClassIndex label = columns.classes[i];
    if (label >= facts.scheme.size() && label != kUnlabelled) {
      throw Error(fmt::format("Beat set \"{}\", beat {}: expected a class below {}, found {}.", facts.name, i,
                              facts.scheme.size(), label));
    }
    const std::uint32_t record = columns.records[i];
    if (record >= facts.records.size() && record != BeatColumns::kNoRecord) {
      throw Error(fmt::format("Beat set \"{}\", beat {}: expected a record below {}, found {}.", facts.name,
                              i, facts.records.size(), record));
    }
    if (columns.fileParts[i] > FilePart::Test) {
      throw Error(fmt::format("Beat set \"{}\", beat {}: expected a file part of 0, 1 or 2, found {}.",
                              facts.name, i, static_cast<int>(columns.fileParts[i])));
    }
  }
}

constexpr std::size_t kBlock = 1024;  // samples; a fixed number lets the compiler use vectors

/// 1 where a sample is NaN or infinite (all exponent bits set), else 0.
std::uint32_t isNotFinite(float sample) {
  constexpr std::uint32_t kExponent = 0x7F800000;
  return (std::bit_cast<std::uint32_t>(sample) & kExponent) == kExponent ? 1 : 0;
}

std::uint32_t countNotFinite(std::span<const float, kBlock> samples) {
  std::uint32_t found = 0;
  for (std::size_t i = 0; i < kBlock; ++i) found += isNotFinite(samples[i]);
  return found;
}

/// Later stages sort and add samples and features: NaN and infinity must not get in.
void checkFinite(const BeatSetFacts& facts, std::span<const float> samples, std::size_t perBeat,
                 std::string_view what) {
  const auto refuse = [&](std::size_t at) {
    throw Error(fmt::format("Beat set \"{}\", near beat {}: a {} is not a finite number.", facts.name,
                            at / perBeat, what));
  };
  std::size_t at = 0;
  for (; at + kBlock <= samples.size(); at += kBlock) {
    if (countNotFinite(samples.subspan(at).first<kBlock>()) > 0) refuse(at);
  }
  for (; at < samples.size(); ++at) {
    if (isNotFinite(samples[at]) != 0) refuse(at);
  }
}

}  // namespace

BeatSet::BeatSet(BeatSetFacts facts, BeatColumns columns, std::shared_ptr<const void> owner,
                 std::string fingerprint, std::shared_ptr<const PeakOverlay> overlay)
    : m_facts(std::move(facts)),
      m_columns(columns),
      m_owner(std::move(owner)),
      m_fingerprint(std::move(fingerprint)),
      m_overlay(std::move(overlay)) {
  checkFacts(m_facts);
  checkLengths(m_facts, m_columns);
  checkValues(m_facts, m_columns);
  checkFinite(m_facts, m_columns.samples, length(), "sample");
  checkFinite(m_facts, m_columns.features, m_facts.features.size(), "feature");
  if (m_fingerprint.empty()) m_fingerprint = fingerprintOf(m_facts, m_columns);
  if (!m_overlay) return;
  for (const auto& [place, peak] : m_overlay->edits) {
    if (peak.sample >= 0 || place >= size()) continue;
    m_isAbsent.resize(size());
    m_isAbsent[place] = true;
  }
}

const std::string& BeatSet::sourceFingerprint() const {
  return m_overlay ? m_overlay->base->fingerprint() : m_fingerprint;
}

const RecordInfo* BeatSet::recordOf(BeatIndex index) const {
  const std::uint32_t record = m_columns.records[index];
  return record == BeatColumns::kNoRecord ? nullptr : &m_facts.records[record];
}

double BeatSet::secondsOf(BeatIndex index) const {
  const RecordInfo* record = recordOf(index);
  const std::int64_t sample = m_columns.rSamples[index];
  if (record == nullptr || sample < 0 || !(record->sampleRateHz > 0)) {
    return std::numeric_limits<double>::quiet_NaN();
  }
  return static_cast<double>(sample) / record->sampleRateHz;
}

std::vector<std::size_t> BeatSet::classCounts() const {
  std::vector<std::size_t> counts(scheme().size());
  for (const ClassIndex label : m_columns.classes) {
    if (label != kUnlabelled) ++counts[label];
  }
  return counts;
}

void BeatSetBuilder::reserve(std::size_t beats, std::size_t length) {
  m_samples.reserve(beats * length);
  m_classes.reserve(beats);
  m_records.reserve(beats);
  m_rSamples.reserve(beats);
  m_rrBefore.reserve(beats);
  m_rrAfter.reserve(beats);
  m_fileParts.reserve(beats);
}

void BeatSetBuilder::add(const Beat& beat) {
  m_samples.insert(m_samples.end(), beat.samples.begin(), beat.samples.end());
  m_classes.push_back(beat.classIndex);
  m_records.push_back(beat.record);
  m_rSamples.push_back(beat.rSample);
  m_rrBefore.push_back(beat.rrBefore);
  m_rrAfter.push_back(beat.rrAfter);
  m_fileParts.push_back(beat.filePart);
  m_features.insert(m_features.end(), beat.features.begin(), beat.features.end());
}

void BeatSetBuilder::append(BeatSetBuilder&& other, std::uint32_t recordOffset) {
  for (std::uint32_t& record : other.m_records) {
    if (record != BeatColumns::kNoRecord) record += recordOffset;
  }
  // Capacity asked for by reserve() is kept: the whole is grown once, not part by part.
  if (m_classes.capacity() == 0) {
    *this = std::move(other);
    return;
  }
  m_samples.insert(m_samples.end(), other.m_samples.begin(), other.m_samples.end());
  m_classes.insert(m_classes.end(), other.m_classes.begin(), other.m_classes.end());
  m_records.insert(m_records.end(), other.m_records.begin(), other.m_records.end());
  m_rSamples.insert(m_rSamples.end(), other.m_rSamples.begin(), other.m_rSamples.end());
  m_rrBefore.insert(m_rrBefore.end(), other.m_rrBefore.begin(), other.m_rrBefore.end());
  m_rrAfter.insert(m_rrAfter.end(), other.m_rrAfter.begin(), other.m_rrAfter.end());
  m_fileParts.insert(m_fileParts.end(), other.m_fileParts.begin(), other.m_fileParts.end());
  m_features.insert(m_features.end(), other.m_features.begin(), other.m_features.end());
  other = BeatSetBuilder();
}

std::shared_ptr<const BeatSet> BeatSetBuilder::build(BeatSetFacts facts) && {
  auto owned = std::make_shared<const OwnedColumns>(OwnedColumns{
      std::move(m_samples), std::move(m_classes), std::move(m_records), std::move(m_rSamples),
      std::move(m_rrBefore), std::move(m_rrAfter), std::move(m_fileParts), std::move(m_features)});
  return std::make_shared<const BeatSet>(std::move(facts), owned->view(), owned);
}

}  // namespace ectopy
