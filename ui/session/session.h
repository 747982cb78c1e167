#pragma once

#include <QKeySequence>
#include <QObject>
#include <QString>
#include <QStringList>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "core/beats/beat_filter.h"
#include "core/beats/beat_peak.h"
#include "core/beats/beat_set.h"
#include "core/beats/class_template.h"
#include "core/beats/label_annotations.h"
#include "core/beats/predictions.h"
#include "core/beats/split.h"
#include "core/evaluation/agreement.h"
#include "core/evaluation/evaluation.h"
#include "core/model/learner.h"
#include "core/signal/recording.h"
#include "core/signal/signal_filter.h"
#include "core/training/correction_training.h"
#include "core/workspace/workspace.h"
#include "ui/jobs/job_runner.h"
#include "ui/session/open_choice.h"

namespace ectopy::ui {

using Labels = std::shared_ptr<const std::vector<ClassIndex>>;
using BeatList = std::shared_ptr<const std::vector<BeatIndex>>;
class ComparisonDesk;
class JudgementDesk;
class ReviewDesk;

/// What a fine-tuning on corrections did to the model.
struct CorrectionResult {
  RightBeats heldBack;  // corrections that it did not learn from
  RightBeats learned;
  std::shared_ptr<const Predictions> before;  // of the model it began with; null: not known
  std::string weightsSha256;                  // of the model it came to
};

/// Where a training of this session stands.
struct TrainingStatus {
  enum class State {
    None,
    Preparing,
    Running,
    Pausing,
    Paused,
    StoppingAndKeeping,
    Cancelling,
    Finished,
    Cancelled,
    Failed
  };
  State state = State::None;
  TrainingConfig config;
  QString splitId;
  QString startWords;  // "from scratch", "convolutions frozen, from demo-model"
  StepProgress step;
  std::vector<EpochProgress> epochs;
  QString sentence;                                   // how it ended
  std::shared_ptr<const CorrectionResult> corrected;  // it learned from corrections, and is done; else null
  bool isActive() const {
    return state == State::Preparing || state == State::Running || isPausing() ||
           state == State::StoppingAndKeeping || state == State::Cancelling;
  }
  bool isPausing() const { return state == State::Pausing || state == State::Paused; }
};

/// What the Train page asks for.
struct TrainingRequest {
  TrainingConfig config;
  QString splitId;
  /// With a parent: the current model of the session is where the weights come from.
  std::optional<TransferMode> transfer;
};

/// A model to start from: in memory, or to be read again.
struct ParentModel {
  std::shared_ptr<const Classifier> classifier;  // null: look for its file
  QString name;
  std::string sha256;  // of its weights
  QString path;        // of its file; empty: among the workspace's models
};

/// A training that waits for its turn.
struct WaitingRun {
  int id = 0;
  TrainingRequest request;
  std::optional<ParentModel> parent;  // of a transfer: the model that was open when it was asked for
  bool hasBegun = false;              // before the program ended, so that a checkpoint may be its own
};

/// Two annotators' labels side by side.
struct AnnotatorComparison {
  Agreement agreement;  // row: the first's class, column: the second's
  Labels first;         // one a beat, as far as they were compared
  Labels second;
  std::vector<BeatIndex> differing;  // ascending
};

/// Whether what the user did is on disk.
enum class SaveState { NoWorkspace, Saved, Saving, Failed, ReadOnly };

/// Owns the state of the program and announces whole values. Pages read it, ask it for changes and subscribe
/// to its signals; they do not know each other. Lives in the GUI thread; everything long is a job.
class Session : public QObject {
  Q_OBJECT

 public:
  /// learnerSource hands out the learner (tests give a fake); it is called in a job's thread.
  explicit Session(std::function<Learner&()> learnerSource = {}, QObject* parent = nullptr);
  ~Session() override;

  JobRunner& jobs() { return m_jobs; }
  /// What to look at next, and what was decided on it.
  ReviewDesk& review() const { return *m_review; }
  /// How sure the evaluation's figures are, and what else there is to say of the model.
  JudgementDesk& judgement() const { return *m_judgement; }
  /// Another model, or an annotator, beside the model.
  ComparisonDesk& comparison() const { return *m_comparison; }

  /// All networks, for the current beats' length and classes (the published 187 and 5 without data). Empty at
  /// first: asking opens the learner in a job, then architecturesChanged follows.
  const std::vector<ArchitectureFacts>& architectures();
  /// Why a network can't learn from the current beats, one sentence; empty: it can.
  QString whyNotNetwork(const std::string& name) const;

