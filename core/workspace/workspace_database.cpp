#include "core/workspace/workspace_database.h"

#include <fmt/format.h>
#include <sqlite3.h>

#include "core/base/error.h"
#include "core/workspace/workspace_schema.h"

namespace ectopy {

namespace {

constexpr int kBusyTimeoutMs = 250;  // who waits longer is told instead

/// Off: closing the connection writes nothing into the file, so what is refused stays as it was.
void setCheckpointOnClose(SQLite::Database& database, bool isOn) {
  sqlite3_db_config(database.getHandle(), SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, isOn ? 0 : 1, nullptr);
}

std::optional<std::string> storedFingerprint(SQLite::Database& database) {
  SQLite::Statement query(database, "SELECT fingerprint FROM data_set");
  if (!query.executeStep()) return std::nullopt;
  return query.getColumn(0).getString();
}

void requireFingerprint(const std::string& found, const std::string& expected,
                        const std::filesystem::path& file) {
  if (found == expected) return;
  throw Error(fmt::format("{} holds the labels of another data set (fingerprint {}, expected {}).",
                          file.parent_path().string(), found.substr(0, 12), expected.substr(0, 12)));
}

void prepareForWriting(SQLite::Database& database, const std::filesystem::path& file,
                       const std::string& fingerprint) {
  setCheckpointOnClose(database, false);
  requireReadableSchema(database, file.string());
  if (database.tableExists("data_set"))
    if (const auto stored = storedFingerprint(database)) requireFingerprint(*stored, fingerprint, file);
  setCheckpointOnClose(database, true);
  database.exec("PRAGMA journal_mode = WAL");
  database.exec("PRAGMA synchronous = FULL");
  database.exec("PRAGMA foreign_keys = ON");
  migrate(database);
  if (storedFingerprint(database)) return;
  SQLite::Statement insert(database, "INSERT INTO data_set(fingerprint) VALUES (?)");
  insert.bind(1, fingerprint);
  insert.exec();
}

std::string immutableUri(const std::filesystem::path& file) {
  std::string uri = "file:";
  for (const char c : std::filesystem::absolute(file).string()) {
    if (c == '%' || c == '?' || c == '#')
      uri += fmt::format("%{:02X}", static_cast<unsigned char>(c));
    else
      uri += c;
  }
  return uri + "?immutable=1";
}

/// A log left behind by a crash, with entries that are not in the main file yet.
bool hasLog(const std::filesystem::path& file) {
  std::error_code error;
  const auto size = std::filesystem::file_size(file.string() + "-wal", error);
  return !error && size > 0;
}

}  // namespace

std::unique_ptr<SQLite::Database> openForWriting(const std::filesystem::path& file,
                                                 const std::string& fingerprint) {
  try {
    auto database = std::make_unique<SQLite::Database>(
        file.string(), SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE, kBusyTimeoutMs);
    prepareForWriting(*database, file, fingerprint);
    return database;
  } catch (const SQLite::Exception& exception) {
    throw Error(sentenceOf(exception, file, "open the workspace"));
  }
}

std::unique_ptr<SQLite::Database> openForReading(const std::filesystem::path& file,
                                                 const std::optional<std::string>& fingerprint,
                                                 bool isShared) {
  try {
    // Without a log nothing has to be written beside the file to read it.
    const bool isImmutable = !isShared && !hasLog(file);
    auto database = std::make_unique<SQLite::Database>(
        isImmutable ? immutableUri(file) : file.string(),
        SQLite::OPEN_READONLY | (isImmutable ? SQLite::OPEN_URI : 0), kBusyTimeoutMs);
    requireReadableSchema(*database, file.string());
    const bool isReady = database->tableExists("data_set");
    const auto stored = isReady ? storedFingerprint(*database) : std::nullopt;
    if (!stored) throw Error(fmt::format("{} is not complete yet: open it again.", file.string()));
    if (fingerprint) requireFingerprint(*stored, *fingerprint, file);
    return database;
  } catch (const SQLite::Exception& exception) {
    throw Error(sentenceOf(exception, file, "open the workspace"));
  }
}

std::string sentenceOf(const SQLite::Exception& exception, const std::filesystem::path& file,
                       const std::string& action) {
  switch (exception.getErrorCode()) {
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
      return fmt::format(
          "{} is damaged ({}) and was left as it is: restore it from a backup, or move it away to start "
          "without the labels in it.",
          file.string(), exception.what());
    case SQLITE_FULL:
      return fmt::format("Could not {}: the disk of {} is full.", action, file.string());
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return fmt::format("Could not {}: another program is using {}.", action, file.string());
    case SQLITE_READONLY:
    case SQLITE_PERM:
    case SQLITE_CANTOPEN:
      return fmt::format("Could not {}: {} can't be opened for it ({}).", action, file.string(),
                         exception.what());
    default:
      return fmt::format("Could not {} in {}: {}.", action, file.string(), exception.what());
  }
}

}  // namespace ectopy
