#include <numeric>

#include "ui/session/session_private.h"

namespace ectopy::ui {
namespace {

constexpr int kMaxNameLength = 100;

std::unique_ptr<LabelJournal> journalOf(const BeatSet& beats, const Workspace& workspace,
                                        const std::string& annotator) {
  const auto classes = beats.columns().classes;
  return std::make_unique<LabelJournal>(std::vector<ClassIndex>(classes.begin(), classes.end()),
                                        workspace.loadJournal(annotator));
}

}  // namespace

std::string Session::Private::journalName() const {
  const bool isOwn = session.m_annotators.isEmpty() || session.m_annotator == session.m_annotators.front();
  return isOwn ? std::string() : session.m_annotator.toStdString();
}

void Session::Private::takeAnnotators(const OpenedData& opened) {
  session.m_annotators = opened.annotators;
  session.m_annotator = opened.annotator;
}

void Session::setAnnotator(const QString& wanted) {
  const QString name = wanted.simplified();
  if (!m_beats || name == m_annotator) return;
  if (name.isEmpty() || name.size() > kMaxNameLength) {
    m_private->complain(
        tr("An annotator needs a name of 1 to %1 letters, found %2.").arg(kMaxNameLength).arg(name.size()));
  } else if (!m_private->workspace) {
    m_private->complain(tr("Labels are kept nowhere here, so that there is no room for another annotator."));
  } else {
    m_private->loadAnnotator(name);
  }
}

/// What was labelled until now goes to the disk under the name it was given by.
void Session::Private::loadAnnotator(const QString& name) {
  session.finishSaving(&session, [this, name, beats = session.m_beats](bool isOnDisk) {
    if (beats != session.m_beats || !workspace) return;
    if (!isOnDisk) {
      complain(
          tr("The annotator stays %1, because the last labels are not saved yet.").arg(session.m_annotator));
      return;
    }
    session.m_jobs.stop(annotatorJob);
    annotatorJob = session.m_jobs.start<std::shared_ptr<std::unique_ptr<LabelJournal>>>(
        {.title = tr("Opening the labels of %1").arg(name)}, &session,
        [beats, store = workspace, annotator = name.toStdString()](const JobContext&) {
          return std::make_shared<std::unique_ptr<LabelJournal>>(journalOf(*beats, *store, annotator));
        },
        [this, name, beats](const std::shared_ptr<std::unique_ptr<LabelJournal>>& loaded) {
          if (beats != session.m_beats) return;
          if (!unsaved.empty()) return loadAnnotator(name);  // a label was given meanwhile
          adoptAnnotator(name, std::move(*loaded));
        },
        [this](const QString& sentence) { complain(sentence); });
  });
}

void Session::Private::adoptAnnotator(const QString& name, std::unique_ptr<LabelJournal> loaded) {
  journal = std::move(loaded);
  session.m_annotator = name;
  if (!session.m_annotators.contains(name)) session.m_annotators << name;
  takeMarks();
  std::vector<BeatIndex> all(session.m_beats->size());
  std::iota(all.begin(), all.end(), BeatIndex{0});
  emit session.annotatorChanged();
  emit session.labelsChanged(all);
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
        return journalOf(*beats, *store, name)->labels();
      },
      std::move(then), [this](const QString& sentence) { m_private->complain(sentence); });
}

}  // namespace ectopy::ui
