#include <algorithm>
#include <cmath>
#include <utility>

#include "core/base/error.h"
#include "core/beats/peak_edits.h"
#include "core/training/out_of_fold_file.h"
#include "core/workspace/utc_time.h"
#include "ui/session/review_desk.h"
#include "ui/session/session_private.h"
#include "ui/widgets/words.h"

namespace ectopy::ui {
namespace {

constexpr auto kOutOfFoldFile = "out-of-fold.safetensors";
constexpr double kUsualBeatsPerSecond = 8000;  // of the default network on two cores

const ArchitectureFacts& networkFor(const std::vector<ArchitectureFacts>& networks) {
  for (const ArchitectureFacts& network : networks)
    if (network.name == kDefaultArchitecture) return network;
  if (networks.empty()) throw Error("No network can learn from these beats.");
  return networks.front();
}

}  // namespace

/// All that a queue is made of, held by its job.
struct ReviewDesk::Material {
  ReviewKind kind = ReviewKind::Suspects;
  ReviewChoice choice;
  std::shared_ptr<const BeatSet> beats;
  Labels labels;
  Labels trainingLabels;
  std::shared_ptr<const Predictions> predictions;
  std::shared_ptr<const BeatMarks> marks;
  std::map<BeatIndex, std::string> notes;
  std::shared_ptr<Workspace> workspace;  // null: none
  std::filesystem::path outOfFoldFile;   // empty: nowhere to keep it
  std::function<Learner&()> learner;

