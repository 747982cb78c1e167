#include "ui/review/queue_list.h"

#include <QKeyEvent>
#include <QPainter>
#include <QStyledItemDelegate>

#include "ui/theme/theme.h"
#include "ui/widgets/words.h"

namespace ectopy::ui {
namespace {

constexpr int kStateRole = Qt::UserRole;
constexpr int kPurposeRole = Qt::UserRole + 1;
constexpr int kShareRole = Qt::UserRole + 2;  // done, 0 to 1; below 0: no queue
constexpr int kBarHeight = 3;                 // px

/// Three texts under each other, the last two wrapped, and a slim bar.
class QueueDelegate : public QStyledItemDelegate {
 public:
  using QStyledItemDelegate::QStyledItemDelegate;

  void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override {
    const Palette& palette = Theme::instance().palette();
    painter->save();
    if (option.state & QStyle::State_Selected) {
      painter->fillRect(option.rect, palette.selection);
      painter->fillRect(QRect(option.rect.topLeft(), QSize(kBarHeight, option.rect.height())),
                        palette.accent);
    }
    QRect rest = inner(option.rect);
    const auto write = [&](const QFont& font, const QColor& colour, const QString& text) {
      painter->setFont(font);
      painter->setPen(colour);
      QRect used;
      painter->drawText(rest, Qt::TextWordWrap, text, &used);
      rest.setTop(used.bottom() + Theme::spacing(1));
    };
    write(titleFont(), palette.text, index.data(Qt::DisplayRole).toString());
    write(Theme::instance().small(), palette.mutedText, index.data(kPurposeRole).toString());
    const double share = index.data(kShareRole).toDouble();
    write(Theme::instance().small(), share < 0 ? palette.mutedText : palette.text,
          index.data(kStateRole).toString());
    if (share >= 0) paintShare(*painter, QRect(rest.left(), rest.top(), rest.width(), kBarHeight), share);
    painter->setPen(palette.border);
    painter->drawLine(option.rect.bottomLeft(), option.rect.bottomRight());
    painter->restore();
  }

  QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override {
    const auto* view = qobject_cast<const QListWidget*>(option.widget);
    const int width = view ? view->viewport()->width() : 240;
    const QRect all = inner(QRect(0, 0, width, 10'000));
    const auto heightOf = [&](const QFont& font, int role) {
      return QFontMetrics(font).boundingRect(all, Qt::TextWordWrap, index.data(role).toString()).height();
    };
    const QFont small = Theme::instance().small();
    const int texts =
        heightOf(titleFont(), Qt::DisplayRole) + heightOf(small, kPurposeRole) + heightOf(small, kStateRole);
    return {width, texts + 2 * Theme::spacing(1) + 2 * Theme::spacing(2) + Theme::spacing(2)};
  }

 private:
  static QFont titleFont() {
    QFont font = Theme::instance().normal();
    font.setWeight(QFont::DemiBold);
    return font;
  }
  static QRect inner(const QRect& row) {
    return row.adjusted(Theme::spacing(3), Theme::spacing(2), -Theme::spacing(3), 0);
  }
  static void paintShare(QPainter& painter, const QRect& bar, double share) {
    const Palette& palette = Theme::instance().palette();
    painter.fillRect(bar, palette.border);
    painter.fillRect(QRect(bar.topLeft(), QSize(static_cast<int>(bar.width() * share), bar.height())),
                     palette.accent);
  }
};

}  // namespace

QueueList::QueueList(Session& session, QWidget* parent)
    : QListWidget(parent), m_session(session), m_desk(session.review()) {
  setObjectName(QStringLiteral("reviewQueues"));
  setAccessibleName(tr("Review queues"));
  setItemDelegate(new QueueDelegate(this));
  setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  setVerticalScrollMode(ScrollPerPixel);
  setFrameShape(NoFrame);
  setResizeMode(Adjust);
  for (int kind = 0; kind < kReviewKinds; ++kind) {
    auto* item = new QListWidgetItem(reviewTitle(static_cast<ReviewKind>(kind)), this);
    item->setData(kPurposeRole, reviewPurpose(static_cast<ReviewKind>(kind)));
  }
  setCurrentRow(0);
  connect(this, &QListWidget::currentRowChanged, this, [this] { emit kindChosen(kind()); });
  connect(this, &QListWidget::itemClicked, this, [this] { emit opened(kind()); });
  for (const auto signal : {&Session::countsChanged, &Session::predictionsChanged, &Session::trainingChanged})
    connect(&session, signal, this, &QueueList::refresh);
  connect(&m_desk, &ReviewDesk::changed, this, &QueueList::refresh);
  connect(&session.jobs(), &JobRunner::jobsChanged, this, [this] {
    if (m_desk.making()) refresh();
  });
  refresh();
}

ReviewKind QueueList::kind() const {
  return static_cast<ReviewKind>(std::max(0, currentRow()));
}

void QueueList::setKind(ReviewKind kind) {
  setCurrentRow(static_cast<int>(kind));
}

QString QueueList::plainStateOf(ReviewKind kind) const {
  if (const QString reason = m_desk.whyNot(kind); !reason.isEmpty()) return reason;
  if (kind == ReviewKind::Flagged) return tr("%1 flagged now").arg(groupedNumber(m_session.counts().flagged));
  if (kind == ReviewKind::Unlabelled)
    return tr("%1 without a label").arg(groupedNumber(m_session.counts().unlabelled));
  return tr("Not made yet");
}

QString QueueList::stateOf(ReviewKind kind) const {
  if (m_desk.making() && m_desk.making()->kind == kind) {
    for (const JobInfo& job : m_session.jobs().jobs())
      if (job.id == m_desk.making()->job && job.fraction >= 0)
        return tr("Being made, %1").arg(percentage(job.fraction));
    return tr("Being made …");
  }
  if (m_desk.isReady(kind)) return tr("A new one is ready: open it");
  const ReviewWork* work = m_desk.work(kind);
  if (!work) return plainStateOf(kind);
  if (work->queue()->size() == 0) return tr("Nothing to look at");
  const ReviewStanding standing = m_desk.standing(kind);
  return tr("%1 of %2 done").arg(groupedNumber(standing.done()), groupedNumber(standing.beats));
}

void QueueList::refresh() {
  for (int row = 0; row < count(); ++row) {
    const auto kind = static_cast<ReviewKind>(row);
    const ReviewStanding standing = m_desk.standing(kind);
    const QString state = stateOf(kind);
    QListWidgetItem& line = *item(row);
    line.setData(kStateRole, state);
    line.setData(kShareRole, standing.beats == 0 ? -1.0
                                                 : static_cast<double>(standing.done()) /
                                                       static_cast<double>(standing.beats));
    line.setData(Qt::AccessibleTextRole, reviewTitle(kind) + QStringLiteral(": ") + state);
    line.setToolTip(reviewPurpose(kind));
  }
}

bool QueueList::event(QEvent* event) {
  if (event->type() == QEvent::ShortcutOverride) {
    // What is typed here looks for a queue; it must not label a beat.
    const auto* key = static_cast<QKeyEvent*>(event);
    const bool isCommand = key->modifiers() & (Qt::ControlModifier | Qt::AltModifier | Qt::MetaModifier);
    if (!isCommand && !key->text().isEmpty() && key->text().front().isPrint()) {
      event->accept();
      return true;
    }
  }
  return QListWidget::event(event);
}

void QueueList::keyPressEvent(QKeyEvent* event) {
  const int key = event->key();
  if (key == Qt::Key_Return || key == Qt::Key_Enter || key == Qt::Key_Space) {
    emit opened(kind());
    return event->accept();
  }
  QListWidget::keyPressEvent(event);
}

void QueueList::resizeEvent(QResizeEvent* event) {
  QListWidget::resizeEvent(event);
  scheduleDelayedItemsLayout();
}

}  // namespace ectopy::ui
