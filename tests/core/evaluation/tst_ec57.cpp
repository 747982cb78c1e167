#include <QtTest>
#include <cmath>

#include "core/base/files.h"
#include "core/evaluation/ec57.h"
#include "core/evaluation/ec57_text.h"
#include "core/io/wfdb_annotations.h"
#include "core/io/wfdb_header.h"
#include "tests/support/data_folder.h"
#include "tests/support/error_text.h"

using namespace ectopy;

namespace {

constexpr AnnotationCode kN = 1, kV = 5, kA = 8, kNoise = 14, kFlutterStart = 32, kFlutterEnd = 33;

std::vector<Annotation> beatsAt(const std::vector<std::int64_t>& samples, AnnotationCode code = kN) {
  std::vector<Annotation> beats;
  for (const std::int64_t sample : samples) beats.push_back({.sample = sample, .code = code});
  return beats;
}

/// 1000 Hz, nothing skipped, a window of 150 samples.
Ec57Record compare(const std::vector<Annotation>& reference, const std::vector<Annotation>& test) {
  return compareBeats(
      {.name = "r", .reference = reference, .test = test, .sampleRateHz = 1000, .sampleCount = 20'000},
      {.startSeconds = 0.5, .countsSupraventricular = true});
}

std::int64_t cell(const Ec57Record& record, std::string_view reference, std::string_view test) {
  return record.cells.sum(reference, test);
}

std::filesystem::path expectedFolder() {
  return test::dataFolder().parent_path() / "expected" / "ec57";
}

std::vector<Ec57Record> publishedRecords(bool withS) {
  std::vector<Ec57Record> records;
  for (const std::string name : {"100", "105", "119", "200", "203", "207", "208", "213", "231", "232"}) {
    const auto database = test::dataFolder() / "mitdb";
    const WfdbHeader header = readWfdbHeader(database / (name + ".hea"));
    const auto reference = readWfdbAnnotations(database / (name + ".atr")).annotations;
    const auto tested = readWfdbAnnotations(expectedFolder() / (name + ".tst")).annotations;
    records.push_back(compareBeats({.name = name,
                                    .reference = reference,
                                    .test = tested,
                                    .sampleRateHz = header.sampleRateHz,
                                    .sampleCount = header.sampleCount},
                                   {.countsSupraventricular = withS}));
  }
  return records;
}

void compareTexts(const std::string& text, const std::filesystem::path& file) {
  const auto expected = QString::fromStdString(readTextFile(file, 1 << 20)).split('\n');
  const auto found = QString::fromStdString(text).split('\n');
  for (qsizetype i = 0; i < std::min(expected.size(), found.size()); ++i) QCOMPARE(found[i], expected[i]);
  QCOMPARE(found.size(), expected.size());
}

}  // namespace

class TestEc57 : public QObject {
  Q_OBJECT

 private slots:
  void wfdbsOwnOutputs_data() {
    QTest::addColumn<bool>("withS");
    QTest::newRow("veb") << false;
    QTest::newRow("sveb") << true;
  }

  void wfdbsOwnOutputs() {
    ECTOPY_NEEDS_DATA();
    QFETCH(bool, withS);
    const auto records = publishedRecords(withS);
    const std::string prefix = withS ? "sveb" : "veb";
    compareTexts(ec57Lines(records, withS), expectedFolder() / (prefix + "_line.txt"));
    compareTexts(ec57Summary(records, withS), expectedFolder() / (prefix + "_sumstats.txt"));
    compareTexts(ec57ShutdownLines(records, withS), expectedFolder() / (prefix + "_shutdown.txt"));
    std::string matrices;
    for (const Ec57Record& record : records) matrices += ec57Matrix(record, "atr", "tst", withS);
    compareTexts(matrices, expectedFolder() / (prefix + "_matrix.txt"));
  }