  Labels otherLabels() const;
  LabelQuality quality(const JobContext& job, std::string& suggestedBy) const;
  std::shared_ptr<const Predictions> outOfFold(const JobContext& job) const;
  std::shared_ptr<const ReviewQueue> queue(const JobContext& job) const;
};

std::shared_ptr<const Predictions> ReviewDesk::Material::outOfFold(const JobContext& job) const {
  Learner& learning = learner();
  OutOfFoldOptions options;
  const auto networks = learning.architectures(beats->length(), beats->scheme().size());
  const auto labelled = static_cast<std::size_t>(std::ranges::count_if(
      *trainingLabels, [&](ClassIndex label) { return label < beats->scheme().size(); }));
  options.config = outOfFoldConfig(networkFor(networks), labelled);
  keepACore(options.config);
  try {
    if (auto kept = outOfFoldFile.empty() ? std::nullopt
                                          : loadOutOfFold(outOfFoldFile, *beats, *trainingLabels, options))
      return std::make_shared<const Predictions>(std::move(kept->predictions));
  } catch (const Stopped&) {
    throw;
  } catch (const Error&) {
    // Of other labels by now, or damaged: what is kept there can be made again.
  }
  const OutOfFold made = predictOutOfFold(learning, *beats, *trainingLabels, options, job);
  if (!outOfFoldFile.empty()) {
    std::filesystem::create_directories(outOfFoldFile.parent_path());
    saveOutOfFold(outOfFoldFile, made, *beats, *trainingLabels, options);
  }
  return std::make_shared<const Predictions>(made.predictions);
}

Labels ReviewDesk::Material::otherLabels() const {
  if (kind != ReviewKind::OtherAnnotator || !workspace) return {};
  const LabelJournal journal(asInSource(beats), workspace->loadJournal(choice.other.toStdString()));
  return std::make_shared<const std::vector<ClassIndex>>(labelsFrom(*journal.labels(), *beats));
}

LabelQuality ReviewDesk::Material::quality(const JobContext& job, std::string& suggestedBy) const {
  const auto opinions = choice.asksModel ? predictions : outOfFold(job);
  if (!opinions) throw Error("No model yet: train one, or open one, to ask it.");
  suggestedBy = opinions->modelName;
  return judgeLabels(*opinions, *beats, *trainingLabels);
}

std::shared_ptr<const ReviewQueue> ReviewDesk::Material::queue(const JobContext& job) const {
  ReviewFacts facts{.kind = kind, .id = utcNow(), .dataFingerprint = beats->sourceFingerprint()};
  if (predictions) facts.suggestedBy = predictions->modelName;
  if (kind == ReviewKind::OtherAnnotator) facts.suggestedBy = choice.other.toStdString();
  std::optional<LabelQuality> judged;
  if (kind == ReviewKind::Suspects) judged = quality(job, facts.suggestedBy);
  const Labels others = otherLabels();
  const ReviewInput input{
      .beats = *beats,
      .labels = *labels,
      .predictions = predictions.get(),
      .quality = judged ? &*judged : nullptr,
      .isQualityOfModel = choice.asksModel,
      .isFlagged = marks->isFlagged.empty() ? nullptr : &marks->isFlagged,
      .isExcluded = marks->isExcluded.empty() ? nullptr : &marks->isExcluded,
      .notes = &notes,
      .otherLabels = others ? std::span<const ClassIndex>(*others) : std::span<const ClassIndex>(),
      .otherName = choice.other.toStdString(),
      .auditBeats = static_cast<std::size_t>(choice.auditBeats),
      .seed = choice.seed,
      .most = kind == ReviewKind::Audit ? beats->size() : kMostBeats};
  if (kind == ReviewKind::Audit) {
    facts.population = auditPopulation(input);
    facts.seed = choice.seed;
    facts.suggestedBy.clear();
  }
  std::vector<ReviewItem> items = reviewQueue(kind, input, job, &facts.found);
  std::vector<ClassIndex> labelsThen = labelsOfItems(items, *labels);
  return std::make_shared<const ReviewQueue>(std::move(facts), std::move(items), std::move(labelsThen));
}

ReviewDesk::Material ReviewDesk::material(ReviewKind kind, const ReviewChoice& choice) const {
  Material material{.kind = kind,
                    .choice = choice,
                    .beats = m_session.beats(),
                    .labels = m_session.labels(),
                    .trainingLabels = m_inside.journal->trainingLabels(),
                    .predictions = m_session.predictions(),
                    .marks = m_session.marks(),
                    .workspace = m_inside.workspace,
                    .learner = m_inside.learnerSource};
  if (kind == ReviewKind::Flagged) material.notes = m_inside.journal->notes();
  if (m_inside.workspace && !m_inside.workspace->isReadOnly())
    material.outOfFoldFile = m_inside.workspace->cacheFolder() / kOutOfFoldFile;
  return material;
}

void ReviewDesk::make(ReviewKind kind, const ReviewChoice& choice) {
  const QString reason = m_making ? tr("A queue is being made: wait for it, or stop it.") : whyNot(kind);
  if (!reason.isEmpty()) return m_inside.complain(reason);
  makeOf(material(kind, choice));
}

void ReviewDesk::makeOf(Material all) {
  const ReviewKind kind = all.kind;
  const bool trains = kind == ReviewKind::Suspects && !all.choice.asksModel;
  m_making = ReviewMaking{.kind = kind, .isLong = trains, .outlook = outlook()};
  m_making->job = m_session.jobs().start<std::shared_ptr<const ReviewQueue>>(
      {.title = trains ? tr("Looking for wrong labels") : tr("Making a review queue"),
       .isQuiet = !trains,
       .isLong = trains},
      this,
      [material = std::make_shared<const Material>(std::move(all))](const JobContext& job) {
        return material->queue(job);
      },
      [this, generation = m_generation](const std::shared_ptr<const ReviewQueue>& queue) {
        if (generation == m_generation) adopt(*std::exchange(m_making, std::nullopt), queue);
      },
      [this, generation = m_generation](const QString& sentence) {
        if (generation == m_generation) makingEnded(sentence);
      },
      [this, generation = m_generation] {
        if (generation == m_generation) makingEnded({});
      });
  emit changed();
}

void ReviewDesk::makingEnded(const QString& problem) {
  m_making.reset();
  if (!problem.isEmpty()) m_inside.complain(problem);
  emit changed();
}

void ReviewDesk::stopMaking() {
  if (m_making) m_session.jobs().stop(m_making->job);
}

ReviewOutlook ReviewDesk::outlook() const {
  return {.queue = m_lookedAt, .filter = m_session.filter(), .beat = m_session.currentBeat()};
}

void ReviewDesk::adopt(const ReviewMaking& asked, const std::shared_ptr<const ReviewQueue>& queue) {
  if (asked.kind == ReviewKind::Suspects && queue->facts().suggestedBy.find("out of") != std::string::npos)
    m_hasOutOfFold = true;
  // Where the queue's card is in front no beat is, that a key could be on its way to.
  const bool isCardInFront = m_lookedAt == asked.kind && shown() != asked.kind;
  const bool isWaitedFor = asked.outlook == outlook() || isCardInFront;
  if (!isWaitedFor && shown() == asked.kind) {
    m_ready = queue;  // the keys must not change their meaning under the user
  } else {
    take(queue);
    if (isWaitedFor) show(asked.kind);
  }
  if (!isWaitedFor) announce(*queue);
  emit changed();
}

void ReviewDesk::take(const std::shared_ptr<const ReviewQueue>& queue) {
  const ReviewKind kind = queue->facts().kind;
  auto& work = m_works[static_cast<std::size_t>(kind)];
  const bool goesOn = work && work->isAudit() && work->queue()->facts().seed == queue->facts().seed;
  if (m_last == kind) m_list.reset();  // the one of before
  work = std::make_unique<ReviewWork>(goesOn ? carriedOver(*work, *queue) : ReviewWork(queue));
  if (m_last == kind) m_pace.clear();
  storeQueue(kind);
}

void ReviewDesk::announce(const ReviewQueue& queue) {
  const ReviewKind kind = queue.facts().kind;
  const QString title = reviewTitle(kind).toLower();
  if (queue.size() == 0) return m_inside.say(tr("The queue of %1 is made: nothing to look at.").arg(title));
  if (!shown() && m_last != kind) {
    flush();
    m_last = kind;  // the Review page will begin with it
    m_list.reset();
    storeLast();
  }
  m_inside.say(tr("The queue of %1 is ready: Review.").arg(title));
}

QString ReviewDesk::costOfSuspects() const {
  const auto beats = m_session.beats();
  if (!beats) return {};
  const OutOfFoldOptions options;
  ArchitectureFacts network;
  network.name = kDefaultArchitecture;
  const TrainingConfig config = outOfFoldConfig(network, beats->size());
  const double shown = static_cast<double>(beats->size()) * (options.folds - 1) * config.epochs;
  const int minutes = std::max(1, static_cast<int>(std::lround(shown / kUsualBeatsPerSecond / 60)));
  return tr("%1 short trainings over %2 beats: about %n min on two cores. Meanwhile you can go on; for the "
            "same labels it need not be done again.",
            nullptr, minutes)
      .arg(options.folds)
      .arg(groupedNumber(beats->size()));
}

}  // namespace ectopy::ui
