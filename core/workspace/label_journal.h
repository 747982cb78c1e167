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
  LabelJournal(std::vector<ClassIndex> fileLabels, std::vector<JournalEntry> entries);

  /// Effective labels, one a beat. A new value after each change; the old one stays as it was.
  std::shared_ptr<const std::vector<ClassIndex>> labels() const { return m_labels; }
  bool isEdited(BeatIndex beat) const { return (*m_labels)[beat] != m_fileLabels[beat]; }
  const std::vector<JournalEntry>& entries() const { return m_entries; }
  std::vector<JournalEntry> historyOf(BeatIndex beat) const;

  /// Gives beats a class; those that have it already are left out. Returns the new entries (maybe none).
  std::vector<JournalEntry> relabel(std::span<const BeatIndex> beats, ClassIndex to,
                                    const EditSource& source);
  bool canUndo() const { return !m_undoable.empty(); }
  bool canRedo() const { return !m_redoable.empty(); }
  std::vector<JournalEntry> undo(const EditSource& source);
  std::vector<JournalEntry> redo(const EditSource& source);

 private:
  void apply(const JournalEntry& entry);
  void track(const JournalEntry& entry);
  std::vector<JournalEntry> revert(std::int64_t step, JournalKind kind, const EditSource& source);

  std::vector<ClassIndex> m_fileLabels;
  std::shared_ptr<const std::vector<ClassIndex>> m_labels;
  std::vector<JournalEntry> m_entries;
  std::vector<std::int64_t> m_undoable;  // steps, the latest last
  std::vector<std::int64_t> m_redoable;
};

}  // namespace ectopy
