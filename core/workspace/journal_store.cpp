#include "core/workspace/journal_store.h"

#include <SQLiteCpp/SQLiteCpp.h>
#include <fmt/format.h>
#include <sqlite3.h>

#include <optional>
#include <unordered_map>

#include "core/base/error.h"
#include "core/workspace/first_layout.h"
#include "core/workspace/packed_changes.h"
#include "core/workspace/statement_use.h"
#include "core/workspace/step_texts.h"

namespace ectopy {

// A step's place is annotator * 2^40 + step, so that a journal lies in one row in the file. What is the same
// in many steps (names, reasons) is kept once, as a word.
const char* const kJournalTables = R"sql(
  CREATE TABLE annotator(id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE);
  CREATE TABLE word(id INTEGER PRIMARY KEY, text TEXT NOT NULL UNIQUE);
  CREATE TABLE journal(
    place INTEGER PRIMARY KEY,
    kind INTEGER NOT NULL,
    target_step INTEGER NOT NULL,
    who INTEGER NOT NULL,
    at_ms INTEGER NOT NULL,
    why INTEGER NOT NULL,
    suggested_by INTEGER NOT NULL,
    changes BLOB NOT NULL,
    notes BLOB);
)sql";

const char* const kPeakColumn = "ALTER TABLE journal ADD COLUMN peaks BLOB";

namespace {

constexpr std::int64_t kMaxSteps = std::int64_t{1} << 40;
constexpr std::int64_t kMaxAnnotators = 1 << 20;
constexpr std::int64_t kLastMs = 253402300799999;  // of the year 9999
constexpr std::size_t kMaxNameBytes = 200;
constexpr auto kNobody = "user";  // whose journal it is when the first step does not say

[[noreturn]] void failAsDamaged(const std::string& what) {
  throw SQLite::Exception(what, SQLITE_CORRUPT);
}

std::span<const std::byte> bytesOf(const SQLite::Column& column) {
  return {static_cast<const std::byte*>(column.getBlob()), static_cast<std::size_t>(column.getBytes())};
}

/// All words by their id, the first at 1.
std::vector<std::string> readWords(SQLite::Database& database) {
  std::vector<std::string> words(1);
  SQLite::Statement query(database, "SELECT id, text FROM word ORDER BY id");
  while (query.executeStep()) {
    if (query.getColumn(0).getInt64() != static_cast<std::int64_t>(words.size()))
      failAsDamaged(fmt::format("word {} of the label journal is missing", words.size()));
    words.push_back(query.getColumn(1).getString());
  }
  return words;
}

const std::string& wordIn(const std::vector<std::string>& words, const SQLite::Column& column) {
  const std::int64_t id = column.getInt64();
  if (id < 1 || id >= static_cast<std::int64_t>(words.size()))
    failAsDamaged(fmt::format("word {} of the label journal is missing", id));
  return words[static_cast<std::size_t>(id)];
}

JournalStepPointer readStep(SQLite::Statement& query, const std::vector<std::string>& words) {
  auto step = std::make_shared<JournalStep>();
  step->number = query.getColumn(0).getInt64() % kMaxSteps;
  const std::int64_t kind = query.getColumn(1).getInt64();
  if (kind < 0 || kind > 2) failAsDamaged(fmt::format("kind {} in the label journal", kind));
  step->kind = static_cast<JournalKind>(kind);
  step->targetStep = query.getColumn(2).getInt64();
  step->who = wordIn(words, query.getColumn(3));
  step->whenMs = query.getColumn(4).getInt64();
  if (step->whenMs < 0 || step->whenMs > kLastMs)
    failAsDamaged(fmt::format("time {} in the label journal", step->whenMs));
  step->why = wordIn(words, query.getColumn(5));
  step->suggestedBy = wordIn(words, query.getColumn(6));
  try {
    step->changes = unpackChanges(bytesOf(query.getColumn(7)));
    if (!query.getColumn(8).isNull()) step->notes = unpackNotes(bytesOf(query.getColumn(8)));
    if (!query.getColumn(9).isNull()) step->peaks = unpackPeaks(bytesOf(query.getColumn(9)));
  } catch (const Error& error) {
    failAsDamaged(fmt::format("step {} of the label journal: {}", step->number, error.what()));
  }
  return step;
}

/// Workspaces of the second layout knew no corrected R peaks.
bool hasPeakColumn(SQLite::Database& database) {
  return database.execAndGet("SELECT count(*) FROM pragma_table_info('journal') WHERE name = 'peaks'")
             .getInt() > 0;
}

void requireName(const std::string& name) {
  requireText(name, kMaxNameBytes, "An annotator's name");
  for (const char c : name)
    if (static_cast<unsigned char>(c) < ' ')
      throw Error("An annotator's name must be one line of text, found a control character.");
}

}  // namespace

struct JournalStore::Private {
  SQLite::Database& database;
  bool isFirstLayout;
  bool hasPeaks;
  std::unordered_map<std::string, std::int64_t> words;
  std::unordered_map<std::string, std::int64_t> annotators;
  std::optional<SQLite::Statement> insertion;
  std::optional<SQLite::Statement> lastPlace;

  void prepare() {
    if (insertion) return;
    insertion.emplace(database, hasPeaks ? "INSERT INTO journal VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
                                         : "INSERT INTO journal VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)");
    lastPlace.emplace(database,
                      "SELECT place FROM journal WHERE place >= ? AND place < ? ORDER BY place DESC LIMIT 1");
  }

