#include <QtTest>
#include <algorithm>
#include <cmath>
#include <numeric>

#include "core/beats/context_features.h"
#include "core/training/thinned_records.h"
#include "tests/support/beat_builders.h"
#include "tests/support/error_text.h"

using namespace ectopy;
using namespace ectopy::test;

namespace {

constexpr float kInterval = 0.8F;
constexpr float kEarly = 0.5F;

/// Two records of 400 beats, every eighth of the first one early and S, every hundredth of the second.
std::shared_ptr<const BeatSet> beatsWithEarlyOnes() {
  BeatSetFacts facts;
  facts.name = "early";
  facts.scheme = aami5Scheme();
  facts.cut = defaultCut(CutRule::Context);
  facts.features = contextFeatureNames();
  facts.records = {RecordInfo{.name = "many"}, RecordInfo{.name = "few"}};
  std::vector<float> samples(static_cast<std::size_t>(facts.cut.length), 0.0F);
  samples[54] = samples[58] = 0.5F;
  samples[56] = 1;
  std::vector<float> numbers(facts.features.size(), 7);
  BeatSetBuilder builder;
  for (std::uint32_t record = 0; record < 2; ++record) {
    for (int i = 0; i < 400; ++i) {
      const int every = record == 0 ? 8 : 100;
      const bool isEarly = i % every == every - 1;
      samples[40] = isEarly ? -0.2F : 0.2F;  // the P wave
      builder.add({.samples = samples,
                   .classIndex = static_cast<ClassIndex>(isEarly ? 1 : 0),
                   .record = record,
                   .rSample = 300 * i,
                   .rrBefore = isEarly ? kEarly : kInterval,
                   .rrAfter = kInterval,
                   .features = numbers});
    }
  }
  return std::move(builder).build(std::move(facts));
}

std::vector<BeatIndex> all(const BeatSet& beats) {
  std::vector<BeatIndex> indices(beats.size());
  std::iota(indices.begin(), indices.end(), 0U);
  return indices;
}

}  // namespace

class TestThinnedRecords : public QObject {
  Q_OBJECT

 private slots:
  void earlyBeatsBecomeTheMajority() {
    const auto beats = beatsWithEarlyOnes();
    const ThinnedBeats thin = thinnedRecords(*beats, labelsOf(*beats), all(*beats), 2, 3);
    QCOMPARE(thin.beats.size(), std::size_t{2 * (50 + 16)});  // of the first record alone
    QCOMPARE(thin.features.size(), thin.beats.size() * contextFeatureNames().size());
    QVERIFY(std::ranges::is_sorted(thin.beats.begin(), thin.beats.begin() + 66));
    for (const BeatIndex beat : thin.beats) {
      QVERIFY(beat < 400);
      const bool isNextToEarly = (beat + 1) % 8 == 7 || (beat - 1) % 8 == 7;
      QVERIFY(beat % 8 == 7 || isNextToEarly);
    }
  }

  void theirNumbersAreThoseOfTheThinnedRecord() {
    const auto beats = beatsWithEarlyOnes();
    const ThinnedBeats thin = thinnedRecords(*beats, labelsOf(*beats), all(*beats), 1, 3);
    const auto& names = contextFeatureNames();
    const auto at = [&](std::size_t row, const char* name) {
      const auto column = std::ranges::find(names, name) - names.begin();
      return thin.features[row * names.size() + static_cast<std::size_t>(column)];
    };
    const std::size_t middle = 33;
    const bool isMiddleEarly = thin.beats[middle] % 8 == 7;
    for (std::size_t row = middle; row < middle + 8; ++row) {
      const bool isEarly = thin.beats[row] % 8 == 7;
      QCOMPARE(at(row, "rrPrevious/rrRecord"), 7.0F);  // as it was
      QCOMPARE(at(row, "second lead T likeness"), 7.0F);
      // The early ones are the median now, and are told by what comes without hurry.
      const double usual = isEarly ? 0 : std::log(kInterval / kEarly);
      QVERIFY(std::abs(at(row, "log rrPrevious/rrMedian21") - usual) < 1e-3);
      const double againstUpper = isEarly ? std::log(kEarly / kInterval) : 0;
      QVERIFY(std::abs(at(row, "log rrPrevious/rrUpper301") - againstUpper) < 1e-3);
      QVERIFY(std::abs(at(row, "P likeness")) > 0.9F);
      QCOMPARE(at(row, "P likeness") > 0, (at(middle, "P likeness") > 0) == (isEarly == isMiddleEarly));
    }
  }

  void aSeedRepeatsThem() {
    const auto beats = beatsWithEarlyOnes();
    const auto labels = labelsOf(*beats);
    const ThinnedBeats one = thinnedRecords(*beats, labels, all(*beats), 1, 3);
    QVERIFY(one.beats == thinnedRecords(*beats, labels, all(*beats), 1, 3).beats);
    QVERIFY(one.beats != thinnedRecords(*beats, labels, all(*beats), 1, 4).beats);
  }

  void onlyOfThePartThatIsLearnedFrom() {
    const auto beats = beatsWithEarlyOnes();
    const auto labels = labelsOf(*beats);
    std::vector<BeatIndex> part = all(*beats);
    part.resize(200);
    for (const BeatIndex beat : thinnedRecords(*beats, labels, part, 1, 3).beats) QVERIFY(beat < 200);
    part.resize(100);  // too few early ones
    QVERIFY(thinnedRecords(*beats, labels, part, 1, 3).beats.empty());
    QVERIFY(thinnedRecords(*beats, labels, {}, 1, 3).beats.empty());
  }

  void refusesBeatsOfOtherRules() {
    const auto other = makeBeats({.beats = 50, .name = "plain"});
    const std::string sentence =
        errorText([&] { thinnedRecords(*other, labelsOf(*other), all(*other), 1, 1); });
    QVERIFY2(sentence.find("Setting thinnedCopies: expected beats with the numbers of rule") == 0,
             sentence.c_str());
  }
};

QTEST_GUILESS_MAIN(TestThinnedRecords)
#include "tst_thinned_records.moc"
