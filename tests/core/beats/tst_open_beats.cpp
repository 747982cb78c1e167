#include <QTemporaryDir>
#include <QtTest>
#include <fstream>

#include "core/base/error.h"
#include "core/beats/cutting.h"
#include "core/io/heartbeat_csv.h"
#include "core/io/wfdb_record.h"
#include "tests/support/beat_builders.h"

using namespace ectopy;
using namespace ectopy::test;
namespace fs = std::filesystem;

namespace {

/// Rows with classes 0 .. classes - 1 in turn.
void writeRows(const fs::path& path, std::size_t rows, std::size_t length, std::size_t classes) {
  HeartbeatRows table;
  table.length = length;
  for (std::size_t i = 0; i < rows; ++i) {
    for (std::size_t k = 0; k < length; ++k) table.samples.push_back(k == i % length ? 1.0F : 0.25F);
    table.classes.push_back(static_cast<int>(i % classes));
  }
  writeHeartbeatCsv(path, table, {});
}

Recording makeRecording(const std::string& name, std::int16_t height) {
  Recording recording;
  recording.name = name;
  recording.sampleRateHz = 360;
  recording.sampleCount = 3600;
  std::vector<std::int16_t> values(3600);
  for (std::size_t i = 0; i < values.size(); ++i)
    values[i] = static_cast<std::int16_t>(i % 300 < 9 ? height : i % 7);
  Lead lead;
  lead.name = "MLII";
  lead.samples = Samples(std::move(values));
  recording.leads.push_back(lead);
  for (std::int64_t at = 300; at < 3600; at += 300) {
    Annotation mark;
    mark.sample = at;
    mark.code = 1;
    recording.annotations["atr"].push_back(mark);
  }
  return recording;
}

}  // namespace

class TestOpenBeats : public QObject {
  Q_OBJECT

  QTemporaryDir m_temporary;
  fs::path m_folder;

 private slots:
  void init() {
    m_folder = fs::path(m_temporary.path().toStdString()) / QTest::currentTestFunction();
    fs::create_directories(m_folder);
  }

  void trainAndTestFilesAreOneSet() {
    writeRows(m_folder / "mitbih_train.csv", 20, 187, 5);
    writeRows(m_folder / "mitbih_test.csv", 10, 187, 5);
    for (const char* name : {"mitbih_test.csv", "mitbih_train.csv"}) {
      const auto beats = openBeats(m_folder / name, {}, {});
      QCOMPARE(beats->size(), std::size_t{30});
      QCOMPARE(beats->facts().name, std::string("mitbih"));
      QCOMPARE(beats->columns().fileParts[0], FilePart::Train);
      QCOMPARE(beats->columns().fileParts[29], FilePart::Test);
      QCOMPARE(beats->cut().rule, CutRule::Kaggle);
    }
  }

  void otherCsvFilesAreTakenAsTheyAre() {
    writeRows(m_folder / "own.csv", 21, 50, 7);
    const auto beats = openBeats(m_folder / "own.csv", {}, {});
    QCOMPARE(beats->scheme(), numberedScheme(7));
    QCOMPARE(beats->cut().rule, CutRule::Given);
    QCOMPARE(beats->length(), std::size_t{50});
    QCOMPARE(beats->columns().fileParts[0], FilePart::None);
  }

  void rowsRoundTripThroughCsv() {
    const auto beats = makeBeats(25);
    writeHeartbeatCsv(m_folder / "rows.csv", rowsOf(*beats, {}), {});
    const auto read = openBeats(m_folder / "rows.csv", {}, {});
    QVERIFY(std::ranges::equal(read->columns().samples, beats->columns().samples));
    QVERIFY(std::ranges::equal(read->columns().classes, beats->columns().classes));
    auto labels = labelsOf(*beats);
    labels[0] = 4;
    labels[1] = kUnlabelled;
    const HeartbeatRows rows = rowsOf(*beats, labels);
    QCOMPARE(rows.rows(), std::size_t{24});
    QCOMPARE(rows.classes[0], 4);
  }

  void aDamagedRecordIsLeftOutWithAWarning() {
    writeWfdbRecord(makeRecording("a1", 500), m_folder);
    writeWfdbRecord(makeRecording("a2", 400), m_folder);
    writeWfdbRecord(makeRecording("a3", 300), m_folder);
    fs::resize_file(m_folder / "a2.dat", 100);
    const auto beats = openBeats(m_folder, defaultCut(CutRule::Kaggle), {});
    QCOMPARE(beats->facts().records.size(), std::size_t{2});
    QCOMPARE(beats->facts().records[1].name, std::string("a3"));
    QCOMPARE(beats->size(), std::size_t{20});
    QCOMPARE(beats->columns().records[19], std::uint32_t{1});
    const auto& warnings = beats->facts().warnings;
    QVERIFY(std::any_of(warnings.begin(), warnings.end(),
                        [](const std::string& text) { return text.find("a2") != std::string::npos; }));
  }

  void diagnosesComeFromTheHeaders() {
    const std::vector<std::pair<std::string, std::string>> patients = {
        {"d1", "Healthy control"}, {"d2", "Myocardial infarction"}, {"d3", "Myocarditis"}};
    for (const auto& [name, diagnosis] : patients) {
      Recording recording = makeRecording(name, 500);
      recording.comments = {"age: 60", "Reason for admission: " + diagnosis};
      writeWfdbRecord(recording, m_folder);
    }
    BeatCut cut = defaultCut(CutRule::Paper);
    cut.task = BeatTask::NormalInfarction;
    const auto beats = openBeats(m_folder, cut, {});
    QCOMPARE(beats->scheme(), normalInfarctionScheme());
    QCOMPARE(beats->facts().records.size(), std::size_t{2});
    QCOMPARE(beats->classCounts()[0], beats->classCounts()[1]);
    QCOMPARE(beats->facts().warnings.size(), std::size_t{2});  // d3, and beats at the records' ends
  }

  void nothingToCutIsAnError() {
    Recording recording = makeRecording("b1", 500);
    recording.annotations.clear();
    writeWfdbRecord(recording, m_folder);
    QVERIFY_EXCEPTION_THROWN(openBeats(m_folder / "b1", defaultCut(CutRule::Kaggle), {}), Error);
  }

  void stopsWhenAsked() {
    writeWfdbRecord(makeRecording("c1", 500), m_folder);
    std::stop_source source;
    source.request_stop();
    QVERIFY_EXCEPTION_THROWN(
        openBeats(m_folder, defaultCut(CutRule::Kaggle), JobContext(source.get_token(), {})), Stopped);
  }
};

QTEST_GUILESS_MAIN(TestOpenBeats)
#include "tst_open_beats.moc"
