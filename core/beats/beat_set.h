#pragma once

#include <cstdint>
#include <filesystem>
#include <limits>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "core/beats/beat_cut.h"
#include "core/beats/label_scheme.h"

namespace ectopy {

struct PeakOverlay;

/// Place of a beat in its BeatSet.
using BeatIndex = std::uint32_t;

/// A record that beats were cut from.
struct RecordInfo {
  std::string name;            // "203"
  std::filesystem::path path;  // its header, to read the raw signal again; may be gone
  std::string patient;         // equal for records of one person
  double sampleRateHz = 0;     // of the raw record
  std::string leadName;        // the lead the beats were cut from
  std::string signalUnit;      // that signals as text were said to be in; empty: as the file says
  bool isPaced = false;
  int fold = 0;  // 1, 2, ... as its catalogue says (PTB-XL's strat_fold); 0: none

  bool operator==(const RecordInfo&) const = default;
};

/// Which published file a beat stood in.
enum class FilePart : std::uint8_t { None = 0, Train = 1, Test = 2 };

/// What describes a BeatSet as a whole.
struct BeatSetFacts {
  std::string name;    // "mitdb"
  std::string source;  // path or words: where the beats came from
  LabelScheme scheme;
  BeatCut cut;
  std::vector<RecordInfo> records;    // empty when the source has no records (CSV)
  std::vector<std::string> features;  // names of the numbers beside each beat, empty: none
  bool isSynthetic = false;           // shown wherever these beats show
  std::vector<std::string> warnings;  // what was left out and why, a sentence each
};

/// The columns of a BeatSet; each has n entries, samples n x cut.length, features n x facts.features. Spans
/// into memory owned elsewhere.
struct BeatColumns {
  static constexpr std::uint32_t kNoRecord = std::numeric_limits<std::uint32_t>::max();

  std::span<const float> samples;
  std::span<const ClassIndex> classes;     // the file's label
  std::span<const std::uint32_t> records;  // index into facts.records, or kNoRecord
  std::span<const std::int64_t> rSamples;  // R peak, sample number in the raw record; -1 unknown
  std::span<const float> rrBefore;         // s, NaN unknown
  std::span<const float> rrAfter;          // s, NaN unknown
  std::span<const FilePart> fileParts;
  std::span<const float> features;  // beat by beat, finite
};

/// n beats of L samples each with all that is known of them. Immutable; the memory is owned or mapped.
class BeatSet {
 public:
  /// Throws Error when the columns' lengths disagree, a class is not in the scheme, a record not in facts,
  /// or a sample or feature not finite.
  /// An empty fingerprint is computed. `overlay`: what R peaks were corrected of which set.
  BeatSet(BeatSetFacts facts, BeatColumns columns, std::shared_ptr<const void> owner,
          std::string fingerprint = {}, std::shared_ptr<const PeakOverlay> overlay = {});

  std::size_t size() const { return m_columns.classes.size(); }
  std::size_t length() const { return static_cast<std::size_t>(m_facts.cut.length); }
  const BeatSetFacts& facts() const { return m_facts; }
  const LabelScheme& scheme() const { return m_facts.scheme; }
  const BeatCut& cut() const { return m_facts.cut; }
  const BeatColumns& columns() const { return m_columns; }
  /// SHA-256 over facts that decide the beats (scheme, cut, record names) and all columns: 64 hex digits.
  /// Where R peaks were corrected: over the source's own fingerprint and the corrections.
  const std::string& fingerprint() const { return m_fingerprint; }
  /// Of the set as its source has it, whatever R peaks were corrected since.
  const std::string& sourceFingerprint() const;
  /// Whether a fingerprint is of these beats, or of them before R peaks were corrected.
  bool isOfSource(const std::string& fingerprint) const {
    return fingerprint == m_fingerprint || fingerprint == sourceFingerprint();
  }
  /// What was corrected of which set; null: nothing.
  const std::shared_ptr<const PeakOverlay>& overlay() const { return m_overlay; }
  /// Whether there is no beat at this place (any more): its row is zeros, without R peak and class.
  bool isAbsent(BeatIndex index) const { return index < m_isAbsent.size() && m_isAbsent[index]; }

  std::span<const float> beat(BeatIndex index) const {
    return m_columns.samples.subspan(std::size_t{index} * length(), length());
  }
  /// The numbers beside a beat, in the order of facts().features.
  std::span<const float> featuresOf(BeatIndex index) const {
    const std::size_t count = m_facts.features.size();
    return m_columns.features.subspan(std::size_t{index} * count, count);
  }
  /// The record of a beat, or nullptr.
  const RecordInfo* recordOf(BeatIndex index) const;
  /// R peak in seconds from the record's start; NaN when unknown.
  double secondsOf(BeatIndex index) const;
  /// Beats of each class by the file's labels.
  std::vector<std::size_t> classCounts() const;

 private:
  BeatSetFacts m_facts;
  BeatColumns m_columns;
  std::shared_ptr<const void> m_owner;
  std::string m_fingerprint;
  std::shared_ptr<const PeakOverlay> m_overlay;
  std::vector<bool> m_isAbsent;  // one a beat; empty: none is
};

/// Grows columns beat by beat (or part by part) and hands them over as a BeatSet.
class BeatSetBuilder {
 public:
  struct Beat {
    std::span<const float> samples;
    ClassIndex classIndex = kUnlabelled;
    std::uint32_t record = BeatColumns::kNoRecord;
    std::int64_t rSample = -1;
    float rrBefore = std::numeric_limits<float>::quiet_NaN();
    float rrAfter = std::numeric_limits<float>::quiet_NaN();
    FilePart filePart = FilePart::None;
    std::span<const float> features = {};  // as many as facts.features has
  };

  void reserve(std::size_t beats, std::size_t length);
  void add(const Beat& beat);
  /// Appends another builder's beats; its record indices are shifted by recordOffset.
  void append(BeatSetBuilder&& other, std::uint32_t recordOffset);
  std::size_t size() const { return m_classes.size(); }
  std::shared_ptr<const BeatSet> build(BeatSetFacts facts) &&;

 private:
  std::vector<float> m_samples;
  std::vector<ClassIndex> m_classes;
  std::vector<std::uint32_t> m_records;
  std::vector<std::int64_t> m_rSamples;
  std::vector<float> m_rrBefore;
  std::vector<float> m_rrAfter;
  std::vector<FilePart> m_fileParts;
  std::vector<float> m_features;
};

}  // namespace ectopy
