#pragma once

#include <QWidget>

#include "ui/session/review_desk.h"

class QAction;
class QStackedWidget;

namespace ectopy::ui {

class BeatGallery;
class CorrectionsCard;
class QueueCard;
class QueueList;
class ReviewHeader;
class VerdictButtons;

/// What to look at next: the queues on the left; the one that is worked on as a gallery, with the beat, its
/// place in the raw record, and why it is there.
class ReviewPage : public QWidget {
  Q_OBJECT

 public:
  explicit ReviewPage(Session& session, QWidget* parent = nullptr);

  /// The window's actions that say something of a beat.
  void setVerdictActions(const QList<QAction*>& actions);
  void setFineTuneAction(QAction& action);
  /// Whether the gallery is in front; else a card is, and the selection can't be seen.
  bool areBeatsShown() const { return m_areBeatsShown; }

 signals:
  void beatsShownChanged(bool areShown);
  /// A menu that chooses the filter of the raw record's view would open there.
  void filterMenuWanted(QPoint globalPosition);
  /// Other beats than a queue's are to be looked at.
  void beatsWanted();

 protected:
  void showEvent(QShowEvent* event) override;
  void hideEvent(QHideEvent* event) override;

 private:
  QWidget* buildWork();
  void connectParts();
  void open(ReviewKind kind);
  void refresh();

  Session& m_session;
  ReviewDesk& m_desk;
  QueueList* m_queues;
  CorrectionsCard* m_corrections;
  QStackedWidget* m_stack;
  QueueCard* m_card;
  ReviewHeader* m_header = nullptr;
  BeatGallery* m_gallery = nullptr;
  VerdictButtons* m_verdicts = nullptr;
  const ReviewQueue* m_shown = nullptr;  // at the last look
  bool m_areBeatsShown = false;
  bool m_wantsCard = false;  // although the queue is shown: to start over
  bool m_isInList = false;   // a row of the list was chosen just now
};

}  // namespace ectopy::ui
