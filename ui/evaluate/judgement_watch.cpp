#include "ui/evaluate/judgement_watch.h"

#include <QEvent>

namespace ectopy::ui {

namespace {

class Watch : public QObject {
 public:
  Watch(QWidget& view, JudgementDesk& desk, JudgementDesk::Piece piece)
      : QObject(&view), m_view(view), m_desk(desk), m_piece(piece) {
    view.installEventFilter(this);
  }

  bool eventFilter(QObject* watched, QEvent* event) override {
    if (watched == &m_view && (event->type() == QEvent::Show || event->type() == QEvent::Hide))
      m_desk.setWatched(m_piece, &m_view, event->type() == QEvent::Show);
    return false;
  }

 private:
  QWidget& m_view;
  JudgementDesk& m_desk;
  JudgementDesk::Piece m_piece;
};

}  // namespace

void watchWhileVisible(QWidget& view, JudgementDesk& desk, JudgementDesk::Piece piece) {
  new Watch(view, desk, piece);
}

}  // namespace ectopy::ui
