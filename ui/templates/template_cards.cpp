#include "ui/templates/template_cards.h"

#include <QPaintEvent>
#include <QPainter>
#include <QScrollBar>
#include <algorithm>

#include "ui/templates/group_words.h"
#include "ui/templates/template_card_painter.h"
#include "ui/theme/theme.h"
#include "ui/widgets/beat_cell.h"
#include "ui/widgets/thumbnail_painter.h"

namespace ectopy::ui {
namespace {

constexpr int kCardWidth = 214;  // px, about

}  // namespace

TemplateCards::TemplateCards(Session& session, const TemplateGroups& groups, QWidget* parent)
    : QAbstractScrollArea(parent), m_session(session), m_groups(groups) {
  setObjectName(QStringLiteral("templateCards"));
  setAccessibleName(tr("Groups of beats"));
  setFocusPolicy(Qt::StrongFocus);
  setFrameShape(QFrame::NoFrame);
  setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOn);
  setMinimumHeight(templateCardHeight() + 2 * GridLayout::kGap);
  connect(&groups, &TemplateGroups::changed, this, [this](const std::vector<std::size_t>& fresh) {
    takeGroups();
    selectGroups(fresh);
  });
  connect(&groups, &TemplateGroups::labelsChanged, this, [this] {
    describe();
    viewport()->update();
  });
  connect(&Theme::instance(), &Theme::changed, viewport(), qOverload<>(&QWidget::update));
}

void TemplateCards::takeGroups() {
  const auto& all = m_groups.all();
  m_samples = m_session.beats() ? usualLength(*m_session.beats()) : 0;
  m_cards.clear();
  Card small{.groups = {}, .isFold = true};
  for (std::size_t place = 0; place < all.size(); ++place)
    if (all[place].isSmall()) small.groups.push_back(place);
  m_canFold = small.groups.size() > 1 && small.groups.size() < all.size();
  for (std::size_t place = 0; place < all.size(); ++place)
    if (!m_canFold || m_isUnfolded || !all[place].isSmall()) m_cards.push_back({{place}});
  if (m_canFold && !m_isUnfolded) m_cards.push_back(std::move(small));
  m_current = m_anchor = 0;
  relayout();
}

std::vector<std::size_t> TemplateCards::selectedGroups() const {
  std::vector<std::size_t> places;
  for (const Card& card : m_cards)
    if (card.isSelected) places.insert(places.end(), card.groups.begin(), card.groups.end());
  return places;
}

void TemplateCards::selectGroups(const std::vector<std::size_t>& places) {
  std::optional<std::size_t> first;
  for (std::size_t at = 0; at < m_cards.size(); ++at) {
    Card& card = m_cards[at];
    card.isSelected = std::ranges::any_of(
        card.groups, [&](std::size_t place) { return std::ranges::count(places, place) > 0; });
    if (card.isSelected && !first) first = at;
  }
  m_current = m_anchor = first.value_or(0);
  if (first) ensureVisible(*first);
  describe();
  viewport()->update();
  emit selectionChanged();
}

void TemplateCards::selectOnly(std::size_t first, std::size_t last) {
  for (std::size_t at = 0; at < m_cards.size(); ++at)
    m_cards[at].isSelected = at >= std::min(first, last) && at <= std::max(first, last);
}

void TemplateCards::moveOn() {
  for (std::size_t at = 0; at < m_cards.size(); ++at)
    if (m_cards[at].isSelected) m_current = at;
  goTo(std::min(m_current + 1, m_cards.size() - 1), Qt::NoModifier);
}

void TemplateCards::setUnfolded(bool isUnfolded) {
  if (isUnfolded == m_isUnfolded) return;
  const std::vector<std::size_t> selected = selectedGroups();
  m_isUnfolded = isUnfolded;
  takeGroups();
  selectGroups(selected);
}

void TemplateCards::toggleFold(std::size_t card) {
  const bool isSmall = std::ranges::all_of(
      m_cards[card].groups, [this](std::size_t place) { return m_groups.all()[place].isSmall(); });
  if (m_canFold && isSmall) emit unfoldWanted(!m_isUnfolded);
}

int TemplateCards::scroll() const {
  return verticalScrollBar()->value();
}

QRect TemplateCards::cardRect(std::size_t card) const {
  return card < m_cards.size() ? m_layout.cellRect(card, scroll()) : QRect();
}

void TemplateCards::relayout() {
  m_layout = GridLayout::fit(viewport()->width(), kCardWidth, m_cards.size());
  m_layout.cellHeight = templateCardHeight();
  QScrollBar* bar = verticalScrollBar();
  bar->setRange(0, std::max(0, m_layout.contentHeight() - viewport()->height()));
  bar->setPageStep(viewport()->height());
  bar->setSingleStep(m_layout.rowHeight() / 3);
  viewport()->update();
}

void TemplateCards::resizeEvent(QResizeEvent* event) {
  QAbstractScrollArea::resizeEvent(event);
  relayout();
  if (!m_cards.empty()) ensureVisible(m_current);
}

void TemplateCards::ensureVisible(std::size_t card) {
  const QRect rect = cardRect(card);
  const int below = rect.bottom() + GridLayout::kGap - viewport()->height() + 1;
  if (below > 0) verticalScrollBar()->setValue(scroll() + below);
  if (const int above = cardRect(card).top() - GridLayout::kGap; above < 0)
    verticalScrollBar()->setValue(scroll() + above);
}

void TemplateCards::describe() {
  if (m_cards.empty() || !m_session.beats()) return setAccessibleDescription(tr("No group"));
  const Card& card = m_cards[m_current];
  const auto& all = m_groups.all();
  setAccessibleDescription(
      card.isFold ? foldWords(all, card.groups)
                  : spokenWords(all[card.groups.front()], card.groups.front(), m_session.beats()->scheme()));
}

void TemplateCards::paintEvent(QPaintEvent* event) {
  QPainter painter(viewport());
  painter.fillRect(event->rect(), Theme::instance().palette().window);
  const auto beats = m_session.beats();
  if (!beats || m_cards.empty()) return;
  const TemplateCardPainter cards(*beats, m_samples);
  const std::size_t end = m_layout.endAt(event->rect().bottom(), scroll());
  for (std::size_t at = m_layout.firstAt(event->rect().top(), scroll()); at < end; ++at) {
    const Card& card = m_cards[at];
    if (card.isFold)
      cards.paintFold(painter, cardRect(at), m_groups.all(), card.groups, card.isSelected);
    else
      cards.paint(painter, cardRect(at), m_groups.all()[card.groups.front()], card.isSelected);
  }
  painter.setRenderHint(QPainter::Antialiasing, false);
  if (hasFocus()) paintCurrentFrame(painter, cardRect(m_current), true);
}

}  // namespace ectopy::ui
