#include "core/beats/csv_source.h"

#include <QTemporaryDir>
#include <QtTest>

#include "core/base/files.h"
#include "core/beats/cutting.h"
#include "core/io/heartbeat_csv.h"
#include "tests/support/error_text.h"
#include "tests/support/packed_files.h"

using namespace ectopy;
using test::errorText;
using test::gzipped;
using test::zipped;
namespace fs = std::filesystem;

namespace {

/// Rows of the published layout, or another length, with classes 0 .. classes - 1 in turn.
std::string rowsText(std::size_t rows, std::size_t classes, std::size_t length = 187) {
  std::string text;
  for (std::size_t i = 0; i < rows; ++i) {
    for (std::size_t k = 0; k < length; ++k) text += "0.5,";
    text += std::to_string(i % classes) + "\n";
  }
  return text;
}

}  // namespace

class TestCsvSource : public QObject {
  Q_OBJECT

 private slots:
  void init() {
    m_folder = fs::path(m_temporary.path().toStdString()) / QTest::currentTestFunction();
    fs::create_directories(m_folder);
  }

  void thePublishedPairIsOneSetWhereverItLies() {
    write("csv/mitbih_train.csv", rowsText(10, 5));
    write("csv/mitbih_test.csv", rowsText(5, 5));
    write("gz/mitbih_train.csv.gz", gzipped(rowsText(10, 5)));
    write("gz/mitbih_test.csv.gz", gzipped(rowsText(5, 5)));
    write("zips/mitbih_train.csv.zip", zipped({{"mitbih_train.csv", rowsText(10, 5)}}));
    write("zips/mitbih_test.csv.zip", zipped({{"mitbih_test.csv", rowsText(5, 5)}}));
    write("archive.zip", zipped({{"heartbeat/mitbih_test.csv", rowsText(5, 5)},
                                 {"heartbeat/ptbdb_normal.csv", rowsText(3, 1)},
                                 {"heartbeat/mitbih_train.csv", rowsText(10, 5)}}));
    for (const char* place : {"csv", "csv/mitbih_test.csv", "gz", "gz/mitbih_train.csv.gz", "zips",
                              "zips/mitbih_test.csv.zip", "archive.zip"}) {
      const auto beats = openBeats(m_folder / place, {}, {});
      QVERIFY2(beats->size() == 15, place);
      QCOMPARE(beats->facts().name, std::string("mitbih"));
      QCOMPARE(beats->scheme(), aami5Scheme());
      QCOMPARE(beats->cut().rule, CutRule::Kaggle);
      QCOMPARE(beats->columns().fileParts[9], FilePart::Train);
      QCOMPARE(beats->columns().fileParts[10], FilePart::Test);
    }
    const auto beats = openBeats(m_folder / "archive.zip", {}, {});
    QCOMPARE(beats->facts().warnings.size(), std::size_t{1});
    QCOMPARE(beats->facts().warnings[0],
             std::string("archive.zip also holds ptbdb_normal.csv: left out, for they are another set."));
    const auto ptb = openHeartbeatCsv(m_folder / "archive.zip", {.file = "ptbdb"}, {});
    QCOMPARE(ptb->size(), std::size_t{3});
    QCOMPARE(ptb->scheme(), normalAbnormalScheme());
  }

  void fiveUnknownClassesAreNotCalledNSVFQ() {
    write("own.csv", rowsText(10, 5));
    const auto beats = openBeats(m_folder / "own.csv", {}, {});
    QCOMPARE(beats->scheme(), numberedScheme(5));
    QCOMPARE(beats->scheme().codeOf(0), std::string_view("0"));
    QCOMPARE(beats->scheme().codeOf(4), std::string_view("4"));
    QCOMPARE(beats->cut().rule, CutRule::Given);
    QCOMPARE(beats->facts().warnings.size(), std::size_t{1});
    const auto named =
        openHeartbeatCsv(m_folder / "own.csv", {.classNames = classNamesFromText("N, S,V,F,Q")}, {});
    QCOMPARE(named->scheme(), aami5Scheme());
    QVERIFY(named->facts().warnings.empty());
    QCOMPARE(errorText([&] {
               openHeartbeatCsv(m_folder / "own.csv", {.classNames = {"N", "V"}}, {});
             }),
             std::string("own.csv: expected a name for each of the classes 0 to 4, found 2 names (N, V)."));
    QVERIFY_EXCEPTION_THROWN(classNamesFromText("N,,V"), Error);
    QVERIFY(classNamesFromText(" ").empty());
  }

  void theNameAloneMakesNoPublishedFile() {
    write("mitbih_train.csv", rowsText(12, 6));
    QCOMPARE(openBeats(m_folder / "mitbih_train.csv", {}, {})->scheme(), numberedScheme(6));
    write("mitbih_train.csv", rowsText(10, 5, 186));
    const auto beats = openBeats(m_folder / "mitbih_train.csv", {}, {});
    QCOMPARE(beats->scheme(), numberedScheme(5));
    QCOMPARE(beats->cut().rule, CutRule::Given);
    QCOMPARE(beats->length(), std::size_t{186});
    QVERIFY_EXCEPTION_THROWN(openHeartbeatCsv(m_folder / "mitbih_train.csv", {.length = 187}, {}), Error);
  }

  void namesInTheFileNameTheClasses() {
    write("set_train.csv", "a,b,class\n1,2,sinus\n3,4,ectopic\n");
    write("set_test.csv", "a,b,class\n5,6,paced\n7,8,sinus\n");
    const auto beats = openBeats(m_folder / "set_test.csv", {}, {});
    QCOMPARE(beats->scheme(), namedScheme({"ectopic", "paced", "sinus"}));
    QVERIFY((std::ranges::equal(beats->columns().classes, std::vector<ClassIndex>{2, 0, 1, 2})));
    QCOMPARE(beats->columns().fileParts[0], FilePart::Train);
    const auto ordered =
        openHeartbeatCsv(m_folder / "set_test.csv", {.classNames = {"sinus", "ectopic", "paced"}}, {});
    QVERIFY((std::ranges::equal(ordered->columns().classes, std::vector<ClassIndex>{0, 1, 2, 0})));
    QCOMPARE(errorText([&] {
               openHeartbeatCsv(m_folder / "set_test.csv", {.classNames = {"sinus", "ectopic"}}, {});
             }),
             std::string("set_train.csv: expected the classes sinus, ectopic, found \"paced\"."));
    write("set_test.csv", "a,b,class\n5,6,1\n");
    QCOMPARE(
        errorText([&] { openBeats(m_folder / "set_test.csv", {}, {}); }),
        std::string("set_test.csv: expected classes as in set_train.csv, found numbers instead of names."));
  }

 private:
  void write(const std::string& name, const std::string& bytes) const {
    fs::create_directories((m_folder / name).parent_path());
    writeFileAtomically(m_folder / name, bytes);
  }

  QTemporaryDir m_temporary;
  fs::path m_folder;
};

QTEST_GUILESS_MAIN(TestCsvSource)
#include "tst_csv_source.moc"
