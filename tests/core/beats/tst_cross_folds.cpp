#include "core/beats/cross_folds.h"

#include <QTest>
#include <algorithm>
#include <map>
#include <set>

#include "tests/support/beat_builders.h"
#include "tests/support/error_text.h"

using namespace ectopy;
using ectopy::test::errorText;

namespace {

std::shared_ptr<const BeatSet> beatsOfFourRecords() {
  return test::makeBeats(
      {.beats = 240, .records = {"r1", "r2", "r3", "r4"}, .patients = {"a", "a", "b", "c"}});
}

std::string problem(const BeatSet& beats, const std::vector<ClassIndex>& labels, int folds, FoldGroup group) {
  return errorText([&] { foldOfEachBeat(beats, labels, folds, group, 1); });
}

}  // namespace

class CrossFoldsTest : public QObject {
  Q_OBJECT

 private slots:
  void everyFoldHasItsShareOfEveryClass() {
    const auto beats = beatsOfFourRecords();
    std::vector<ClassIndex> labels = test::labelsOf(*beats);
    for (BeatIndex beat = 0; beat < 60; beat += 3) labels[beat] = kUnlabelled;
    const auto folds = foldOfEachBeat(*beats, labels, 4, FoldGroup::Beat, 1);
    std::map<std::pair<int, int>, int> counts;
    for (BeatIndex beat = 0; beat < beats->size(); ++beat) ++counts[{labels[beat], folds[beat]}];
    for (const int label : {0, 1, 2, 3, 4, 255}) {
      std::vector<int> shares;
      for (int fold = 0; fold < 4; ++fold) shares.push_back(counts[{label, fold}]);
      const auto [low, high] = std::ranges::minmax(shares);
      QVERIFY(low > 0 && high - low <= 1);
    }
    QCOMPARE(foldOfEachBeat(*beats, labels, 4, FoldGroup::Beat, 1), folds);
    QVERIFY(foldOfEachBeat(*beats, labels, 4, FoldGroup::Beat, 2) != folds);
  }

  void recordsAndPatientsStayTogether() {
    const auto beats = beatsOfFourRecords();
    const std::vector<ClassIndex> labels = test::labelsOf(*beats);
    const auto together = [&](FoldGroup group, int folds) {
      std::map<std::uint32_t, std::set<int>> foldsOfRecord;
      const auto dealt = foldOfEachBeat(*beats, labels, folds, group, 1);
      for (BeatIndex beat = 0; beat < beats->size(); ++beat)
        foldsOfRecord[beats->columns().records[beat]].insert(dealt[beat]);
      return foldsOfRecord;
    };
    auto byRecord = together(FoldGroup::Record, 4);
    std::set<int> used;
    for (const auto& [record, folds] : byRecord) {
      QCOMPARE(folds.size(), 1);
      used.insert(*folds.begin());
    }
    QCOMPARE(used.size(), 4);
    auto byPatient = together(FoldGroup::Patient, 3);
    QCOMPARE(byPatient[0], byPatient[1]);
    QVERIFY(byPatient[2] != byPatient[0] && byPatient[3] != byPatient[2] && byPatient[3] != byPatient[0]);
  }

  void theFoldHeldOutTeachesNothing() {
    const auto beats = beatsOfFourRecords();
    std::vector<ClassIndex> labels = test::labelsOf(*beats);
    labels[0] = labels[100] = kUnlabelled;
    for (const FoldGroup group : {FoldGroup::Beat, FoldGroup::Record}) {
      const auto folds = foldOfEachBeat(*beats, labels, 4, group, 1);
      for (int fold = 0; fold < 4; ++fold) {
        const Split split = splitWithoutFold(*beats, labels, folds, fold, group, 1);
        QVERIFY(!split.validation.empty());
        std::set<BeatIndex> all;
        for (const auto* part : {&split.train, &split.validation}) {
          for (const BeatIndex beat : *part) {
            QVERIFY(folds[beat] != fold && labels[beat] != kUnlabelled);
            QVERIFY(all.insert(beat).second);
          }
        }
        for (const BeatIndex beat : split.test) QVERIFY(folds[beat] == fold && all.insert(beat).second);
        QVERIFY(all.size() >= 238);  // but for unlabelled beats of the other folds
      }
    }
  }

  void refusesWhatCannotBe() {
    const auto beats = beatsOfFourRecords();
    const std::vector<ClassIndex> labels = test::labelsOf(*beats);
    QVERIFY(problem(*beats, labels, 1, FoldGroup::Beat).find("found 1") != std::string::npos);
    QVERIFY(problem(*beats, labels, 101, FoldGroup::Beat).find("2 to 100 folds") != std::string::npos);
    QVERIFY(problem(*beats, labels, 4, FoldGroup::Patient).find("3 labelled patients") != std::string::npos);
    QVERIFY(problem(*beats, {}, 4, FoldGroup::Beat).find("240 beats") != std::string::npos);
    const std::vector<ClassIndex> same(240, 1);
    QVERIFY(problem(*beats, same, 4, FoldGroup::Record).find("two classes") != std::string::npos);
    const auto loose = test::makeBeats({.beats = 20});
    QVERIFY(problem(*loose, test::labelsOf(*loose), 2, FoldGroup::Record).find("folds by beat") !=
            std::string::npos);
    QVERIFY(errorText([] { foldGroupFromName("week"); }).find("week") != std::string::npos);
  }
};

QTEST_GUILESS_MAIN(CrossFoldsTest)
#include "tst_cross_folds.moc"
