#include "core/evaluation/error_groups.h"

#include <QTest>
#include <cmath>
#include <limits>
#include <nlohmann/json.hpp>
#include <numeric>

#include "tests/support/error_text.h"

using namespace ectopy;

namespace {

/// Beats of two records, one of which holds most of the mistakes.
struct Made {
  BeatSetFacts facts;
  BeatSetBuilder builder;
  std::vector<ClassIndex> labels;
  std::vector<float> probabilities;

  Made() {
    facts.scheme = aami5Scheme();
    facts.cut = defaultCut(CutRule::Kaggle);
    for (const char* name : {"201", "222"}) facts.records.push_back({.name = name, .sampleRateHz = 360});
  }
  void add(ClassIndex label, ClassIndex predicted, std::uint32_t record, float rrBefore,
           float confidence = 0.9F, bool isNoisy = false) {
    std::vector<float> samples(187, 0.0F);
    for (std::size_t i = 0; i < 120; ++i)
      samples[i] =
          0.5F + (isNoisy ? (i % 2 == 0 ? 0.3F : -0.3F) : 0.4F * std::sin(static_cast<float>(i) / 20));
    builder.add(
        {.samples = samples, .classIndex = label, .record = record, .rSample = 1, .rrBefore = rrBefore});
    labels.push_back(label);
    for (ClassIndex i = 0; i < 5; ++i)
      probabilities.push_back(i == predicted ? confidence : (1 - confidence) / 4);
  }
  std::vector<ErrorGroup> groups() {
    const auto beats = std::move(builder).build(facts);
    std::vector<BeatIndex> judged(beats->size());
    std::iota(judged.begin(), judged.end(), BeatIndex{0});
    const Predictions predictions{"made", "", beats->fingerprint(), facts.scheme, probabilities};
    return errorGroups(predictions, *beats, labels, judged, {});
  }
};

const ErrorPart* partNamed(const ErrorGroup& group, std::string_view words) {
  for (const ErrorPart& part : group.parts)
    if (part.words == words) return &part;
  return nullptr;
}

}  // namespace

class ErrorGroupsTest : public QObject {
  Q_OBJECT

 private slots:
  void theLargestGroupIsNamedInWords() {
    Made made;
    for (int i = 0; i < 160; ++i) made.add(0, 0, i % 2, 0.8F);              // the usual interval
    for (int i = 0; i < 30; ++i) made.add(1, 1, 0, 0.5F);                   // early, found
    for (int i = 0; i < 6; ++i) made.add(1, 0, 1, 0.8F, 0.6F + 0.05F * i);  // in time, taken for N
    for (int i = 0; i < 2; ++i) made.add(1, 0, 0, 0.5F);
    made.add(2, 3, 0, 0.8F);
    const std::vector<ErrorGroup> groups = made.groups();
    QCOMPARE(groups.size(), 2U);
    QCOMPARE(groups[0].truth, ClassIndex{1});
    QCOMPARE(groups[0].predicted, ClassIndex{0});
    QCOMPARE(groups[0].beats.size(), 8U);
    QCOMPARE(groups[0].words,
             std::string("S taken for N: 8, 6 of them in record 222, 2 in record 201, RR ratio near 1 "
                         "in 6 (16 % of S usually)"));
    const ErrorPart* inTime = partNamed(groups[0], "RR ratio near 1");
    QVERIFY(inTime && inTime->beats.size() == 6 && std::abs(inTime->usualShare - 6.0 / 38) < 1e-12);
    QCOMPARE(groups[1].words, std::string("V taken for F: 1"));
  }

  void theMostConfidentlyWrongComesFirst() {
    Made made;
    for (const float confidence : {0.5F, 0.95F, 0.7F}) made.add(2, 0, 0, 0.8F, confidence);
    const std::vector<ErrorGroup> groups = made.groups();
    QCOMPARE(groups.front().beats, (std::vector<BeatIndex>{1, 2, 0}));
  }

  void noisyBeatsAreFound() {
    Made made;
    for (int i = 0; i < 95; ++i) made.add(0, 0, 0, 0.8F);
    for (int i = 0; i < 5; ++i) made.add(0, 2, 0, 0.8F, 0.9F, true);
    const std::vector<ErrorGroup> groups = made.groups();
    const ErrorPart* noisy = partNamed(groups.front(), "noisy");
    QVERIFY(noisy && noisy->beats.size() == 5);
    QVERIFY2(groups.front().words.ends_with("noisy in 5 (5 % of N usually)"), groups.front().words.c_str());
  }

  void nothingKnownNothingSaid() {
    Made made;
    made.facts.records.clear();
    const float unknown = std::numeric_limits<float>::quiet_NaN();
    for (int i = 0; i < 4; ++i) made.add(1, 0, BeatColumns::kNoRecord, unknown);
    made.add(kUnlabelled, 0, BeatColumns::kNoRecord, unknown);
    made.add(1, 0, BeatColumns::kNoRecord, unknown);
    for (std::size_t i = 25; i < 30; ++i) made.probabilities[i] = unknown;
    const std::vector<ErrorGroup> groups = made.groups();
    QCOMPARE(groups.size(), 1U);
    QCOMPARE(groups.front().words, std::string("S taken for N: 4"));
    QVERIFY(Made().groups().empty());
  }

  void asJson() {
    Made made;
    made.add(1, 0, 1, 0.8F);
    const nlohmann::json json = errorGroupsJson(made.groups(), aami5Scheme());
    QCOMPARE(json[0]["truth"].get<std::string>(), std::string("S"));
    QCOMPARE(json[0]["parts"][0]["words"].get<std::string>(), std::string("in record 222"));
  }
};

QTEST_GUILESS_MAIN(ErrorGroupsTest)
#include "tst_error_groups.moc"
