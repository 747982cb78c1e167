#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "core/workspace/label_journal.h"

namespace ectopy {

/// A finished training as the workspace remembers it.
struct RunRecord {
  std::int64_t id = 0;
  std::string when;       // UTC, ISO 8601
  std::string name;       // of its model
  std::string modelFile;  // inside models/, file name only
  std::string infoJson;   // ModelInfo as JSON
};

/// A folder NAME.ectopy: workspace.sqlite (WAL, synchronous FULL), models/, reports/, cache/. Calls may come
/// from any thread; they are serialised. All throw Error.
class Workspace {
 public:
  /// Opens, or makes, the workspace of one data set. Throws Error when it belongs to another data set (other
  /// fingerprint) or is damaged. When another window has it open, or it lies where nothing can be written,
  /// the result is read-only.
  static std::unique_ptr<Workspace> open(const std::filesystem::path& folder, const std::string& fingerprint);
  ~Workspace();
  Workspace(const Workspace&) = delete;
  Workspace& operator=(const Workspace&) = delete;

  const std::filesystem::path& folder() const;
  /// Of the data set.
  const std::string& fingerprint() const;
  bool isReadOnly() const;
  /// Why it is read-only, one sentence; empty otherwise.
  const std::string& readOnlyReason() const;

  /// Who has labels of their own here, in the order they began. The first is the workspace's own, meant where
  /// no name is said.
  std::vector<std::string> annotators() const;
  /// All steps of an annotator in the order they were appended; none when there is no such annotator.
  std::vector<JournalStepPointer> loadJournal(const std::string& annotator = {}) const;
  /// On disk (synced) when it returns, all steps or none. The first must be the one after the annotator's
  /// last: callers keep their order. A new name begins a new journal; without a name, who made the first
  /// step.
  void append(std::span<const JournalStepPointer> steps, const std::string& annotator = {});

  /// The same for several annotators, all or none.
  void appendAll(std::span<const AnnotatorJournal> journals);

  /// Small facts: the data's path, the current beat, the page. Absent: nothing.
  std::optional<std::string> value(const std::string& key) const;
  void setValue(const std::string& key, const std::string& value);

  std::int64_t addRun(const RunRecord& run);
  std::vector<RunRecord> runs() const;
  std::filesystem::path modelsFolder() const;
  std::filesystem::path reportsFolder() const;
  std::filesystem::path cacheFolder() const;

 private:
  struct State;
  explicit Workspace(std::unique_ptr<State> state);
  std::unique_ptr<State> m_state;
};

}  // namespace ectopy
