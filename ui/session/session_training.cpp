#include <QDateTime>
#include <QFileInfo>
#include <algorithm>
#include <chrono>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <thread>

#include "core/training/continuation.h"
#include "core/workspace/utc_time.h"
#include "ui/session/session_private.h"

namespace ectopy::ui {

namespace {

using State = TrainingStatus::State;
constexpr int kMostMoreEpochs = 10'000;
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

/// How the run of a model started; nothing: without a parent.
std::optional<TransferMode> modeOf(const ModelInfo& run) {
  if (run.transferMode.empty()) return std::nullopt;
  return transferModeFromName(run.transferMode);
}

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

void removeFile(const std::filesystem::path& file) {
  std::error_code ignored;
  if (!file.empty()) std::filesystem::remove(file, ignored);
}

/// The model of these weights among those of a folder. Throws Error.
std::shared_ptr<const Classifier> modelOf(const std::string& sha256, const std::filesystem::path& folder,
                                          Learner& learner) {
  std::error_code ignored;
  for (const auto& entry : std::filesystem::directory_iterator(folder, ignored)) {
    if (entry.path().extension() != ".safetensors") continue;
    try {
      if (readModelInfo(entry.path()).weightsSha256 == sha256) return learner.load(entry.path());
    } catch (const Error&) {
      continue;  // a damaged one is not the one
    }
  }
  throw Error("The model that this training starts from is neither open nor in " + folder.string() +
              ": open it, then start or resume the training.");
}

std::shared_ptr<const Classifier> parentOf(const TrainingInput& input, Learner& learner) {
  if (input.parent || input.parentSha256.empty()) return input.parent;
  try {
    if (!input.parentFile.empty() && readModelInfo(input.parentFile).weightsSha256 == input.parentSha256)
      return learner.load(input.parentFile);
  } catch (const Error&) {
    // gone or written over: a copy may be in the workspace
  }
  return modelOf(input.parentSha256, input.modelsFolder, learner);
}

std::unique_ptr<Classifier> trainedOf(Learner& learner, const TrainingTask& task, const TrainingInput& input,
                                      const TrainingObserver& observer, const JobContext& job) {
  try {
    return learner.train(task, observer, job);
  } catch (const Stopped&) {
    if (*input.isDiscarded) removeFile(task.checkpoint.file);
    throw;
  }
}

OpenedModel trainModel(Learner& learner, const TrainingInput& input, const TrainingObserver& observer,
                       const JobContext& job) {
  if (!input.corrections.empty()) return correctedModel(learner, input, observer, job);
  auto split = std::make_shared<const Split>(
      makeStableSplit(*input.beats, *input.labels, input.splitId, input.config.seed));
  const std::shared_ptr<const Classifier> parent = parentOf(input, learner);
  const TrainingTask task{.beats = *input.beats,
                          .labels = *input.labels,
                          .split = *split,
                          .config = input.config,
                          .parent = parent.get(),
                          .mode = input.mode,
                          .continues = input.continues,
                          .keepBest = input.keepBest,
                          .checkpoint = input.checkpoint,
                          .pause = input.pause.get()};
  OpenedModel trained{.classifier = trainedOf(learner, task, input, observer, job), .split = split};
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

void keepACore(TrainingConfig& config) {
  if (config.threads != 0) return;
  config.threads = std::max(1, static_cast<int>(std::thread::hardware_concurrency()) - 1);
}

QString Session::Private::whyNotTrain(const TrainingRequest& request) const {
  if (session.m_training.isActive()) return tr("A training is running already.");
  if (!session.m_beats) return tr("There are no beats to learn from: open a data set first.");
  if (mayFindAState())
    return tr("An interrupted training is being looked for: start the training when that is done.");
  if (opensRunning > 0) return tr("Something is being opened: start the training when that is done.");
  if (request.transfer && !session.m_model) return tr("There is no model to start from: open one first.");
  return {};
}

void Session::startTraining(const TrainingRequest& request) {
  QString reason = m_private->whyNotTrain(request);
  if (reason.isEmpty() && m_interrupted)
    reason = tr("An interrupted training waits: resume it, or discard it, before another is started.");
  if (!reason.isEmpty()) {
    m_private->complain(reason);
    return;
  }
  m_private->begin(request, request.transfer ? std::optional(m_private->currentModel()) : std::nullopt);
}

void Session::Private::begin(const TrainingRequest& request, const std::optional<ParentModel>& parent) {
  TrainingInput input{.mode = request.transfer.value_or(TransferMode::Scratch),
                      .config = request.config,
                      .splitId = request.splitId.toStdString()};
  if (parent) {
    input.parent = parent->classifier;
    input.parentSha256 = parent->sha256;
    input.parentFile = parent->path.toStdString();
    const auto& open = session.m_model;
    if (!input.parent && open && open->info().weightsSha256 == parent->sha256) input.parent = open;
  }
  keepACore(input.config);
  input.checkpoint.file = checkpointFile();
  launch(std::move(input), startWordsOf(request.transfer, parent ? parent->name : QString()));
}

void Session::resumeInterrupted() {
  const auto interrupted = m_interrupted;
  if (!interrupted) return;
  if (const QString reason = m_private->whyNotTrain({}); !reason.isEmpty()) {
    m_private->complain(reason);
    return;
  }
  TrainingInput input{.parentSha256 = interrupted->parentSha256,
                      .config = interrupted->config,
                      .splitId = interrupted->splitId};
  const std::optional<TransferMode> mode = modeOf(*interrupted);
  input.mode = mode.value_or(TransferMode::Scratch);
  input.continues = interrupted->continuedAfter > 0;
  input.parent = m_private->openModelOf(input.parentSha256);
  input.checkpoint.file = m_private->checkpointFile();
  input.checkpoint.resume = true;
  m_interrupted.reset();
  const QString parentName = QString::fromStdString(interrupted->parentName);
  const QString words =
      input.continues ? tr("the run of %1 goes on").arg(parentName) : startWordsOf(mode, parentName);
  m_private->launch(std::move(input), words);
}

QString Session::whyNotContinue(const ModelInfo& run) const {
  if (QString reason = m_private->whyNotTrain({}); !reason.isEmpty()) return reason;
  if (m_interrupted)
    return tr("An interrupted training waits: resume it, or discard it, before another is started.");
  return QString::fromStdString(ectopy::whyNotContinue(run, m_beats->fingerprint()));
}

void Session::continueTraining(const ModelInfo& run, int moreEpochs) {
  if (const QString reason = whyNotContinue(run); !reason.isEmpty()) {
    m_private->complain(reason);
    return;
  }
  TrainingInput input{.parent = m_private->openModelOf(run.weightsSha256),
                      .parentSha256 = run.weightsSha256,
                      .mode = modeOf(run).value_or(TransferMode::Scratch),
                      .continues = true,
                      .config = continuedConfig(run, std::clamp(moreEpochs, 1, kMostMoreEpochs)),
                      .splitId = run.splitId};
  keepACore(input.config);
  input.checkpoint.file = m_private->checkpointFile();
  m_private->launch(std::move(input), tr("the run of %1 goes on").arg(QString::fromStdString(run.name)));
}

std::shared_ptr<const Classifier> Session::Private::openModelOf(const std::string& sha256) const {
  const bool isOpen = !sha256.empty() && session.m_model && session.m_model->info().weightsSha256 == sha256;
  return isOpen ? session.m_model : nullptr;
}

void Session::Private::launch(TrainingInput input, const QString& startWords) {
  keepBest = std::stop_source();
  pause = std::make_shared<PauseSwitch>();
  isDiscarded = std::make_shared<std::atomic<bool>>(false);
  isStateKept = !input.checkpoint.file.empty();
  input.beats = session.m_beats;
  input.labels = session.trainingLabels();
  input.keepBest = keepBest.get_token();
  input.pause = pause;
  input.isDiscarded = isDiscarded;
  if (workspace) input.modelsFolder = workspace->modelsFolder();
  TrainingStatus& status = session.m_training;
  status = {};
  status.state = State::Preparing;
  status.config = input.config;
  status.splitId = QString::fromStdString(input.splitId);
  const int excluded = journal ? static_cast<int>(journal->excluded().size()) : 0;
  status.startWords =
      excluded == 0 ? startWords : startWords + tr("; %n beats excluded from training", nullptr, excluded);
  trainingJob = session.m_jobs.start<OpenedModel>(
      {.title = tr("Training %1").arg(QString::fromStdString(input.config.architecture)),
       .isLong = true,
       .endEarly = [this] { keepBestNow(); },
       .togglePause = [this] { session.togglePause(); }},
      &session,
      [input, source = learnerSource, told = observer()](const JobContext& job) {
        return trainModel(source(), input, told, job);
      },
      [this](const OpenedModel& trained) { adoptTrained(trained); },
      [this](const QString& sentence) {
        trainingEnded(State::Failed, sentence);
        setFailedAside();
      },
      [this] { ended(); });
  emit session.trainingChanged();
}

void Session::Private::ended() {
  if (*isDiscarded) {
    removeFile(checkpointFile());  // it may have been trained to its end before it heard
    trainingEnded(State::Cancelled, tr("The training was cancelled and discarded."));
    trainNext();
  } else {
    trainingEnded(State::Cancelled, isStateKept
                                        ? tr("The training is interrupted: it can be resumed.")
                                        : tr("The training was stopped, and what it learned is lost."));
    lookForInterrupted();
  }
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
  observer.onPause = [this](bool isPaused) {
    if (!isPaused) return;
    QMetaObject::invokeMethod(
        &session,
        [this] {
          if (session.m_training.state != State::Pausing) return;
          session.m_training.state = State::Paused;
          emit session.trainingChanged();
        },
        Qt::QueuedConnection);
  };
  observer.onResume = [this](const ModelInfo& soFar, int, int) {
    QMetaObject::invokeMethod(
        &session,
        [this, soFar] {
          for (const EpochRecord& record : soFar.history)
            session.m_training.epochs.push_back({.record = record,
                                                 .validation = soFar.validation,
                                                 .bestEpoch = soFar.bestEpoch,
                                                 .patienceLeft = soFar.config.stopPatience});
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
  if (state != State::Preparing && state != State::Running && !session.m_training.isPausing()) return;
  state = State::StoppingAndKeeping;
  keepBest.request_stop();
  emit session.trainingChanged();
}

void Session::cancelTraining() {
  if (!m_training.isActive()) return;
  m_training.state = State::Cancelling;
  *m_private->isDiscarded = true;
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
  session.m_training.corrected = trained.corrected;
  trainingEnded(State::Finished,
                trained.words.isEmpty() ? resultSentence(trained.classifier->info()) : trained.words);
  keep(trained.classifier);
}

void Session::Private::keep(const std::shared_ptr<const Classifier>& classifier) {
  if (!workspace || workspace->isReadOnly()) {
    complain(
        tr("The model is in memory only, because there is no workspace to write to: save it under Model."));
    trainNext();
    return;
  }
  session.m_jobs.start<RunRecord>(
      {.title = tr("Keeping the model"), .isQuiet = true, .queue = kJournalQueue}, &session,
      [classifier, store = workspace, checkpoint = checkpointFile()](const JobContext&) {
        RunRecord run = storeModel(*classifier, *store);
        removeFile(checkpoint);  // the model is safe
        return run;
      },
      [this, store = workspace](const RunRecord& run) {
        if (store != workspace) return;
        session.m_runs.push_back(run);
        emit session.runsChanged();
        trainNext();
      },
      [this, store = workspace](const QString& sentence) {
        complain(tr("The model was not kept as usual: %1").arg(sentence));
        if (store == workspace) trainNext();
      });
}

}  // namespace ectopy::ui
