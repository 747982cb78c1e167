#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "core/workspace/journal_step.h"

namespace SQLite {
class Database;
}

namespace ectopy {

/// The journals in a workspace's database, one an annotator; one of the first layout can be read. Calls throw
/// SQLite::Exception (damaged, full, ...) or Error. Who calls keeps to one thread and makes the transactions.
class JournalStore {
 public:
  explicit JournalStore(SQLite::Database& database);
  ~JournalStore();
  JournalStore(const JournalStore&) = delete;
  JournalStore& operator=(const JournalStore&) = delete;

  /// In the order they began.
  std::vector<std::string> annotators() const;
  /// All steps of one; an empty name is the first annotator.
  std::vector<JournalStepPointer> load(const std::string& annotator) const;
  /// Inside a transaction. Throws Error when a step does not follow the last one stored, and when the name
  /// can't be one.
  void append(const std::string& annotator, std::span<const JournalStepPointer> steps);
  /// To be called when a transaction was given up.
  void forget();

 private:
  struct Private;
  std::unique_ptr<Private> m_private;
};

/// The tables it needs, as they were at first; and what came to them with corrected R peaks.
extern const char* const kJournalTables;
extern const char* const kPeakColumn;

}  // namespace ectopy