  // State. Pointers are null where there is nothing.
  std::shared_ptr<const BeatSet> beats() const { return m_beats; }
  Labels labels() const;  // effective, one a beat
  /// What a training learns from: excluded beats have no label.
  Labels trainingLabels() const;
  bool isEdited(BeatIndex beat) const;
  std::vector<JournalEntry> historyOf(BeatIndex beat) const;
  /// All steps of the current annotator, the earliest first.
  const std::vector<JournalStepPointer>& journalSteps() const;
  std::shared_ptr<const BeatMarks> marks() const { return m_marks; }
  QString noteOf(BeatIndex beat) const;
  /// Who has labels of their own here; the workspace's own first.
  const QStringList& annotators() const { return m_annotators; }
  /// Whose labels these are.
  const QString& annotator() const { return m_annotator; }
  std::shared_ptr<const Split> split() const {
    return m_split;
  }  // the model's protocol on this set, else the default
  std::shared_ptr<const std::vector<Part>> parts() const { return m_parts; }
  std::shared_ptr<const Classifier> model() const { return m_model; }
  std::shared_ptr<const Predictions> predictions() const { return m_predictions; }
  std::shared_ptr<const Evaluation> evaluation() const { return m_evaluation; }  // of evaluatedPart()
  /// Why there is no evaluation although there are predictions, one sentence; empty: there is, or will be.
  const QString& evaluationProblem() const { return m_evaluationProblem; }
  Part evaluatedPart() const { return m_evaluatedPart; }  // Part::None: all beats
  std::shared_ptr<const std::vector<ClassTemplate>> templates() const { return m_templates; }
  const BeatCounts& counts() const { return m_counts; }
  const BeatFilter& filter() const { return m_filter; }
  BeatList visibleBeats() const { return m_visible; }  // those that pass the filter, in its order
  std::optional<BeatIndex> currentBeat() const { return m_current; }
  const std::vector<BeatIndex>& selection() const { return m_selection; }  // current beat included
  const SignalFilter& signalFilter() const { return m_signalFilter; }      // of the raw record's view alone
  const TrainingStatus& training() const { return m_training; }
  /// What an interrupted training of these beats had come to, that can be resumed; null: none.
  std::shared_ptr<const ModelInfo> interruptedTraining() const { return m_interrupted; }
  /// Whether a training's state is kept on the disk, so that it survives the end of the program.
  bool keepsTrainingState() const;
  std::vector<RunRecord> runs() const { return m_runs; }
  /// Of a run of two classes: the area under the ROC curve on its test part, by the labels of now. Nothing:
  /// there is none, or not yet; asking works it out in a job, then runJudged follows.
  std::optional<double> testAucOf(std::int64_t run);
  /// Trainings that wait for the one that runs, the next first. They survive the end of the program.
  const std::vector<WaitingRun>& waitingRuns() const { return m_waiting; }
  /// Whether they wait for startQueue() too: the program was closed meanwhile.
  bool isQueueHeld() const { return m_isQueueHeld; }
  /// Toggles the pause, wherever the focus is.
  static QKeySequence pauseKey() { return {Qt::CTRL | Qt::ALT | Qt::Key_P}; }
  /// What togglePause() would do, with its key.
  QString pauseHint() const;
  SaveState saveState() const { return m_saveState; }
  QString dataPath() const;  // of what was opened; empty without data
  QString workspaceFolder() const;
  QStringList recentPaths() const;
  /// The raw recording of a beat if it has been read already; else null, and recordingReady follows.
  std::shared_ptr<const Recording> recordingOf(BeatIndex beat);
  /// Why there is no raw recording of this beat, one sentence; empty while there may be one.
  QString recordingProblem(BeatIndex beat) const;

