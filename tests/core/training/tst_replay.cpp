#include <QTest>
#include <algorithm>
#include <numeric>

#include "core/training/replay.h"
#include "tests/support/beat_builders.h"
#include "tests/support/error_text.h"

using namespace ectopy;

namespace {

/// A set with a model that learned from it (or not), and a person's corrections.
struct Case {
  std::shared_ptr<const BeatSet> beats;
  std::vector<ClassIndex> labels;
  std::vector<BeatIndex> corrections;
  ModelInfo parent;
  Predictions opinions;

  explicit Case(std::shared_ptr<const BeatSet> made, double accuracy = 0.9)
      : beats(std::move(made)),
        labels(test::labelsOf(*beats)),
        opinions(test::makePredictions(*beats, accuracy)) {
    parent.name = "parent";
    parent.splitId = "beat";
    parent.config.seed = 3;
    parent.dataFingerprint = beats->fingerprint();
    opinions.scheme = beats->scheme();
  }

  Split split() const { return makeStableSplit(*beats, labels, "beat", 3); }
  void correct(std::span<const BeatIndex> some) {
    for (const BeatIndex beat : some) labels[beat] = static_cast<ClassIndex>((labels[beat] + 1) % 5);
    corrections.insert(corrections.end(), some.begin(), some.end());
    std::ranges::sort(corrections);
  }
  ReplayPlan plan(const ReplayOptions& options = {}) const {
    return planReplay({*beats, labels, corrections, parent, opinions}, options);
  }
};

std::shared_ptr<const BeatSet> manyBeats() {
  return test::makeBeats({.beats = 2000, .records = {"r1", "r2", "r3", "r4"}});
}

std::vector<BeatIndex> firstOf(const std::vector<BeatIndex>& part, std::size_t count) {
  return {part.begin(), part.begin() + static_cast<std::ptrdiff_t>(count)};
}

bool contains(const std::vector<BeatIndex>& beats, BeatIndex beat) {
  return std::ranges::find(beats, beat) != beats.end();
}

}  // namespace

/// Which beats a model is shown when it is fine-tuned on corrections.
class ReplayTest : public QObject {
  Q_OBJECT

 private slots:
  void initTestCase() { m_beats = manyBeats(); }
  void correctionsOfTheTestPartOnlyJudge();
  void aShareIsHeldBack();
  void fewCorrectionsAreAllLearnedFrom();
  void heldBackStaysSoWhenOthersCome();
  void baseBeatsComeFromTheTrainingPart();
  void everyClassIsReplayed();
  void correctionsAreRepeated();
  void validationHoldsNoCorrection();
  void theSameTaskGivesTheSamePlan();
  void otherDataAreReplayedWhereTheModelIsRight();
  void unlabelledBeatsKeepTheModelsOpinion();
  void refusesWhatMakesNoSense();

 private:
  std::shared_ptr<const BeatSet> m_beats;
};

void ReplayTest::correctionsOfTheTestPartOnlyJudge() {
  Case one(m_beats);
  const Split split = one.split();
  one.correct(firstOf(split.test, 10));
  one.correct(firstOf(split.train, 10));
  const ReplayPlan plan = one.plan();
  QCOMPARE(plan.heldBackOfTest, std::size_t{10});
  QCOMPARE(plan.heldBack, firstOf(split.test, 10));  // a share that large needs no others
  QCOMPARE(plan.learned, firstOf(split.train, 10));
  QCOMPARE(plan.split.test, split.test);
  for (const BeatIndex beat : split.test) QVERIFY(!contains(plan.split.train, beat));
}

void ReplayTest::aShareIsHeldBack() {
  Case one(m_beats);
  one.correct(firstOf(one.split().train, 300));
  const ReplayPlan plan = one.plan();
  QCOMPARE(plan.heldBackOfTest, std::size_t{0});
  QVERIFY2(plan.heldBack.size() > 40 && plan.heldBack.size() < 80,
           qPrintable(QString::number(plan.heldBack.size())));
  QCOMPARE(plan.learned.size() + plan.heldBack.size(), std::size_t{300});
  for (const BeatIndex beat : plan.heldBack) QVERIFY(!contains(plan.split.train, beat));
  for (const BeatIndex beat : plan.learned) QVERIFY(contains(plan.split.train, beat));
  QCOMPARE(one.plan({.heldBackShare = 0}).learned.size(), std::size_t{300});
}

