#include "core/evaluation/ec57_records.h"

#include <QTemporaryDir>
#include <QtTest>

#include "core/io/wfdb_annotations.h"
#include "tests/support/data_folder.h"
#include "tests/support/error_text.h"
#include "tests/support/scripted_model.h"

using namespace ectopy;

namespace {

/// Record 100 of MIT-BIH with the made-up annotator `tst`, and a beat a mark of a model's own.
class Recorded {
 public:
  Recorded() {
    const std::filesystem::path target = m_folder.path().toStdString();
    for (const char* file : {"100.hea", "100.dat", "100.atr"})
      std::filesystem::copy_file(test::dataFolder() / "mitdb" / file, target / file);
    std::filesystem::copy_file(test::dataFolder().parent_path() / "expected" / "ec57" / "100.tst",
                               target / "100.tst");
    m_model.facts().records = {{.name = "100", .path = target / "100.hea", .sampleRateHz = 360}};
    for (const Annotation& mark : readWfdbAnnotations(target / "100.atr").annotations)
      if (mark.code == 1 || mark.code == 8 || mark.code == 5)
        m_model.addSure(mark.code == 1   ? 0
                        : mark.code == 8 ? 1
                                         : 2,
                        mark.code == 5 ? 2 : 0, .9F, 0, mark.sample);
  }
  std::shared_ptr<const BeatSet> beats() { return m_model.beats(); }
  Predictions predictions() { return m_model.predictions(); }

 private:
  QTemporaryDir m_folder;
  test::ScriptedModel m_model{aami5Scheme()};
};

const std::vector<std::uint32_t> kFirst = {0};

}  // namespace

class TestEc57Records : public QObject {
  Q_OBJECT

 private slots:
  void anAnnotatorIsComparedFromItsFiles() {
    ECTOPY_NEEDS_DATA();
    Recorded data;
    const auto beats = data.beats();
    QCOMPARE(annotatorsBeside(*beats), (std::vector<std::string>{"atr", "tst"}));
    const Ec57Report report = compareRecords(*beats, kFirst, marksOfAnnotator(*beats, "atr"),
                                             marksOfAnnotator(*beats, "tst"), {}, {});
    QCOMPARE(report.records.size(), 1);
    std::int64_t offDiagonal = 0;
    for (const char one : std::string("NSVFQOX"))
      for (const char other : std::string("NSVFQOX"))
        if (one != other) offDiagonal += report.records[0].cells.sum({&one, 1}, {&other, 1});
    QVERIFY(offDiagonal > 0);
    QCOMPARE(static_cast<std::int64_t>(report.mismatches[0].size()), offDiagonal);
    QVERIFY(report.summary.gross.qrsSe.percent() > 90);
  }

  // The model finds all beats, calls the S ones N and knows the V one.
  void aModelIsComparedAtThePeaks() {
    ECTOPY_NEEDS_DATA();
    Recorded data;
    const auto beats = data.beats();
    const Predictions predictions = data.predictions();
    const Ec57Report report =
        compareRecords(*beats, kFirst, marksOfAnnotator(*beats, "atr"), marksOfModel(predictions, *beats),
                       {.countsSupraventricular = true}, {});
    QCOMPARE(report.summary.gross.qrsSe.percent(), 100.0);
    QCOMPARE(report.summary.gross.vSe.percent(), 100.0);
    QCOMPARE(report.summary.gross.sSe.percent(), 0.0);
    for (const Ec57Mismatch& mismatch : report.mismatches[0]) {
      QVERIFY(mismatch.reference == Ec57Class::S);
      QVERIFY(mismatch.test == Ec57Class::N);
    }
  }

  void whatIsMissingIsTold() {
    ECTOPY_NEEDS_DATA();
    Recorded data;
    const auto beats = data.beats();
    const std::string error = test::errorText([&] {
      compareRecords(*beats, kFirst, marksOfAnnotator(*beats, "atr"), marksOfAnnotator(*beats, "gone"), {},
                     {});
    });
    QVERIFY2(error.find("100.gone") != std::string::npos, error.c_str());
    std::stop_source stop;
    stop.request_stop();
    QVERIFY_THROWS_EXCEPTION(
        Stopped, compareRecords(*beats, kFirst, marksOfAnnotator(*beats, "atr"),
                                marksOfAnnotator(*beats, "tst"), {}, JobContext(stop.get_token(), {})));
  }
};

QTEST_GUILESS_MAIN(TestEc57Records)
#include "tst_ec57_records.moc"
