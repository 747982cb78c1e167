#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "core/beats/beat_set.h"

namespace ectopy {

enum class JournalKind : std::uint8_t { Label, Undo, Redo };

/// One beat's part of a step.
struct LabelChange {
  BeatIndex beat = 0;
  ClassIndex from = kUnlabelled;
  ClassIndex to = kUnlabelled;

  bool operator==(const LabelChange&) const = default;
};

/// One action, of one beat or of a hundred thousand; undo takes it back as a whole. Never altered, never
/// removed.
struct JournalStep {
  std::int64_t number = 0;  // rises from 1 without a gap
  JournalKind kind = JournalKind::Label;
  std::int64_t targetStep = 0;  // Undo, Redo: the step taken back or done again
  std::string who;
  std::string when;         // UTC, ISO 8601 with milliseconds
  std::string why;          // "key", "bulk", "accepted prediction", ...
  std::string suggestedBy;  // model that suggested it, may be empty
  std::vector<LabelChange> changes;

  bool operator==(const JournalStep&) const = default;
};
/// A step is shared by journal, window and the thread that saves it; none copies its changes.
using JournalStepPointer = std::shared_ptr<const JournalStep>;

/// One change of one beat with what its step says of it.
struct JournalEntry {
  std::int64_t step = 0;
  JournalKind kind = JournalKind::Label;
  std::int64_t targetStep = 0;
  BeatIndex beat = 0;
  ClassIndex from = kUnlabelled;
  ClassIndex to = kUnlabelled;
  std::string who;
  std::string when;
  std::string why;
  std::string suggestedBy;
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

/// The labels of one data set as the journal leaves them: the file's labels, then every step in order.
/// In memory only; what relabel, undo and redo return must be handed to the Workspace to last. A step over
/// 100 000 beats takes about a millisecond.
class LabelJournal {
 public:
  /// Replays steps as they were written. Throws Error, naming the step, when they do not fit: a beat that
  /// is not there, a label that was not the beat's, a step out of order, an undo of what was not done.
  LabelJournal(std::vector<ClassIndex> fileLabels, std::vector<JournalStepPointer> steps);

  /// Effective labels, one a beat. A new value after each change; the old one stays as it was.
  std::shared_ptr<const std::vector<ClassIndex>> labels() const { return m_labels; }
  bool isEdited(BeatIndex beat) const { return (*m_labels)[beat] != m_fileLabels[beat]; }
  /// Beats that a person gave a label by a step that stands, also where it is the file's again: ascending.
  std::vector<BeatIndex> corrections() const;
  const std::vector<JournalStepPointer>& steps() const { return m_steps; }
  /// The beat's changes, the earliest first.
  std::vector<JournalEntry> historyOf(BeatIndex beat) const;

  /// Gives beats a class, in one step; those that have it already are left out. Returns the new step, null
  /// when nothing changes. What was undone before can't be redone after it. Throws Error when a beat is not
  /// there.
  JournalStepPointer relabel(std::span<const BeatIndex> beats, ClassIndex to, const EditSource& source);
  /// The same with a class for each beat; of several for one beat the last counts.
  JournalStepPointer relabel(std::span<const WantedLabel> wanted, const EditSource& source);
  bool canUndo() const { return !m_undoable.empty(); }
  bool canRedo() const { return !m_redoable.empty(); }
  /// Takes back the latest step that stands. Nothing to undo: null.
  JournalStepPointer undo(const EditSource& source);
  /// Does again what was undone last. Nothing to redo: null.
  JournalStepPointer redo(const EditSource& source);

 private:
  using Labels = std::vector<ClassIndex>;

  void requireBeat(BeatIndex beat) const;
  JournalStepPointer become(const Labels& wanted, const EditSource& source);
  const JournalStep& stepNumbered(std::int64_t number) const;
  JournalStep again(std::int64_t number, JournalKind kind, const EditSource& source) const;
  void replay(const JournalStep& step, Labels& labels) const;
  void requireReversal(const JournalStep& step) const;
  JournalStepPointer commit(JournalStep step);
  void index(const JournalStep& step);
  void trackUndo(const JournalStep& step);

  Labels m_fileLabels;
  std::shared_ptr<const Labels> m_labels;
  std::vector<JournalStepPointer> m_steps;
  // All changes of all steps stand in one row, as if the steps were written one after the other.
  std::vector<std::size_t> m_firstChange;      // of each step, place in the row
  std::vector<std::uint32_t> m_latestChange;   // of each beat, place in the row + 1; 0: none
  std::vector<std::uint32_t> m_earlierChange;  // of the same beat as a change, the same way
  std::vector<std::int64_t> m_undoable;        // steps, the latest last
  std::vector<std::int64_t> m_redoable;
};

}  // namespace ectopy
