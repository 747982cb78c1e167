#pragma once

#include <QTimer>
#include <atomic>
#include <map>
#include <set>
#include <stop_token>

#include "core/workspace/journal_file.h"
#include "ui/session/opened_data.h"
#include "ui/session/refresher.h"
#include "ui/session/session.h"
#include "ui/session/session_recut.h"
#include "ui/session/similar_beats.h"

namespace ectopy::ui {

inline constexpr auto kJournalQueue = "journal";

/// A model ready to become the session's, with what was found out about it in its job.
struct OpenedModel {
  std::shared_ptr<const Classifier> classifier;
  std::shared_ptr<const Split> split;  // the model's protocol on this data set; null: none
  QString path;                        // empty: not of a file
  QString misfit;                      // why it can't judge this data set; empty: it can
  QString words;                       // what its training did, where there is more to say than usual
  std::shared_ptr<const CorrectionResult> corrected;  // of a fine-tuning on corrections; else null
};

/// What the training's job works on; holds it for as long as it takes.
struct TrainingInput {
  std::shared_ptr<const BeatSet> beats;
  Labels labels;
  std::shared_ptr<const Classifier> parent;  // null: from scratch, or to be found
  std::string parentSha256;                  // to be found by; empty: no need
  std::filesystem::path parentFile;          // where it was; empty: not known
  TransferMode mode = TransferMode::Scratch;
  bool continues = false;  // the parent's run goes on
  TrainingConfig config;
  std::string splitId;
  std::stop_token keepBest;
  std::filesystem::path modelsFolder;
  CheckpointPlan checkpoint;
  std::shared_ptr<PauseSwitch> pause;
  std::shared_ptr<std::atomic<bool>> isDiscarded;
  std::vector<BeatIndex> corrections;           // the parent is fine-tuned on; empty: an ordinary training
  std::shared_ptr<const Predictions> opinions;  // the parent's, where they are known
};

/// A model with what it is worth on these beats.
OpenedModel judged(std::shared_ptr<const Classifier> classifier, const std::shared_ptr<const BeatSet>& beats,
                   const Labels& labels);

/// The parent, fine-tuned on the input's corrections. Throws Error.
OpenedModel correctedModel(Learner& learner, const TrainingInput& input, const TrainingObserver& observer,
                           const JobContext& job);

/// The state of a training that was left, and what it had come to.
struct FoundState {
  std::filesystem::path file;             // where it lies: set aside, or where it is resumed from
  std::shared_ptr<const ModelInfo> info;  // null: there is none
};

/// What an imported journal brought.
struct Imported {
  JournalImport done;
  QStringList names;  // of all annotators now
};

/// What the session keeps to itself.
struct Session::Private {
  Private(Session& owner, std::function<Learner&()> source);

  Session& session;
  std::function<Learner&()> learnerSource;
  std::vector<ArchitectureFacts> architectures;
  std::map<std::string, QString> networkObstacles;  // by name, of those that can't learn from these beats
  bool isAskingForArchitectures = false;

  // Data
  int openJob = 0;
  int opensRunning = 0;                       // those asked to stop included, until they ended
  int latestDrop = 0;                         // counts what waits for the open data set to go
  std::shared_ptr<const Split> defaultSplit;  // of the data, where the model brings none
  QString dataPath;
  std::shared_ptr<Workspace> workspace;
  std::unique_ptr<LabelJournal> journal;
  std::map<std::uint32_t, std::shared_ptr<const Recording>> recordings;       // as in the source
  std::map<std::uint32_t, std::shared_ptr<const Recording>> shownRecordings;  // R peaks corrected
  std::vector<std::uint32_t> recordingUse;                                    // the latest used last
  std::set<std::uint32_t> recordingsAsked;
  std::map<std::uint32_t, QString> recordingProblems;

  // R peaks
  int recutJob = 0;
  bool isRecutting = false;
  bool isRecutWanted = false;
  std::optional<BeatIndex> awaited;  // was added, and becomes the current beat when it is cut
  mutable Labels fittedFrom;
  mutable Labels fittedLabels;

