#include "ui/evaluate/groups_view.h"

#include <QHBoxLayout>

#include "ui/evaluate/judged_beats.h"
#include "ui/evaluate/score_tables.h"
#include "ui/widgets/sorted_table.h"

namespace ectopy::ui {

GroupsView::GroupsView(Session& session, QWidget* parent)
    : QWidget(parent), m_session(session), m_recordTable(new RecordScoreTable(this)) {
  auto* records =
      new SortedTable(*m_recordTable, QStringLiteral("recordScores"), tr("Scores of each record"));
  records->sortByColumn(RecordScoreTable::Wrong, Qt::DescendingOrder);
  connect(records, &SortedTable::rowOpened, this,
          [this](int row) { openRecord(m_recordTable->recordAt(row)); });
  auto* layout = new QHBoxLayout(this);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->addWidget(records);
  setFocusProxy(records);
  followEvaluation(session, this, [this] { refresh(); });
  refresh();
}

void GroupsView::refresh() {
  m_recordTable->setEvaluation(m_session.evaluation(), m_session.beats());
}

void GroupsView::openRecord(std::uint32_t record) {
  BeatFilter filter = judgedFilter(m_session);
  filter.record = record;
  filter.order = BeatOrder::WrongConfidenceFalling;
  m_session.setFilter(filter);
}

}  // namespace ectopy::ui
