#include "ui/train/train_page.h"

#include <QHBoxLayout>
#include <QHeaderView>
#include <QSplitter>
#include <QTableView>
#include <algorithm>

#include "ui/theme/theme.h"
#include "ui/train/runs_model.h"
#include "ui/train/training_form.h"
#include "ui/train/training_monitor.h"
#include "ui/widgets/role_label.h"

namespace ectopy::ui {

namespace {

constexpr int kFormWidth = 340;        // px
constexpr int kLeastRunsHeight = 150;  // px

TrainingCurves curvesOf(const Run& run) {
  return {QString::fromStdString(run.record.name), run.info->history, run.info->bestEpoch};
}

}  // namespace

TrainPage::TrainPage(Session& session, QWidget* parent)
    : QWidget(parent),
      m_session(session),
      m_form(new TrainingForm(session)),
      m_monitor(new TrainingMonitor(session)),
      m_runsModel(new RunsModel(this)) {
  setObjectName(QStringLiteral("trainPage"));
  auto* right = new QSplitter(Qt::Vertical);
  right->addWidget(m_monitor);
  right->addWidget(makeRuns());
  right->setStretchFactor(0, 3);
  right->setStretchFactor(1, 2);
  right->setChildrenCollapsible(false);
  m_form->setFixedWidth(kFormWidth);
  auto* layout = new QHBoxLayout(this);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(0);
  layout->addWidget(m_form);
  layout->addWidget(right, 1);
  setFocusProxy(m_form);
  connect(m_form, &TrainingForm::startRequested, &session, [this](const TrainingRequest& request) {
    m_runs->clearSelection();
    m_session.startTraining(request);
  });
  connect(&session, &Session::runsChanged, this, &TrainPage::readRunsAgain);
  readRunsAgain();
}

QWidget* TrainPage::makeRuns() {
  m_runsBox = new QWidget;
  auto* layout = new QVBoxLayout(m_runsBox);
  layout->setContentsMargins(Theme::spacing(4), Theme::spacing(2), Theme::spacing(4), Theme::spacing(4));
  layout->setSpacing(Theme::spacing(1));
  QLabel* hint = roleLabel(
      "small", tr("Runs. Select one or two to see their curves over each other; Enter opens the model."));
  m_runs = new QTableView;
  m_runs->setObjectName(QStringLiteral("runs"));
  m_runs->setAccessibleName(tr("Runs"));
  m_runs->setModel(m_runsModel);
  m_runs->setSelectionBehavior(QAbstractItemView::SelectRows);
  m_runs->setSelectionMode(QAbstractItemView::ExtendedSelection);
  m_runs->setMinimumHeight(kLeastRunsHeight);
  m_runs->setShowGrid(false);
  m_runs->setWordWrap(false);
  m_runs->setTabKeyNavigation(false);
  m_runs->verticalHeader()->hide();
  m_runs->horizontalHeader()->setSectionResizeMode(QHeaderView::ResizeToContents);
  m_runs->horizontalHeader()->setSectionResizeMode(RunsModel::Name, QHeaderView::Stretch);
  m_runs->horizontalHeader()->setHighlightSections(false);
  layout->addWidget(hint);
  layout->addWidget(m_runs, 1);
  m_runsBox->hide();
  connect(m_runs->selectionModel(), &QItemSelectionModel::selectionChanged, this,
          &TrainPage::showSelectedRuns);
  connect(m_runs, &QTableView::activated, this, &TrainPage::openRun);
  return m_runsBox;
}

void TrainPage::readRunsAgain() {
  const int number = ++m_readNumber;
  using Runs = std::vector<Run>;
  m_session.jobs().start<Runs>(
      {.title = tr("Read the runs"), .isQuiet = true}, this,
      [records = m_session.runs()](const JobContext&) { return readRuns(records); },
      [this, number](Runs runs) {
        if (number != m_readNumber) return;
        m_runsBox->setVisible(!runs.empty());
        m_runsModel->setRuns(std::move(runs));
        fitRuns();
        showSelectedRuns();
      });
}

void TrainPage::fitRuns() {
  // Few runs take no more than their rows; the curves have the rest.
  const int rows = m_runsModel->rowCount() * m_runs->verticalHeader()->defaultSectionSize();
  const int table = std::max(kLeastRunsHeight, m_runs->horizontalHeader()->sizeHint().height() + rows);
  m_runsBox->setMaximumHeight(table + m_runsBox->sizeHint().height() - m_runs->sizeHint().height());
}

void TrainPage::showSelectedRuns() {
  std::vector<TrainingCurves> curves;
  for (const QModelIndex& index : m_runs->selectionModel()->selectedRows()) {
    const Run& run = m_runsModel->runs()[static_cast<std::size_t>(index.row())];
    if (run.info && curves.size() < 2) curves.push_back(curvesOf(run));
  }
  m_monitor->showRuns(std::move(curves));
}

void TrainPage::openRun(const QModelIndex& index) {
  const Run& run = m_runsModel->runs()[static_cast<std::size_t>(index.row())];
  const QString folder = m_session.workspaceFolder();
  if (folder.isEmpty() || run.record.modelFile.empty()) return;
  m_session.openModel(folder + QStringLiteral("/models/") + QString::fromStdString(run.record.modelFile));
}

}  // namespace ectopy::ui
