#include "ui/train/train_page.h"

#include <QHBoxLayout>
#include <QSplitter>

#include "ui/train/runs_panel.h"
#include "ui/train/training_form.h"
#include "ui/train/training_monitor.h"

namespace ectopy::ui {

namespace {

constexpr int kFormWidth = 340;  // px

}  // namespace

TrainPage::TrainPage(Session& session, QWidget* parent)
    : QWidget(parent),
      m_session(session),
      m_form(new TrainingForm(session)),
      m_monitor(new TrainingMonitor(session)),
      m_runs(new RunsPanel(session)) {
  setObjectName(QStringLiteral("trainPage"));
  auto* right = new QSplitter(Qt::Vertical);
  right->addWidget(m_monitor);
  right->addWidget(m_runs);
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
  connect(m_form, &TrainingForm::startRequested, this, &TrainPage::start);
  connect(m_form, &TrainingForm::comparisonRequested, this, &TrainPage::compareWithScratch);
  connect(m_runs, &RunsPanel::selectionChanged, m_monitor,
          [this] { m_monitor->showRuns(m_runs->selectedRuns()); });
  connect(m_monitor, &TrainingMonitor::trainingWanted, m_runs, &RunsPanel::clearSelection);
  m_monitor->showRuns(m_runs->selectedRuns());
}

void TrainPage::start(const TrainingRequest& request) {
  if (m_session.training().isActive()) return m_session.queueTraining(request);
  m_runs->clearSelection();
  m_session.startTraining(request);
}

void TrainPage::compareWithScratch(const TrainingRequest& request) {
  TrainingRequest yardstick = request;
  yardstick.transfer = TransferMode::Scratch;
  const bool isQueued = m_session.training().isActive();
  start(request);
  if (m_session.training().isActive()) m_session.queueTraining(yardstick, !isQueued);
}

}  // namespace ectopy::ui
