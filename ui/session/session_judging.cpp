#include <algorithm>

#include "ui/session/session_private.h"

namespace ectopy::ui {
namespace {

/// Nothing: the run has no test part here, or not two classes. Throws Error.
std::optional<double> testAuc(const RunRecord& run, const std::filesystem::path& models, Learner& learner,
                              const BeatSet& beats, std::span<const ClassIndex> labels,
                              const JobContext& job) {
  const auto classifier = learner.load(models / run.modelFile);
  const ModelInfo& info = classifier->info();
  if (!misfitOf(info, beats).isEmpty()) return {};
  const Split split = makeStableSplit(beats, labels, info.splitId, info.config.seed);
  if (split.test.empty()) return {};
  const Predictions predictions = classifier->predict(beats, 0, job);
  return evaluate(predictions, beats, labels, split.test).auc;
}

}  // namespace

std::optional<double> Session::testAucOf(std::int64_t id) {
  const auto [known, isNew] = m_private->testAucs.try_emplace(id);
  if (!isNew) return known->second;
  const auto run = std::ranges::find(m_runs, id, &RunRecord::id);
  if (run == m_runs.end() || !m_private->workspace || !m_beats || m_beats->scheme().size() != 2) return {};
  m_jobs.start<std::optional<double>>(
      {.title = tr("Judging %1").arg(QString::fromStdString(run->name)), .isQuiet = true}, this,
      [run = *run, models = m_private->workspace->modelsFolder(), source = m_private->learnerSource,
       beats = m_beats, labels = labels()](const JobContext& job) {
        return testAuc(run, models, source(), *beats, *labels, job);
      },
      [this, id, beats = m_beats, judged = labels()](std::optional<double> auc) {
        if (beats != m_beats || judged != labels() || !auc) return;
        m_private->testAucs[id] = auc;
        emit runJudged(id);
      },
      [](const QString&) {});  // a model that is gone has no figure
  return {};
}

}  // namespace ectopy::ui
