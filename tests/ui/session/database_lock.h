#pragma once

#include <sqlite3.h>

#include <string>

namespace ectopy::test {

/// Holds the write lock of an SQLite file for as long as it lives.
class DatabaseLock {
 public:
  explicit DatabaseLock(const std::string& path) {
    sqlite3_open(path.c_str(), &m_database);
    sqlite3_exec(m_database, "BEGIN IMMEDIATE", nullptr, nullptr, nullptr);
  }
  ~DatabaseLock() {
    sqlite3_exec(m_database, "ROLLBACK", nullptr, nullptr, nullptr);
    sqlite3_close(m_database);
  }
  DatabaseLock(const DatabaseLock&) = delete;
  DatabaseLock& operator=(const DatabaseLock&) = delete;

 private:
  sqlite3* m_database = nullptr;
};

}  // namespace ectopy::test
