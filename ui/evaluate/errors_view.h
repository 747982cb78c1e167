#pragma once

#include <QWidget>

#include "ui/session/errors_desk.h"

class QTreeWidget;
class QTreeWidgetItem;

namespace ectopy::ui {

/// What the model gets wrong, in groups named by words: the largest first, and what their beats have in
/// common below. Enter or a click puts a group's beats in the gallery.
class ErrorsView : public QWidget {
  Q_OBJECT

 public:
  explicit ErrorsView(Session& session, QWidget* parent = nullptr);

 protected:
  void showEvent(QShowEvent* event) override;
  void hideEvent(QHideEvent* event) override;

 private:
  void refresh();
  void addGroup(std::size_t place);
  void open(const QTreeWidgetItem& item);

  Session& m_session;
  ErrorsDesk* m_desk;
  QTreeWidget* m_tree;
};

}  // namespace ectopy::ui
