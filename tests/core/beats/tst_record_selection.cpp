#include <QTemporaryDir>
#include <QtTest>
#include <algorithm>

#include "core/beats/cutting.h"
#include "core/io/wfdb_record.h"
#include "tests/support/catalogue_builder.h"
#include "tests/support/data_folder.h"
#include "tests/support/error_text.h"

using namespace ectopy;
using namespace ectopy::test;
namespace fs = std::filesystem;

namespace {

BeatCut diagnosisCut() {
  BeatCut cut = defaultCut(CutRule::Paper);
  cut.task = BeatTask::NormalInfarction;
  return cut;
}

bool has(const std::vector<std::string>& sentences, std::string_view words) {
  return std::ranges::any_of(sentences,
                             [&](const std::string& one) { return one.find(words) != std::string::npos; });
}

}  // namespace

class TestRecordSelection : public QObject {
  Q_OBJECT

  std::unique_ptr<QTemporaryDir> m_folder;
  fs::path folder() const { return m_folder->path().toStdString(); }

  void writePtb(const std::string& patient, const std::string& name, const std::string& diagnosis) const {
    fs::create_directories(folder() / patient);
    Recording recording = bellRecording(name, {0.5, 1.5, 2.5}, 500, 4);
    if (!diagnosis.empty()) recording.comments = {"age: 81", "Reason for admission: " + diagnosis};
    for (const std::int64_t sample : {250, 750, 1250}) {
      recording.annotations["atr"].push_back(Annotation{.sample = sample, .code = 1});
    }
    writeWfdbRecord(recording, folder() / patient);
  }

 private slots:
  void init() { m_folder = std::make_unique<QTemporaryDir>(); }

  void ptbXlTakesInfarctionAgainstNormalAlone() {
    writePtbXl(folder(), {{"1", "1", "{'NORM': 100.0, 'SR': 0.0}", "1"},
                          {"2", "2", "{'IMI': 35.0, 'NDT': 0.0}", "2"},
                          {"3", "3", "{'IMI': 35.0, 'NORM': 0.0}", "3"},
                          {"4", "4", "{'NORM': 80.0, 'NDT': 0.0}", "3"},
                          {"5", "5", "{'SR': 0.0}", "3"},
                          {"6", "6", "{'NORM': 80.0}", "3", false}});
    const RecordSelection selection = selectRecords(folder(), diagnosisCut(), {});
    QCOMPARE(selection.catalogue, std::string("ptb-xl"));
    QCOMPARE(selection.records.size(), std::size_t{2});
    QCOMPARE(*selection.records[0].diagnosis, ClassIndex{0});
    QCOMPARE(*selection.records[1].diagnosis, ClassIndex{1});
    QCOMPARE(selection.records[1].fold, 2);
    QCOMPARE(selection.records[1].patient, std::string("2"));
    QCOMPARE(selection.diagnoses.at("NORM"), std::size_t{4});
    QCOMPARE(selection.diagnoses.at("none"), std::size_t{1});
    QVERIFY(has(selection.sentences(), "1 record left out: diagnosed MI and NORM both."));
    QVERIFY(has(selection.sentences(), "2 records left out: diagnosed neither MI nor NORM alone."));
    QVERIFY(has(selection.sentences(), "1 record left out: their files are not in this folder."));
  }

  void ptbXlTakesTheFilesOfTheRateAskedFor() {
    ECTOPY_NEEDS_DATA();
    BeatCut cut = diagnosisCut();
    cut.recordRateHz = 100;
    const RecordSelection slow = selectRecords(dataFolder() / "ptb-xl", cut, {});
    QCOMPARE(slow.records.size(), std::size_t{10});
    QVERIFY(slow.records[0].header.string().ends_with("_lr.hea"));
    QVERIFY(has(slow.sentences(), "353 records left out: their files are not in this folder."));
    cut.recordRateHz = 0;
    const RecordSelection fast = selectRecords(dataFolder() / "ptb-xl", cut, {});
    QCOMPARE(fast.records.size(), std::size_t{363});
    QVERIFY(fast.records[0].header.string().ends_with("_hr.hea"));
    cut.recordRateHz = 250;
    QVERIFY(errorText([&] { selectRecords(dataFolder() / "ptb-xl", cut, {}); }).find("found 250 Hz") !=
            std::string::npos);
  }

  void ptbLeavesOutAndCountsOtherDiagnoses() {
    writePtb("patient001", "a", "Myocardial infarction");
    writePtb("patient002", "b", "healthy Control");
    writePtb("patient003", "c", "Bundle branch block");
    writePtb("patient003", "d", "Bundle branch block");
    writePtb("patient004", "e", "");
    const auto beats = openBeats(folder(), diagnosisCut(), {});
    QCOMPARE(beats->facts().records.size(), std::size_t{2});
    QCOMPARE(beats->facts().records[0].patient, std::string("patient001"));
    QCOMPARE(beats->classCounts(), (std::vector<std::size_t>{3, 3}));
    QVERIFY(has(beats->facts().warnings, "2 records left out: diagnosis \"Bundle branch block\"."));
    QVERIFY(has(beats->facts().warnings, "1 record left out: no \"Reason for admission\" in the header."));
    QCOMPARE(suggestedCut(folder()).task, BeatTask::NormalInfarction);
  }

  void aPlainFolderIsTakenAsItIs() {
    writePtb("x", "a", "");
    const RecordSelection selection = selectRecords(folder() / "x", defaultCut(CutRule::Kaggle), {});
    QCOMPARE(selection.name, std::string("x"));
    QCOMPARE(selection.records.size(), std::size_t{1});
    QVERIFY(!selection.records[0].diagnosis);
    QVERIFY(selection.sentences().empty());
    const RecordSelection one = selectRecords(folder() / "x" / "a", defaultCut(CutRule::Kaggle), {});
    QCOMPARE(one.name, std::string("a"));
    QCOMPARE(one.records[0].header, folder() / "x" / "a.hea");
  }
};

QTEST_GUILESS_MAIN(TestRecordSelection)
#include "tst_record_selection.moc"
