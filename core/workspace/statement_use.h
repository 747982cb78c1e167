#pragma once

#include <SQLiteCpp/SQLiteCpp.h>

namespace ectopy {

/// Leaves a prepared statement as it was found, also when a step threw.
class StatementUse {
 public:
  explicit StatementUse(SQLite::Statement& statement) : m_statement(statement) {}
  ~StatementUse() {
    m_statement.tryReset();
    m_statement.clearBindings();
  }
  StatementUse(const StatementUse&) = delete;
  StatementUse& operator=(const StatementUse&) = delete;
  SQLite::Statement* operator->() { return &m_statement; }

 private:
  SQLite::Statement& m_statement;
};

}  // namespace ectopy
