#include "ui/templates/templates_page.h"

#include <QAction>
#include <QHideEvent>
#include <QLabel>
#include <QStackedWidget>
#include <QVBoxLayout>
#include <algorithm>
#include <utility>

#include "ui/templates/group_words.h"
#include "ui/templates/template_cards.h"
#include "ui/templates/template_scope.h"
#include "ui/widgets/beat_gallery.h"

namespace ectopy::ui {
namespace {

/// Whether the classes are such that their difference is more in time than in shape.
bool hasEarlyBeats(const BeatSet& beats) {
  return beats.scheme().indexOf("N") && beats.scheme().indexOf("S");
}

}  // namespace

TemplatesPage::TemplatesPage(Session& session, const Actions& actions, QWidget* parent)
    : QWidget(parent),
      m_session(session),
      m_actions(actions),
      m_groups(session),
      m_scope(new TemplateScope(session)),
      m_cards(new TemplateCards(session, m_groups)),
      m_states(new QStackedWidget) {
  setObjectName(QStringLiteral("templatesPage"));
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(0);
  column->addWidget(makeHeader());
  column->addWidget(m_states, 1);
  m_states->addWidget(makeEmptyState());
  m_states->addWidget(makeContent());
  connectActions();
  connectSession();
  takeFilter();
  showState();
}

void TemplatesPage::connectActions() {
  connect(m_actions.group, &QAction::triggered, this, &TemplatesPage::group);
  connect(m_actions.merge, &QAction::triggered, this, &TemplatesPage::merge);
  connect(m_actions.split, &QAction::triggered, this, &TemplatesPage::split);
  connect(m_actions.unfold, &QAction::toggled, m_cards, &TemplateCards::setUnfolded);
  connect(m_cards, &TemplateCards::unfoldWanted, m_actions.unfold, &QAction::setChecked);
  connect(m_cards, &TemplateCards::selectionChanged, this, &TemplatesPage::takeCards);
  connect(m_cards, &TemplateCards::focusCame, this, &TemplatesPage::takeCards);
  connect(m_cards, &TemplateCards::labelGiven, this, &TemplatesPage::label);
  // These label the selection and step within it; of a group they are through with all of it.
  connect(m_actions.repeat, &QAction::triggered, this, [this] {
    if (m_session.lastLabel()) moveOn();
  });
  connect(m_actions.accept, &QAction::triggered, this, &TemplatesPage::moveOn);
  connect(&m_groups, &TemplateGroups::busyChanged, this, &TemplatesPage::showState);
  connect(&m_groups, &TemplateGroups::changed, this, [this] {
    showState();
    if (isVisible() && !m_groups.all().empty()) m_cards->setFocus();
  });
}

void TemplatesPage::connectSession() {
  connect(&m_session, &Session::filterChanged, this, &TemplatesPage::takeFilter);
  connect(&m_session, &Session::selectionChanged, this, &TemplatesPage::followSelection);
  connect(&m_session, &Session::dataChanged, this, [this] {
    m_own.reset();
    showState();
  });
}

void TemplatesPage::showEvent(QShowEvent* event) {
  QWidget::showEvent(event);
  if (!event->spontaneous()) takeCards();
}

void TemplatesPage::hideEvent(QHideEvent* event) {
  QWidget::hideEvent(event);
  if (event->spontaneous()) return;  // minimised, and still in front
  // A whole group stays selected where it is seen alone.
  const auto current = m_session.currentBeat();
  if (current && areBeatsShown()) m_session.setCurrentBeat(*current);
  showState();
}

void TemplatesPage::group() {
  m_groups.make(m_scope->wish());
}

void TemplatesPage::merge() {
  m_groups.merge(m_cards->selectedGroups());
}

void TemplatesPage::split() {
  const auto places = m_cards->selectedGroups();
  if (places.size() == 1) m_groups.split(places.front());
}

void TemplatesPage::label(ClassIndex to) {
  takeCards();
  m_session.relabel(to, false, QStringLiteral("template"));
  moveOn();
}

void TemplatesPage::moveOn() {
  if (m_cards->hasFocus() && m_session.canEdit()) m_cards->moveOn();
}

void TemplatesPage::takeCards() {
  if (!isVisible()) return;  // the selection belongs to the page in front
  const auto places = m_cards->selectedGroups();
  std::vector<BeatIndex> members;
  for (const std::size_t place : places) {
    const auto& some = m_groups.all()[place].cluster->members;
    members.insert(members.end(), some.begin(), some.end());
  }
  const bool isListed = m_own && m_session.filter().among == m_own && m_own->beats == members;
  m_members = members;
  if (!members.empty()) {
    selectMembers(members);
    if (!isListed) {
      m_isListing = true;
      m_session.showListed(listWords(places, m_groups.all().size()), std::move(members));
      m_isListing = false;
      m_own = m_session.filter().among;
    }
  }
  showState();
}

void TemplatesPage::selectMembers(std::vector<BeatIndex> members) {
  const auto current = m_session.currentBeat();
  const bool isInside = current && std::ranges::count(members, *current) > 0;
  const BeatIndex shown = isInside ? *current : members.front();
  m_isSelecting = true;
  m_session.setSelection(std::move(members), shown);
  m_isSelecting = false;
}

void TemplatesPage::followSelection() {
  if (m_isSelecting || !isVisible()) return;
  // An undo goes to its beats: back to their groups, which stay selected as a whole.
  if (m_cards->hasFocus() && !m_session.selection().empty()) {
    const auto places = m_groups.placesOf(m_session.selection());
    const auto selected = m_cards->selectedGroups();
    const bool isStep = m_session.selection().size() == 1 && std::ranges::includes(selected, places);
    if (places.empty() || places == selected || isStep)
      takeCards();
    else
      m_cards->selectGroups(places);
  }
  showState();
}

void TemplatesPage::takeFilter() {
  const auto& among = m_session.filter().among;
  if (m_isListing || (among && among == m_own)) return;
  m_scope->setShownFilter(m_session.filter());
}

bool TemplatesPage::areBeatsShown() const {
  return !m_groups.all().empty();
}

bool TemplatesPage::isWhole() const {
  return !m_members.empty() && m_session.selection() == m_members;
}

void TemplatesPage::showState() {
  const auto& groups = m_groups.all();
  const bool hasGroups = areBeatsShown();
  const bool canWork = isVisible() && m_session.beats() && !m_groups.isBusy();
  m_scope->setEnabled(m_session.beats() != nullptr);
  m_states->setCurrentIndex(hasGroups ? 1 : 0);
  setFocusProxy(hasGroups ? static_cast<QWidget*>(m_cards) : m_scope);
  m_actions.group->setEnabled(canWork);
  const std::size_t selected = m_cards->selectedGroups().size();
  m_actions.merge->setEnabled(canWork && hasGroups && selected > 1);
  m_actions.split->setEnabled(canWork && hasGroups && selected == 1 && m_members.size() > 1);
  m_actions.unfold->setEnabled(isVisible() && hasGroups && m_cards->canFold());
  m_summary->setVisible(hasGroups);
  if (hasGroups) {
    QString words = summaryWords(groups);
    if (hasEarlyBeats(*m_session.beats()))
      words += ' ' + tr("Shape alone doesn't tell S from N: an early beat often has the normal shape.");
    m_summary->setText(words);
  }
  showTarget();
  showEmptyWords();
  if (std::exchange(m_wereBeatsShown, hasGroups) != hasGroups) emit beatsShownChanged(hasGroups);
}

void TemplatesPage::showTarget() {
  if (!m_session.beats() || m_groups.all().empty()) return m_target->clear();
  const std::size_t count = m_session.selection().size();
  if (const QString reason = m_session.whyNotEdit(); !reason.isEmpty())
    m_target->setText(reason);
  else if (isWhole())
    m_target->setText(targetWords(count, m_cards->selectedGroups().size()));
  else
    m_target->setText(tr("A label goes to the %1 selected below.").arg(beatWords(count)));
}

void TemplatesPage::showEmptyWords() {
  const auto beats = m_session.beats();
  if (!beats) {
    m_emptyTitle->setText(tr("No data yet"));
    m_emptyWords->setText(tr("Open a WFDB record or database, a heartbeat CSV or a beat file first."));
    return;
  }
  m_emptyTitle->setText(m_groups.isBusy() ? tr("Grouping...") : tr("Not grouped yet"));
  QString words =
      tr("Choose above which beats, then press Group: beats of one shape come together, and each "
         "group is labelled at once. One record at a time gives the clearest groups.");
  if (hasEarlyBeats(*beats))
    words +=
        QStringLiteral("\n\n") +
        tr("Shape alone can't tell S from N: a supraventricular beat comes early, but often looks like a "
           "normal one. Look at the time before each beat for those.");
  m_emptyWords->setText(words);
}

}  // namespace ectopy::ui
