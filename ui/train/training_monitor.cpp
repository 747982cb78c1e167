#include "ui/train/training_monitor.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QProgressBar>
#include <QPushButton>
#include <algorithm>

#include "ui/theme/theme.h"
#include "ui/train/run_comparison.h"
#include "ui/train/run_pairs.h"
#include "ui/widgets/confusion_view.h"
#include "ui/widgets/figures.h"
#include "ui/widgets/role_label.h"

namespace ectopy::ui {

namespace {

using State = TrainingStatus::State;

QPushButton* makeButton(const char* name, const QString& text, const QString& icon, const QString& hint) {
  auto* button = new QPushButton(text);
  button->setObjectName(QString::fromLatin1(name));
  button->setToolTip(hint);
  const auto drawIcon = [button, icon] { button->setIcon(Theme::instance().icon(icon)); };
  QObject::connect(&Theme::instance(), &Theme::changed, button, drawIcon);
  drawIcon();
  return button;
}

/// Steps are told now and then, epochs always: the later of the two knows better.
int epochAtWork(const TrainingStatus& training) {
  const int begun = std::max(training.step.epoch, static_cast<int>(training.epochs.size()) + 1);
  return std::min(begun, std::max(1, training.config.epochs));
}

/// Steps done in that epoch.
int stepsDone(const TrainingStatus& training) {
  return training.step.epoch == epochAtWork(training) ? training.step.step : 0;
}

bool isAugmented(const TrainingConfig& config) {
  return config.mixup > 0 || config.noise > 0 || config.gain > 0 || config.wander > 0;
}

QString endText(const ModelInfo& info) {
  const QString best =
      TrainingMonitor::tr("epoch %1 of %2 kept.").arg(info.bestEpoch).arg(info.history.size());
  switch (info.end) {
    case TrainingEnd::Epochs:
      return TrainingMonitor::tr("All epochs done, %1").arg(best);
    case TrainingEnd::EarlyStop:
      return TrainingMonitor::tr("Ended early, no better validation macro F1 for %1 epochs; %2")
          .arg(info.config.stopPatience)
          .arg(best);
    case TrainingEnd::TimeLimit:
      return TrainingMonitor::tr("Ended by the time limit, %1").arg(best);
    case TrainingEnd::StoppedAndKept:
      return TrainingMonitor::tr("Stopped, %1").arg(best);
  }
  return best;
}

QLabel* makeLabel(const char* role, const char* name) {
  QLabel* label = roleLabel(role);
  label->setObjectName(QString::fromLatin1(name));
  label->setWordWrap(true);
  return label;
}

}  // namespace

TrainingMonitor::TrainingMonitor(Session& session, QWidget* parent) : QWidget(parent), m_session(session) {
  layOut();
  connect(&session, &Session::trainingChanged, this, &TrainingMonitor::refreshState);
  connect(&session, &Session::trainingStepped, this, &TrainingMonitor::refreshStep);
  connect(&session, &Session::trainingEpochEnded, this, &TrainingMonitor::refreshEpoch);
  connect(&session, &Session::modelChanged, this, &TrainingMonitor::refreshState);
  connect(m_stop, &QPushButton::clicked, &session, &Session::stopTrainingAndKeep);
  connect(m_cancel, &QPushButton::clicked, &session, &Session::cancelTraining);
  connect(m_pause, &QPushButton::clicked, &session, &Session::togglePause);
  refreshState();
}

void TrainingMonitor::layOut() {
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(Theme::spacing(4), Theme::spacing(4), Theme::spacing(4), Theme::spacing(2));
  layout->setSpacing(Theme::spacing(2));
  layout->addWidget(makeInterrupted());
  layout->addWidget(makeHeader());
  m_progress = new QProgressBar;
  m_progress->setObjectName(QStringLiteral("epochProgress"));
  m_progress->setAccessibleName(tr("Steps of this epoch"));
  m_progress->setTextVisible(false);
  layout->addWidget(m_progress);
  m_facts = makeLabel("small", "trainingFacts");
  m_figures = makeLabel("", "testFigures");
  layout->addWidget(m_facts);
  layout->addWidget(m_figures);
  m_emptyWords = makeLabel("muted", "trainingEmpty");
  m_emptyWords->setAlignment(Qt::AlignCenter);
  layout->addWidget(m_emptyWords, 1);
  layout->addWidget(makePictures(), 1);
}

QWidget* TrainingMonitor::makeHeader() {
  auto* header = new QWidget;
  auto* layout = new QHBoxLayout(header);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(Theme::spacing(2));
  m_title = makeLabel("title", "trainingTitle");
  m_pause = makeButton("pauseTraining", tr("Pause"), QStringLiteral("pause"), QString());
  m_stop = makeButton("stopAndKeep", tr("Stop and keep best"), QStringLiteral("stop"),
                      tr("End after this step and keep the best epoch's weights"));
  m_cancel = makeButton("cancelTraining", tr("Cancel and discard"), QStringLiteral("cancel"),
                        tr("End now and throw the weights away"));
  layout->addWidget(m_title, 1);
  layout->addWidget(m_pause);
  layout->addWidget(m_stop);
  layout->addWidget(m_cancel);
  return header;
}

QWidget* TrainingMonitor::makeInterrupted() {
  m_interrupted = new QWidget;
  auto* layout = new QHBoxLayout(m_interrupted);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(Theme::spacing(2));
  m_interruptedWords = makeLabel("", "interruptedWords");
  QPushButton* resume = makeButton("resumeInterrupted", tr("Resume"), QStringLiteral("play"),
                                   tr("Go on to the very model that an unbroken training gives"));
  QPushButton* discard = makeButton("discardInterrupted", tr("Discard"), QStringLiteral("cancel"),
                                    tr("Throw away what the interrupted training learned"));
  layout->addWidget(m_interruptedWords, 1);
  layout->addWidget(resume);
  layout->addWidget(discard);
  connect(resume, &QPushButton::clicked, &m_session, &Session::resumeInterrupted);
  connect(discard, &QPushButton::clicked, &m_session, &Session::discardInterrupted);
  return m_interrupted;
}

QWidget* TrainingMonitor::makePictures() {
  m_pictures = new QWidget;
  auto* layout = new QGridLayout(m_pictures);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setHorizontalSpacing(Theme::spacing(6));
  layout->setVerticalSpacing(Theme::spacing(1));
  m_curvesTitle = makeLabel("small", "curvesTitle");
  m_curves = new CurvesPlot;
  m_confusionTitle = makeLabel("small", "confusionTitle");
  m_confusion = new ConfusionView;
  m_confusion->setObjectName(QStringLiteral("liveConfusion"));
  m_confusion->setCompact(true);
  auto* over = new QHBoxLayout;
  over->addWidget(m_curvesTitle, 1);
  m_backToTraining = makeButton("backToTraining", tr("Back to the training"), QStringLiteral("previous"),
                                tr("Show the training at hand instead of the selected runs"));
  over->addWidget(m_backToTraining);
  layout->addLayout(over, 0, 0);
  connect(m_backToTraining, &QPushButton::clicked, this, &TrainingMonitor::trainingWanted);
  layout->addWidget(m_curves, 1, 0);
  layout->addWidget(m_confusionTitle, 0, 1);
  layout->addWidget(m_confusion, 1, 1);
  m_comparison = new RunComparison(m_session);
  m_comparison->hide();
  layout->addWidget(m_comparison, 1, 1);
  layout->setColumnStretch(0, 5);
  layout->setColumnStretch(1, 3);
  layout->setRowStretch(1, 1);
  return m_pictures;
}

void TrainingMonitor::showRuns(std::vector<Run> runs) {
  m_runs = std::move(runs);
  refreshRuns();
  refreshState();
}

void TrainingMonitor::refreshRuns() {
  const bool isComparison = m_runs.size() > 1;
  m_comparison->showRuns(isComparison ? m_runs : std::vector<Run>());
  m_comparison->setVisible(isComparison);
  m_confusion->setVisible(!isComparison);
  m_confusionTitle->setVisible(!isComparison);
}

void TrainingMonitor::refreshState() {
  const TrainingStatus& training = m_session.training();
  if (training.state == State::Preparing) m_sinceEpoch.invalidate();
  m_title->setText(titleOf(training));
  setRole(*m_title, training.state == State::Failed ? "error" : "title");
  refreshButtons();
  refreshInterrupted();
  m_progress->setVisible(training.isActive());
  m_emptyWords->setText(m_session.beats()
                            ? tr("No training yet. Choose the settings on the left, then Start training.")
                            : tr("No beats yet: open recordings, a beat file or the demo, then train."));
  const bool isEmpty = training.state == State::None && m_runs.empty();
  m_title->setVisible(training.state != State::None);
  m_emptyWords->setVisible(isEmpty);
  m_pictures->setVisible(!isEmpty);
  refreshStep();
  refreshCurves();
  refreshConfusion();
}

void TrainingMonitor::refreshButtons() {
  const TrainingStatus& training = m_session.training();
  const bool isEnding = training.state == State::StoppingAndKeeping || training.state == State::Cancelling;
  for (QPushButton* button : {m_pause, m_stop, m_cancel}) button->setVisible(training.isActive());
  m_stop->setEnabled(!isEnding);
  m_cancel->setEnabled(training.state != State::Cancelling);
  m_pause->setEnabled(!isEnding);
  m_pause->setText(training.isPausing() ? tr("Resume") : tr("Pause"));
  m_pause->setIcon(
      Theme::instance().icon(training.isPausing() ? QStringLiteral("play") : QStringLiteral("pause")));
  m_pause->setToolTip(m_session.pauseHint());
}

void TrainingMonitor::refreshInterrupted() {
  const auto interrupted = m_session.interruptedTraining();
  const bool isOffered = interrupted && !m_session.training().isActive();
  m_interrupted->setVisible(isOffered);
  if (!isOffered) return;
  m_interruptedWords->setText(tr("A training was interrupted: %1, %2, seed %3, %4 of at most %5 epochs done.")
                                  .arg(QString::fromStdString(interrupted->architecture),
                                       QString::fromStdString(interrupted->splitId))
                                  .arg(interrupted->config.seed)
                                  .arg(interrupted->history.size())
                                  .arg(interrupted->config.epochs));
}

QString TrainingMonitor::titleOf(const TrainingStatus& training) const {
  switch (training.state) {
    case State::None:
      return {};
    case State::Preparing:
      return tr("Preparing …");
    case State::Running:
      return tr("Epoch %1 of %2").arg(epochAtWork(training)).arg(training.config.epochs);
    case State::Pausing:
      return tr("Pausing after this step …");
    case State::Paused:
      return m_session.keepsTrainingState()
                 ? tr("Paused in epoch %1 of %2, saved")
                       .arg(epochAtWork(training))
                       .arg(training.config.epochs)
                 : tr("Paused in epoch %1 of %2").arg(epochAtWork(training)).arg(training.config.epochs);
    case State::StoppingAndKeeping:
      return tr("Stopping after this step …");
    case State::Cancelling:
      return tr("Cancelling …");
    case State::Finished: {
      const ModelInfo* info = finishedModel();  // with it the figures have a line of their own
      return info ? tr("%1 is trained").arg(QString::fromStdString(info->name)) : training.sentence;
    }
    case State::Cancelled:
    case State::Failed:
      return training.sentence;
  }
  return {};
}

double TrainingMonitor::secondsLeft(const TrainingStatus& training) const {
  if (training.epochs.empty() || !m_sinceEpoch.isValid()) return -1;
  return std::max(0.0,
                  training.epochs.back().secondsLeft - static_cast<double>(m_sinceEpoch.elapsed()) / 1000);
}

QString TrainingMonitor::factsOf(const TrainingStatus& training) const {
  QStringList facts;
  const StepProgress& step = training.step;
  if (training.isActive() && step.stepsPerEpoch > 0)
    facts << tr("step %1 of %2").arg(countText(stepsDone(training)), countText(step.stepsPerEpoch))
          << tr("%1 beats/s").arg(countText(static_cast<std::int64_t>(step.beatsPerSecond)));
  if (training.isActive() && !training.epochs.empty() && training.config.stopPatience > 0)
    facts << tr("patience left %1 of %2")
                 .arg(training.epochs.back().patienceLeft)
                 .arg(training.config.stopPatience);
  if (training.isActive() && !training.isPausing() && secondsLeft(training) >= 0)
    facts << tr("at most %1 left").arg(durationText(secondsLeft(training)));
  facts << QString::fromStdString(training.config.architecture) << training.startWords << training.splitId
        << tr("seed %1").arg(training.config.seed);
  facts.removeAll(QString());
  return facts.join(QStringLiteral("  ·  "));
}

void TrainingMonitor::refreshStep() {
  const TrainingStatus& training = m_session.training();
  if (training.state == State::Running) m_title->setText(titleOf(training));
  m_progress->setRange(0, std::max(0, training.step.stepsPerEpoch));
  m_progress->setValue(stepsDone(training));
  m_facts->setVisible(training.state != State::None);
  if (training.state != State::None) m_facts->setText(factsOf(training));
}

void TrainingMonitor::refreshEpoch() {
  m_sinceEpoch.start();
  refreshStep();
  refreshCurves();
  refreshConfusion();
}

void TrainingMonitor::refreshCurves() {
  m_backToTraining->setVisible(!m_runs.empty() && m_session.training().state != State::None);
  if (!m_runs.empty()) {
    std::vector<TrainingCurves> curves;
    const QStringList names = tellingNames(m_runs);
    for (std::size_t place = 0; place < m_runs.size(); ++place) {
      const ModelInfo& info = *m_runs[place].info;
      curves.push_back(
          {names[static_cast<qsizetype>(place)], info.history, info.bestEpoch, isAugmented(info.config)});
    }
    m_curvesTitle->setText(m_runs.size() == 1 ? curves.front().name
                                              : tr("%1 runs, validation part").arg(m_runs.size()));
    return m_curves->setCurves(std::move(curves));
  }
  const TrainingStatus& training = m_session.training();
  TrainingCurves live;
  live.isAugmented = isAugmented(training.config);
  for (const EpochProgress& epoch : training.epochs) live.epochs.push_back(epoch.record);
  if (!training.epochs.empty()) live.bestEpoch = training.epochs.back().bestEpoch;
  m_curvesTitle->setText(training.isActive() ? tr("This training") : tr("The last training"));
  m_curves->setCurves({std::move(live)});
}

const ModelInfo* TrainingMonitor::finishedModel() const {
  const TrainingStatus& training = m_session.training();
  const auto model = m_session.model();
  if (training.state != State::Finished || !model || training.epochs.empty()) return nullptr;
  const ModelInfo& info = model->info();
  const bool isIts = info.history.size() == training.epochs.size() &&
                     info.history.back().validationLoss == training.epochs.back().record.validationLoss;
  return isIts ? &info : nullptr;
}

QString TrainingMonitor::endFigures() const {
  const ModelInfo* info = finishedModel();
  if (!info) return {};
  const QString end = endText(*info);
  const bool isTested = info->test.total() > 0;
  const ConfusionMatrix& judged = isTested ? info->test : info->validation;
  if (judged.total() == 0) return end;
  const Scores scores = scoresOf(judged);
  return tr("%1 %2, %3: accuracy %4, macro F1 %5, balanced accuracy %6.")
      .arg(end, isTested ? tr("Test part") : tr("Validation part"), beatsText(judged.total()),
           percentText(scores.accuracy), percentText(scores.macroF1), percentText(scores.balancedAccuracy));
}

void TrainingMonitor::refreshConfusion() {
  const QString figures = endFigures();
  m_figures->setText(figures);
  m_figures->setVisible(!figures.isEmpty());
  if (m_runs.empty()) return refreshLiveConfusion();
  const ModelInfo& info = *m_runs.front().info;
  const bool isTested = info.test.total() > 0;
  m_confusionTitle->setText(isTested ? tr("Test part") : tr("Validation part"));
  m_confusion->setConfusion(info.scheme, isTested ? info.test : info.validation);
}

void TrainingMonitor::refreshLiveConfusion() {
  const TrainingStatus& training = m_session.training();
  const ModelInfo* finished = finishedModel();
  const auto beats = m_session.beats();
  if (finished && finished->test.total() > 0) {
    m_confusionTitle->setText(tr("Test part"));
    m_confusion->setConfusion(finished->scheme, finished->test);
  } else if (!training.epochs.empty() && beats) {
    m_confusionTitle->setText(tr("Validation after epoch %1").arg(training.epochs.back().record.epoch));
    m_confusion->setConfusion(beats->scheme(), training.epochs.back().validation);
  } else {
    m_confusionTitle->setText(training.isActive() ? tr("Validation: after the first epoch") : QString());
    m_confusion->setConfusion({}, ConfusionMatrix());
  }
}

}  // namespace ectopy::ui
