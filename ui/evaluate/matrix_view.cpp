#include "ui/evaluate/matrix_view.h"

#include <QAction>
#include <QHBoxLayout>
#include <QVBoxLayout>

#include "ui/evaluate/judged_beats.h"
#include "ui/evaluate/judgement_watch.h"
#include "ui/evaluate/key_figures.h"
#include "ui/evaluate/score_tables.h"
#include "ui/theme/theme.h"
#include "ui/widgets/confusion_export.h"
#include "ui/widgets/exports.h"
#include "ui/widgets/role_label.h"
#include "ui/widgets/sorted_table.h"
#include "ui/widgets/words.h"

namespace ectopy::ui {

MatrixView::MatrixView(Session& session, QWidget* parent)
    : QWidget(parent),
      m_session(session),
      m_confusion(new ConfusionView),
      m_figures(new KeyFigures),
      m_classTable(new ClassScoreTable(this)),
      m_method(roleLabel("small")) {
  auto* layout = new QHBoxLayout(this);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(Theme::spacing(6));
  layout->addWidget(m_confusion, 1);
  layout->addWidget(makeFigures(), 1);
  setFocusProxy(m_confusion);
  offerMatrix(session, *m_confusion, QStringLiteral("confusion"));
  addShareChoice();
  watchWhileVisible(*this, session.judgement(), JudgementDesk::Piece::Intervals);
  followEvaluation(session, this, [this] { refresh(); });
  connect(&session.judgement(), &JudgementDesk::changed, this, &MatrixView::refresh);
  connect(&session, &Session::filterChanged, this, &MatrixView::refreshOpened);
  connect(&Theme::instance(), &Theme::changed, this, &MatrixView::refresh);
  connect(m_confusion, &ConfusionView::cellOpened, this, &MatrixView::openCell);
  refresh();
}

void MatrixView::addShareChoice() {
  auto* ofColumn = new QAction(tr("Shares of the column"), m_confusion);
  ofColumn->setObjectName(QStringLiteral("columnShares"));
  ofColumn->setCheckable(true);
  ofColumn->setShortcut(Qt::Key_Percent);
  ofColumn->setShortcutContext(Qt::WidgetShortcut);
  connect(ofColumn, &QAction::toggled, m_confusion, &ConfusionView::setColumnShares);
  m_confusion->addAction(ofColumn);
}

QWidget* MatrixView::makeFigures() {
  auto* column = new QWidget;
  auto* layout = new QVBoxLayout(column);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(Theme::spacing(2));
  auto* classes = new SortedTable(*m_classTable, QStringLiteral("classScores"), tr("Scores of each class"));
  offerTable(m_session, *classes, QStringLiteral("classes"));
  connect(classes, &SortedTable::rowOpened, this, [this](int row) {
    const auto evaluation = m_session.evaluation();
    if (!evaluation || row >= static_cast<int>(evaluation->scheme.size())) return;
    openCell({static_cast<ClassIndex>(row), std::nullopt});
  });
  m_method->setObjectName(QStringLiteral("intervalMethod"));
  m_method->setWordWrap(true);
  layout->addWidget(m_figures);
  layout->addWidget(classes, 1);
  layout->addWidget(m_method);
  return column;
}

void MatrixView::refresh() {
  const auto evaluation = m_session.evaluation();
  const auto known = m_session.judgement().intervals();
  const auto intervals = known ? std::optional(known->shown()) : std::nullopt;
  m_classTable->setScores(evaluation.get(), intervals ? &*intervals : nullptr);
  m_method->setText(intervals ? tr("95 % intervals: %1.").arg(text(describe(*intervals)))
                              : tr("Working out 95 % intervals …"));
  if (!evaluation) return;
  m_confusion->setConfusion(evaluation->scheme, evaluation->confusion);
  m_figures->setEvaluation(*evaluation, intervals ? &*intervals : nullptr);
  refreshOpened();
}

void MatrixView::refreshOpened() {
  const BeatFilter& filter = m_session.filter();
  BeatFilter cells = judgedFilter(m_session);
  cells.labelled = filter.labelled;
  cells.predicted = filter.predicted;
  cells.order = filter.order;
  const bool isCell = (filter.labelled || filter.predicted) && filter == cells;
  m_confusion->setOpened(isCell ? std::optional(ConfusionCell{filter.labelled, filter.predicted})
                                : std::nullopt);
}

void MatrixView::openCell(const ConfusionCell& cell) {
  BeatFilter filter = judgedFilter(m_session);
  filter.labelled = cell.truth;
  filter.predicted = cell.predicted;
  const bool isDiagonal = cell.truth && cell.truth == cell.predicted;
  filter.order = isDiagonal ? BeatOrder::ConfidenceRising : BeatOrder::WrongConfidenceFalling;
  m_session.setFilter(filter);
}

}  // namespace ectopy::ui
