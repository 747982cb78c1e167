#include "ui/train/runs_panel.h"

#include <QAction>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QPushButton>
#include <QSpinBox>
#include <QTableView>
#include <QToolButton>
#include <algorithm>

#include "ui/theme/theme.h"
#include "ui/train/run_pairs.h"
#include "ui/widgets/role_label.h"

namespace ectopy::ui {

namespace {

constexpr int kLeastHeight = 120;  // px, of the table

}  // namespace

RunsPanel::RunsPanel(Session& session, QWidget* parent)
    : QWidget(parent), m_session(session), m_model(new RunsModel(this)), m_table(new QTableView) {
  makeTable();
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(Theme::spacing(4), Theme::spacing(2), Theme::spacing(4), Theme::spacing(4));
  layout->setSpacing(Theme::spacing(1));
  layout->addWidget(makeBar());
  layout->addWidget(m_table, 1);
  hide();
  connect(m_table->selectionModel(), &QItemSelectionModel::selectionChanged, this, [this] {
    if (m_isSelecting) return;
    refreshActions();
    emit selectionChanged();
  });
  connect(m_table, &QTableView::activated, this, &RunsPanel::openRun);
  connect(&session, &Session::dataChanged, this, [this] { m_hasRead = false; });
  connect(&session, &Session::runsChanged, this, &RunsPanel::readRunsAgain);
  connect(&session, &Session::queueChanged, this, &RunsPanel::refreshWaiting);
  connect(&session, &Session::trainingChanged, this, &RunsPanel::refreshActions);
  connect(&session, &Session::modelChanged, this, &RunsPanel::refreshActions);
  refreshWaiting();
  readRunsAgain();
}

void RunsPanel::makeTable() {
  m_table->setObjectName(QStringLiteral("runs"));
  m_table->setAccessibleName(tr("Runs"));
  m_table->setModel(m_model);
  m_table->setSelectionBehavior(QAbstractItemView::SelectRows);
  m_table->setSelectionMode(QAbstractItemView::ExtendedSelection);
  m_table->setMinimumHeight(kLeastHeight);
  m_table->setShowGrid(false);
  m_table->setWordWrap(false);
  m_table->setTabKeyNavigation(false);
  m_table->verticalHeader()->hide();
  m_table->horizontalHeader()->setSectionResizeMode(QHeaderView::ResizeToContents);
  m_table->horizontalHeader()->setSectionResizeMode(RunsModel::Start, QHeaderView::Stretch);
  m_table->horizontalHeader()->setHighlightSections(false);
}

QWidget* RunsPanel::makeBar() {
  auto* bar = new QWidget;
  auto* layout = new QHBoxLayout(bar);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(Theme::spacing(1));
  layout->addWidget(
      roleLabel("small", tr("Runs. Select two to four to compare them; Enter opens a run's model.")), 1);
  layout->addWidget(makeContinueBar());
  layout->addWidget(makeQueueBar());
  return bar;
}

QWidget* RunsPanel::makeQueueBar() {
  m_queueBar = new QWidget;
  m_queueBar->setObjectName(QStringLiteral("queueBar"));
  auto* queue = new QHBoxLayout(m_queueBar);
  queue->setContentsMargins(0, 0, 0, 0);
  queue->setSpacing(Theme::spacing(1));
  m_startQueue = new QPushButton(tr("Start the queue"));
  m_startQueue->setObjectName(QStringLiteral("startQueue"));
  connect(m_startQueue, &QPushButton::clicked, &m_session, &Session::startQueue);
  queue->addWidget(m_startQueue);
  m_up = addQueueAction("queueUp", QStringLiteral("up"), tr("Train earlier"), Qt::ALT | Qt::Key_Up,
                        &RunsPanel::moveUp);
  m_down = addQueueAction("queueDown", QStringLiteral("down"), tr("Train later"), Qt::ALT | Qt::Key_Down,
                          &RunsPanel::moveDown);
  m_remove = addQueueAction("queueRemove", QStringLiteral("cancel"), tr("Take out of the queue"),
                            Qt::Key_Delete, &RunsPanel::remove);
  return m_queueBar;
}

QWidget* RunsPanel::makeContinueBar() {
  m_continueBar = new QWidget;
  auto* layout = new QHBoxLayout(m_continueBar);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(Theme::spacing(1));
  m_moreEpochs = new QSpinBox;
  m_moreEpochs->setObjectName(QStringLiteral("moreEpochs"));
  m_moreEpochs->setAccessibleName(tr("More epochs"));
  m_moreEpochs->setRange(1, 10'000);
  m_moreEpochs->setValue(10);
  m_moreEpochs->setSuffix(tr(" more epochs"));
  m_continue = new QPushButton(tr("Continue"));
  m_continue->setObjectName(QStringLiteral("continueRun"));
  connect(m_continue, &QPushButton::clicked, this, &RunsPanel::continueRun);
  layout->addWidget(m_moreEpochs);
  layout->addWidget(m_continue);
  m_continueBar->hide();
  return m_continueBar;
}

QAction* RunsPanel::addQueueAction(const char* name, const QString& icon, const QString& text,
                                   const QKeySequence& key, void (RunsPanel::*does)()) {
  auto* action = new QAction(Theme::instance().icon(icon), text, this);
  action->setObjectName(QString::fromLatin1(name));
  action->setShortcut(key);
  action->setShortcutContext(Qt::WidgetShortcut);
  action->setToolTip(QStringLiteral("%1 (%2)").arg(text, key.toString(QKeySequence::NativeText)));
  connect(action, &QAction::triggered, this, does);
  m_table->addAction(action);
  auto* button = new QToolButton;
  button->setDefaultAction(action);
  button->setObjectName(QString::fromLatin1(name) + QStringLiteral("Button"));
  button->setAccessibleName(text);
  m_queueBar->layout()->addWidget(button);
  return action;
}

void RunsPanel::readRunsAgain() {
  const int number = ++m_readNumber;
  using Runs = std::vector<Run>;
  m_session.jobs().start<Runs>(
      {.title = tr("Read the runs"), .isQuiet = true}, this,
      [records = m_session.runs()](const JobContext&) { return readRuns(records); },
      [this, number](Runs runs) {
        if (number == m_readNumber) adoptRuns(std::move(runs));
      });
}

void RunsPanel::adoptRuns(std::vector<Run> runs) {
  std::vector<std::int64_t> selected = selectedIds();
  const bool isNew = m_hasRead && runs.size() > m_model->runs().size();
  if (isNew && selected.empty()) selected = pairOf(runs.front(), runs);
  m_hasRead = m_session.beats() != nullptr;
  const std::vector<int> waiting = selectedWaiting();
  m_isSelecting = true;
  m_model->setRuns(std::move(runs));
  select(selected, waiting);
}

void RunsPanel::refreshWaiting() {
  const std::vector<std::int64_t> selected = selectedIds();
  const std::vector<int> waiting = selectedWaiting();
  m_isSelecting = true;
  m_table->clearSpans();
  m_model->setWaiting(m_session.waitingRuns());
  for (int row = 0; row < m_model->waitingCount(); ++row)
    m_table->setSpan(row, RunsModel::Epochs, 1, RunsModel::ColumnCount - RunsModel::Epochs);
  select(selected, waiting);
}

/// A model that was filled anew has no selection.
void RunsPanel::select(const std::vector<std::int64_t>& runs, const std::vector<int>& waiting) {
  QItemSelection rows;
  for (int row = 0; row < m_model->rowCount(); ++row) {
    const Run* run = m_model->runAt(row);
    const WaitingRun* waits = m_model->waitingAt(row);
    const bool isSelected = run ? std::ranges::count(runs, run->record.id) > 0
                                : waits && std::ranges::count(waiting, waits->id) > 0;
    if (!isSelected) continue;
    const QModelIndex first = m_model->index(row, 0);
    if (rows.isEmpty()) m_table->selectionModel()->setCurrentIndex(first, QItemSelectionModel::NoUpdate);
    rows.select(first, m_model->index(row, RunsModel::ColumnCount - 1));
  }
  m_table->selectionModel()->select(rows, QItemSelectionModel::ClearAndSelect);
  m_isSelecting = false;
  setVisible(m_model->rowCount() > 0);
  fit();
  refreshActions();
  emit selectionChanged();
}

void RunsPanel::fit() {
  // Few runs take no more than their rows; the curves have the rest.
  const int rows = m_model->rowCount() * m_table->verticalHeader()->defaultSectionSize();
  const int table = std::max(kLeastHeight, m_table->horizontalHeader()->sizeHint().height() + rows);
  setMaximumHeight(table + sizeHint().height() - m_table->sizeHint().height());
}

void RunsPanel::refreshActions() {
  const bool isActive = m_session.training().isActive();
  m_queueBar->setVisible(m_model->waitingCount() > 0);
  m_startQueue->setVisible(!isActive || m_session.isQueueHeld());
  const bool mayStart = isActive || !m_session.interruptedTraining();
  m_startQueue->setEnabled(mayStart);
  m_startQueue->setToolTip(!mayStart  ? tr("Resume the interrupted training first, or discard it")
                           : isActive ? tr("Waiting trainings start one by one when this one has ended")
                                      : tr("Waiting trainings start one after the other"));
  const std::vector<int> selected = selectedWaiting();
  const bool isOne = selected.size() == 1;
  m_up->setEnabled(isOne && selected.front() != m_model->waitingAt(0)->id);
  m_down->setEnabled(isOne && selected.front() != m_model->waitingAt(m_model->waitingCount() - 1)->id);
  m_remove->setEnabled(!selected.empty());
  refreshContinue();
}

void RunsPanel::refreshContinue() {
  const std::vector<Run> runs = selectedRuns();
  m_continueBar->setVisible(runs.size() == 1);
  if (runs.size() != 1) return;
  const QString reason = m_session.whyNotContinue(*runs.front().info);
  m_continue->setEnabled(reason.isEmpty());
  m_continue->setToolTip(reason.isEmpty() ? tr("Trains this run on, with its own split, settings and seed")
                                          : reason);
}

void RunsPanel::continueRun() {
  const std::vector<Run> runs = selectedRuns();
  if (runs.size() != 1) return;
  const int epochs = m_moreEpochs->value();
  clearSelection();  // the curves show what runs
  m_session.continueTraining(*runs.front().info, epochs);
}

std::vector<int> RunsPanel::selectedWaiting() const {
  std::vector<int> ids;
  for (const QModelIndex& index : m_table->selectionModel()->selectedRows())
    if (const WaitingRun* run = m_model->waitingAt(index.row())) ids.push_back(run->id);
  return ids;
}

std::vector<std::int64_t> RunsPanel::selectedIds() const {
  std::vector<std::int64_t> ids;
  for (const QModelIndex& index : m_table->selectionModel()->selectedRows())
    if (const Run* run = m_model->runAt(index.row())) ids.push_back(run->record.id);
  return ids;
}

std::vector<Run> RunsPanel::selectedRuns() const {
  const std::vector<std::int64_t> ids = selectedIds();
  std::vector<Run> runs;
  for (const Run& run : m_model->runs())
    if (run.info && runs.size() < kMostCompared && std::ranges::count(ids, run.record.id) > 0)
      runs.push_back(run);
  return runs;
}

void RunsPanel::clearSelection() {
  m_table->clearSelection();
}

void RunsPanel::moveUp() {
  for (const int id : selectedWaiting()) m_session.moveWaiting(id, -1);
}

void RunsPanel::moveDown() {
  for (const int id : selectedWaiting()) m_session.moveWaiting(id, 1);
}

void RunsPanel::remove() {
  for (const int id : selectedWaiting()) m_session.removeWaiting(id);
}

void RunsPanel::openRun(const QModelIndex& index) {
  const Run* run = m_model->runAt(index.row());
  const QString folder = m_session.workspaceFolder();
  if (!run || folder.isEmpty() || run->record.modelFile.empty()) return;
  m_session.openModel(folder + QStringLiteral("/models/") + QString::fromStdString(run->record.modelFile));
}

}  // namespace ectopy::ui
