#include "core/evaluation/review_queue.h"

#include <QtTest>
#include <array>
#include <cmath>
#include <set>

#include "tests/support/error_text.h"
#include "tests/support/scripted_model.h"

using namespace ectopy;
using ectopy::test::errorText;
using ectopy::test::ScriptedModel;

namespace {

using Beats = std::vector<BeatIndex>;

constexpr ClassIndex N = 0;
constexpr ClassIndex S = 1;
constexpr ClassIndex V = 2;
constexpr ClassIndex F = 3;

Beats beatsOf(const std::vector<ReviewItem>& items) {
  Beats beats;
  for (const ReviewItem& item : items) beats.push_back(item.beat);
  return beats;
}

QString whyOf(const std::vector<ReviewItem>& items, std::size_t place) {
  return QString::fromStdString(items.at(place).why);
}

/// A model, its labels, and queues made of them.
struct Bench {
  explicit Bench(ScriptedModel made)
      : model(std::move(made)), beats(model.beats()), predictions(model.predictions()) {}

  ReviewInput input() { return {.beats = *beats, .labels = model.labels(), .predictions = &predictions}; }

  ScriptedModel model;
  std::shared_ptr<const BeatSet> beats;
  Predictions predictions;
};

/// 40 N, one S, four V; the model takes two of the N for S and finds one more V.
Bench rareBench() {
  ScriptedModel model(aami5Scheme());
  for (int beat = 0; beat < 37; ++beat) model.addSure(N, N, 0.9F);
  model.addSure(N, S, 0.6F);   // 37
  model.addSure(N, S, 0.8F);   // 38
  model.addSure(N, V, 0.7F);   // 39
  model.addSure(S, S, 0.95F);  // 40
  for (int beat = 0; beat < 4; ++beat) model.addSure(V, V, 0.9F);
  model.addSure(N, F, 0.5F);  // 45; nothing is labelled F
  return Bench(std::move(model));
}

}  // namespace

class TestReviewQueue : public QObject {
  Q_OBJECT

 private slots:
  void suspectsComeAsTheyWereRanked() {
    ScriptedModel model(aami5Scheme());
    for (int beat = 0; beat < 3; ++beat) model.addSure(N, N, 0.9F);
    model.add(N, {0.3F, 0, 0.7F, 0, 0});        // 3
    model.add(N, {0.02F, 0, 0.97F, 0.01F, 0});  // 4
    model.add(V, {0.8F, 0, 0.2F, 0, 0});        // 5
    Bench bench(std::move(model));
    const LabelQuality quality = judgeLabels(bench.predictions, *bench.beats, bench.model.labels());
    ReviewInput input = bench.input();
    QVERIFY(!whyNotReview(ReviewKind::Suspects, input).empty());
    input.quality = &quality;
    const auto items = reviewQueue(ReviewKind::Suspects, input, {});
    QCOMPARE(beatsOf(items), (Beats{4, 5, 3}));
    QCOMPARE(items[0].suggested, V);
    QVERIFY(std::abs(items[0].score - 0.02) < 1e-6);
    QCOMPARE(whyOf(items, 0), "Labelled N; models that did not learn from it give V 97 %.");
    input.isQualityOfModel = true;
    QCOMPARE(whyOf(reviewQueue(ReviewKind::Suspects, input, {}), 1), "Labelled V; the model gives N 80 %.");
    bench.model.labels()[4] = V;  // dealt with
    std::vector<bool> isExcluded(6);
    isExcluded[3] = true;
    input.isExcluded = &isExcluded;
    QCOMPARE(beatsOf(reviewQueue(ReviewKind::Suspects, input, {})), (Beats{5}));
  }

  void theLeastCertainComeByMargin() {
    ScriptedModel model(normalAbnormalScheme());
    model.add(0, {0.9F, 0.1F});
    model.add(0, {0.45F, 0.55F});
    model.add(1, {0.51F, 0.49F});
    model.add(1, {0.3F, 0.7F});
    Bench bench(std::move(model));
    bench.model.labels()[1] = kUnlabelled;
    const auto items = reviewQueue(ReviewKind::LeastCertain, bench.input(), {});
    QCOMPARE(beatsOf(items), (Beats{2, 1, 3, 0}));
    QCOMPARE(items[0].suggested, 0);
    QVERIFY(std::abs(items[0].score - 0.02) < 1e-6);
    QCOMPARE(whyOf(items, 0), "Labelled A; the model wavers: N 51 %, A 49 %.");
    QCOMPARE(whyOf(items, 1), "No label; the model wavers: A 55 %, N 45 %.");
    ReviewInput first = bench.input();
    first.most = 2;
    QCOMPARE(beatsOf(reviewQueue(ReviewKind::LeastCertain, first, {})), (Beats{2, 1}));
  }