  std::optional<ClassIndex> lastLabel;  // given
  int annotatorJob = 0;
  bool isImporting = false;  // a journal: what is labelled now would have no place in it

  // Saving
  std::vector<JournalStepPointer> unsaved;
  bool isSaving = false;
  bool isRetryDue = false;
  bool isFailureTold = false;
  bool hasEditsNowhere = false;  // there was no workspace to keep them in
  bool isLossTold = false;
  QTimer rememberSoon;

  // What follows from data, labels and predictions
  Refresher<BeatCounts> counts;
  Refresher<std::shared_ptr<const std::vector<ClassTemplate>>> templates;
  Refresher<std::shared_ptr<const Evaluation>> evaluation;
  Refresher<BeatList> visible;
  SimilarBeats similar;
  std::size_t lastPosition = 0;  // of the current beat in the visible ones, where it was seen last

  // Model and training
  QString modelPath;  // of the current model's file; empty: among the workspace's
  int lastWaiting = 0;
  std::optional<WaitingRun> started;  // of the queue, before anything of it is in a checkpoint
  std::map<std::int64_t, std::optional<double>> testAucs;  // by run; there: asked for
  bool isStateKept = false;                                // of the running training, in checkpointFile()
  int latestLook = 0;                                      // for an interrupted training
  bool isLookingForInterrupted = false;
  bool isNextWanted = false;  // when that is done
  int modelJob = 0;
  int predictionJob = 0;
  int trainingJob = 0;
  std::stop_source keepBest;
  std::shared_ptr<PauseSwitch> pause;
  std::shared_ptr<std::atomic<bool>> isDiscarded;  // the running training's state, once it ended

  void say(const QString& sentence) { emit session.message(sentence, false); }
  void complain(const QString& sentence) { emit session.message(sentence, true); }

  // session_data.cpp
  void install(const std::shared_ptr<OpenedData>& opened);
  void adoptData(OpenedData& opened);
  void dropData();
  void forgetData();
  void announceData();
  void addRecent(const QString& path, const OpenChoice& choice);
  void startDemo(const QString& title, bool wantsInfarction, const QString& workspaceFolder = {});
  bool isOpeningRefused();  // and says why
  bool isClosingRefused();
  void useSplit(std::shared_ptr<const Split> split);
  void readRecording(std::uint32_t record);

  // session_selection.cpp
  std::optional<std::size_t> positionOfCurrent();
  void moveTo(std::size_t position);
  void stepWhere(int direction, const std::function<bool(BeatIndex)>& matches, const QString& none);
  void adoptVisible(BeatList visibleBeats);
  void goTo(BeatIndex beat);
  bool show(BeatFilter filter);
  void dropConditionsOnPredictions();  // there will be none

  // session_labels.cpp
  bool mayEdit();
  EditSource source(const QString& why) const;
  void edited(const JournalStepPointer& step);  // null: nothing changed
  void jumpTo(const JournalStep& step);
  void saveUnsaved();
  void saveAgainSoon();
  /// Tells `then` whether the data set may be dropped, once nothing of it is on its way to the disk.
  void letDataGo(std::function<void(bool)> then);
  bool mayLoseEdits();  // and says what would be lost
  void remember();
  void setSaveState(SaveState state);

  // session_peaks.cpp
  bool isSameSource(const std::shared_ptr<const BeatSet>& beats) const;  // R peaks corrected or not
  std::shared_ptr<const Recording> recordingAtHand(std::uint32_t record) const;
  const Lead* leadOf(const Recording& recording, std::uint32_t record) const;
  /// What an edit is meant for: the selection, or the beat that was just added; absent beats left out.
  std::vector<BeatIndex> chosen() const;
  std::vector<BeatIndex> thoseThere(std::span<const BeatIndex> beats) const;
  /// One a beat of the session's set, which may have fewer places than the journal, or more, until R peaks
  /// are cut anew.
  Labels fitted(Labels labels) const;
  bool mayEditPeaks();
  void movePeaks(const std::vector<std::pair<BeatIndex, std::int64_t>>& wanted, const QString& why);
  void editPeaks(const PeakEdits& wanted, const std::function<JournalStepPointer()>& edit);
  void requestRecut();
  void startRecut();
  void adoptRecut(const RecutBeats& made);
  void carrySplits();
  std::size_t fitVisible(const BeatSet& before);
  void fitSelection(std::size_t position);
  void settleAwaited();

