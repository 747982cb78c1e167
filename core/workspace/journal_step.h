#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "core/beats/beat_peak.h"

namespace ectopy {

enum class JournalKind : std::uint8_t { Label, Undo, Redo };

/// What a change is about. Flag: look at it again. Exclusion: nothing may be learned from the beat. Peak:
/// where it stands, if at all.
enum class BeatFact : std::uint8_t { Label, Flag, Exclusion, Note, Peak };
inline constexpr int kBeatFacts = 5;

/// One beat's part of a step. A flag or an exclusion is 0 or 1; notes and peaks have changes of their own.
struct LabelChange {
  BeatIndex beat = 0;
  ClassIndex from = kUnlabelled;
  ClassIndex to = kUnlabelled;
  BeatFact what = BeatFact::Label;

  bool operator==(const LabelChange&) const = default;
};

/// A beat's note, in UTF-8; empty: none.
struct NoteChange {
  BeatIndex beat = 0;
  std::string from;
  std::string to;

  bool operator==(const NoteChange&) const = default;
};

/// A beat's R peak, moved; from -1: the beat was added; to -1: it was taken away.
struct PeakChange {
  BeatIndex beat = 0;
  std::uint32_t record = 0;
  std::int64_t from = -1;  // sample of the raw record
  std::int64_t to = -1;

  bool operator==(const PeakChange&) const = default;
};

/// One action, of one beat or of a hundred thousand; undo takes it back as a whole. Never altered, never
/// removed.
struct JournalStep {
  std::int64_t number = 0;  // rises from 1 without a gap
  JournalKind kind = JournalKind::Label;
  std::int64_t targetStep = 0;  // Undo, Redo: the step taken back or done again
  std::string who;
  std::int64_t whenMs = 0;  // UTC, since 1970
  std::string why;          // "key", "bulk", "accepted prediction", ...
  std::string suggestedBy;  // model that suggested it, may be empty
  std::vector<LabelChange> changes;
  std::vector<NoteChange> notes;
  std::vector<PeakChange> peaks;

  bool isEmpty() const { return changes.empty() && notes.empty() && peaks.empty(); }
  bool operator==(const JournalStep&) const = default;
};
/// A step is shared by journal, window and the thread that saves it; none copies its changes.
using JournalStepPointer = std::shared_ptr<const JournalStep>;

/// All steps of one annotator, or the latest of them.
struct AnnotatorJournal {
  std::string annotator;  // empty: the workspace's own
  std::vector<JournalStepPointer> steps;
};

/// One change of one beat with what its step says of it.
struct JournalEntry {
  std::int64_t step = 0;
  JournalKind kind = JournalKind::Label;
  std::int64_t targetStep = 0;
  BeatIndex beat = 0;
  ClassIndex from = kUnlabelled;
  ClassIndex to = kUnlabelled;
  std::string who;
  std::string when;  // UTC, ISO 8601 with milliseconds
  std::string why;
  std::string suggestedBy;
  BeatFact what = BeatFact::Label;
  std::string fromNote;  // Note only
  std::string toNote;
  std::int64_t fromSample = -1;  // Peak only
  std::int64_t toSample = -1;
};

/// Who edits and why.
struct EditSource {
  std::string who;
  std::string why;
  std::string suggestedBy;
};

/// A class wanted for a beat.
struct WantedLabel {
  BeatIndex beat = 0;
  ClassIndex to = kUnlabelled;
};

/// All that a journal says of the beats of its data set, and of those added to it.
struct BeatFacts {
  std::vector<ClassIndex> labels;          // one a beat
  std::vector<bool> isFlagged;             // one a beat
  std::vector<bool> isExcluded;            // one a beat
  std::map<BeatIndex, std::string> notes;  // of the beats that have one
  PeakEdits peaks;  // of the beats that stand elsewhere than in the file, or not at all

  bool operator==(const BeatFacts&) const = default;
};

}  // namespace ectopy
