#pragma once

#include <QWidget>

#include "ui/session/review_desk.h"

class QComboBox;
class QLabel;
class QProgressBar;
class QPushButton;
class QSpinBox;

namespace ectopy::ui {

/// What stands where a queue is not shown: what it is for, what it needs, and the button that makes it.
class QueueCard : public QWidget {
  Q_OBJECT

 public:
  explicit QueueCard(Session& session, QWidget* parent = nullptr);

  void setKind(ReviewKind kind);
  ReviewChoice choice() const;
  /// Makes the queue if nothing has to be chosen or paid for; else leaves it to the button.
  void makeIfSimple();
  QPushButton* makeButton() const { return m_make; }
  void refresh();

 signals:
  void continueWanted();
  void makingBegins();  // the button goes: the focus must not wander to just anything

 private:
  void build();
  void make(const ReviewChoice& chosen);
  void begin(ReviewKind kind, const ReviewChoice& chosen);
  void askToLose(std::size_t verdicts, const ReviewChoice& chosen);
  QWidget* buildChoices();
  QWidget* buildMaking();
  QString sentence() const;
  QString makeWords() const;
  void refreshOthers();
  void showProgress();

  Session& m_session;
  ReviewDesk& m_desk;
  ReviewKind m_kind = ReviewKind::Suspects;
  QLabel* m_title;
  QLabel* m_sentence;
  QLabel* m_otherLabel;
  QComboBox* m_other;
  QLabel* m_auditLabel;
  QSpinBox* m_auditBeats;
  QLabel* m_seedLabel;
  QSpinBox* m_seed;
  QPushButton* m_continue;
  QPushButton* m_make;
  QPushButton* m_askModel;
  QWidget* m_making;
  QProgressBar* m_progress;
  QLabel* m_progressText;
};

}  // namespace ectopy::ui
