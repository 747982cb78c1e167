#pragma once

#include <QWidget>

#include "ui/session/session.h"

class QStackedWidget;

namespace ectopy::ui {

/// Gallery, the current beat and its context on the raw record.
class BrowsePage : public QWidget {
  Q_OBJECT

 public:
  explicit BrowsePage(Session& session, QWidget* parent = nullptr);

 signals:
  /// A menu that chooses the filter of the raw record's view would open there.
  void filterMenuWanted(QPoint globalPosition);

 private:
  QWidget* buildViews();
  QWidget* buildEmptyState();
  void showState();

  Session& m_session;
  QStackedWidget* m_states;
  QWidget* m_empty;
  QWidget* m_views;
};

}  // namespace ectopy::ui
