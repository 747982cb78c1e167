#include <QTemporaryDir>
#include <QtTest>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>

#include "core/beats/beat_file.h"
#include "core/beats/cutting.h"
#include "core/beats/import_summary.h"
#include "core/io/wfdb_record.h"
#include "tests/support/beat_builders.h"
#include "tests/support/catalogue_builder.h"
#include "tests/support/data_folder.h"
#include "tests/support/edf_builder.h"
#include "tests/support/error_text.h"

using namespace ectopy;
using namespace ectopy::test;
namespace fs = std::filesystem;

class TestImportSummary : public QObject {
  Q_OBJECT

  std::unique_ptr<QTemporaryDir> m_folder;
  fs::path folder() const { return m_folder->path().toStdString(); }

  void writeRecord(const std::string& name, const std::vector<AnnotationCode>& codes) const {
    std::vector<double> seconds;
    for (std::size_t i = 0; i < 6; ++i) seconds.push_back(0.3 + 0.8 * static_cast<double>(i));
    Recording recording = bellRecording(name, seconds, 360, 5);
    for (std::size_t i = 0; i < codes.size(); ++i) {
      const Annotation one{.sample = std::llround(seconds[i] * 360), .code = codes[i]};
      recording.annotations["atr"].push_back(one);
    }
    writeWfdbRecord(recording, folder());
  }

 private slots:
  void init() { m_folder = std::make_unique<QTemporaryDir>(); }

  void tellsWhatACutWouldTakeAndLeave() {
    writeRecord("a", {1, 1, 5, 28, 1, 8});
    writeRecord("b", {1, 1, 1, 1, 1, 1});
    writeRecord("c", {});  // no annotations
    writeRecord("d", {1, 1});
    fs::remove(folder() / "d.dat");
    writeText(folder() / "e.hea", "nonsense\n");
    writeText(folder() / "b.qrs", "");
    const BeatCut cut = defaultCut(CutRule::Context);
    const ImportSummary summary = summariseImport(folder(), cut, {});
    QCOMPARE(summary.records, std::size_t{5});
    QCOMPARE(summary.taken, std::size_t{2});
    QCOMPARE(summary.recordsLeftOut.at("no annotations \"atr\""), std::size_t{1});
    QCOMPARE(summary.recordsLeftOut.at("their signal file is missing"), std::size_t{1});
    QCOMPARE(summary.recordsLeftOut.at("their files can't be read"), std::size_t{1});
    QCOMPARE(summary.warnings.size(), std::size_t{1});
    QVERIFY(summary.warnings[0].find("e.hea") != std::string::npos);
    // The first beat has too little before it, the last too little behind it.
    QCOMPARE(summary.beatsLeftOut.at("their samples reach beyond the record"), std::size_t{4});
    QCOMPARE(summary.beats, std::size_t{7});
    QCOMPARE(summary.classes[0].beats, std::size_t{6});
    QCOMPARE(summary.classes[0].records, std::size_t{2});
    QCOMPARE(summary.classes[2].beats, std::size_t{1});
    QCOMPARE(summary.leads.at("II"), std::size_t{2});
    QCOMPARE(summary.sampleRates.at(360), std::size_t{2});
    QCOMPARE(summary.annotators.at("atr"), std::size_t{2});
    QCOMPARE(summary.annotators.at("qrs"), std::size_t{1});
    QVERIFY(std::abs(summary.hours - 10 / 3600.0) < 1e-6);

    const auto cutForReal = openBeats(folder(), cut, {});
    QCOMPARE(cutForReal->size(), summary.beats);
    QCOMPARE(cutForReal->facts().records.size(), summary.taken);
  }

  void aLeadAskedForThatIsNotThereIsNamed() {
    writeRecord("a", {1, 1, 1});
    BeatCut cut = defaultCut(CutRule::Kaggle);
    cut.lead = "V9";
    QCOMPARE(summariseImport(folder(), cut, {}).recordsLeftOut.at("no lead V9"), std::size_t{1});
  }

