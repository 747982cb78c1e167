#include "ui/evaluate/groups_view.h"

#include <QHBoxLayout>
#include <QStackedWidget>
#include <QTabBar>
#include <QVBoxLayout>

#include "ui/evaluate/judged_beats.h"
#include "ui/evaluate/judgement_watch.h"
#include "ui/evaluate/score_tables.h"
#include "ui/theme/theme.h"
#include "ui/widgets/exports.h"
#include "ui/widgets/role_label.h"
#include "ui/widgets/sorted_table.h"
#include "ui/widgets/words.h"

namespace ectopy::ui {

GroupsView::GroupsView(Session& session, QWidget* parent)
    : QWidget(parent),
      m_session(session),
      m_kinds(new QTabBar),
      m_tables(new QStackedWidget),
      m_guard(roleLabel("small")),
      m_recordTable(new GroupScoreTable(this)),
      m_patientTable(new GroupScoreTable(this)),
      m_sideTable(new SideScoreTable(this)) {
  m_kinds->setObjectName(QStringLiteral("groupKinds"));
  m_kinds->setAccessibleName(tr("Beats grouped by"));
  m_kinds->setDrawBase(false);
  m_guard->setObjectName(QStringLiteral("patientGuard"));
  auto* head = new QHBoxLayout;
  head->addWidget(m_kinds);
  head->addWidget(m_guard, 1, Qt::AlignRight);
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(Theme::spacing(2));
  layout->addLayout(head);
  layout->addWidget(m_tables, 1);
  addGroups(*m_recordTable, QStringLiteral("recordScores"), tr("Records"), tr("Scores of each record"));
  addGroups(*m_patientTable, QStringLiteral("patientScores"), tr("Patients"), tr("Scores of each patient"));
  auto* sides = new SortedTable(*m_sideTable, QStringLiteral("sideScores"),
                                tr("Scores on patients that the model knows and on others"));
  offerTable(session, *sides, QStringLiteral("intra-inter"));
  m_kinds->addTab(tr("Known or new patients"));
  m_tables->addWidget(sides);
  setFocusProxy(m_kinds);
  connect(m_kinds, &QTabBar::currentChanged, m_tables, &QStackedWidget::setCurrentIndex);
  watchWhileVisible(*this, session.judgement(), JudgementDesk::Piece::Groups);
  connect(&session.judgement(), &JudgementDesk::changed, this, [this](JudgementDesk::Piece piece) {
    if (piece == JudgementDesk::Piece::Groups) refresh();
  });
  refresh();
}

SortedTable* GroupsView::addGroups(GroupScoreTable& table, const QString& name, const QString& tab,
                                   const QString& title) {
  auto* view = new SortedTable(table, name, title);
  view->sortByColumn(GroupScoreTable::kWrongColumn, Qt::DescendingOrder);
  offerTable(m_session, *view, tab.toLower());
  connect(view, &SortedTable::rowOpened, this, [this, &table](int row) {
    openRecords(table.recordsAt(row), table.index(row, 0).data().toString());
  });
  m_kinds->addTab(tab);
  m_tables->addWidget(view);
  return view;
}

void GroupsView::refresh() {
  const auto groups = m_session.judgement().groups();
  const auto beats = m_session.beats();
  if (!groups || !beats) {
    m_recordTable->setGroups({}, {}, {});
    m_patientTable->setGroups({}, {}, {});
    m_sideTable->setSides({}, {});
    m_guard->clear();
    return;
  }
  m_recordTable->setGroups(groups->records, beats->scheme(), tr("Record"));
  m_patientTable->setGroups(groups->patients, beats->scheme(), tr("Patient"));
  m_sideTable->setSides(groups->sides, beats->scheme());
  m_guard->setText(text(groups->sides.guard));
}

void GroupsView::openRecords(const std::vector<std::uint32_t>& records, const QString& name) {
  BeatFilter filter = judgedFilter(m_session);
  if (records.size() == 1) {
    filter.record = records.front();
  } else {
    auto list = std::make_shared<ListedBeats>();
    list->words = tr("patient %1").arg(name).toStdString();
    const auto& recordOf = m_session.beats()->columns().records;
    for (std::size_t beat = 0; beat < recordOf.size(); ++beat)
      if (std::ranges::find(records, recordOf[beat]) != records.end())
        list->beats.push_back(static_cast<BeatIndex>(beat));
    filter.among = list;
  }
  filter.order = BeatOrder::WrongConfidenceFalling;
  m_session.setFilter(filter);
}

}  // namespace ectopy::ui
