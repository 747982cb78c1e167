#include <QtTest>
#include <algorithm>
#include <numeric>
#include <set>

#include "core/base/error.h"
#include "core/beats/split.h"
#include "tests/support/beat_builders.h"

using namespace ectopy;
using namespace ectopy::test;

namespace {

const std::vector<std::string> kDs1 = {"101", "106", "108", "109", "112", "114", "115", "116",
                                       "118", "119", "122", "124", "201", "203", "205", "207",
                                       "208", "209", "215", "220", "223", "230"};
const std::vector<std::string> kDs2 = {"100", "103", "105", "111", "113", "117", "121", "123",
                                       "200", "202", "210", "212", "213", "214", "219", "221",
                                       "222", "228", "231", "232", "233", "234"};

/// The 48 records of MIT-BIH with 60 beats each; 201 and 202 are one person.
std::shared_ptr<const BeatSet> makeMitBih() {
  BeatOptions options;
  options.records = {"102", "104", "107", "217"};
  options.records.insert(options.records.end(), kDs1.begin(), kDs1.end());
  options.records.insert(options.records.end(), kDs2.begin(), kDs2.end());
  options.patients = options.records;
  std::replace(options.patients.begin(), options.patients.end(), std::string("202"), std::string("201"));
  options.beats = options.records.size() * 60;
  return makeBeats(options);
}

std::set<std::string> recordsOf(const BeatSet& beats, std::span<const BeatIndex> part) {
  std::set<std::string> names;
  for (const BeatIndex beat : part) names.insert(beats.recordOf(beat)->name);
  return names;
}

std::vector<std::size_t> countsOf(std::span<const BeatIndex> part, const std::vector<ClassIndex>& labels) {
  std::vector<std::size_t> counts(5);
  for (const BeatIndex beat : part) ++counts[labels[beat]];
  return counts;
}

/// Every labelled beat in exactly one part; each part ascending.
bool isPartition(const Split& split, std::size_t beats) {
  std::vector<int> seen(beats);
  for (const auto* part : {&split.train, &split.validation, &split.test}) {
    if (!std::is_sorted(part->begin(), part->end())) return false;
    for (const BeatIndex beat : *part) ++seen[beat];
  }
  return std::all_of(seen.begin(), seen.end(), [](int times) { return times == 1; });
}

std::string errorOf(const BeatSet& beats, const std::vector<ClassIndex>& labels, std::string_view id) {
  try {
    makeSplit(beats, labels, id, 1);
  } catch (const Error& error) {
    return error.what();
  }
  return {};
}

bool mentions(const std::string& text, std::string_view word) {
  return text.find(word) != std::string::npos;
}

}  // namespace

class TestSplit : public QObject {
  Q_OBJECT

 private slots:
  void beatIsStratified() {
    std::vector<ClassIndex> classes(1000, 0);
    for (std::size_t i = 0; i < 100; ++i) classes[i * 10] = 1;
    for (std::size_t i = 0; i < 5; ++i) classes[i * 100 + 3] = 2;
    const auto beats = makeBeats(BeatOptions{.classes = classes});
    const Split split = makeSplit(*beats, classes, "beat", 1);
    QVERIFY(isPartition(split, 1000));
    QCOMPARE(countsOf(split.test, classes), (std::vector<std::size_t>{179, 20, 1, 0, 0}));
    QCOMPARE(countsOf(split.validation, classes), (std::vector<std::size_t>{72, 8, 1, 0, 0}));
    QCOMPARE(split.patientsOnBothSides, -1);
    QVERIFY(!split.guard.empty());
  }

  void theSeedDecides() {
    const auto beats = makeBeats(500);
    const auto labels = labelsOf(*beats);
    for (const char* id : {"beat", "patient"}) {
      QCOMPARE(makeSplit(*beats, labels, id, 7), makeSplit(*beats, labels, id, 7));
    }
    QVERIFY(makeSplit(*beats, labels, "beat", 7).test != makeSplit(*beats, labels, "beat", 8).test);
  }

  void drawsTheSameEverywhere() {
    // Pinned: another library or compiler must not change a published split.
    const auto beats = makeBeats(40);
    const Split split = makeSplit(*beats, labelsOf(*beats), "beat", 1);
    QCOMPARE(split.test.size(), std::size_t{10});
    const std::vector<BeatIndex> expected = {0, 4, 6, 10, 11, 14, 22, 32, 33, 38};
    QCOMPARE(split.test, expected);
  }

