#pragma once

#include <memory>
#include <span>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "core/beats/beat_marks.h"
#include "core/workspace/journal_step.h"
#include "core/workspace/peak_ledger.h"

namespace ectopy {

/// The labels that one annotator gives one data set: the file's labels, then every step in order; flags,
/// exclusions from training, notes and corrected R peaks too. In memory only; what relabel, undo and the like
/// return must be handed to the Workspace to last. A step over 100 000 beats takes about a millisecond.
class LabelJournal {
 public:
  /// Replays steps as they were written. Throws Error, naming the step, when they do not fit: a beat that
  /// is not there, a label that was not the beat's, a step out of order, an undo of what was not done.
  LabelJournal(std::vector<ClassIndex> fileLabels, std::vector<JournalStepPointer> steps);
  /// Over the beats as their source has them. Only such a journal can correct R peaks. (A template, so that
  /// braces are labels.)
  template <typename Beats>
  LabelJournal(const std::shared_ptr<Beats>& file, std::vector<JournalStepPointer> steps)
      : LabelJournal({file->columns().classes.begin(), file->columns().classes.end()}, file,
                     std::move(steps)) {}

  /// Effective labels, one a beat of the file, then of those added. A new value after each change; the old
  /// one stays as it was.
  std::shared_ptr<const std::vector<ClassIndex>> labels() const { return m_labels; }
  bool isEdited(BeatIndex beat) const { return (*m_labels)[beat] != fileLabel(beat); }
  /// Beats that a person gave a label by a step that stands, also where it is the file's again: ascending.
  /// Excluded beats are left out.
  std::vector<BeatIndex> corrections() const;
  /// Whether corrections() has any; found at once where the latest steps are labels.
  bool hasCorrections() const;
  /// The labels of corrections(), and kUnlabelled elsewhere: what two annotators can agree on without the
  /// file's labels, which both began with, flattering them.
  std::vector<ClassIndex> ownLabels() const;
  const std::vector<JournalStepPointer>& steps() const { return m_steps; }
  /// The beat's changes, the earliest first.
  std::vector<JournalEntry> historyOf(BeatIndex beat) const;

  bool isFlagged(BeatIndex beat) const { return m_isFlagged[beat]; }
  bool isExcluded(BeatIndex beat) const { return m_isExcluded[beat]; }
  std::vector<BeatIndex> flagged() const;   // ascending
  std::vector<BeatIndex> excluded() const;  // ascending
  /// Flags, exclusions and whether there is a note, of now.
  BeatMarks marks() const;
  /// Empty: none.
  std::string noteOf(BeatIndex beat) const;
  const std::map<BeatIndex, std::string>& notes() const { return m_notes; }
  /// The effective labels, with those of excluded beats taken away: what a split and a training are given.
  std::shared_ptr<const std::vector<ClassIndex>> trainingLabels() const;

  /// Gives beats a class, in one step; those that have it already are left out. Returns the new step, null
  /// when nothing changes. What was undone before can't be redone after it. Throws Error when a beat is not
  /// there.
  JournalStepPointer relabel(std::span<const BeatIndex> beats, ClassIndex to, const EditSource& source);
  /// The same with a class for each beat; of several for one beat the last counts.
  JournalStepPointer relabel(std::span<const WantedLabel> wanted, const EditSource& source);
  /// The same for flags, exclusions and notes. Throws Error also when a note is not UTF-8 or above 64 kB.
  JournalStepPointer setFlag(std::span<const BeatIndex> beats, bool isOn, const EditSource& source);
  JournalStepPointer setExcluded(std::span<const BeatIndex> beats, bool isOn, const EditSource& source);
  JournalStepPointer setNote(std::span<const BeatIndex> beats, const std::string& note,
                             const EditSource& source);