  void ptbXlTellsPatientsFoldsAndDiagnoses() {
    writePtbXl(folder(), {{"1", "1", "{'NORM': 100.0}", "1"},
                          {"2", "2", "{'IMI': 35.0}", "2"},
                          {"3", "2", "{'IMI': 35.0}", "2"},
                          {"4", "4", "{'NDT': 80.0}", "3"}});
    BeatCut cut = defaultCut(CutRule::Paper);
    cut.task = BeatTask::NormalInfarction;
    cut.detected = true;
    const ImportSummary summary = summariseImport(folder(), cut, {});
    QCOMPARE(summary.catalogue, std::string("ptb-xl"));
    QCOMPARE(summary.records, std::size_t{4});
    QCOMPARE(summary.taken, std::size_t{3});
    QCOMPARE(summary.patients, std::size_t{2});
    QCOMPARE(summary.folds.at(2), std::size_t{2});
    QCOMPARE(summary.classes[1].records, std::size_t{2});
    QCOMPARE(summary.diagnoses.at("STTC"), std::size_t{1});
    QVERIFY(!summary.areBeatsKnown);
    const nlohmann::json json = summary;
    QVERIFY(json["beats"].is_null());
    QCOMPARE(json["folds"]["2"].get<int>(), 2);

    const ImportSummary all = summariseRecords(folder(), {});
    QCOMPARE(all.taken, std::size_t{4});
    QCOMPARE(all.leads.at("II"), std::size_t{4});
    QVERIFY(std::abs(all.hours - 40 / 3600.0) < 1e-6);
  }

  void aDiagnosisWithoutAnnotationsOrDetectionIsLeftOut() {
    for (const char* name : {"a", "b"}) {
      writeRecord(name, std::string_view(name) == "a" ? std::vector<AnnotationCode>{1, 1, 1, 1}
                                                      : std::vector<AnnotationCode>{});
      std::ofstream(folder() / (std::string(name) + ".hea"), std::ios::app)
          << "# Reason for admission: Healthy control\n";
    }
    BeatCut cut = defaultCut(CutRule::Paper);
    cut.task = BeatTask::NormalInfarction;
    const ImportSummary summary = summariseImport(folder(), cut, {});
    QCOMPARE(summary.taken, std::size_t{1});
    QCOMPARE(summary.recordsLeftOut.at("no annotations \"atr\""), std::size_t{1});
    QVERIFY(summary.areBeatsKnown);
    const auto cutForReal = openBeats(folder(), cut, {});
    QCOMPARE(cutForReal->facts().records.size(), summary.taken);
    QCOMPARE(cutForReal->size(), summary.beats);
  }

  void namesSignalsAsTheCutDoes() {
    writeRecord("a", {1, 1, 1, 1});
    std::ifstream whole(folder() / "a.hea");
    std::string header((std::istreambuf_iterator<char>(whole)), {});
    const std::size_t name = header.find(" II\n");
    QVERIFY(name != std::string::npos);
    writeText(folder() / "a.hea", header.erase(name, 3));
    const BeatCut cut = defaultCut(CutRule::Kaggle);
    const ImportSummary summary = summariseImport(folder(), cut, {});
    QCOMPARE(summary.takenLeads.begin()->first, openBeats(folder(), cut, {})->facts().records[0].leadName);
    QCOMPARE(summary.leads.begin()->first, std::string("signal 1"));
  }

  void textWithoutARateIsLeftOut() {
    writeText(folder() / "x.txt", "0.1\n0.2\n0.3\n");
    BeatCut cut = defaultCut(CutRule::Kaggle);
    cut.detected = true;
    const ImportSummary summary = summariseImport(folder() / "x.txt", cut, {});
    QCOMPARE(summary.taken, std::size_t{0});
    QCOMPARE(summary.hours, 0.0);
    QCOMPARE(summary.recordsLeftOut.at("no sample rate: it must be given"), std::size_t{1});
    QCOMPARE(summariseImport(folder() / "x.txt", cut, {}, {.sampleRateHz = 100}).taken, std::size_t{1});
  }

  void saysWhichTimesOfATextAreOdd() {
    writeText(folder() / "t.txt", "time,II (mV)\n0.00,0.1\n0.01,0.2\n0.01,0.3\n0.02,0.4\n0.01,0.5\n");
    BeatCut cut = defaultCut(CutRule::Kaggle);
    cut.detected = true;
    const std::vector<std::string> odd = {
        "t.txt: 2 of its first 5 times are not later than the one before; none is used."};
    const ImportSummary without = summariseImport(folder() / "t.txt", cut, {});
    QCOMPARE(without.taken, std::size_t{0});
    QCOMPARE(without.warnings, odd);
    const ImportSummary given = summariseImport(folder() / "t.txt", cut, {}, {.sampleRateHz = 100});
    QCOMPARE(given.taken, std::size_t{1});
    QCOMPARE(given.warnings, odd);
    writeText(folder() / "t.txt", "time,II (mV)\n0.00,0.1\n0.01,0.2\n0.011,0.3\n0.021,0.4\n");
    QCOMPARE(summariseImport(folder() / "t.txt", cut, {}).warnings,
             std::vector<std::string>{"t.txt: its times do not rise evenly; they are not used."});
  }