  void stratifiesByTheEffectiveLabels() {
    const auto beats = makeBeats(200);
    auto labels = labelsOf(*beats);
    for (std::size_t i = 0; i < 100; ++i) labels[i] = 4;
    labels[0] = kUnlabelled;
    const Split split = makeSplit(*beats, labels, "beat", 1);
    const auto counts = countsOf(split.test, labels);
    QCOMPARE(counts[4], std::size_t{24});  // a fifth of 99 + 20
    QCOMPARE(counts[0], std::size_t{4});
    const auto parts = partOfEachBeat(split, beats->size());
    QCOMPARE(parts[0], Part::None);  // no label: in no part
    QCOMPARE(std::count(parts.begin(), parts.end(), Part::None), std::ptrdiff_t{1});
    QCOMPARE(static_cast<std::size_t>(std::count(parts.begin(), parts.end(), Part::Test)), split.test.size());
  }

  void dsFollowsDeChazal() {
    const auto beats = makeMitBih();
    const auto labels = labelsOf(*beats);
    const Split split = makeSplit(*beats, labels, "ds1-ds2", 1);
    QCOMPARE(recordsOf(*beats, split.test), (std::set<std::string>(kDs2.begin(), kDs2.end())));
    auto train = recordsOf(*beats, split.train);
    const auto validation = recordsOf(*beats, split.validation);
    QVERIFY(!validation.empty());
    for (const std::string& name : validation) QVERIFY(!train.contains(name));  // whole records
    train.insert(validation.begin(), validation.end());
    QCOMPARE(train, (std::set<std::string>(kDs1.begin(), kDs1.end())));
    QCOMPARE(split.patientsOnBothSides, 1);
    QVERIFY(mentions(split.guard, "record 201 (training) and record 202 (test) are one person"));
  }

  void strictLeavesTheTwinOut() {
    const auto beats = makeMitBih();
    const Split split = makeSplit(*beats, labelsOf(*beats), "ds1-ds2-strict", 1);
    auto train = recordsOf(*beats, split.train);
    train.merge(recordsOf(*beats, split.validation));
    QVERIFY(!train.contains("201"));
    QCOMPARE(train.size(), std::size_t{21});
    QCOMPARE(split.patientsOnBothSides, 0);
  }

  void dsNamesWhatIsMissing() {
    const auto beats = makeBeats(100);
    const std::string error = errorOf(*beats, labelsOf(*beats), "ds1-ds2");
    QVERIFY(mentions(error, "101") && mentions(error, "234"));
  }

  void guardCountsPatients() {
    const auto beats = makeMitBih();
    const Split split = makeSplit(*beats, labelsOf(*beats), "beat", 1);
    QCOMPARE(split.patientsOnBothSides, 47);
    QVERIFY(mentions(split.guard, "47 of 47"));
  }

  void patientsStayWhole() {
    BeatOptions options;
    options.beats = 1000;
    for (int i = 0; i < 20; ++i) {
      options.records.push_back("r" + std::to_string(i));
      options.patients.push_back("p" + std::to_string(i / 2));
    }
    const auto beats = makeBeats(options);
    const Split split = makeSplit(*beats, labelsOf(*beats), "patient", 3);
    QVERIFY(isPartition(split, 1000));
    QCOMPARE(split.patientsOnBothSides, 0);
    const auto patientsOf = [&](std::span<const BeatIndex> part) {
      std::set<std::string> patients;
      for (const BeatIndex beat : part) patients.insert(beats->recordOf(beat)->patient);
      return patients;
    };
    const auto train = patientsOf(split.train);
    for (const auto* part : {&split.validation, &split.test}) {
      for (const std::string& patient : patientsOf(*part)) QVERIFY(!train.contains(patient));
    }
    QVERIFY(split.test.size() >= 100 && split.test.size() <= 300);
  }

