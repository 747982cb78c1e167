#include <QtTest>
#include <algorithm>
#include <set>

#include "core/beats/split.h"
#include "tests/support/beat_builders.h"
#include "tests/support/error_text.h"

using namespace ectopy;
using namespace ectopy::test;

namespace {

/// Thirty records of 10 beats in ten folds, three a fold; `twin`: a patient with records in folds 1 and 10.
std::shared_ptr<const BeatSet> makeFolds(bool twin = false, int folds = 10) {
  BeatOptions options;
  for (int i = 0; i < 30; ++i) {
    options.records.push_back("r" + std::to_string(i));
    options.patients.push_back(twin && (i == 0 || i == 9) ? "twin" : "p" + std::to_string(i));
  }
  options.beats = 300;
  const auto plain = makeBeats(options);
  BeatSetFacts facts = plain->facts();
  for (std::size_t i = 0; i < facts.records.size(); ++i)
    facts.records[i].fold = static_cast<int>(i) % folds + 1;
  return std::make_shared<const BeatSet>(facts, plain->columns(), plain);
}

std::set<int> foldsIn(const BeatSet& beats, const std::vector<BeatIndex>& part) {
  std::set<int> folds;
  for (const BeatIndex beat : part) folds.insert(beats.recordOf(beat)->fold);
  return folds;
}

}  // namespace

class TestFoldSplit : public QObject {
  Q_OBJECT

 private slots:
  void takesPtbXlsOwnFolds() {
    const auto beats = makeFolds();
    const Split split = makeSplit(*beats, labelsOf(*beats), "folds", 1);
    QCOMPARE(foldsIn(*beats, split.train), (std::set<int>{1, 2, 3, 4, 5, 6, 7, 8}));
    QCOMPARE(foldsIn(*beats, split.validation), (std::set<int>{9}));
    QCOMPARE(foldsIn(*beats, split.test), (std::set<int>{10}));
    QCOMPARE(split.train.size() + split.validation.size() + split.test.size(), std::size_t{300});
    QCOMPARE(split.patientsOnBothSides, 0);
    QVERIFY(split.protocol.find("fold 10 to test") != std::string::npos);
    QVERIFY(std::ranges::is_sorted(split.train));
  }

  void takesTheFoldAskedFor() {
    const auto beats = makeFolds();
    const Split middle = makeSplit(*beats, labelsOf(*beats), "fold:4", 1);
    QCOMPARE(foldsIn(*beats, middle.test), (std::set<int>{4}));
    QCOMPARE(foldsIn(*beats, middle.validation), (std::set<int>{3}));
    const Split first = makeSplit(*beats, labelsOf(*beats), "fold:1", 1);
    QCOMPARE(foldsIn(*beats, first.validation), (std::set<int>{10}));
    const Split last = makeSplit(*beats, labelsOf(*beats), "fold:10", 1);
    QCOMPARE(last.test, makeSplit(*beats, labelsOf(*beats), "folds", 1).test);
  }

  void countsPatientsOnBothSides() {
    const auto beats = makeFolds(true);
    QCOMPARE(makeSplit(*beats, labelsOf(*beats), "folds", 1).patientsOnBothSides, 1);
    QCOMPARE(makeSplit(*beats, labelsOf(*beats), "fold:5", 1).patientsOnBothSides, 0);
  }

  void saysWhatIsMissing() {
    const auto beats = makeFolds();
    const auto error = [](const BeatSet& set, std::string_view id) {
      return errorText([&] { makeSplit(set, labelsOf(set), id, 1); });
    };
    QVERIFY(error(*beats, "fold:11").find("expected one of the folds 1, 2, 3") != std::string::npos);
    for (const char* id : {"fold:", "fold:0", "fold:-1", "fold:x", "fold:99999999999999999999"}) {
      QVERIFY(error(*beats, id).find("expected a fold's number") != std::string::npos);
    }
    QVERIFY(error(*makeFolds(false, 2), "folds").find("at least 3 folds") != std::string::npos);
    QVERIFY(error(*makeBeats(50), "fold:5").find("at least 3 folds") != std::string::npos);
  }

  void isOfferedFirst() {
    QCOMPARE(splitChoices(*makeFolds()).front().id, std::string("folds"));
    for (const SplitChoice& choice : splitChoices(*makeBeats(50))) QVERIFY(choice.id != "folds");
  }
};

QTEST_GUILESS_MAIN(TestFoldSplit)
#include "tst_fold_split.moc"
