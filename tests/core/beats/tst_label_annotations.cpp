#include "core/beats/label_annotations.h"

#include <QTemporaryDir>
#include <QtTest>
#include <nlohmann/json.hpp>

#include "core/base/error.h"
#include "core/base/files.h"
#include "core/beats/cutting.h"
#include "core/beats/label_table.h"
#include "core/io/wfdb_annotations.h"
#include "tests/support/beat_builders.h"
#include "tests/support/data_folder.h"
#include "tests/support/error_text.h"

using namespace ectopy;
namespace fs = std::filesystem;

namespace {

/// Three marks of beats (L, A, V), one rhythm change and, at sample 500, none.
Recording markedRecording() {
  Recording recording;
  recording.name = "r1";
  const auto mark = [](std::int64_t sample, const char* symbol, const char* text = "") {
    return Annotation{.sample = sample, .code = *codeOf(symbol), .channel = 1, .text = text};
  };
  recording.annotations["atr"] = {mark(50, "+", "(N"), mark(100, "L"), mark(200, "A"), mark(300, "V")};
  return recording;
}

/// Beats at the three marks and one at 500 that has none.
std::shared_ptr<const BeatSet> marksAndOneMore(bool areDetected = false) {
  BeatSetFacts facts;
  facts.scheme = aami5Scheme();
  facts.records.push_back({.name = "r1", .path = "r1.hea", .sampleRateHz = 360});
  facts.cut.detected = areDetected;
  BeatSetBuilder builder;
  const std::vector<float> samples(187, 0.5F);
  const std::vector<ClassIndex> classes = {0, 1, 2, kUnlabelled};
  for (std::size_t i = 0; i < classes.size(); ++i)
    builder.add({.samples = samples,
                 .classIndex = classes[i],
                 .record = 0,
                 .rSample = std::vector<std::int64_t>{100, 200, 300, 500}[i]});
  return std::move(builder).build(facts);
}

std::string symbols(const std::vector<Annotation>& annotations) {
  std::string text;
  for (const Annotation& one : annotations) text += symbolOf(one.code);
  return text;
}

}  // namespace

class TestLabelAnnotations : public QObject {
  Q_OBJECT

 private slots:
  void marksThatAgreeStayAsTheyWere() {
    const auto beats = marksAndOneMore();
    const auto written = labelledAnnotations(markedRecording(), *beats, test::labelsOf(*beats), 0);
    QCOMPARE(symbols(written), std::string("+LAV?"));
    QCOMPARE(written[0].text, std::string("(N"));
    QCOMPARE(written[4].sample, std::int64_t{500});
  }

  void aCorrectedMarkTakesItsClassesCode() {
    const auto beats = marksAndOneMore();
    const std::vector<ClassIndex> labels = {1, 0, 2, 3};
    const auto written = labelledAnnotations(markedRecording(), *beats, labels, 0);
    QCOMPARE(symbols(written), std::string("+SNVF"));
    QCOMPARE(written[1].channel, std::uint8_t{1});
  }

  void aBeatWithoutALabelIsMarkedAsUnclassified() {
    const auto beats = marksAndOneMore();
    const std::vector<ClassIndex> labels(4, kUnlabelled);
    QCOMPARE(symbols(labelledAnnotations(markedRecording(), *beats, labels, 0)), std::string("+????"));
  }

  void detectedBeatsBringTheirOwnMarks() {
    const auto beats = marksAndOneMore(true);
    const std::vector<ClassIndex> labels = {0, 1, 2, kUnlabelled};
    QCOMPARE(symbols(labelledAnnotations(markedRecording(), *beats, labels, 0)), std::string("NSV?"));
  }

  void classesWithoutACodeAreRefused() {
    QCOMPARE(codeOfClass(aami5Scheme(), 2), *codeOf("V"));
    QCOMPARE(codeOfClass(namedScheme({"V", "N"}), 0), *codeOf("V"));
    for (const LabelScheme& scheme : {normalAbnormalScheme(), normalInfarctionScheme()}) {
      const std::string text = test::errorText([&] { codeOfClass(scheme, 1); });
      QVERIFY2(text.find("found class") != std::string::npos, text.c_str());
    }
    const std::string text = test::errorText([] { codeOfClass(namedScheme({"N", "A"}), 1); });
    QVERIFY2(text.find("found class \"A\"") != std::string::npos, text.c_str());
  }

