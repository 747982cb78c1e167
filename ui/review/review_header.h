#pragma once

#include <QWidget>

#include "ui/session/review_desk.h"

class QLabel;
class QProgressBar;
class QPushButton;

namespace ectopy::ui {

/// Over the queue: why the current beat is in it, how far the work has come, how fast, and for an audit what
/// it says of all labels.
class ReviewHeader : public QWidget {
  Q_OBJECT

 public:
  explicit ReviewHeader(Session& session, QWidget* parent = nullptr);
  void refresh();

 signals:
  void startOverWanted();

 private:
  QString placeWords() const;
  QString progressWords(const ReviewStanding& standing) const;
  QString paceWords(const ReviewStanding& standing) const;
  QString estimateWords() const;

  Session& m_session;
  ReviewDesk& m_desk;
  QLabel* m_place;
  QLabel* m_why;
  QLabel* m_progressText;
  QLabel* m_pace;
  QLabel* m_estimate;
  QProgressBar* m_bar;
  QPushButton* m_startOver;
};

}  // namespace ectopy::ui