void ReplayTest::fewCorrectionsAreAllLearnedFrom() {
  Case four(m_beats);
  four.correct(firstOf(four.split().train, 4));
  QVERIFY(four.plan().heldBack.empty());
  Case five(m_beats);
  five.correct(firstOf(five.split().train, 5));
  QVERIFY(!five.plan().heldBack.empty());
  QVERIFY(!five.plan().learned.empty());
}

void ReplayTest::heldBackStaysSoWhenOthersCome() {
  Case before(m_beats);
  const std::vector<BeatIndex> train = before.split().train;
  before.correct(firstOf(train, 100));
  Case after(m_beats);
  after.correct(firstOf(train, 200));
  const ReplayPlan plan = before.plan();
  const ReplayPlan later = after.plan();
  for (const BeatIndex beat : plan.heldBack) QVERIFY(contains(later.heldBack, beat));
  for (const BeatIndex beat : plan.learned) QVERIFY(contains(later.learned, beat));
}

void ReplayTest::baseBeatsComeFromTheTrainingPart() {
  Case one(m_beats);
  const Split split = one.split();
  one.correct(firstOf(split.train, 20));
  const ReplayPlan plan = one.plan({.replayShare = 0.5, .fewestReplayed = 0});
  QVERIFY(plan.isOwnData);
  for (const BeatIndex beat : plan.replayed) {
    QVERIFY(std::ranges::binary_search(split.train, beat));
    QVERIFY(!contains(one.corrections, beat));
  }
  const double share =
      static_cast<double>(plan.replayed.size()) / static_cast<double>(split.train.size() - 20);
  QVERIFY(std::abs(share - 0.5) < 0.01);
}

void ReplayTest::everyClassIsReplayed() {
  std::vector<ClassIndex> classes(2000, 0);
  std::fill_n(classes.begin(), 50, ClassIndex{2});
  Case one(test::makeBeats({.beats = 2000, .classes = classes, .records = {"r1", "r2"}}));
  one.correct(firstOf(one.split().train, 3));
  const ReplayPlan plan = one.plan({.replayShare = 0.1, .fewestReplayed = 20});
  const auto rare =
      std::ranges::count_if(plan.replayed, [&](BeatIndex beat) { return plan.labels[beat] == 2; });
  QCOMPARE(rare, 20);
}

void ReplayTest::correctionsAreRepeated() {
  Case one(m_beats);
  one.correct(firstOf(one.split().train, 10));
  const ReplayPlan plan = one.plan({.heldBackShare = 0,
                                    .replayShare = 0.5,
                                    .fewestReplayed = 0,
                                    .correctionShare = 0.1,
                                    .fewestShown = 0});
  const auto shown = std::ranges::count(plan.split.train, plan.learned.front());
  QCOMPARE(static_cast<std::size_t>(shown), plan.repeats);
  const double share = static_cast<double>(10 * plan.repeats) / static_cast<double>(plan.split.train.size());
  QVERIFY2(std::abs(share - 0.1) < 0.01, qPrintable(QString::number(share)));
  // Few beats are shown several times over.
  const std::size_t once = plan.split.train.size();
  const ReplayPlan over = one.plan({.heldBackShare = 0,
                                    .replayShare = 0.5,
                                    .fewestReplayed = 0,
                                    .correctionShare = 0.1,
                                    .fewestShown = 3 * once});
  QCOMPARE(over.split.train.size(), 3 * once);
  QCOMPARE(over.repeats, 3 * plan.repeats);
  QCOMPARE(one.plan({.correctionShare = 0.5, .mostRepeats = 3, .fewestShown = 0}).repeats, std::size_t{3});
}

void ReplayTest::validationHoldsNoCorrection() {
  Case one(m_beats);
  const Split split = one.split();
  one.correct(firstOf(split.validation, 10));
  const ReplayPlan plan = one.plan();
  QCOMPARE(plan.split.validation.size(), split.validation.size() - 10);
  QCOMPARE(plan.learned.size() + plan.heldBack.size(), std::size_t{10});
}