  // session_marks.cpp
  void takeMarks();  // from the journal
  /// The journal's call on the selection: setFlag or setExcluded.
  void toggleMark(JournalStepPointer (LabelJournal::*set)(std::span<const BeatIndex>, bool,
                                                          const EditSource&),
                  bool (BeatMarks::*isSet)(BeatIndex) const, const QString& why);

  // session_annotators.cpp
  std::string journalName() const;  // of the current annotator
  void takeAnnotators(const OpenedData& opened);
  /// `then`: once the annotator's labels are the current ones.
  void loadAnnotator(const QString& name, std::function<void()> then = {});
  void adoptAnnotator(const QString& name, std::unique_ptr<LabelJournal> loaded);
  void adoptImport(const Imported& imported);

  // session_model.cpp
  void adopt(const OpenedModel& opened);
  void startModelJob(const QString& path, bool isComingBack);
  void judgeWith(std::shared_ptr<const Classifier> classifier);
  void predict();
  void setPredictions(std::shared_ptr<const Predictions> predictions);
  void rememberModel(const QString& path);

  // session_training.cpp
  QString whyNotTrain(const TrainingRequest& request) const;  // empty: it can start
  void begin(const TrainingRequest& request, const std::optional<ParentModel>& parent);
  void launch(TrainingInput input, const QString& startWords);
  std::shared_ptr<const Classifier> openModelOf(const std::string& sha256) const;  // null: another is open
  void ended();                                                                    // by a stop
  void keepBestNow();
  void trainingEnded(TrainingStatus::State state, const QString& sentence);
  void adoptTrained(const OpenedModel& trained);
  void keep(const std::shared_ptr<const Classifier>& classifier);
  TrainingObserver observer();

  // session_queue.cpp
  QString whyNotQueue(const TrainingRequest& request) const;
  ParentModel currentModel() const;
  void adoptQueue(const std::string& text);  // held, as queueToText() wrote it
  void queueWasChanged();
  void storeQueue();
  void dropTwinOf(const ModelInfo& interrupted);
  void forgetStarted();  // once it needs the queue no more
  /// Starts the next waiting run where nothing keeps it from it; else looks for an interrupted one.
  void trainNext();
  /// After a training that failed: its state is kept apart until the queue is through.
  void setFailedAside();

  // session_interrupted.cpp
  std::filesystem::path checkpointFile() const;  // empty: nowhere to write
  void lookForInterrupted();
  void adoptInterrupted(const FoundState& found);
  void lookEnded();
  bool mayFindAState() const;  // that a training would write over

  // session_background.cpp
  std::function<BeatCounts(const JobContext&)> prepareCounts() const;
  std::function<std::shared_ptr<const std::vector<ClassTemplate>>(const JobContext&)> prepareTemplates()
      const;
  std::function<std::shared_ptr<const Evaluation>(const JobContext&)> prepareEvaluation() const;
  std::function<BeatList(const JobContext&)> prepareVisible() const;
  void refreshAfterEdit();
};

/// Of `size` beats those of a part, ascending; Part::None, or no parts: all.
std::vector<BeatIndex> beatsOfPart(const std::vector<Part>* parts, Part part, std::size_t size);

/// One core stays with the window.
void keepACore(TrainingConfig& config);

/// Why a model can't judge these beats; empty: it can. Another class list or another cut do not keep it from
/// being a parent to learn from.
QString misfitOf(const ModelInfo& model, const BeatSet& beats);

}  // namespace ectopy::ui
