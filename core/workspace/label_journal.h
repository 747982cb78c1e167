#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "core/beats/beat_set.h"

namespace ectopy {

enum class JournalKind : std::uint8_t { Label, Undo, Redo };

/// One change of one beat's label. Never altered, never removed.
struct JournalEntry {
  std::int64_t step = 0;  // entries of one action (a bulk edit) share it; rises from 1
  JournalKind kind = JournalKind::Label;
  std::int64_t targetStep = 0;  // Undo, Redo: the step taken back or done again
  BeatIndex beat = 0;
  ClassIndex from = kUnlabelled;
  ClassIndex to = kUnlabelled;
  std::string who;
  std::string when;         // UTC, ISO 8601 with milliseconds
  std::string why;          // "key", "bulk", "accepted prediction", ...
  std::string suggestedBy;  // model that suggested it, may be empty

  bool operator==(const JournalEntry&) const = default;
};

/// Who edits and why.
struct EditSource {
  std::string who;
  std::string why;
  std::string suggestedBy;
};

/// The labels of one data set as the journal leaves them: the file's labels, then every entry in order.
/// In memory only; what relabel, undo and redo return must be handed to the Workspace to last.
class LabelJournal {
 public:
  /// Replays entries as they were written. Throws Error, naming the step, when they do not fit: a beat that
  /// is not there, a label that was not the beat's, a step out of order, an undo of what was not done.
  LabelJournal(std::vector<ClassIndex> fileLabels, std::vector<JournalEntry> entries);

  /// Effective labels, one a beat. A new value after each change; the old one stays as it was.
  std::shared_ptr<const std::vector<ClassIndex>> labels() const { return m_labels; }
  bool isEdited(BeatIndex beat) const { return (*m_labels)[beat] != m_fileLabels[beat]; }
  const std::vector<JournalEntry>& entries() const { return m_entries; }
  /// The beat's entries, the earliest first.
  std::vector<JournalEntry> historyOf(BeatIndex beat) const;

  /// Gives beats a class; those that have it already are left out. Returns the new entries (maybe none).
  /// What was undone before can't be redone after it. Throws Error when a beat is not there.
  std::vector<JournalEntry> relabel(std::span<const BeatIndex> beats, ClassIndex to,
                                    const EditSource& source);
  bool canUndo() const { return !m_undoable.empty(); }
  bool canRedo() const { return !m_redoable.empty(); }
  /// Takes back the latest step that stands. Nothing to undo: no entries.
  std::vector<JournalEntry> undo(const EditSource& source);
  /// Does again what was undone last. Nothing to redo: no entries.
  std::vector<JournalEntry> redo(const EditSource& source);

 private:
  using Labels = std::vector<ClassIndex>;

  std::span<const JournalEntry> entriesOf(std::int64_t step) const;
  std::vector<JournalEntry> again(std::int64_t step, JournalKind kind, const EditSource& source) const;
  void replayStep(std::span<const JournalEntry> step, Labels& labels);
  void requireReversal(std::span<const JournalEntry> step) const;
  void commit(const std::vector<JournalEntry>& step);
  void indexStep(std::size_t first, std::size_t count);
  void trackUndo(const JournalEntry& entry);

  Labels m_fileLabels;
  std::shared_ptr<const Labels> m_labels;
  std::vector<JournalEntry> m_entries;
  std::vector<std::size_t> m_stepStarts;      // place in m_entries of step i + 1
  std::vector<std::uint32_t> m_latestEntry;   // of each beat, place in m_entries + 1; 0: none
  std::vector<std::uint32_t> m_earlierEntry;  // of the same beat as an entry, the same way
  std::vector<std::int64_t> m_undoable;       // steps, the latest last
  std::vector<std::int64_t> m_redoable;
};

}  // namespace ectopy
