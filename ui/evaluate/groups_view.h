#pragma once

#include <QWidget>

#include "ui/session/session.h"

class QLabel;
class QTabBar;
class QStackedWidget;

namespace ectopy::ui {

class GroupScoreTable;
class SideScoreTable;
class SortedTable;

/// How the model does on each record, on each patient, and on patients that it knows beside those it does
/// not.
class GroupsView : public QWidget {
  Q_OBJECT

 public:
  explicit GroupsView(Session& session, QWidget* parent = nullptr);

 private:
  SortedTable* addGroups(GroupScoreTable& table, const QString& name, const QString& tab,
                         const QString& title);
  void refresh();
  void openRecords(const std::vector<std::uint32_t>& records, const QString& name);

  Session& m_session;
  QTabBar* m_kinds;
  QStackedWidget* m_tables;
  QLabel* m_guard;
  GroupScoreTable* m_recordTable;
  GroupScoreTable* m_patientTable;
  SideScoreTable* m_sideTable;
};

}  // namespace ectopy::ui