  std::int64_t lastStep(std::int64_t annotator) {
    StatementUse query(*lastPlace);
    query->bind(1, annotator * kMaxSteps);
    query->bind(2, (annotator + 1) * kMaxSteps);
    return query->executeStep() ? query->getColumn(0).getInt64() % kMaxSteps : 0;
  }

  /// The text's id in a table of two columns, made where it has none.
  std::int64_t idOf(const std::string& text, const char* table, const char* column,
                    std::unordered_map<std::string, std::int64_t>& known) {
    if (const auto found = known.find(text); found != known.end()) return found->second;
    SQLite::Statement query(database, fmt::format("SELECT id FROM {} WHERE {} = ?", table, column));
    query.bind(1, text);
    std::int64_t id = 0;
    if (query.executeStep()) {
      id = query.getColumn(0).getInt64();
    } else {
      SQLite::Statement insert(database, fmt::format("INSERT INTO {}({}) VALUES (?)", table, column));
      insert.bind(1, text);
      insert.exec();
      id = database.getLastInsertRowid();
    }
    known.emplace(text, id);
    return id;
  }
  std::int64_t wordId(const std::string& text) { return idOf(text, "word", "text", words); }

  void insert(std::int64_t annotator, const JournalStep& step) {
    const std::string changes = packChanges(step.changes);
    const std::string notes = packNotes(step.notes);
    const std::string peaks = packPeaks(step.peaks);
    const std::int64_t who = wordId(step.who);
    const std::int64_t why = wordId(step.why);
    const std::int64_t suggestedBy = wordId(step.suggestedBy);
    StatementUse insert(*insertion);
    insert->bind(1, annotator * kMaxSteps + step.number);
    insert->bind(2, static_cast<int>(step.kind));
    insert->bind(3, step.targetStep);
    insert->bind(4, who);
    insert->bind(5, step.whenMs);
    insert->bind(6, why);
    insert->bind(7, suggestedBy);
    insert->bindNoCopy(8, changes.data(), static_cast<int>(changes.size()));
    if (!notes.empty()) insert->bindNoCopy(9, notes.data(), static_cast<int>(notes.size()));
    if (!peaks.empty()) insert->bindNoCopy(10, peaks.data(), static_cast<int>(peaks.size()));
    insert->exec();
  }

  std::optional<std::int64_t> annotatorId(const std::string& name) const {
    SQLite::Statement query(database, name.empty() ? "SELECT id FROM annotator ORDER BY id LIMIT 1"
                                                   : "SELECT id FROM annotator WHERE name = ?");
    if (!name.empty()) query.bind(1, name);
    if (!query.executeStep()) return {};
    const std::int64_t id = query.getColumn(0).getInt64();
    if (id < 1 || id > kMaxAnnotators) failAsDamaged(fmt::format("annotator {}", id));
    return id;
  }
};

JournalStore::JournalStore(SQLite::Database& database)
    : m_private(new Private{database, hasFirstLayout(database), hasPeakColumn(database), {}, {}, {}, {}}) {
  if (!m_private->isFirstLayout) m_private->prepare();  // tells at once when a table is another
}
JournalStore::~JournalStore() = default;

std::vector<std::string> JournalStore::annotators() const {
  std::vector<std::string> names;
  if (m_private->isFirstLayout) {
    if (readFirstLayout(m_private->database).empty()) return names;
    const std::string owner = ownerOfFirstLayout(m_private->database);
    return {owner.empty() ? kNobody : owner};
  }
  SQLite::Statement query(m_private->database, "SELECT name FROM annotator ORDER BY id");
  while (query.executeStep()) names.push_back(query.getColumn(0).getString());
  return names;
}

std::vector<JournalStepPointer> JournalStore::load(const std::string& annotator) const {
  SQLite::Database& database = m_private->database;
  if (m_private->isFirstLayout) {
    const auto names = annotators();
    const bool isOwner = annotator.empty() || (!names.empty() && names.front() == annotator);
    return isOwner ? readFirstLayout(database) : std::vector<JournalStepPointer>();
  }
  const auto id = m_private->annotatorId(annotator);
  if (!id) return {};
  const std::vector<std::string> words = readWords(database);
  SQLite::Statement query(
      database, fmt::format("SELECT place, kind, target_step, who, at_ms, why, suggested_by, changes, notes, "
                            "{} FROM journal WHERE place >= ? AND place < ? ORDER BY place",
                            m_private->hasPeaks ? "peaks" : "NULL"));
  query.bind(1, *id * kMaxSteps);
  query.bind(2, (*id + 1) * kMaxSteps);
  std::vector<JournalStepPointer> steps;
  while (query.executeStep()) steps.push_back(readStep(query, words));
  return steps;
}

void JournalStore::append(const std::string& annotator, std::span<const JournalStepPointer> steps) {
  if (steps.empty()) return;
  m_private->prepare();
  requireName(annotator);
  auto id = m_private->annotatorId(annotator);
  if (!id) {
    std::string name = annotator.empty() ? steps.front()->who : annotator;
    if (name.empty()) name = kNobody;
    requireName(name);
    id = m_private->idOf(name, "annotator", "name", m_private->annotators);
  }
  std::int64_t last = m_private->lastStep(*id);
  for (const JournalStepPointer& step : steps) {
    if (step->number != last + 1)
      throw Error(fmt::format("The label journal in {} ends at step {}, so step {} can't follow.",
                              m_private->database.getFilename(), last, step->number));
    m_private->insert(*id, *step);
    last = step->number;
  }
}

void JournalStore::forget() {
  m_private->words.clear();
  m_private->annotators.clear();
}

}  // namespace ectopy
