#pragma once

#include <QListWidget>

#include "ui/session/review_desk.h"

namespace ectopy::ui {

/// The review queues: what each is called, what it is for, and how far it is or why it can't be made.
class QueueList : public QListWidget {
  Q_OBJECT

 public:
  explicit QueueList(Session& session, QWidget* parent = nullptr);

  ReviewKind kind() const;
  void setKind(ReviewKind kind);
  void refresh();
  /// "37 of 200 done", "No beat is flagged: U flags one."
  QString stateOf(ReviewKind kind) const;

 signals:
  void kindChosen(ReviewKind kind);  // the row moved there
  void opened(ReviewKind kind);      // by a click or Return

 protected:
  bool event(QEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;
  void resizeEvent(QResizeEvent* event) override;

 private:
  QString plainStateOf(ReviewKind kind) const;

  Session& m_session;
  ReviewDesk& m_desk;
};

}  // namespace ectopy::ui