  void mismatchesAreTheCellsOffTheDiagonal() {
    std::vector<Ec57Mismatch> mismatches;
    const auto reference = beatsAt({1000, 2000, 3000});
    std::vector<Annotation> tested = beatsAt({1010, 4000});
    tested.insert(tested.begin() + 1, {.sample = 2020, .code = kV});
    const auto record = compareBeats(
        {.name = "r", .reference = reference, .test = tested, .sampleRateHz = 1000, .sampleCount = 20'000},
        {.startSeconds = 0.5}, &mismatches);
    QCOMPARE(cell(record, "N", "N"), 1);
    QCOMPARE(mismatches, (std::vector<Ec57Mismatch>{{2000, Ec57Class::N, Ec57Class::V},
                                                    {3000, Ec57Class::N, Ec57Class::O},
                                                    {4000, Ec57Class::O, Ec57Class::N}}));
    QCOMPARE(nameOf(Ec57Class::X), std::string_view("X"));
  }

  void aPairMatchesWithinTheWindow() {
    const auto record = compare(beatsAt({1000, 2000, 3000}), beatsAt({1150, 1850, 3151}));
    QCOMPARE(cell(record, "N", "N"), 2);
    QCOMPARE(cell(record, "N", "O"), 1);
    QCOMPARE(cell(record, "O", "N"), 1);
  }

  void theNearerBeatIsThePartner() {
    const auto record = compare(beatsAt({1000, 2000}), beatsAt({900, 1010, 2000}));
    QCOMPARE(cell(record, "N", "N"), 2);
    QCOMPARE(cell(record, "O", "N"), 1);
  }

  /// The case that changed bxb in 2002: both beats of two close pairs lie within the window.
  void twoClosePairsAreBothMatched() {
    const auto record = compare(beatsAt({1000, 1260}), beatsAt({1130, 1360}));
    QCOMPARE(cell(record, "N", "N"), 2);
    QCOMPARE(cell(record, "NO", "NO"), 2);
  }

  void supraventricularBeatsCountAsNormalUnlessAsked() {
    const auto reference = beatsAt({1000}, kA);
    const auto tested = beatsAt({1000}, kV);
    const Ec57Input input{
        .name = "r", .reference = reference, .test = tested, .sampleRateHz = 1000, .sampleCount = 9000};
    QCOMPARE(compareBeats(input, {.startSeconds = 0.5}).cells.sum("N", "V"), 1);
    QCOMPARE(compareBeats(input, {.startSeconds = 0.5, .countsSupraventricular = true}).cells.sum("S", "V"),
             1);
  }

  void extraBeatsDuringFlutterCountForNothing() {
    auto reference = beatsAt({1000, 9000});
    reference.insert(reference.begin() + 1,
                     {{.sample = 2000, .code = kFlutterStart}, {.sample = 5000, .code = kFlutterEnd}});
    const auto record = compare(reference, beatsAt({1000, 2500, 3000, 6000, 9000}));
    QCOMPARE(cell(record, "O", "N"), 1);
    QCOMPARE(cell(record, "N", "N"), 2);
  }

  void beatsMissedInShutdownAreTold() {
    auto tested = beatsAt({1000, 9000});
    tested.insert(tested.begin() + 1, {{.sample = 2000, .code = kNoise, .subtype = 0x30},
                                       {.sample = 5000, .code = kNoise, .subtype = 0}});
    const auto record = compare(beatsAt({1000, 3000, 6000, 9000}), tested);
    QCOMPARE(cell(record, "N", "X"), 1);
    QCOMPARE(cell(record, "N", "O"), 1);
    QCOMPARE(record.shutdownSeconds, 3);
  }

  void emptySidesGiveNoShares() {
    const auto record = compare({}, {});
    QVERIFY(!statisticsOf(record.cells).qrsSe.isDefined());
    QVERIFY(std::isnan(record.rrErrorMs));
    QVERIFY(ec57Lines({&record, 1}, true).find("      -") != std::string::npos);
    QVERIFY(!summarise({&record, 1}).average.qrsSe.isDefined());
  }

  void aRateOfZeroIsRefused() {
    QVERIFY(test::errorText([] {
              compareBeats({.name = "x", .sampleRateHz = 0}, {});
            }).starts_with("Record x: expected a sample rate above 0"));
  }
};

QTEST_GUILESS_MAIN(TestEc57)
#include "tst_ec57.moc"