  /// What differs from the file.
  const PeakEdits& peaks() const { return m_peaks.edits(); }
  /// Where a beat stands now.
  BeatPeak peakOf(BeatIndex beat) const { return m_peaks.peakOf(beat); }
  /// Beats of the file and all that were ever added.
  std::size_t places() const { return m_peaks.places(); }
  /// Whether a beat was taken away, or is one whose adding was undone. It has no label, mark or note, and can
  /// get none.
  bool isAbsent(BeatIndex beat) const { return m_peaks.isAbsent(beat); }
  /// Adds a beat at a sample of a record, in the next place ever given. Throws Error: no such record, or
  /// another beat of it within 0.1 s.
  JournalStepPointer addBeat(const BeatPeak& peak, ClassIndex label, const EditSource& source);
  /// Throws Error as addBeat does, and where the beat is absent. Null: it stands there.
  JournalStepPointer moveBeat(BeatIndex beat, std::int64_t sample, const EditSource& source);
  /// The same of several, as one step.
  JournalStepPointer moveBeats(std::span<const std::pair<BeatIndex, std::int64_t>> wanted,
                               const EditSource& source);
  /// Takes beats away with all that was said of them; undo brings it back. Throws Error where one is absent.
  JournalStepPointer deleteBeats(std::span<const BeatIndex> beats, const EditSource& source);

  bool canUndo() const { return !m_undoable.empty(); }
  bool canRedo() const { return !m_redoable.empty(); }
  /// The step that undo would take back; 0: none.
  std::int64_t latestUndoable() const { return m_undoable.empty() ? 0 : m_undoable.back(); }
  /// Takes back the latest step that stands. Nothing to undo: null.
  JournalStepPointer undo(const EditSource& source);
  /// Does again what was undone last. Nothing to redo: null.
  JournalStepPointer redo(const EditSource& source);

  /// Everything as it was right after a step; 0: as the file has it. Beats added since are absent. Throws
  /// Error when there is no such step.
  BeatFacts asOf(std::int64_t step) const;
  BeatFacts now() const;
  /// Makes everything as it was right after a step, in one step that can be undone. Null when it is so.
  JournalStepPointer restore(std::int64_t step, const EditSource& source);

 private:
  using Labels = std::vector<ClassIndex>;
  struct NotePlace {
    std::size_t step = 0;
    std::size_t note = 0;  // or R peak
  };

  LabelJournal(std::vector<ClassIndex> fileLabels, std::shared_ptr<const BeatSet> file,
               std::vector<JournalStepPointer> steps);
  void requireBeat(BeatIndex beat) const;
  ClassIndex fileLabel(BeatIndex beat) const {
    return beat < m_fileLabels.size() ? m_fileLabels[beat] : kUnlabelled;
  }
  void addRest(BeatIndex beat, std::vector<JournalEntry>& history) const;
  JournalStepPointer become(const Labels& wanted, const EditSource& source);
  JournalStepPointer mark(std::span<const BeatIndex> beats, BeatFact what, bool isOn,
                          const EditSource& source);
  const JournalStep& stepNumbered(std::int64_t number) const;
  JournalStep again(std::int64_t number, JournalKind kind, const EditSource& source) const;
  void replay(const JournalStep& step, BeatFacts& facts);
  void requireReversal(const JournalStep& step) const;
  JournalStepPointer commit(JournalStep step);
  void applyMarksAndNotes(const JournalStep& step);
  void applyPeaks(const JournalStep& step);
  void index(const JournalStep& step);
  void trackUndo(const JournalStep& step);

  Labels m_fileLabels;
  std::shared_ptr<const Labels> m_labels;
  std::vector<bool> m_isFlagged;
  std::vector<bool> m_isExcluded;
  std::map<BeatIndex, std::string> m_notes;
  PeakLedger m_peaks;
  std::vector<JournalStepPointer> m_steps;
  // All changes of all steps stand in one row, as if the steps were written one after the other.
  std::vector<std::size_t> m_firstChange;      // of each step, place in the row
  std::vector<std::uint32_t> m_latestChange;   // of each beat, place in the row + 1; 0: none
  std::vector<std::uint32_t> m_earlierChange;  // of the same beat as a change, the same way
  std::unordered_map<BeatIndex, std::vector<NotePlace>> m_noteHistory;
  std::unordered_map<BeatIndex, std::vector<NotePlace>> m_peakHistory;
  std::vector<std::int64_t> m_undoable;  // steps, the latest last
  std::vector<std::int64_t> m_redoable;
};

}  // namespace ectopy
