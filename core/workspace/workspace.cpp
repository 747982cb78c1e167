#include "core/workspace/workspace.h"

#include <fmt/format.h>

#include <mutex>
#include <optional>

#include "core/base/error.h"
#include "core/workspace/folder_lock.h"
#include "core/workspace/journal_store.h"
#include "core/workspace/statement_use.h"
#include "core/workspace/workspace_database.h"

namespace ectopy {

namespace fs = std::filesystem;

namespace {

constexpr const char* kDatabaseName = "workspace.sqlite";

void makeFolder(const fs::path& folder) {
  std::error_code error;
  fs::create_directories(folder, error);
  std::error_code ignored;
  if (!fs::is_directory(folder, ignored))
    throw Error(fmt::format("The folder {} can't be made: {}.", folder.string(),
                            error ? error.message() : "a file of that name is in the way"));
}

}  // namespace

struct Workspace::State {
  State(fs::path path, const std::string& dataSet)
      : folder(std::move(path)),
        fingerprint(dataSet),
        lock(folder / "workspace.lock"),
        file(folder / kDatabaseName) {
    if (!lock.isHeld()) {
      database = openExisting();
      journal.emplace(*database);
      return;
    }
    for (const char* name : {"models", "reports", "cache"}) makeFolder(folder / name);
    database = openForWriting(file, fingerprint);
    journal.emplace(*database);
    factReplacement.emplace(*database, "INSERT OR REPLACE INTO fact(key, value) VALUES (?, ?)");
  }

  std::unique_ptr<SQLite::Database> openExisting() const {
    if (!fs::exists(file)) throw Error(lock.refusal());
    return openForReading(file, fingerprint, lock.isTaken());
  }

  void requireWritable() const {
    if (!lock.isHeld()) throw Error(lock.refusal());
  }

  /// Runs a call alone, with SQLite's errors turned into sentences.
  template <typename Call>
  auto alone(const char* action, Call&& call) {
    const std::lock_guard guard(mutex);
    try {
      return call();
    } catch (const SQLite::Exception& exception) {
      throw Error(sentenceOf(exception, file, action));
    }
  }

  /// All that `insert` does is on disk afterwards, or none of it.
  template <typename Insert>
  void save(Insert&& insert) {
    requireWritable();
    alone("save the labels", [&] {
      try {
        SQLite::Transaction transaction(*database, SQLite::TransactionBehavior::IMMEDIATE);
        insert();
        transaction.commit();
      } catch (...) {
        journal->forget();
        throw;
      }
    });
  }

  fs::path folder;
  std::string fingerprint;
  FolderLock lock;  // outlives the database
  fs::path file;
  std::mutex mutex;
  std::unique_ptr<SQLite::Database> database;
  std::optional<JournalStore> journal;
  std::optional<SQLite::Statement> factReplacement;
};

std::unique_ptr<Workspace> Workspace::open(const fs::path& folder, const std::string& fingerprint) {
  makeFolder(folder);
  try {
    return std::unique_ptr<Workspace>(new Workspace(std::make_unique<State>(folder, fingerprint)));
  } catch (const SQLite::Exception& exception) {
    throw Error(sentenceOf(exception, folder / kDatabaseName, "open the workspace"));
  }
}

Workspace::Workspace(std::unique_ptr<State> state) : m_state(std::move(state)) {}
Workspace::~Workspace() = default;

const fs::path& Workspace::folder() const {
  return m_state->folder;
}
const std::string& Workspace::fingerprint() const {
  return m_state->fingerprint;
}
bool Workspace::isReadOnly() const {
  return !m_state->lock.isHeld();
}
const std::string& Workspace::readOnlyReason() const {
  return m_state->lock.refusal();
}
fs::path Workspace::modelsFolder() const {
  return m_state->folder / "models";
}
fs::path Workspace::reportsFolder() const {
  return m_state->folder / "reports";
}
fs::path Workspace::cacheFolder() const {
  return m_state->folder / "cache";
}

std::vector<std::string> Workspace::annotators() const {
  return m_state->alone("read the annotators", [this] { return m_state->journal->annotators(); });
}

std::vector<JournalStepPointer> Workspace::loadJournal(const std::string& annotator) const {
  return m_state->alone("read the labels", [&] {
    const SQLite::Transaction snapshot(*m_state->database);
    return m_state->journal->load(annotator);
  });
}

void Workspace::append(std::span<const JournalStepPointer> steps, const std::string& annotator) {
  if (steps.empty()) return;
  m_state->save([&] { m_state->journal->append(annotator, steps); });
}

void Workspace::appendAll(std::span<const AnnotatorJournal> journals) {
  m_state->save([&] {
    for (const AnnotatorJournal& journal : journals)
      m_state->journal->append(journal.annotator, journal.steps);
  });
}

std::optional<std::string> Workspace::value(const std::string& key) const {
  return m_state->alone("read the workspace", [&]() -> std::optional<std::string> {
    SQLite::Statement query(*m_state->database, "SELECT value FROM fact WHERE key = ?");
    query.bind(1, key);
    if (!query.executeStep()) return std::nullopt;
    return query.getColumn(0).getString();
  });
}

void Workspace::setValue(const std::string& key, const std::string& value) {
  m_state->requireWritable();
  m_state->alone("save the workspace", [&] {
    StatementUse replace(*m_state->factReplacement);
    replace->bind(1, key);
    replace->bind(2, value);
    replace->exec();
  });
}

std::int64_t Workspace::addRun(const RunRecord& run) {
  m_state->requireWritable();
  return m_state->alone("save the run", [&] {
    SQLite::Statement insert(*m_state->database,
                             "INSERT INTO run(at, name, model_file, info_json) VALUES (?, ?, ?, ?)");
    insert.bind(1, run.when);
    insert.bind(2, run.name);
    insert.bind(3, run.modelFile);
    insert.bind(4, run.infoJson);
    insert.exec();
    return static_cast<std::int64_t>(m_state->database->getLastInsertRowid());
  });
}

std::vector<RunRecord> Workspace::runs() const {
  return m_state->alone("read the runs", [this] {
    std::vector<RunRecord> runs;
    SQLite::Statement query(*m_state->database,
                            "SELECT id, at, name, model_file, info_json FROM run ORDER BY id");
    while (query.executeStep())
      runs.push_back({query.getColumn(0).getInt64(), query.getColumn(1).getString(),
                      query.getColumn(2).getString(), query.getColumn(3).getString(),
                      query.getColumn(4).getString()});
    return runs;
  });
}

}  // namespace ectopy