  void rareClassesShowWhatIsMissingFirst() {
    Bench bench = rareBench();
    const auto items = reviewQueue(ReviewKind::TypicalOfRare, bench.input(), {});
    // S is the rarest with a label, F has none; V has a share of 4 of 46.
    QCOMPARE(beatsOf(items), (Beats{38, 37, 45, 40}));
    QCOMPARE(items[0].suggested, S);
    QVERIFY(std::abs(items[0].score - 0.8) < 1e-6);
    QCOMPARE(whyOf(items, 0), "Labelled N; the model gives S 80 %, a rare class.");
    for (int beat = 41; beat < 45; ++beat) bench.model.labels()[static_cast<std::size_t>(beat)] = kUnlabelled;
    bench.model.labels()[39] = V;
    QCOMPARE(beatsOf(reviewQueue(ReviewKind::TypicalOfRare, bench.input(), {})),
             (Beats{41, 42, 43, 44, 38, 37, 45, 40, 39}));
    bench.model.labels().assign(46, kUnlabelled);
    QVERIFY(whyNotReview(ReviewKind::TypicalOfRare, bench.input()).find("No beat has a label") == 0);
  }

  void unlabelledBeatsComeClassByClass() {
    ScriptedModel model(aami5Scheme());
    for (const float confidence : {0.6F, 0.9F, 0.7F}) model.addSure(N, N, confidence);
    for (const float confidence : {0.5F, 0.8F}) model.addSure(V, V, confidence);
    model.addSure(S, S, 0.4F);
    model.addSure(N, N, 0.99F);
    Bench bench(std::move(model));
    ReviewInput input = bench.input();
    QVERIFY(reviewQueue(ReviewKind::Unlabelled, input, {}).empty());
    bench.model.labels().assign(7, kUnlabelled);
    bench.model.labels()[6] = N;
    const auto items = reviewQueue(ReviewKind::Unlabelled, input, {});
    QCOMPARE(beatsOf(items), (Beats{5, 4, 3, 1, 2, 0}));
    QCOMPARE(whyOf(items, 1), "No label yet; the model gives V 80 %.");
    input.predictions = nullptr;
    const auto withoutModel = reviewQueue(ReviewKind::Unlabelled, input, {});
    QCOMPARE(beatsOf(withoutModel), (Beats{0, 1, 2, 3, 4, 5}));
    QVERIFY(std::isnan(withoutModel[0].score));
    QCOMPARE(withoutModel[0].suggested, kUnlabelled);
  }

  void flaggedBeatsShowTheirNotes() {
    Bench bench = rareBench();
    ReviewInput input = bench.input();
    QVERIFY(!whyNotReview(ReviewKind::Flagged, input).empty());
    std::vector<bool> isFlagged(46);
    isFlagged[40] = isFlagged[2] = true;
    const std::map<BeatIndex, std::string> notes{{2, "Noise?"}, {3, "not flagged"}};
    input.isFlagged = &isFlagged;
    input.isExcluded = &isFlagged;
    input.notes = &notes;
    const auto items = reviewQueue(ReviewKind::Flagged, input, {});
    QCOMPARE(beatsOf(items), (Beats{2, 40}));
    QCOMPARE(whyOf(items, 0), "Flagged: Noise? (the model gives N 90 %)");
    QCOMPARE(items[1].suggested, S);
    input.predictions = nullptr;
    QCOMPARE(whyOf(reviewQueue(ReviewKind::Flagged, input, {}), 1), "Flagged");
  }

  void anotherAnnotatorsClassIsSuggested() {
    Bench bench = rareBench();
    ReviewInput input = bench.input();
    QVERIFY(!whyNotReview(ReviewKind::OtherAnnotator, input).empty());
    auto other = bench.model.labels();
    other[1] = V;
    other[5] = kUnlabelled;
    other[40] = V;
    bench.model.labels()[7] = kUnlabelled;
    input.otherLabels = other;
    input.otherName = "Anna";
    const auto items = reviewQueue(ReviewKind::OtherAnnotator, input, {});
    QCOMPARE(beatsOf(items), (Beats{1, 40}));
    QCOMPARE(items[0].suggested, V);
    QCOMPARE(whyOf(items, 0), "Labelled N; Anna says V.");
  }