void ReplayTest::theSameTaskGivesTheSamePlan() {
  Case one(m_beats);
  one.correct(firstOf(one.split().train, 30));
  QVERIFY(one.plan().split == one.plan().split);
  Case other(m_beats);
  other.correct(firstOf(one.split().train, 30));
  other.parent.config.seed = 4;
  QVERIFY(other.plan().replayed != one.plan().replayed);
}

void ReplayTest::otherDataAreReplayedWhereTheModelIsRight() {
  Case one(m_beats, 0.6);
  one.parent.dataFingerprint = "another";
  const std::string id = splitChoices(*m_beats).front().id;
  const Split split = makeStableSplit(*m_beats, one.labels, id, 3);
  one.correct(firstOf(split.train, 20));
  const ReplayPlan plan = one.plan({.replayShare = 1});
  QVERIFY(!plan.isOwnData && plan.hasTest);
  QCOMPARE(plan.split.id, id);
  QVERIFY(plan.replayed.size() > 100);
  for (const BeatIndex beat : plan.replayed) {
    QCOMPARE(one.opinions.predicted(beat), one.labels[beat]);
    QVERIFY(std::ranges::binary_search(split.train, beat));
  }
}

void ReplayTest::unlabelledBeatsKeepTheModelsOpinion() {
  Case one(test::makeBeats({.beats = 500, .classes = std::vector<ClassIndex>(500, kUnlabelled)}));
  one.parent.dataFingerprint = "another";
  const std::vector<BeatIndex> some = {7, 19, 23, 111, 200, 301};
  for (BeatIndex beat = 0; beat < 500; ++beat) {
    const std::size_t seen = std::ranges::count(some, beat) > 0 ? 1 : beat % 3;
    for (std::size_t place = 0; place < 5; ++place)
      one.opinions.probabilities[beat * 5 + place] = place == seen ? 0.8F : 0.05F;
  }
  for (const BeatIndex beat : some) one.labels[beat] = 2;
  one.corrections = some;
  const ReplayPlan plan = one.plan();
  QVERIFY(!plan.hasTest);
  // What it called the corrected beats is not what it is shown of the others.
  for (const BeatIndex beat : some)
    for (const BeatIndex shown : plan.replayed)
      QVERIFY(one.opinions.predicted(beat) == 2 || plan.labels[shown] != one.opinions.predicted(beat));
  QVERIFY(!plan.heldBack.empty() && !plan.learned.empty());
  QVERIFY(!plan.replayed.empty() && !plan.split.validation.empty());
  for (const BeatIndex beat : plan.replayed) QCOMPARE(plan.labels[beat], one.opinions.predicted(beat));
  for (const BeatIndex beat : plan.split.validation) QVERIFY(!contains(plan.replayed, beat));
}

void ReplayTest::refusesWhatMakesNoSense() {
  using test::errorText;
  Case none(m_beats);
  QVERIFY(errorText([&] { none.plan(); }).starts_with("There are no corrections"));
  Case tested(m_beats);
  tested.correct(firstOf(tested.split().test, 6));
  QVERIFY(errorText([&] { tested.plan(); }).find("test part") != std::string::npos);
  Case one(m_beats);
  one.correct(firstOf(one.split().train, 6));
  QVERIFY(errorText([&] { one.plan({.correctionShare = 1}); }).find("correctionShare") != std::string::npos);
  QVERIFY(errorText([&] { one.plan({.replayShare = -1}); }).find("replayShare") != std::string::npos);
  Case strange = one;
  strange.opinions.scheme = numberedScheme(5);
  QVERIFY(errorText([&] { strange.plan(); }).find("other classes") != std::string::npos);
  Case unlabelled = one;
  unlabelled.labels[unlabelled.corrections.front()] = kUnlabelled;
  QVERIFY(errorText([&] { unlabelled.plan(); }).find("has no label") != std::string::npos);
}

QTEST_GUILESS_MAIN(ReplayTest)
#include "tst_replay.moc"
