#include <QFileInfo>
#include <algorithm>

#include "core/model/shipped_model.h"
#include "ui/session/session_private.h"

namespace ectopy::ui {
namespace {

QString codesOf(const LabelScheme& scheme) {
  QStringList codes;
  for (const auto& labelClass : scheme.classes) codes << QString::fromStdString(labelClass.code);
  return codes.join(' ');
}

/// The model's own protocol on this data set, where it has one here.
std::shared_ptr<const Split> splitOf(const ModelInfo& model, const BeatSet& beats,
                                     std::span<const ClassIndex> labels) {
  const auto choices = splitChoices(beats);
  const bool isKnown = std::any_of(choices.begin(), choices.end(),
                                   [&](const SplitChoice& choice) { return choice.id == model.splitId; });
  if (!isKnown) return {};
  try {
    return std::make_shared<const Split>(makeStableSplit(beats, labels, model.splitId, model.config.seed));
  } catch (const Error&) {
    return {};  // the data set's own split stays
  }
}

bool isShipped(const QString& path) {
  return QFileInfo(path).fileName() == QLatin1String(kShippedModelFile);
}

QString creditOfShippedModel() {
  return QString::fromUtf8(kShippedModelCredit.data(), kShippedModelCredit.size());
}

}  // namespace

OpenedModel judged(std::shared_ptr<const Classifier> classifier, const std::shared_ptr<const BeatSet>& beats,
                   const Labels& labels) {
  OpenedModel opened{.classifier = std::move(classifier)};
  if (!beats) return opened;
  const ModelInfo& info = opened.classifier->info();
  opened.misfit = misfitOf(info, *beats);
  if (opened.misfit.isEmpty()) opened.split = splitOf(info, *beats, *labels);
  return opened;
}

QString misfitOf(const ModelInfo& model, const BeatSet& beats) {
  const QString name = QString::fromStdString(model.name);
  if (codesOf(model.scheme) != codesOf(beats.scheme())) {
    return Session::tr(
               "%1 knows the classes %2, these beats have %3: it can be the start of a training here, but "
               "not judge them.")
        .arg(name, codesOf(model.scheme), codesOf(beats.scheme()));
  }
  try {
    requireSameCut(model.cut, beats.cut());
    return {};
  } catch (const Error& error) {
    return QString::fromUtf8(error.what());
  }
}

void Session::openModel(const QString& path) {
  if (m_training.isActive()) {
    m_private->complain(tr("A training is running: stop it before opening another model."));
    return;
  }
  m_private->startModelJob(path, false);
}

void Session::Private::startModelJob(const QString& path, bool isComingBack) {
  session.m_jobs.stop(modelJob);
  modelJob = session.m_jobs.start<OpenedModel>(
      {.title = tr("Opening model %1").arg(QFileInfo(path).completeBaseName())}, &session,
      [path, source = learnerSource, beats = session.m_beats,
       labels = session.labels()](const JobContext& job) {
        const std::shared_ptr<const Classifier> classifier = source().load(path.toStdString());
        job.throwIfStopped();
        OpenedModel opened = judged(classifier, beats, labels);
        opened.path = path;
        return opened;
      },
      [this, isComingBack, beats = session.m_beats](const OpenedModel& opened) {
        if (!isSameSource(beats)) return;  // it was judged on others
        adopt(opened);
        rememberModel(opened.path);
        if (!isComingBack && opened.misfit.isEmpty()) {
          const QString words =
              tr("Model %1 is open.").arg(QString::fromStdString(opened.classifier->info().name));
          say(isShipped(opened.path) ? words + ' ' + creditOfShippedModel() : words);
        }
      },
      [this, beats = session.m_beats](const QString& sentence) {
        complain(sentence);
        if (isSameSource(beats) && !session.m_model) dropConditionsOnPredictions();
      },
      [this, beats = session.m_beats] {
        if (isSameSource(beats) && !session.m_model) dropConditionsOnPredictions();
      });
}

void Session::Private::judgeWith(std::shared_ptr<const Classifier> classifier) {
  session.m_jobs.stop(modelJob);
  modelJob = session.m_jobs.start<OpenedModel>(
      {.title = tr("Judging with the open model"), .isQuiet = true}, &session,
      [classifier = std::move(classifier), beats = session.m_beats,
       labels = session.labels()](const JobContext&) { return judged(classifier, beats, labels); },
      [this, beats = session.m_beats](const OpenedModel& opened) {
        if (isSameSource(beats) && opened.classifier == session.m_model) adopt(opened);
      },
      [this](const QString& sentence) { complain(sentence); });
}

void Session::Private::useSplit(std::shared_ptr<const Split> split) {
  if (split) split = std::make_shared<const Split>(carriedTo(*split, *session.m_beats));
  const auto& now = session.m_split;
  if (split == now || (split && now && *split == *now)) return;
  session.m_split = std::move(split);
  session.m_parts.reset();
  if (session.m_split) {
    session.m_parts =
        std::make_shared<const std::vector<Part>>(partOfEachBeat(*session.m_split, session.m_beats->size()));
  } else {
    session.m_evaluatedPart = Part::None;
  }
  emit session.splitChanged();
  if (session.m_filter.part) visible.request();
}

void Session::Private::adopt(const OpenedModel& opened) {
  session.m_jobs.stop(predictionJob);
  // Judged on other beats the model is the same, and so is its file.
  if (session.m_model != opened.classifier) modelPath = opened.path;
  session.m_model = opened.classifier;
  emit session.modelChanged();
  setPredictions(nullptr);
  if (!session.m_beats) return;
  // Never the split of the model before: this one may have learned from its test part.
  useSplit(opened.split ? opened.split : defaultSplit);
  counts.request();
  if (opened.misfit.isEmpty()) {
    predict();
    return;
  }
  say(opened.misfit);
  dropConditionsOnPredictions();
}

void Session::Private::predict() {
  predictionJob = session.m_jobs.start<std::shared_ptr<const Predictions>>(
      {.title = tr("Predicting %L1 beats").arg(session.m_beats->size())}, &session,
      [model = session.m_model, beats = session.m_beats](const JobContext& job) {
        return std::make_shared<const Predictions>(model->predict(*beats, 0, job));
      },
      [this, model = session.m_model,
       beats = session.m_beats](std::shared_ptr<const Predictions> predictions) {
        if (model == session.m_model && beats == session.m_beats) setPredictions(std::move(predictions));
      },
      [this, model = session.m_model, beats = session.m_beats](const QString& sentence) {
        complain(sentence);
        if (model == session.m_model && beats == session.m_beats) dropConditionsOnPredictions();
      },
      [this, model = session.m_model, beats = session.m_beats] {
        if (model != session.m_model || beats != session.m_beats) return;
        say(tr("Predicting was stopped: open the model again to predict all beats."));
        dropConditionsOnPredictions();
      });
}

void Session::Private::setPredictions(std::shared_ptr<const Predictions> predictions) {
  const bool hadSome = session.m_predictions != nullptr;
  session.m_predictions = std::move(predictions);
  session.m_evaluationProblem.clear();
  if (!session.m_predictions) {
    evaluation.cancel();
    session.m_evaluation.reset();
    if (!hadSome) return;
    emit session.predictionsChanged();
    emit session.evaluationChanged();
  } else {
    emit session.predictionsChanged();
    evaluation.request();
  }
  counts.request();
  const BeatFilter& filter = session.m_filter;
  if (filter.needsPredictions() || filter.order != BeatOrder::File) visible.request();
}

void Session::Private::rememberModel(const QString& path) {
  if (!workspace || workspace->isReadOnly() || path.isEmpty()) return;
  const std::string absolute = QFileInfo(path).absoluteFilePath().toStdString();
  session.m_jobs.start<void>(
      {.title = tr("Remembering the model"), .isQuiet = true, .queue = kJournalQueue}, &session,
      [store = workspace, absolute](const JobContext&) { store->setValue(kModelKey, absolute); }, {},
      [](const QString&) {});
}

void Session::saveModel(const QString& path) {
  if (!m_model) {
    m_private->complain(tr("There is no model to save yet: train one, or open one."));
    return;
  }
  const QString target = QFileInfo(path).suffix().isEmpty() ? path + ".safetensors" : path;
  m_jobs.start<void>(
      {.title = tr("Saving the model"), .mustFinish = true}, this,
      [model = m_model, target](const JobContext&) { model->save(target.toStdString()); },
      [this, target] { m_private->say(tr("The model is saved as %1.").arg(target)); },
      [this](const QString& sentence) { m_private->complain(sentence); });
}

}  // namespace ectopy::ui
