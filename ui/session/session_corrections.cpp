#include "core/training/correction_training.h"
#include "ui/session/session_private.h"

namespace ectopy::ui {

OpenedModel correctedModel(Learner& learner, const TrainingInput& input, const TrainingObserver& observer,
                           const JobContext& job) {
  const CorrectionTask task{.beats = *input.beats,
                            .labels = *input.labels,
                            .corrections = input.corrections,
                            .parent = *input.parent,
                            .config = input.config,
                            .replay = {},
                            .opinions = input.opinions,
                            .keepBest = input.keepBest,
                            .pause = input.pause.get()};
  CorrectedModel corrected = fineTuneOnCorrections(learner, task, observer, job);
  OpenedModel opened = judged(std::move(corrected.classifier), input.beats, input.labels);
  opened.corrected = std::make_shared<const CorrectionResult>(
      CorrectionResult{.heldBack = corrected.figures.heldBack,
                       .learned = corrected.figures.learned,
                       .before = input.opinions,
                       .weightsSha256 = opened.classifier->info().weightsSha256});
  opened.words = QString::fromStdString(correctionWords(corrected.figures));
  return opened;
}

QString Session::whyNotFineTune() const {
  if (QString reason = m_private->whyNotTrain({}); !reason.isEmpty()) return reason;
  if (!m_model) return tr("There is no model to fine-tune: open one, or train one.");
  if (QString misfit = misfitOf(m_model->info(), *m_beats); !misfit.isEmpty()) return misfit;
  if (!m_private->journal || !m_private->journal->hasCorrections())
    return tr("There are no corrections to learn from: correct some labels first.");
  if (m_interrupted)
    return tr("An interrupted training waits: resume it, or discard it, before another is started.");
  return {};
}

void Session::fineTuneOnCorrections() {
  if (const QString reason = whyNotFineTune(); !reason.isEmpty()) {
    m_private->complain(reason);
    return;
  }
  TrainingInput input;
  input.parent = m_model;
  input.mode = TransferMode::FineTune;
  input.config = correctionConfig(m_model->info());
  input.splitId = m_model->info().splitId;
  input.corrections = m_private->journal->corrections();
  std::erase_if(input.corrections, [this](BeatIndex beat) { return beat >= m_beats->size(); });
  input.opinions = m_predictions;
  keepACore(input.config);
  const QString name = QString::fromStdString(m_model->info().name);
  m_private->launch(std::move(input), tr("fine-tuned on corrections, from %1").arg(name));
}

}  // namespace ectopy::ui
