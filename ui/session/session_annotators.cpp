#include <numeric>

#include "core/beats/peak_edits.h"
#include "ui/session/session_private.h"

namespace ectopy::ui {
namespace {

constexpr int kMaxNameBytes = 200;  // that a journal takes

bool isName(const QString& name) {
  return !name.isEmpty() && name.toUtf8().size() <= kMaxNameBytes;
}

std::unique_ptr<LabelJournal> journalOf(const std::shared_ptr<const BeatSet>& beats,
                                        const Workspace& workspace, const std::string& annotator) {
  return std::make_unique<LabelJournal>(asInSource(beats), workspace.loadJournal(annotator));
}

}  // namespace

std::string Session::Private::journalName() const {
  // Never "the workspace's own": that is whoever saves first.
  return session.m_annotator.toStdString();
}

void Session::Private::takeAnnotators(const OpenedData& opened) {
  session.m_annotators = opened.annotators;
  session.m_annotator = opened.annotator;
}

void Session::setAnnotator(const QString& wanted) {
  const QString name = wanted.simplified();
  if (!m_beats || name == m_annotator) return;
  if (!isName(name)) {
    m_private->complain(tr("An annotator needs a name of 1 to %1 bytes, found %2.")
                            .arg(kMaxNameBytes)
                            .arg(name.toUtf8().size()));
  } else if (!m_private->workspace) {
    m_private->complain(tr("Labels are kept nowhere here, so that there is no room for another annotator."));
  } else if (m_private->isImporting) {
    m_private->complain(tr("A journal is being imported: change the annotator when it is there."));
  } else {
    m_private->loadAnnotator(name);
  }
}

/// What was labelled until now goes to the disk under the name it was given by.
void Session::Private::loadAnnotator(const QString& name, std::function<void()> then) {
  emit session.annotatorGoes();
  session.finishSaving(&session, [this, name, then = std::move(then),
                                  beats = session.m_beats](bool isOnDisk) {
    if (!isSameSource(beats) || !workspace) return;
    if (!isOnDisk) {
      isImporting = false;
      complain(
          tr("The annotator stays %1, because the last labels are not saved yet.").arg(session.m_annotator));
      return;
    }
    session.m_jobs.stop(annotatorJob);
    annotatorJob = session.m_jobs.start<std::shared_ptr<std::unique_ptr<LabelJournal>>>(
        {.title = tr("Opening the labels of %1").arg(name)}, &session,
        [beats, store = workspace, annotator = name.toStdString()](const JobContext&) {
          return std::make_shared<std::unique_ptr<LabelJournal>>(journalOf(beats, *store, annotator));
        },
        [this, name, then, beats](const std::shared_ptr<std::unique_ptr<LabelJournal>>& loaded) {
          if (!isSameSource(beats)) return;
          if (!unsaved.empty()) return loadAnnotator(name, then);  // a label was given meanwhile
          adoptAnnotator(name, std::move(*loaded));
          if (then) then();
        },
        [this](const QString& sentence) {
          isImporting = false;
          complain(sentence);
        },
        [this] { isImporting = false; });
  });
}

void Session::Private::adoptAnnotator(const QString& name, std::unique_ptr<LabelJournal> loaded) {
  journal = std::move(loaded);
  isImporting = false;
  session.m_annotator = name;
  if (!session.m_annotators.contains(name)) session.m_annotators << name;
  takeMarks();
  std::vector<BeatIndex> all(session.m_beats->size());
  std::iota(all.begin(), all.end(), BeatIndex{0});
  emit session.annotatorChanged();
  emit session.labelsChanged(all);
  requestRecut();
  refreshAfterEdit();
  visible.request();
  if (workspace->isReadOnly()) return;
  session.m_jobs.start<void>(
      {.title = tr("Remembering the annotator"), .isQuiet = true, .queue = kJournalQueue}, &session,
      [store = workspace, name](const JobContext&) { store->setValue(kAnnotatorKey, name.toStdString()); },
      {}, [](const QString&) {});
}

void Session::readLabelsOf(const QString& annotator, QObject* context, std::function<void(Labels)> then) {
  if (!m_beats || !m_private->workspace) return;
  m_jobs.start<Labels>(
      {.title = tr("Reading the labels of %1").arg(annotator), .isQuiet = true}, context,
      [beats = m_beats, store = m_private->workspace, name = annotator.toStdString()](const JobContext&) {
        return std::make_shared<const std::vector<ClassIndex>>(
            labelsFrom(*journalOf(beats, *store, name)->labels(), *beats));
      },
      std::move(then), [this](const QString& sentence) { m_private->complain(sentence); });
}

void Session::compareAnnotators(const QString& first, const QString& second, bool onlyOwn, QObject* context,
                                std::function<void(const AnnotatorComparison&)> then) {
  if (!m_beats || !m_private->workspace) return;
  finishSaving(context, [=, this, beats = m_beats, store = m_private->workspace](bool) {
    m_jobs.start<std::shared_ptr<const AnnotatorComparison>>(
        {.title = tr("Comparing %1 and %2").arg(first, second), .isQuiet = true}, context,
        [=, one = first.toStdString(), other = second.toStdString()](const JobContext&) {
          const auto labelsOf = [&](const std::string& name) {
            const auto journal = journalOf(beats, *store, name);
            return std::make_shared<const std::vector<ClassIndex>>(
                labelsFrom(onlyOwn ? journal->ownLabels() : *journal->labels(), *beats));
          };
          AnnotatorComparison found;
          found.first = labelsOf(one);
          found.second = labelsOf(other);
          found.agreement = agreementOf(*found.first, *found.second, beats->scheme().size());
          for (const BeatIndex beat : disagreements(*found.first, *found.second)) {
            const bool haveBoth = (*found.first)[beat] != kUnlabelled && (*found.second)[beat] != kUnlabelled;
            if (haveBoth || !onlyOwn) found.differing.push_back(beat);
          }
          return std::make_shared<const AnnotatorComparison>(std::move(found));
        },
        [then](const std::shared_ptr<const AnnotatorComparison>& found) { then(*found); },
        [this](const QString& sentence) { m_private->complain(sentence); });
  });
}

void Session::adjudicate(const QString& first, const QString& second, const QString& wanted) {
  const QString name = wanted.simplified();
  if (!m_beats || !m_private->mayEdit()) return;
  if (!m_private->workspace || !isName(name) || m_annotators.contains(name)) {
    m_private->complain(tr("Adjudicated labels need a name of their own, found “%1”.").arg(name));
    return;
  }
  finishSaving(this, [=, this, beats = m_beats, store = m_private->workspace](bool isOnDisk) {
    if (!m_private->isSameSource(beats)) return;
    if (!isOnDisk) {
      m_private->complain(tr("Nothing is adjudicated, because the last labels are not saved yet."));
      return;
    }
    m_jobs.start<std::shared_ptr<std::vector<BeatIndex>>>(
        {.title = tr("Adjudicating")}, this,
        [=](const JobContext&) {
          // Beats that one of them added are none of the third's.
          const auto source = asInSource(beats);
          const auto one = labelsFrom(*journalOf(beats, *store, first.toStdString())->labels(), *source);
          const auto other = labelsFrom(*journalOf(beats, *store, second.toStdString())->labels(), *source);
          const auto judged = journalOf(beats, *store, name.toStdString());
          const auto agreed = agreedLabels(one, other);
          std::vector<WantedLabel> labels;
          for (BeatIndex beat = 0; beat < agreed.size(); ++beat) labels.push_back({beat, agreed[beat]});
          const QString why = tr("agreed by %1 and %2").arg(first, second);
          const auto step = judged->relabel(
              labels, {.who = name.toStdString(), .why = why.toStdString(), .suggestedBy = {}});
          if (step) store->append({&step, 1}, name.toStdString());
          return std::make_shared<std::vector<BeatIndex>>(disagreements(one, other));
        },
        [=, this](const std::shared_ptr<std::vector<BeatIndex>>& open) {
          if (!m_private->isSameSource(beats)) return;
          // Shown when the judge is there: a key must not decide for somebody else.
          m_private->loadAnnotator(name, [=, this] {
            showListed(tr("to be decided between %1 and %2").arg(first, second), *open);
          });
        },
        [this](const QString& sentence) { m_private->complain(sentence); });
  });
}

void Session::Private::adoptImport(const Imported& imported) {
  const JournalImport& done = imported.done;
  say(done.steps == 0
          ? tr("Every step of that journal is here already.")
          : tr("%1 steps of %2 annotators came with the journal.").arg(done.steps).arg(done.annotators));
  isImporting = done.steps > 0;  // until its steps are the session's too
  if (done.steps == 0) return;
  session.m_annotators = imported.names;
  if (!session.m_annotators.contains(session.m_annotator)) session.m_annotators << session.m_annotator;
  loadAnnotator(session.m_annotator);
}

void Session::importJournal(const QString& path) {
  if (!m_beats || !m_private->mayEdit()) return;
  if (!m_private->workspace) {
    m_private->complain(tr("Labels are kept nowhere here, so that a journal has no place to go."));
    return;
  }
  m_private->isImporting = true;
  finishSaving(this, [this, path, beats = m_beats, store = m_private->workspace](bool isOnDisk) {
    if (!m_private->isSameSource(beats)) return;
    if (!isOnDisk) {
      m_private->isImporting = false;
      m_private->complain(tr("No journal is imported, because the last labels are not saved yet."));
      return;
    }
    m_jobs.start<Imported>(
        {.title = tr("Importing a journal"), .queue = kJournalQueue}, this,
        [=](const JobContext& job) {
          const bool isTable = path.endsWith(QStringLiteral(".csv"), Qt::CaseInsensitive);
          const JournalFile file = (isTable ? readJournalCsv : readJournalJson)(path.toStdString(), job);
          Imported imported{ectopy::importJournal(*store, file, asInSource(beats)), {}};
          for (const std::string& name : store->annotators()) imported.names << QString::fromStdString(name);
          return imported;
        },
        [this, beats](const Imported& imported) {
          if (m_private->isSameSource(beats)) m_private->adoptImport(imported);
        },
        [this](const QString& sentence) {
          m_private->isImporting = false;
          m_private->complain(sentence);
        });
  });
}

}  // namespace ectopy::ui
