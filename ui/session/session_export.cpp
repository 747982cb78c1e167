#include <QFileInfo>

#include "core/base/files.h"
#include "core/beats/cutting.h"
#include "core/beats/label_table.h"
#include "core/model/model_guard.h"
#include "core/report/report.h"
#include "core/workspace/journal_file.h"
#include "core/workspace/utc_time.h"
#include "ui/session/session_private.h"

namespace ectopy::ui {
namespace {

std::string wordsFor(Part part) {
  return part == Part::None ? "all beats" : std::string(nameOf(part)) + " part";
}

/// What a report is made of, all of one moment.
struct ReportContent {
  std::shared_ptr<const BeatSet> beats;
  Labels labels;
  std::shared_ptr<const Predictions> predictions;
  std::shared_ptr<const Classifier> model;
  std::shared_ptr<const Split> split;
  std::shared_ptr<const std::vector<Part>> parts;
  Part part;
};

std::string reportOf(const ReportContent& content) {
  const BeatSet& beats = *content.beats;
  const auto judged = beatsOfPart(content.parts.get(), content.part, beats.size());
  const Evaluation evaluation = evaluate(*content.predictions, beats, *content.labels, judged);
  const auto fileLabels = beats.columns().classes;
  std::size_t edited = 0;
  for (std::size_t beat = 0; beat < beats.size(); ++beat) {
    if ((*content.labels)[beat] != fileLabels[beat]) ++edited;
  }
  return renderHtmlReport({.beats = beats,
                           .labels = *content.labels,
                           .predictions = *content.predictions,
                           .evaluation = evaluation,
                           .model = content.model->info(),
                           .part = wordsFor(content.part),
                           .protocol = content.split ? content.split->protocol : "no split",
                           .guard = guardOf(content.model->info(), beats,
                                            content.part == Part::None ? nullptr : content.split.get()),
                           .editedLabels = edited,
                           .dateUtc = utcNow()});
}

}  // namespace

void Session::exportReport(const QString& path) {
  if (!m_model || !m_predictions) {
    m_private->complain(tr("A report needs a model's evaluation: train a model, or open one."));
    return;
  }
  const ReportContent content{
      m_beats, labels(), m_predictions, m_model, m_split, m_parts, m_parts ? m_evaluatedPart : Part::None};
  const QString target = QFileInfo(path).suffix().isEmpty() ? path + ".html" : path;
  m_jobs.start<void>(
      {.title = tr("Writing the report"), .mustFinish = true}, this,
      [content, target](const JobContext&) { writeFileAtomically(target.toStdString(), reportOf(content)); },
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
      {.title = tr("Exporting the labels"), .mustFinish = true}, this,
      [beats = m_beats, effective = labels(), target](const JobContext& job) {
        exportHeartbeatCsv(target.toStdString(), *beats, *effective, job);
      },
      [this, target, effective = labels()] {
        // A CSV has no place for flags, exclusions, notes and R peaks.
        const bool isAllThere = effective == labels() && m_marks->areNone() && !m_beats->overlay();
        if (isAllThere) m_private->hasEditsNowhere = false;
        m_private->say(tr("Beats and labels are written to %1.").arg(target));
      },
      [this](const QString& sentence) { m_private->complain(sentence); });
}

void Session::exportJson(const QString& path) {
  if (!m_beats || !m_private->journal) {
    m_private->complain(tr("There are no labels to export: open a data set first."));
    return;
  }
  const QString target = QFileInfo(path).suffix().isEmpty() ? path + ".json" : path;
  m_jobs.start<void>(
      {.title = tr("Exporting the labels"), .mustFinish = true}, this,
      [beats = m_beats, effective = labels(), marks = m_marks, notes = m_private->journal->notes(),
       who = m_annotator.toStdString(), target](const JobContext& job) {
        writeLabelJson(target.toStdString(), {*beats, *effective, *marks, notes, who}, job);
      },
      [this, target, steps = journalSteps().size(), beats = m_beats] {
        const bool isAllThere = beats == m_beats && steps == journalSteps().size();
        if (isAllThere) m_private->hasEditsNowhere = false;  // marks and notes too
        m_private->say(tr("The labels are written to %1.").arg(target));
      },
      [this](const QString& sentence) { m_private->complain(sentence); });
}

void Session::exportAnnotations(const AnnotationExport& target) {
  if (!m_beats) {
    m_private->complain(tr("There are no labels to export: open a data set first."));
    return;
  }
  using Files = std::vector<std::filesystem::path>;
  m_jobs.start<Files>(
      {.title = tr("Writing annotations"), .mustFinish = true}, this,
      [beats = m_beats, effective = labels(), target](const JobContext& job) {
        return ectopy::exportAnnotations(*beats, *effective, target, job);
      },
      [this](const Files& files) {
        const QString first = QString::fromStdString(files.front().string());
        m_private->say(files.size() == 1
                           ? tr("The labels are written to %1.").arg(first)
                           : tr("The labels are written to %1 annotation files, the first is %2.")
                                 .arg(files.size())
                                 .arg(first));
      },
      [this](const QString& sentence) { m_private->complain(sentence); });
}

void Session::exportJournal(const QString& path) {
  if (!m_private->workspace) {
    m_private->complain(tr("There is no workspace that keeps a journal of these labels."));
    return;
  }
  const QString target = QFileInfo(path).suffix().isEmpty() ? path + ".json" : path;
  finishSaving(this, [this, store = m_private->workspace, target](bool isOnDisk) {
    if (!isOnDisk)
      m_private->complain(tr("The last labels are not saved yet: the journal leaves without them."));
    m_jobs.start<void>(
        {.title = tr("Exporting the journal"), .mustFinish = true}, this,
        [store, target](const JobContext& job) {
          const bool isTable = target.endsWith(QStringLiteral(".csv"), Qt::CaseInsensitive);
          (isTable ? writeJournalCsv : writeJournalJson)(target.toStdString(), journalOf(*store), job);
        },
        [this, target] { m_private->say(tr("The journal is written to %1.").arg(target)); },
        [this](const QString& sentence) { m_private->complain(sentence); });
  });
}

}  // namespace ectopy::ui
