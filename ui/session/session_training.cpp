#include <QDateTime>
#include <QFileInfo>
#include <algorithm>
#include <chrono>
#include <nlohmann/json.hpp>
#include <thread>

#include "core/workspace/utc_time.h"
#include "ui/session/session_private.h"

namespace ectopy::ui {
namespace {

using State = TrainingStatus::State;
constexpr auto kStepInterval = std::chrono::milliseconds(100);

QString startWordsOf(std::optional<TransferMode> mode, const QString& parent) {
  if (!mode) return Session::tr("from scratch");
  switch (*mode) {
    case TransferMode::Freeze:
      return Session::tr("convolutions frozen, from %1").arg(parent);
    case TransferMode::FineTune:
      return Session::tr("all weights learn on, from %1").arg(parent);
    case TransferMode::Gradual:
      return Session::tr("the head first, then all weights, from %1").arg(parent);
    case TransferMode::Scratch:
      return Session::tr("new weights in the shape of %1").arg(parent);
  }
  return {};
}

/// What the training's job works on; holds it for as long as it takes.
struct TrainingInput {
  std::shared_ptr<const BeatSet> beats;
  Labels labels;
  std::shared_ptr<const Classifier> parent;  // null: from scratch
  TransferMode mode = TransferMode::Scratch;
  TrainingConfig config;
  std::string splitId;
  std::stop_token keepBest;
};

/// A finished model's row in the list of runs.
void listRun(RunRecord& run, const std::filesystem::path& path, const ModelInfo& info, Workspace& workspace) {
  // A name that is no UTF-8, from the data's file name, must not cost the model.
  run.infoJson = nlohmann::json(info).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
  run.id = workspace.addRun(run);
  workspace.setValue(kModelKey, QFileInfo(path).absoluteFilePath().toStdString());
}

/// Puts a finished model into the workspace, to come back with the data. Throws Error.
RunRecord storeModel(const Classifier& classifier, Workspace& workspace) {
  const ModelInfo& info = classifier.info();
  const QString stamp = QDateTime::currentDateTimeUtc().toString("yyyyMMdd-HHmmss-zzz");
  RunRecord run{.when = utcNow(),
                .name = info.name,
                .modelFile = QStringLiteral("%1-%2.safetensors")
                                 .arg(QString::fromStdString(info.architecture), stamp)
                                 .toStdString()};
  const auto path = workspace.modelsFolder() / run.modelFile;
  classifier.save(path);
  try {
    listRun(run, path, info, workspace);
  } catch (const std::exception& error) {
    throw Error("The model is saved as " + path.string() +
                ", but is not in the list of runs: " + error.what());
  }
  return run;
}

OpenedModel trainModel(Learner& learner, const TrainingInput& input, const TrainingObserver& observer,
                       const JobContext& job) {
  auto split = std::make_shared<const Split>(
      makeStableSplit(*input.beats, *input.labels, input.splitId, input.config.seed));
  const TrainingTask task{.beats = *input.beats,
                          .labels = *input.labels,
                          .split = *split,
                          .config = input.config,
                          .parent = input.parent.get(),
                          .mode = input.mode,
                          .keepBest = input.keepBest};
  OpenedModel trained{.classifier = learner.train(task, observer, job), .split = split};
  trained.misfit = misfitOf(trained.classifier->info(), *input.beats);
  return trained;
}

QString resultSentence(const ModelInfo& info) {
  const bool isTested = info.test.total() > 0;
  const Scores scores = scoresOf(isTested ? info.test : info.validation);
  return Session::tr("%1 is trained: accuracy %2 %, macro F1 %3 % on the %4 part (best epoch %5, %6 s).")
      .arg(QString::fromStdString(info.name))
      .arg(scores.accuracy * 100, 0, 'f', 2)
      .arg(scores.macroF1 * 100, 0, 'f', 1)
      .arg(isTested ? Session::tr("test") : Session::tr("validation"))
      .arg(info.bestEpoch)
      .arg(info.seconds, 0, 'f', 1);
}

}  // namespace

QString Session::Private::whyNotTrain(const TrainingRequest& request) const {
  if (session.m_training.isActive()) return tr("A training is running already.");
  if (!session.m_beats) return tr("There are no beats to learn from: open a data set first.");
  if (opensRunning > 0) return tr("Something is being opened: start the training when that is done.");
  if (request.transfer && !session.m_model) return tr("There is no model to start from: open one first.");
  return {};
}

void Session::startTraining(const TrainingRequest& request) {
  if (const QString reason = m_private->whyNotTrain(request); !reason.isEmpty()) {
    m_private->complain(reason);
    return;
  }
  TrainingInput input{.beats = m_beats,
                      .labels = labels(),
                      .parent = request.transfer ? m_model : nullptr,
                      .mode = request.transfer.value_or(TransferMode::Scratch),
                      .config = request.config,
                      .splitId = request.splitId.toStdString()};
  // One core stays with the window.
  if (input.config.threads == 0) {
    input.config.threads = std::max(1, static_cast<int>(std::thread::hardware_concurrency()) - 1);
  }
  m_private->keepBest = std::stop_source();
  input.keepBest = m_private->keepBest.get_token();
  m_training = {};
  m_training.state = State::Preparing;
  m_training.config = input.config;
  m_training.splitId = request.splitId;
  m_training.startWords =
      startWordsOf(request.transfer, m_model ? QString::fromStdString(m_model->info().name) : QString());
  m_private->trainingJob = m_jobs.start<OpenedModel>(
      {.title = tr("Training %1").arg(QString::fromStdString(request.config.architecture)),
       .isLong = true,
       .endEarly = [this] { m_private->keepBestNow(); }},
      this,
      [input, source = m_private->learnerSource, observer = m_private->observer()](const JobContext& job) {
        return trainModel(source(), input, observer, job);
      },
      [this](const OpenedModel& trained) { m_private->adoptTrained(trained); },
      [this](const QString& sentence) { m_private->trainingEnded(State::Failed, sentence); },
      [this] {
        m_private->trainingEnded(State::Cancelled, tr("The training was cancelled and discarded."));
      });
  emit trainingChanged();
}

TrainingObserver Session::Private::observer() {
  TrainingObserver observer;
  const auto told = std::make_shared<std::chrono::steady_clock::time_point>();
  observer.onStep = [this, told](const StepProgress& step) {
    const auto now = std::chrono::steady_clock::now();
    if (now - *told < kStepInterval) return;
    *told = now;
    QMetaObject::invokeMethod(
        &session,
        [this, step] {
          TrainingStatus& status = session.m_training;
          if (!status.isActive()) return;
          status.step = step;
          if (status.state == State::Preparing) {
            status.state = State::Running;
            emit session.trainingChanged();
          }
          emit session.trainingStepped();
        },
        Qt::QueuedConnection);
  };
  observer.onEpoch = [this](const EpochProgress& epoch) {
    QMetaObject::invokeMethod(
        &session,
        [this, epoch] {
          if (!session.m_training.isActive()) return;
          session.m_training.epochs.push_back(epoch);
          emit session.trainingEpochEnded();
        },
        Qt::QueuedConnection);
  };
  return observer;
}

void Session::stopTrainingAndKeep() {
  if (m_training.isActive()) m_jobs.end(m_private->trainingJob);
}

void Session::Private::keepBestNow() {
  State& state = session.m_training.state;
  if (state != State::Preparing && state != State::Running) return;
  state = State::StoppingAndKeeping;
  keepBest.request_stop();
  emit session.trainingChanged();
}

void Session::cancelTraining() {
  if (!m_training.isActive()) return;
  m_training.state = State::Cancelling;
  m_jobs.stop(m_private->trainingJob);
  emit trainingChanged();
}

void Session::Private::trainingEnded(TrainingStatus::State state, const QString& sentence) {
  session.m_training.state = state;
  session.m_training.sentence = sentence;
  emit session.trainingChanged();
  emit session.message(sentence, state == State::Failed);
}

void Session::Private::adoptTrained(const OpenedModel& trained) {
  adopt(trained);
  trainingEnded(State::Finished, resultSentence(trained.classifier->info()));
  keep(trained.classifier);
}

void Session::Private::keep(const std::shared_ptr<const Classifier>& classifier) {
  if (!workspace || workspace->isReadOnly()) {
    complain(
        tr("The model is in memory only, because there is no workspace to write to: save it under Model."));
    return;
  }
  session.m_jobs.start<RunRecord>(
      {.title = tr("Keeping the model"), .isQuiet = true, .queue = kJournalQueue}, &session,
      [classifier, store = workspace](const JobContext&) { return storeModel(*classifier, *store); },
      [this, store = workspace](const RunRecord& run) {
        if (store != workspace) return;
        session.m_runs.push_back(run);
        emit session.runsChanged();
      },
      [this](const QString& sentence) { complain(tr("The model was not kept as usual: %1").arg(sentence)); });
}

}  // namespace ectopy::ui