  // Requests. Each returns at once; signals tell the outcome.
  /// Anything pathKind knows: data replace the data set, a model file becomes the model. `workspaceFolder`:
  /// where labels and models of the data are kept; empty: the data set's own folder in the user's data.
  /// `choice`: what the files don't say; without one, as when the data were last opened.
  void open(const QString& path, const QString& workspaceFolder = {},
            const std::optional<OpenChoice>& choice = std::nullopt);
  /// What was said of the data at the path when they were opened last.
  std::optional<OpenChoice> rememberedChoice(const QString& path) const;
  /// Makes the synthetic recordings in the user's cache folder first, then opens them.
  void openDemo(const QString& workspaceFolder = {});
  void openInfarctionDemo();
  void close();
  void setFilter(const BeatFilter& filter);
  void setSignalFilter(const SignalFilter& filter);
  void setCurrentBeat(BeatIndex beat);
  void setSelection(std::vector<BeatIndex> beats, BeatIndex current);
  /// Moves within visibleBeats(); clamps at the ends.
  void step(int by);
  void stepToWrong(int direction);  // +1 next, -1 previous misclassified
  void stepToSameClass(int direction);
  /// Goes to the beat that is meant, past a filter that hides it, or filters (parseBeatQuery). False: the
  /// text could not be followed, and a message says why.
  bool jump(const QString& query);
  /// Labels the selection; `thenAdvance` moves to the next visible beat after it.
  void relabel(ClassIndex to, bool thenAdvance, const QString& why = QStringLiteral("key"));
  /// Gives the selection once more what was given last.
  void repeatLabel(bool thenAdvance);
  std::optional<ClassIndex> lastLabel() const;
  /// Labels any beats at once, as one step; `suggestedBy`: what the classes come from.
  void relabelBeats(std::span<const WantedLabel> wanted, const QString& why, const QString& suggestedBy = {});
  /// Gives the selection the model's classes; where a review queue is shown, accepts what that suggests.
  void acceptPrediction(bool thenAdvance);
  /// Flags the selection, or takes the flags away where all of it has them. The same for exclusions.
  void toggleFlag();
  void toggleExcluded();
  /// Why R peaks can't be corrected around the current beat, one sentence; empty: they can. Changes with the
  /// beat, and when its recording was read.
  QString whyNotEditPeaks() const;
  /// Adds a beat at a sample of a record. It becomes the current one once it is cut; a label given until then
  /// is meant for it.
  void addBeatAt(std::uint32_t record, std::int64_t sample);
  /// The same where one may be missing between the current beat and the next of its record.
  void addBeatAfter();
  void moveBeat(BeatIndex beat, std::int64_t sample);
  /// Moves the R peaks of the selection by so many samples of their record.
  void moveSelection(int samples);
  /// Puts them on the extremum of their QRS complex.
  void snapSelection();
  /// Takes the selected beats away, with all that was said of them.
  void deleteSelection();
  /// Where a beat stands by the journal, also before it is cut there.
  BeatPeak peakOf(BeatIndex beat) const;
  /// Where its source has it; nothing: it was added.
  std::optional<std::int64_t> sourceSampleOf(BeatIndex beat) const;
  /// The extremum of the QRS complex near a sample of a beat's record; the sample itself while the recording
  /// is not at hand.
  std::int64_t peakNear(BeatIndex beat, std::int64_t sample) const;
  /// Empty: none.
  void setNote(std::span<const BeatIndex> beats, const QString& note);
  /// Makes everything as it was right after a step, in one step.
  void restore(std::int64_t step);
  /// Whose labels are shown and given from now on; a new name begins without any of its own.
  void setAnnotator(const QString& name);
  /// The labels of somebody else, read in a job.
  void readLabelsOf(const QString& annotator, QObject* context, std::function<void(Labels)> then);
  /// How two annotators' labels agree, worked out in a job. `onlyOwn`: of beats that both labelled
  /// themselves.
  void compareAnnotators(const QString& first, const QString& second, bool onlyOwn, QObject* context,
                         std::function<void(const AnnotatorComparison&)> then);
  /// Begins a new annotator with what two agree on, makes it the current one and shows the beats that are
  /// left to be decided.
  void adjudicate(const QString& first, const QString& second, const QString& name);
  /// Adds the steps of a journal file (.json or .csv), those of all its annotators or none.
  void importJournal(const QString& path);
  /// Puts chosen beats in the gallery, in their order.
  void showListed(const QString& words, std::vector<BeatIndex> beats);
  /// Puts the beats that are most like the selection in the gallery, by the model or by shape.
  void findSimilar();
  void undo();
  void redo();
  /// Why labels can't be changed, one sentence; empty: they can. Changes with the data set.
  QString whyNotEdit() const;
  bool canEdit() const { return whyNotEdit().isEmpty(); }
  /// Whether something is on its way to the disk, or waits to be tried again.
  bool hasUnsavedWork() const;
  /// Whether there are edits and no workspace to write them to.
  bool hasEditsKeptNowhere() const;
  /// Writes what is not on disk yet and tells, later, whether all labels are there. Does not wait.
  void finishSaving(QObject* context, std::function<void(bool isOnDisk)> then);
  bool canUndo() const;
  bool canRedo() const;
  void startTraining(const TrainingRequest& request);
  /// Puts a training last in the queue (or next); it starts at once where nothing stands before it.
  void queueTraining(const TrainingRequest& request, bool isNext = false);
  void moveWaiting(int id, int by);
  void removeWaiting(int id);
  /// Lets a held queue go on, or one that found no way on.
  void startQueue();
  /// None of the queue starts before startQueue(): the program is about to end.
  void holdQueue();
  /// Why the model can't be fine-tuned on the corrected labels now, one sentence; empty: it can.
  QString whyNotFineTune() const;
  /// Fine-tunes the model on the corrected labels, among beats that it knows; then says what that did.
  void fineTuneOnCorrections();
  void stopTrainingAndKeep();
  void cancelTraining();
  /// The training sleeps after its step, its state on the disk where there is a workspace.
  void pauseTraining();
  void wakeTraining();
  void togglePause();
  /// Ends a training that keeps its state, for resumeInterrupted() in another session.
  void leaveTraining();
  void resumeInterrupted();
  /// Why a finished run (the model's, or one of runs()) can't go on now, one sentence; empty: it can.
  QString whyNotContinue(const ModelInfo& run) const;
  /// Trains a finished run for more epochs, with its own split, settings and seed. Its model is found by its
  /// weights: the open one, else among the workspace's.
  void continueTraining(const ModelInfo& run, int moreEpochs);
  void discardInterrupted();
  void openModel(const QString& path);
  void saveModel(const QString& path);
  void setEvaluatedPart(Part part);
  void exportReport(const QString& path);
  void exportCsv(const QString& path);
  /// Labels, flags, exclusions and notes of each beat.
  void exportJson(const QString& path);
  /// WFDB annotations, one file a record.
  void exportAnnotations(const AnnotationExport& target);
  /// All steps of all annotators; .csv or .json.
  void exportJournal(const QString& path);

