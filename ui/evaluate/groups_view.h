#pragma once

#include <QWidget>

#include "ui/session/session.h"

namespace ectopy::ui {

class RecordScoreTable;

/// How the model does on each record.
class GroupsView : public QWidget {
  Q_OBJECT

 public:
  explicit GroupsView(Session& session, QWidget* parent = nullptr);

 private:
  void refresh();
  void openRecord(std::uint32_t record);

  Session& m_session;
  RecordScoreTable* m_recordTable;
};

}  // namespace ectopy::ui