  void beatsWithoutRecordsAreRefused() {
    const auto beats = test::makeBeats({.beats = 10});
    const QTemporaryDir folder;
    const std::string text = test::errorText([&] {
      exportAnnotations(*beats, test::labelsOf(*beats),
                        {.annotator = "mine", .folder = folder.path().toStdString()}, {});
    });
    QVERIFY2(text.find("export them as CSV") != std::string::npos, text.c_str());
    QVERIFY(fs::is_empty(folder.path().toStdString()));
  }

  void aRecordThatIsGoneWritesNothing() {
    const auto beats = test::makeBeats(10);
    const QTemporaryDir folder;
    const std::string text = test::errorText([&] {
      exportAnnotations(*beats, test::labelsOf(*beats),
                        {.annotator = "mine", .folder = folder.path().toStdString()}, {});
    });
    QVERIFY(!text.empty());
    QVERIFY(fs::is_empty(folder.path().toStdString()));
  }

  void uncorrectedLabelsGiveTheVeryFileOfTheDatabase() {
    ECTOPY_NEEDS_DATA();
    const fs::path database = test::dataFolder() / "mitdb";
    for (const char* record : {"203", "104", "222"}) {
      const auto beats =
          openBeats(database / (std::string(record) + ".hea"), defaultCut(CutRule::Kaggle), {});
      const QTemporaryDir folder;
      AnnotationExport target{.annotator = "mine", .folder = folder.path().toStdString()};
      const auto files = exportAnnotations(*beats, test::labelsOf(*beats), target, {});
      QCOMPARE(files.size(), std::size_t{1});
      QCOMPARE(readTextFile(files.front(), 1 << 20),
               readTextFile(database / (std::string(record) + ".atr"), 1 << 20));
      const std::string text =
          test::errorText([&] { exportAnnotations(*beats, test::labelsOf(*beats), target, {}); });
      QVERIFY2(text.find("exist already") != std::string::npos, text.c_str());
      target.mayReplace = true;
      std::vector<ClassIndex> labels = test::labelsOf(*beats);
      labels[7] = labels[7] == 2 ? 1 : 2;
      exportAnnotations(*beats, labels, target, {});
      const auto marks = readWfdbAnnotations(files.front()).annotations;
      const std::int64_t sample = beats->columns().rSamples[7];
      const auto changed = std::ranges::find(marks, sample, &Annotation::sample);
      QVERIFY(changed != marks.end());
      QCOMPARE(symbolOf(changed->code), labels[7] == 2 ? std::string("V") : std::string("S"));
    }
  }

  void theJsonTellsWhatIsKnownOfABeat() {
    const auto beats = marksAndOneMore();
    const QTemporaryDir folder;
    const fs::path file = folder.filePath("labels.json").toStdString();
    const std::vector<ClassIndex> labels = {1, 1, 2, kUnlabelled};
    writeLabelJson(file, {*beats, labels, {{true, false, false, false}, {}, {}}, {{2, "caf\xe9"}}, "anna"},
                   {});
    const auto json = nlohmann::json::parse(readTextFile(file, 1 << 20));
    QCOMPARE(json["annotator"], "anna");
    QCOMPARE(json["fingerprint"], beats->fingerprint());
    QCOMPARE(json["classes"].size(), std::size_t{5});
    QCOMPARE(json["beats"].size(), std::size_t{4});
    const auto& first = json["beats"][0];
    QCOMPARE(first["record"], "r1");
    QCOMPARE(first["sample"], 100);
    QCOMPARE(first["label"], "S");
    QCOMPARE(first["fileLabel"], "N");
    QCOMPARE(first["flagged"], true);
    QVERIFY(!json["beats"][1].contains("flagged"));
    QVERIFY(json["beats"][2]["note"].get<std::string>().starts_with("caf"));
    QVERIFY(json["beats"][3]["label"].is_null());
  }
};

QTEST_GUILESS_MAIN(TestLabelAnnotations)
#include "tst_label_annotations.moc"