  void patientsOfOneClassEachReachEveryPart() {
    BeatOptions options;
    options.scheme = normalInfarctionScheme();
    for (int i = 0; i < 8; ++i) {
      options.records.push_back("r" + std::to_string(i));
      options.classes.insert(options.classes.end(), 50, static_cast<ClassIndex>(i % 2));
    }
    const auto beats = makeBeats(options);
    const auto labels = labelsOf(*beats);
    for (std::uint64_t seed = 1; seed <= 5; ++seed) {
      const Split split = makeSplit(*beats, labels, "patient", seed);
      for (const auto* part : {&split.train, &split.validation, &split.test}) {
        const auto counts = countsOf(*part, labels);
        QVERIFY(counts[0] > 0 && counts[1] > 0);
      }
    }
  }

  void fileFollowsTheFiles() {
    BeatOptions options;
    options.beats = 300;
    options.fileParts.assign(200, FilePart::Train);
    options.fileParts.resize(300, FilePart::Test);
    const auto beats = makeBeats(options);
    const Split split = makeSplit(*beats, labelsOf(*beats), "file", 1);
    QVERIFY(isPartition(split, 300));
    QCOMPARE(split.test.size(), std::size_t{100});
    QCOMPARE(split.test.front(), BeatIndex{200});
    QCOMPARE(split.validation.size(), std::size_t{20});
    QVERIFY(split.validation.back() < 200);
    QCOMPARE(splitChoices(*beats).front().id, std::string("file"));
    QVERIFY(mentions(errorOf(*makeBeats(50), labelsOf(*makeBeats(50)), "file"), "test file"));
  }

  void oneClassIsNothingToLearn() {
    const auto beats = makeBeats(BeatOptions{.classes = std::vector<ClassIndex>(50, 2)});
    const std::string error = errorOf(*beats, labelsOf(*beats), "beat");
    QVERIFY(mentions(error, "all 50 labelled beats are of class V"));
    QVERIFY(
        mentions(errorOf(*beats, std::vector<ClassIndex>(50, kUnlabelled), "beat"), "none of its 50 beats"));
  }

  void staysWhereItIsWhenLabelsAreCorrected() {
    const auto beats = makeBeats(BeatOptions{.beats = 200});
    std::vector<ClassIndex> corrected = labelsOf(*beats);
    corrected[7] = 2;
    const Split split = makeStableSplit(*beats, corrected, "beat", 1);
    QCOMPARE(split.test, makeSplit(*beats, labelsOf(*beats), "beat", 1).test);
    QVERIFY(mentions(split.protocol, "drawn by the file's labels"));
  }

  void takesCorrectedLabelsWhereTheFileHasNone() {
    const auto beats = makeBeats(BeatOptions{.classes = std::vector<ClassIndex>(100, kUnlabelled)});
    const auto corrected = labelsOf(*makeBeats(100));
    const Split split = makeStableSplit(*beats, corrected, "beat", 1);
    QCOMPARE(split.test, makeSplit(*beats, corrected, "beat", 1).test);
    QVERIFY(mentions(split.protocol, "drawn by the corrected labels"));
    QVERIFY_EXCEPTION_THROWN(makeStableSplit(*beats, labelsOf(*beats), "beat", 1), Error);
  }

  void refusesWhatItDoesNotKnow() {
    const auto beats = makeBeats(100);
    QVERIFY(mentions(errorOf(*beats, labelsOf(*beats), "fifth"), "expected one of beat"));
    QVERIFY(!errorOf(*beats, {}, "beat").empty());
    const auto two = makeBeats(2);
    QVERIFY(mentions(errorOf(*two, labelsOf(*two), "beat"), "no beat for"));
    const auto onePatient = makeBeats(BeatOptions{.records = {"a", "b"}});
    QVERIFY(mentions(errorOf(*onePatient, labelsOf(*onePatient), "patient"), "at least 3 patients"));
  }

  void offersWhatFits() {
    const auto idsOf = [](const BeatSet& beats) {
      std::vector<std::string> ids;
      for (const SplitChoice& choice : splitChoices(beats)) ids.push_back(choice.id);
      return ids;
    };
    QCOMPARE(idsOf(*makeMitBih()),
             (std::vector<std::string>{"beat", "ds1-ds2", "ds1-ds2-strict", "patient"}));
    QCOMPARE(idsOf(*makeBeats(20)), (std::vector<std::string>{"patient", "beat"}));
    QCOMPARE(idsOf(*makeBeats(BeatOptions{.beats = 20})), (std::vector<std::string>{"beat"}));
  }
};

QTEST_GUILESS_MAIN(TestSplit)
#include "tst_split.moc"
