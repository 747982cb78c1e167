#include <QDir>
#include <QFileInfo>
#include <QSettings>
#include <QStandardPaths>
#include <algorithm>

#include "core/beats/cutting.h"
#include "core/beats/demo.h"
#include "core/beats/peak_correction.h"
#include "ui/session/session_private.h"

namespace ectopy::ui {

namespace fs = std::filesystem;

namespace {

constexpr int kMaxRecent = 10;
constexpr int kMostSentences = 3;
constexpr auto kChoicesKey = "recent/choices";  // absolute path -> OpenChoice as text
constexpr std::size_t kMaxRecordings = 8;       // kept in memory, a half hour of two leads is 2.6 MB

/// Makes the demo recordings once a version; returns the folder of the set asked for.
QString demoFolder(bool wantsInfarction, const JobContext& job) {
  const fs::path cache = QStandardPaths::writableLocation(QStandardPaths::CacheLocation).toStdString();
  const fs::path folder = cache / "demo-" ECTOPY_VERSION;
  const fs::path set = folder / (wantsInfarction ? "infarction" : "arrhythmia");
  if (!fs::exists(set / "RECORDS")) {
    // Under another name until it is whole, so that a stopped run leaves nothing half made.
    const fs::path unfinished = cache / "demo-unfinished";
    fs::remove_all(unfinished);
    fs::create_directories(unfinished);
    writeDemo(unfinished, {}, job);
    fs::remove_all(folder);
    fs::rename(unfinished, folder);
  }
  return QString::fromStdString(set.string());
}

/// As many sentences as a message can hold.
QString firstOf(const QStringList& sentences) {
  QString text = sentences.mid(0, kMostSentences).join(' ');
  if (sentences.size() > kMostSentences)
    text +=
        Session::tr(" (and %1 more; ectopy-cli info tells them all)").arg(sentences.size() - kMostSentences);
  return text;
}

/// A recording of the source with its annotations where the set has its R peaks.
std::shared_ptr<const Recording> withCorrectedPeaks(std::shared_ptr<const Recording> recording,
                                                    const BeatSet& beats, std::uint32_t record) {
  const auto corrections = correctionsOf(beats, record);
  const std::string& annotator = beats.cut().annotator;
  if (corrections.empty() || !recording->annotations.contains(annotator)) return recording;
  auto shown = std::make_shared<Recording>(*recording);
  auto& marks = shown->annotations.at(annotator);
  marks = corrected(std::move(marks), corrections, beats.cut().classMap);
  return shown;
}

/// What did not work shall be asked for next time.
void forgetChoice(const QString& path) {
  QVariantMap choices = QSettings().value(kChoicesKey).toMap();
  if (choices.remove(QFileInfo(path).absoluteFilePath()) > 0) QSettings().setValue(kChoicesKey, choices);
}

}  // namespace

void Session::open(const QString& path, const QString& workspaceFolder,
                   const std::optional<OpenChoice>& choice) {
  if (m_private->isOpeningRefused()) return;
  m_jobs.stop(m_private->openJob);
  const QString name = QFileInfo(QDir::cleanPath(path)).fileName();
  const OpenChoice said = choice ? *choice : rememberedChoice(path).value_or(OpenChoice());
  const OpenRequest request{.path = path,
                            .workspaceFolder = workspaceFolder,
                            .openWorkspace = m_private->workspace,
                            .choice = said,
                            .openFingerprint = m_beats ? m_beats->sourceFingerprint() : std::string()};
  ++m_private->opensRunning;
  m_private->openJob = m_jobs.start<std::shared_ptr<OpenedData>>(
      {.title = tr("Opening %1").arg(name)}, this,
      [request](const JobContext& job) { return openData(request, job); },
      [this, path, said](std::shared_ptr<OpenedData> opened) {
        --m_private->opensRunning;
        if (opened->isModel) {
          openModel(path);
        } else {
          m_private->addRecent(path, {opened->beats->cut(), said.csv, said.text});
          m_private->install(opened);
        }
      },
      [this, path](const QString& sentence) {
        --m_private->opensRunning;
        forgetChoice(path);
        m_private->complain(sentence);
      },
      [this] {
        --m_private->opensRunning;
        m_private->say(tr("Opening was stopped."));
      });
}

bool Session::Private::isOpeningRefused() {
  if (!session.m_training.isActive()) return false;
  complain(tr("A training is running: stop it before opening something else."));
  return true;
}

void Session::openDemo(const QString& workspaceFolder) {
  m_private->startDemo(tr("Making the synthetic demo"), false, workspaceFolder);
}
void Session::openInfarctionDemo() {
  m_private->startDemo(tr("Making the synthetic infarction demo"), true);
}

void Session::Private::startDemo(const QString& title, bool wantsInfarction, const QString& workspaceFolder) {
  if (isOpeningRefused()) return;
  session.m_jobs.stop(openJob);
  ++opensRunning;
  openJob = session.m_jobs.start<QString>(
      {.title = title}, &session,
      [wantsInfarction](const JobContext& job) { return demoFolder(wantsInfarction, job); },
      [this, workspaceFolder](const QString& folder) {
        --opensRunning;
        session.open(folder, workspaceFolder);
      },
      [this](const QString& sentence) {
        --opensRunning;
        complain(sentence);
      },
      [this] { --opensRunning; });
}

QString Session::dataPath() const {
  return m_private->dataPath;
}

std::optional<OpenChoice> Session::rememberedChoice(const QString& path) const {
  return openChoiceFrom(
      QSettings().value(kChoicesKey).toMap().value(QFileInfo(path).absoluteFilePath()).toString());
}

void Session::Private::addRecent(const QString& path, const OpenChoice& choice) {
  if (path.startsWith(QStandardPaths::writableLocation(QStandardPaths::CacheLocation))) return;  // the demo
  QStringList paths = session.recentPaths();
  const QString absolute = QFileInfo(path).absoluteFilePath();
  paths.removeAll(absolute);
  paths.prepend(absolute);
  paths = paths.mid(0, kMaxRecent);
  QVariantMap choices;
  const QVariantMap earlier = QSettings().value(kChoicesKey).toMap();
  for (const QString& kept : paths)
    if (earlier.contains(kept)) choices[kept] = earlier[kept];
  choices[absolute] = textOf(choice);
  QSettings().setValue("recent/paths", QVariant(paths));
  QSettings().setValue(kChoicesKey, choices);
  emit session.recentPathsChanged();
}

void Session::Private::dropData() {
  counts.cancel();
  templates.cancel();
  evaluation.cancel();
  visible.cancel();
  session.m_jobs.stop(predictionJob);
  session.m_jobs.stop(modelJob);
  session.m_jobs.stop(annotatorJob);
  lastLabel.reset();
  isImporting = false;
  recordings.clear();
  shownRecordings.clear();
  session.m_jobs.stop(recutJob);
  isRecutWanted = false;
  awaited.reset();
  recordingUse.clear();
  recordingsAsked.clear();
  recordingProblems.clear();
  architectures.clear();
  networkObstacles.clear();
  isAskingForArchitectures = false;
  hasEditsNowhere = false;
  isLossTold = false;
  session.m_predictions.reset();
  session.m_evaluation.reset();
  session.m_evaluationProblem.clear();
  session.m_templates.reset();
  session.m_training = {};
  session.m_interrupted.reset();
  testAucs.clear();
}

void Session::Private::install(const std::shared_ptr<OpenedData>& opened) {
  ++opensRunning;
  letDataGo([this, opened, number = ++latestDrop](bool mayGo) {
    --opensRunning;
    if (mayGo && number == latestDrop && !isOpeningRefused()) adoptData(*opened);
  });
}

void Session::Private::adoptData(OpenedData& opened) {
  const bool isSameJournal = workspace && workspace == opened.workspace && session.m_beats &&
                             session.m_beats->sourceFingerprint() == opened.beats->sourceFingerprint();
  dropData();
  session.m_beats = opened.beats;
  dataPath = opened.path;
  workspace = opened.workspace;
  // An edit made while the job ran is in the session's journal, not yet in the one the job read.
  if (!isSameJournal || !journal) {
    journal = std::move(opened.journal);
    takeAnnotators(opened);
  }
  takeMarks();
  defaultSplit = opened.split;
  session.m_split = opened.split;
  session.m_parts = opened.parts;
  session.m_evaluatedPart = opened.split ? Part::Test : Part::None;
  session.m_counts = std::move(opened.counts);
  session.m_filter = opened.filter;
  session.m_visible = opened.visible;
  session.m_current = opened.current;
  session.m_selection.clear();
  if (opened.current) session.m_selection.push_back(*opened.current);
  session.m_runs = opened.runs;
  if (!isSameJournal) adoptQueue(opened.waitingRuns);
  setSaveState(!workspace                ? SaveState::NoWorkspace
               : workspace->isReadOnly() ? SaveState::ReadOnly
                                         : SaveState::Saved);
  announceData();
  lookForInterrupted();
  requestRecut();  // where the journal that stayed is ahead of the disk's
  templates.request();
  if (!opened.problems.isEmpty()) say(firstOf(opened.problems));
  if (!opened.notKept.isEmpty()) complain(opened.notKept);
  if (!opened.modelPath.isEmpty() && QFileInfo::exists(opened.modelPath)) {
    startModelJob(opened.modelPath, true);
  } else if (session.m_model) {
    judgeWith(session.m_model);
  } else {
    dropConditionsOnPredictions();
  }
}

void Session::Private::announceData() {
  emit session.dataChanged();
  emit session.annotatorChanged();
  emit session.splitChanged();
  emit session.countsChanged();
  emit session.filterChanged();
  emit session.visibleBeatsChanged();
  emit session.selectionChanged();
  emit session.currentBeatChanged();
  emit session.predictionsChanged();
  emit session.evaluationChanged();
  emit session.templatesChanged();
  emit session.runsChanged();
  emit session.queueChanged();
  emit session.trainingChanged();
}

bool Session::Private::isClosingRefused() {
  if (!session.m_training.isActive()) return false;
  complain(tr("A training is running: stop it before closing the data set."));
  return true;
}

void Session::close() {
  if (m_private->isClosingRefused()) return;
  m_jobs.stop(m_private->openJob);
  if (!m_beats) return;
  m_private->letDataGo([this, number = ++m_private->latestDrop](bool mayGo) {
    if (mayGo && number == m_private->latestDrop && !m_private->isClosingRefused()) m_private->forgetData();
  });
}

void Session::Private::forgetData() {
  dropData();
  session.m_beats.reset();
  dataPath.clear();
  journal.reset();
  takeMarks();
  takeAnnotators({});
  workspace.reset();
  defaultSplit.reset();
  session.m_split.reset();
  session.m_parts.reset();
  session.m_model.reset();
  session.m_counts = {};
  session.m_filter = {};
  session.m_visible.reset();
  session.m_current.reset();
  session.m_selection.clear();
  session.m_runs.clear();
  adoptQueue({});
  setSaveState(SaveState::NoWorkspace);
  announceData();
  emit session.modelChanged();
}

std::shared_ptr<const Recording> Session::recordingOf(BeatIndex beat) {
  if (!m_beats || beat >= m_beats->size()) return {};
  const std::uint32_t record = m_beats->columns().records[beat];
  if (record == BeatColumns::kNoRecord) return {};
  const auto found = m_private->recordings.find(record);
  if (found == m_private->recordings.end()) {
    m_private->readRecording(record);
    return {};
  }
  std::erase(m_private->recordingUse, record);
  m_private->recordingUse.push_back(record);
  auto& shown = m_private->shownRecordings[record];
  if (!shown) shown = withCorrectedPeaks(found->second, *m_beats, record);
  return shown;
}

QString Session::recordingProblem(BeatIndex beat) const {
  if (!m_beats || beat >= m_beats->size()) return {};
  const std::uint32_t record = m_beats->columns().records[beat];
  if (record == BeatColumns::kNoRecord) {
    return tr("These beats came without their recording (a CSV of cut beats).");
  }
  const auto found = m_private->recordingProblems.find(record);
  return found == m_private->recordingProblems.end() ? QString() : found->second;
}

void Session::Private::readRecording(std::uint32_t record) {
  if (!recordingsAsked.insert(record).second) return;
  const RecordInfo& info = session.m_beats->facts().records[record];
  session.m_jobs.start<std::shared_ptr<const Recording>>(
      {.title = tr("Reading record %1").arg(QString::fromStdString(info.name)), .isQuiet = true}, &session,
      [record, beats = session.m_beats](const JobContext& job) {
        return std::make_shared<const Recording>(openRawRecording(*asInSource(beats), record, job));
      },
      [this, record, beats = session.m_beats](std::shared_ptr<const Recording> recording) {
        if (!isSameSource(beats)) return;
        recordings[record] = std::move(recording);
        recordingUse.push_back(record);
        if (recordingUse.size() > kMaxRecordings) {
          recordings.erase(recordingUse.front());
          shownRecordings.erase(recordingUse.front());
          recordingsAsked.erase(recordingUse.front());
          recordingUse.erase(recordingUse.begin());
        }
        emit session.recordingReady(record);
      },
      [this, record, beats = session.m_beats](const QString& sentence) {
        if (!isSameSource(beats)) return;
        recordingProblems[record] = sentence;
        emit session.recordingReady(record);
      });
}

}  // namespace ectopy::ui
