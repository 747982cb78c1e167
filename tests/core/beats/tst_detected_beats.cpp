#include <QTemporaryDir>
#include <QtTest>
#include <algorithm>
#include <cmath>
#include <fstream>
#include <nlohmann/json.hpp>

#include "core/beats/beat_file.h"
#include "core/beats/cutting.h"
#include "core/beats/demo.h"
#include "core/beats/detected_beats.h"
#include "core/io/signal_text_reader.h"
#include "core/io/wfdb_record.h"
#include "tests/support/data_folder.h"

using namespace ectopy;

namespace {

Recording patient() {
  return makeArrhythmiaDemo({.patients = 2, .secondsPerRecord = 60}, {}).front();
}

BeatCut detectedCut(CutRule rule) {
  BeatCut cut = defaultCut(rule);
  cut.detected = true;
  return cut;
}

}  // namespace

class TestDetectedBeats : public QObject {
  Q_OBJECT

 private slots:
  void beatsAreCutWhereNobodyAnnotated() {
    Recording recording = patient();
    const auto annotated = recording.annotations["atr"].size() - 1;  // less the rhythm mark
    recording.annotations.clear();
    for (const CutRule rule : {CutRule::Kaggle, CutRule::Paper, CutRule::Context}) {
      BeatSetBuilder builder;
      cutRecording(recording, detectedCut(rule), 0, builder);
      BeatSetFacts facts;
      facts.scheme = aami5Scheme();
      facts.cut = detectedCut(rule);
      facts.features = featureNames(facts.cut);
      facts.records.push_back(recordInfoOf(recording, facts.cut));
      const auto beats = std::move(builder).build(std::move(facts));
      QVERIFY(beats->size() + 4 >= annotated && beats->size() <= annotated + 2);
      for (const ClassIndex label : beats->columns().classes) QCOMPARE(label, kUnlabelled);
    }
  }

  /// A cut says so, and a set that is not detected keeps its old description and fingerprint.
  void theCutRemembers() {
    nlohmann::json json = detectedCut(CutRule::Kaggle);
    QCOMPARE(json.get<BeatCut>(), detectedCut(CutRule::Kaggle));
    json = defaultCut(CutRule::Kaggle);
    QVERIFY(!json.contains("detected"));
    QVERIFY(!json.get<BeatCut>().detected);
    requireSameCut(defaultCut(CutRule::Kaggle), detectedCut(CutRule::Kaggle));
  }

  void detectionReplacesAnnotations() {
    const Recording recording = patient();
    const Recording found = withDetectedBeats(recording, detectedCut(CutRule::Kaggle), {});
    for (const Annotation& mark : found.annotations.at("atr")) QCOMPARE(mark.code, AnnotationCode{1});
    QVERIFY(found.annotations.at("atr").size() != recording.annotations.at("atr").size());
  }

  void recordsWithoutAnnotationsNeedDetection() {
    QTemporaryDir folder;
    Recording recording = patient();
    const std::filesystem::path path = folder.path().toStdString();
    const BeatCut cut = defaultCut(CutRule::Kaggle);
    QVERIFY(!needsDetection(path, cut, {}));
    const auto header = writeWfdbRecord(recording, path);
    QVERIFY(!needsDetection(path, cut, {}));
    std::filesystem::remove(std::filesystem::path(header).replace_extension(".atr"));
    QVERIFY(needsDetection(path, cut, {}));
    QVERIFY(needsDetection(header, cut, {}));
    QVERIFY(suggestedCut(header).detected);
    const auto beats = openBeats(path, suggestedCut(path), {});
    QVERIFY(beats->size() > 30);
    // The raw record shows where the beats were found.
    const Recording raw = openRawRecording(*beats, 0, {});
    const std::vector<Annotation>& marks = raw.annotations.at(beats->cut().annotator);
    QCOMPARE(marks.size(), beats->size());
    QCOMPARE(marks.front().sample, beats->columns().rSamples[0]);
  }

  void aTextsUnitIsKept() {
    QTemporaryDir folder;
    const std::filesystem::path path = folder.path().toStdString();
    std::ofstream text(path / "signal.csv");
    text << "MLII,V1\n";
    for (int i = 0; i < 7200; ++i) {
      const double height = std::max(0.0, 1 - std::abs(i % 360 - 180) / 15.0);
      text << 850.5 * height << ',' << 420.25 * height << '\n';
    }
    text.close();
    const SignalTextOptions options{.sampleRateHz = 360, .unit = "uV"};
    const auto cut = openBeats(path / "signal.csv", suggestedCut(path / "signal.csv"), {}, options);
    writeBeatFile(path / "signal.beats", *cut, {});
    const auto beats = openBeatFile(path / "signal.beats");
    const Recording said = readSignalText(path / "signal.csv", options, {}, {});
    const Recording raw = openRawRecording(*beats, 0, {});
    QCOMPARE(raw.leads[0].unit, said.leads[0].unit);
    QCOMPARE(raw.leads[0].physical(180), said.leads[0].physical(180));
  }

  void ptbXlIsCutByDiagnosis() {
    ECTOPY_NEEDS_DATA();
    const auto folder = test::dataFolder() / "ptb-xl";
    const BeatCut cut = suggestedCut(folder);
    QVERIFY(cut.detected);
    const auto beats = openBeats(folder, cut, {});
    QVERIFY(beats->size() > 2500);
    const auto counts = beats->classCounts();
    QVERIFY(counts[0] > 500 && counts[1] > 100);
  }
};

QTEST_GUILESS_MAIN(TestDetectedBeats)
#include "tst_detected_beats.moc"