  void aSampleRateGivenSaysThatACsvHoldsSignals() {
    writeText(folder() / "x.csv", "0.3,0.2,0\n0.2,0.3,1\n0.1,0.1,0\n");
    BeatCut cut = defaultCut(CutRule::Kaggle);
    cut.detected = true;
    const ImportSummary beats = summariseImport(folder() / "x.csv", cut, {}, {}, {.classNames = {"A", "B"}});
    QCOMPARE(beats.beats, std::size_t{3});
    QCOMPARE(beats.classes[1].code, std::string("B"));
    const ImportSummary leads = summariseImport(folder() / "x.csv", cut, {}, {.sampleRateHz = 100});
    QCOMPARE(leads.leads.size(), std::size_t{3});
    QCOMPARE(leads.sampleRates.at(100), std::size_t{1});
  }

  void aBeatFileTellsItsBeats() {
    const auto beats = makeBeats(50);
    writeBeatFile(folder() / "x.beats", *beats, {});
    const ImportSummary summary = summariseImport(folder() / "x.beats", defaultCut(CutRule::Kaggle), {});
    QCOMPARE(summary.beats, std::size_t{50});
    QCOMPARE(summary.taken, std::size_t{4});
    QCOMPARE(summary.classes[1].beats, std::size_t{10});
    QVERIFY(errorText([&] { summariseImport(folder() / "none", defaultCut(CutRule::Kaggle), {}); }) !=
            "no error");
  }

  void stopsWhenAsked() {
    writeRecord("a", {1, 1, 1});
    std::stop_source source;
    source.request_stop();
    const JobContext stopped(source.get_token(), {});
    QVERIFY_EXCEPTION_THROWN(summariseImport(folder(), defaultCut(CutRule::Kaggle), stopped), Stopped);
    QVERIFY_EXCEPTION_THROWN(summariseRecords(folder(), stopped), Stopped);
  }

  void stopsInsideARecording() {
    EdfText edf{.reserved = "EDF+C", .signalTexts = {{}, annotationSignal("8")}};
    for (const std::string start : {"+0", "+1"}) {
      edf.data += samples16({1, 2, 3, 4}) + lists(start + "\x14\x14", 16);
    }
    writeText(folder() / "x.edf", edf.bytes());
    const BeatCut cut = defaultCut(CutRule::Kaggle);
    QCOMPARE(summariseImport(folder() / "x.edf", cut, {}).records, std::size_t{1});
    std::stop_source source;
    std::vector<std::string> told;
    const JobContext job(source.get_token(), [&](double, std::string_view text) {
      told.emplace_back(text);
      source.request_stop();
    });
    QVERIFY_EXCEPTION_THROWN(summariseImport(folder() / "x.edf", cut, job), Stopped);
    QCOMPARE(told, std::vector<std::string>{"record x"});
  }

  void agreesWithTheCutOfMitBih() {
    ECTOPY_NEEDS_DATA();
    const ImportSummary summary = summariseImport(dataFolder() / "mitdb", defaultCut(CutRule::Kaggle), {});
    QCOMPARE(summary.beats, std::size_t{109446});
    const std::vector<std::size_t> published = {90589, 2779, 7236, 803, 8039};
    for (std::size_t i = 0; i < published.size(); ++i) QCOMPARE(summary.classes[i].beats, published[i]);
    QCOMPARE(summary.patients, std::size_t{47});
    QCOMPARE(summary.leads.at("MLII"), std::size_t{46});
    QCOMPARE(summary.takenLeads.at("V5"), std::size_t{3});  // 102, 104 and 114
    QCOMPARE(summary.beatsLeftOut.at("no annotation follows in the record"), std::size_t{48});
    QVERIFY(summary.recordsLeftOut.empty() && summary.warnings.empty());
  }
};

QTEST_GUILESS_MAIN(TestImportSummary)
#include "tst_import_summary.moc"
