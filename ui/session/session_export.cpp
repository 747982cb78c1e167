#include <QFileInfo>

#include "core/base/files.h"
#include "core/beats/cutting.h"
#include "core/report/report.h"
#include "core/workspace/utc_time.h"
#include "ui/session/session_private.h"

namespace ectopy::ui {
namespace {

std::string wordsFor(Part part) {
  return part == Part::None ? "all beats" : std::string(nameOf(part)) + " part";
}

}  // namespace

void Session::exportReport(const QString& path) {
  if (!m_model || !m_predictions || !m_evaluation) {
    m_private->complain(tr("A report needs a model's evaluation: train a model, or open one."));
    return;
  }
  struct Content {
    std::shared_ptr<const BeatSet> beats;
    Labels labels;
    std::shared_ptr<const Predictions> predictions;
    std::shared_ptr<const Evaluation> evaluation;
    std::shared_ptr<const Classifier> model;
    std::shared_ptr<const Split> split;
    Part part;
    std::size_t edited;
  };
  const Content content{m_beats, labels(), m_predictions,   m_evaluation,
                        m_model, m_split,  m_evaluatedPart, m_counts.edited};
  const QString target = QFileInfo(path).suffix().isEmpty() ? path + ".html" : path;
  m_jobs.start<void>(
      {.title = tr("Writing the report")}, this,
      [content, target](const JobContext&) {
        const ReportInput input{.beats = *content.beats,
                                .labels = *content.labels,
                                .predictions = *content.predictions,
                                .evaluation = *content.evaluation,
                                .model = content.model->info(),
                                .part = wordsFor(content.part),
                                .protocol = content.split ? content.split->protocol : "no split",
                                .guard = content.split ? content.split->guard : "",
                                .editedLabels = content.edited,
                                .dateUtc = utcNow()};
        writeFileAtomically(target.toStdString(), renderHtmlReport(input));
      },
      [this, target] {
        m_private->say(tr("The report is written to %1.").arg(target));
        emit reportExported(target);
      },
      [this](const QString& sentence) { m_private->complain(sentence); });
}

void Session::exportCsv(const QString& path) {
  if (!m_beats) {
    m_private->complain(tr("There are no beats to export: open a data set first."));
    return;
  }
  const QString target = QFileInfo(path).suffix().isEmpty() ? path + ".csv" : path;
  m_jobs.start<void>(
      {.title = tr("Exporting the labels")}, this,
      [beats = m_beats, effective = labels(), target](const JobContext& job) {
        exportHeartbeatCsv(target.toStdString(), *beats, *effective, job);
      },
      [this, target] { m_private->say(tr("Beats and labels are written to %1.").arg(target)); },
      [this](const QString& sentence) { m_private->complain(sentence); });
}

}  // namespace ectopy::ui