  void theAuditDrawsAtRandomAndStaysAsDrawn() {
    Bench bench = rareBench();
    ReviewInput input = bench.input();
    input.auditBeats = 20;
    bench.model.labels()[3] = kUnlabelled;
    std::vector<bool> isExcluded(46);
    isExcluded[4] = true;
    input.isExcluded = &isExcluded;
    QCOMPARE(auditPopulation(input), 44);
    const auto items = reviewQueue(ReviewKind::Audit, input, {});
    const Beats drawn = beatsOf(items);
    QCOMPARE(drawn.size(), 20);
    QCOMPARE(std::set(drawn.begin(), drawn.end()).size(), 20);
    QVERIFY(!std::ranges::is_sorted(drawn));
    QVERIFY(std::ranges::all_of(items, [](const auto& item) { return item.suggested == kUnlabelled; }));
    QCOMPARE(whyOf(items, 11), "12 of 20 drawn at random.");
    QCOMPARE(beatsOf(reviewQueue(ReviewKind::Audit, input, {})), drawn);
    input.seed = 2;
    QVERIFY(beatsOf(reviewQueue(ReviewKind::Audit, input, {})) != drawn);
    input.seed = 1;
    input.auditBeats = 1000;
    const Beats all = beatsOf(reviewQueue(ReviewKind::Audit, input, {}));
    QCOMPARE(all.size(), 44);
    QVERIFY(std::ranges::equal(drawn, std::span(all).first(20)));
    input.auditBeats = 20;
    isExcluded[drawn[5]] = true;  // the next one takes its place
    Beats expected(all.begin(), all.begin() + 21);
    expected.erase(expected.begin() + 5);
    QCOMPARE(beatsOf(reviewQueue(ReviewKind::Audit, input, {})), expected);
    bench.model.labels().assign(46, kUnlabelled);
    QVERIFY(whyNotReview(ReviewKind::Audit, input).find("nothing to audit") != std::string::npos);
  }

  void classesAreFoundByTheirCodes() {
    ScriptedModel model(aami5Scheme());
    for (int beat = 0; beat < 3; ++beat) model.addSure(N, N, 0.9F);
    Bench bench(std::move(model));
    bench.predictions.scheme = namedScheme({"V", "N", "Paced"});
    bench.predictions.probabilities = {0.6F, 0.3F, 0.1F, 0.1F, 0.2F, 0.7F, 0.2F, 0.8F, 0};
    const auto items = reviewQueue(ReviewKind::LeastCertain, bench.input(), {});
    QCOMPARE(beatsOf(items), (Beats{0, 1, 2}));
    QCOMPARE(items[0].suggested, V);
    QCOMPARE(items[1].suggested, kUnlabelled);
    QCOMPARE(whyOf(items, 1), "Labelled N; the model wavers: Paced 70 %, N 20 %.");
    bench.model.labels().assign(3, kUnlabelled);
    QCOMPARE(beatsOf(reviewQueue(ReviewKind::Unlabelled, bench.input(), {})), (Beats{2, 0, 1}));
    bench.model.labels().assign(3, N);
    bench.predictions.scheme = namedScheme({"a", "b", "c"});
    QVERIFY(whyNotReview(ReviewKind::TypicalOfRare, bench.input()).find("none of the classes") !=
            std::string::npos);
  }

  void whatDoesNotFitIsRefused() {
    Bench bench = rareBench();
    const auto refused = [&](ReviewKind kind, const ReviewInput& input) {
      return errorText([&] { reviewQueue(kind, input, {}); });
    };
    ReviewInput input = bench.input();
    input.predictions = nullptr;
    QCOMPARE(refused(ReviewKind::LeastCertain, input), whyNotReview(ReviewKind::LeastCertain, input));
    const std::vector<bool> three(3);
    input.isFlagged = &three;
    QVERIFY(refused(ReviewKind::Flagged, input).find("flags for 46 beats, found 3") != std::string::npos);
    const ReviewInput broken = bench.input();
    bench.predictions.probabilities[7] = std::nanf("");
    QVERIFY(refused(ReviewKind::LeastCertain, broken).find("beat 1 ") != std::string::npos);
    bench.predictions.probabilities.resize(5);
    QVERIFY(refused(ReviewKind::LeastCertain, broken).find("predictions") != std::string::npos);
    LabelQuality quality;
    quality.suspects.push_back({.beat = 46, .given = N, .suggested = V});
    ReviewInput other{.beats = *bench.beats, .labels = bench.model.labels(), .quality = &quality};
    QVERIFY(refused(ReviewKind::Suspects, other).find("other beats") != std::string::npos);
  }

  void aStopIsHeard() {
    Bench bench = rareBench();
    std::stop_source source;
    source.request_stop();
    QVERIFY_THROWS_EXCEPTION(
        Stopped, reviewQueue(ReviewKind::LeastCertain, bench.input(), JobContext(source.get_token(), {})));
  }

  void namesComeBack() {
    for (int kind = 0; kind < kReviewKinds; ++kind)
      QCOMPARE(static_cast<int>(reviewKindNamed(nameOf(static_cast<ReviewKind>(kind)))), kind);
    QVERIFY(errorText([] { reviewKindNamed("x"); }).find("least-certain") != std::string::npos);
  }
};

QTEST_GUILESS_MAIN(TestReviewQueue)
#include "tst_review_queue.moc"