 signals:
  void dataChanged();                                               // another data set, or none
  void labelsChanged(const std::vector<ectopy::BeatIndex>& beats);  // labels, flags, exclusions or notes
  /// R peaks were corrected: beats() is another set with the same places, and these rows are others.
  void beatsRecut(const std::vector<ectopy::BeatIndex>& beats);
  void modelChanged();
  void predictionsChanged();  // also when they went away
  void evaluationChanged();
  void templatesChanged();
  /// The data set or its annotator is about to change: what is half written is kept now.
  void annotatorGoes();
  void annotatorChanged();  // also who there is; labelsChanged follows
  void countsChanged();
  void filterChanged();
  void signalFilterChanged();
  void visibleBeatsChanged();
  void currentBeatChanged();
  void selectionChanged();
  void recordingReady(std::uint32_t record);  // also when it can't be read
  void architecturesChanged();
  void trainingChanged();  // state changed
  void trainingStepped();  // at most 10 times a second
  void trainingEpochEnded();
  void runsChanged();
  void runJudged(std::int64_t run);
  void queueChanged();
  void saveStateChanged();
  void recentPathsChanged();
  void splitChanged();
  /// One sentence for the user; isError: in the error colour until it is dismissed.
  void message(const QString& sentence, bool isError);
  void reportExported(const QString& path);

 private:
  friend class ComparisonDesk;
  friend class ReviewDesk;
  struct Private;
  std::unique_ptr<Private> m_private;
  JobRunner m_jobs;
  std::shared_ptr<const BeatSet> m_beats;
  std::shared_ptr<const BeatMarks> m_marks = std::make_shared<const BeatMarks>();
  QStringList m_annotators;
  QString m_annotator;
  std::shared_ptr<const Split> m_split;
  std::shared_ptr<const std::vector<Part>> m_parts;
  std::shared_ptr<const Classifier> m_model;
  std::shared_ptr<const Predictions> m_predictions;
  std::shared_ptr<const Evaluation> m_evaluation;
  QString m_evaluationProblem;
  Part m_evaluatedPart = Part::Test;
  std::shared_ptr<const std::vector<ClassTemplate>> m_templates;
  BeatCounts m_counts;
  BeatFilter m_filter;
  SignalFilter m_signalFilter;
  BeatList m_visible;
  std::optional<BeatIndex> m_current;
  std::vector<BeatIndex> m_selection;
  TrainingStatus m_training;
  std::shared_ptr<const ModelInfo> m_interrupted;
  std::vector<RunRecord> m_runs;
  std::vector<WaitingRun> m_waiting;
  bool m_isQueueHeld = false;
  SaveState m_saveState = SaveState::NoWorkspace;
  std::unique_ptr<ReviewDesk> m_review;
  std::unique_ptr<JudgementDesk> m_judgement;
  std::unique_ptr<ComparisonDesk> m_comparison;
};

}  // namespace ectopy::ui
