#include "ui/review/review_page.h"

#include <QHBoxLayout>
#include <QPushButton>
#include <QSignalBlocker>
#include <QSplitter>
#include <QStackedWidget>
#include <QVBoxLayout>
#include <utility>

#include "ui/review/corrections_card.h"
#include "ui/review/queue_card.h"
#include "ui/review/queue_list.h"
#include "ui/review/review_header.h"
#include "ui/review/verdict_buttons.h"
#include "ui/theme/theme.h"
#include "ui/widgets/beat_gallery.h"
#include "ui/widgets/beat_plot.h"
#include "ui/widgets/context_strip.h"

namespace ectopy::ui {

ReviewPage::ReviewPage(Session& session, QWidget* parent)
    : QWidget(parent),
      m_session(session),
      m_desk(session.review()),
      m_queues(new QueueList(session)),
      m_corrections(new CorrectionsCard(session)),
      m_stack(new QStackedWidget),
      m_card(new QueueCard(session)) {
  setObjectName(QStringLiteral("reviewPage"));
  auto* left = new QWidget;
  left->setFixedWidth(Theme::spacing(66));
  auto* column = new QVBoxLayout(left);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(0);
  column->addWidget(m_queues, 1);
  column->addWidget(m_corrections);
  m_stack->addWidget(m_card);
  m_stack->addWidget(buildWork());
  auto* layout = new QHBoxLayout(this);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(0);
  layout->addWidget(left);
  layout->addWidget(m_stack, 1);
  connectParts();
  refresh();
}

QWidget* ReviewPage::buildWork() {
  auto* page = new QWidget;
  m_header = new ReviewHeader(m_session);
  m_verdicts = new VerdictButtons;
  auto* splitter = new QSplitter(Qt::Vertical);
  splitter->setObjectName(QStringLiteral("reviewSplitter"));
  splitter->setChildrenCollapsible(false);
  splitter->setHandleWidth(Theme::spacing(1));
  m_gallery = new BeatGallery(m_session);
  splitter->addWidget(m_gallery);
  splitter->addWidget(new BeatPlot(m_session));
  auto* context = new ContextStrip(m_session);
  connect(context, &ContextStrip::filterMenuWanted, this, &ReviewPage::filterMenuWanted);
  splitter->addWidget(context);
  splitter->setStretchFactor(0, 1);
  splitter->setStretchFactor(1, 0);
  splitter->setStretchFactor(2, 0);
  auto* column = new QVBoxLayout(page);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(0);
  column->addWidget(m_header);
  column->addWidget(splitter, 1);
  column->addWidget(m_verdicts);
  return page;
}

void ReviewPage::connectParts() {
  connect(&m_desk, &ReviewDesk::changed, this, &ReviewPage::refresh);
  connect(m_queues, &QueueList::opened, this, &ReviewPage::open);
  connect(m_queues, &QueueList::kindChosen, this, [this] {
    m_wantsCard = false;
    m_isInList = true;  // who walks through the list with arrows goes on there
    refresh();
    m_isInList = false;
  });
  connect(m_card, &QueueCard::continueWanted, this, [this] { open(m_queues->kind()); });
  connect(m_corrections, &CorrectionsCard::beatsWanted, this, &ReviewPage::beatsWanted);
  connect(m_card, &QueueCard::makingBegins, this, [this] { m_queues->setFocus(); });
  connect(m_header, &ReviewHeader::startOverWanted, this, [this] {
    m_wantsCard = true;
    refresh();
    m_card->makeButton()->setFocus();
  });
}

void ReviewPage::setVerdictActions(const QList<QAction*>& actions) {
  m_verdicts->setActions(actions);
}

void ReviewPage::setFineTuneAction(QAction& action) {
  m_corrections->setAction(action);
}

void ReviewPage::showEvent(QShowEvent* event) {
  QWidget::showEvent(event);
  m_desk.setLookedAt(m_queues->kind());
  m_desk.showLast();
}

void ReviewPage::hideEvent(QHideEvent* event) {
  QWidget::hideEvent(event);
  m_desk.setLookedAt({});
}

void ReviewPage::open(ReviewKind kind) {
  m_wantsCard = false;
  const ReviewWork* work = m_desk.work(kind);
  if (work && work->queue()->size() > 0) {
    m_desk.show(kind);
    refresh();
    return m_gallery->setFocus();
  }
  refresh();
  m_card->makeIfSimple();
  if (!m_desk.making() && m_card->makeButton()->isVisible()) m_card->makeButton()->setFocus();
}

void ReviewPage::refresh() {
  const auto shown = m_desk.shown();
  const ReviewQueue* queue = shown ? m_desk.work(*shown)->queue().get() : nullptr;
  if (queue != std::exchange(m_shown, queue)) {
    m_wantsCard = false;
    const QSignalBlocker quietly(m_queues);
    if (shown) m_queues->setKind(*shown);
  }
  const bool isAtWork = shown && *shown == m_queues->kind() && !m_wantsCard;
  const bool isAppearing = isAtWork && m_stack->currentIndex() == 0;
  m_card->setKind(m_queues->kind());
  if (isVisible()) m_desk.setLookedAt(m_queues->kind());
  // Qt would look for the next best place, and that may be a button of the window.
  if (!isAtWork && isVisible() && m_stack->widget(1)->isAncestorOf(window()->focusWidget()))
    m_queues->setFocus();
  m_stack->setCurrentIndex(isAtWork ? 1 : 0);
  setFocusProxy(isAtWork ? static_cast<QWidget*>(m_gallery) : m_queues);
  if (std::exchange(m_areBeatsShown, isAtWork) != isAtWork) emit beatsShownChanged(isAtWork);
  if (!isAtWork) return;
  m_header->refresh();
  // Where no other class is suggested the accepting key says the same.
  m_verdicts->setLeftOut(QStringLiteral("keepLabel"), !m_desk.suggestsOther());
  // Who pressed the button that made the queue goes on with its beats.
  if (isAppearing && isVisible() && !m_isInList) m_gallery->setFocus();
}

}  // namespace ectopy::ui
