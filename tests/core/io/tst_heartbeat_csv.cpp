#include "core/io/heartbeat_csv.h"

#include <QTemporaryDir>
#include <QtTest>

#include "core/base/files.h"
#include "tests/support/data_folder.h"
#include "tests/support/error_text.h"

using namespace ectopy;
using test::errorText;

namespace {

/// Rows of values that need all their digits.
HeartbeatRows makeRows(std::size_t count, std::size_t length) {
  HeartbeatRows rows;
  rows.length = length;
  for (std::size_t i = 0; i < count; ++i) {
    for (std::size_t j = 0; j < length; ++j) {
      rows.samples.push_back(j > length / 2 ? 0.0F : static_cast<float>(i * length + j + 1) / 1e7F);
    }
    rows.classes.push_back(static_cast<int>(i % 5));
  }
  return rows;
}

}  // namespace

class HeartbeatCsvTest : public QObject {
  Q_OBJECT

 private slots:
  void init() { m_folder = std::make_unique<QTemporaryDir>(); }

  void readsWhatPeopleWrite() {
    write(
        "\xef\xbb\xbf"
        "1.0, .5,+2e-1 ,3.000000000000000000e+00\r\n1,0,1e-60,0\n\r\n \n");
    const HeartbeatRows rows = readHeartbeatCsv(path(), 0, {});
    QCOMPARE(rows.length, std::size_t{3});
    QVERIFY((rows.samples == std::vector<float>{1.0F, 0.5F, 0.2F, 1.0F, 0.0F, 0.0F}));
    QVERIFY((rows.classes == std::vector<int>{3, 0}));
  }

  void readsThePublishedRows() {
    ECTOPY_NEEDS_DATA();
    const auto folder = test::dataFolder() / "heartbeat-csv";
    const HeartbeatRows rows = readHeartbeatCsv(folder / "mitbih_train_sample.csv", 187, {});
    QCOMPARE(rows.rows(), std::size_t{500});
    for (int label = 0; label < 5; ++label) QCOMPARE(std::ranges::count(rows.classes, label), 100);
    const auto [low, high] = std::ranges::minmax(rows.samples);
    QCOMPARE(low, 0.0F);
    QCOMPARE(high, 1.0F);
    QCOMPARE(rows.samples[1], 0.890547275543213F);
    QCOMPARE(readHeartbeatCsv(folder / "ptbdb_abnormal_sample.csv", 187, {}).rows(), std::size_t{100});
  }

  void namesTheBrokenFieldOfPublishedFiles_data() {
    QTest::addColumn<QString>("name");
    QTest::addColumn<QString>("place");
    QTest::newRow("abnormal") << "malformed_ptb_ab10.csv"
                              << "line 1, field 12: expected a number, found \"6.350998878479003906e-01.1\".";
    QTest::newRow("normal") << "malformed_ptb_n10.csv"
                            << "line 1, field ";
  }
  void namesTheBrokenFieldOfPublishedFiles() {
    ECTOPY_NEEDS_DATA();
    QFETCH(QString, name);
    QFETCH(QString, place);
    const auto file = test::dataFolder() / "heartbeat-csv" / name.toStdString();
    const std::string found = errorText([&] { readHeartbeatCsv(file, 0, {}); });
    QVERIFY2(found.starts_with((name + ", " + place).toStdString()), found.c_str());
  }

  // The published files hold floats, printed as doubles with "%.18e".
  void writesThePublishedText() {
    const std::string text =
        "9.322328567504882812e-01,8.696785569190979004e-01,0.000000000000000000e+00,1.000000000000000000e+"
        "00\n";
    write(text);
    writeHeartbeatCsv(path("again.csv"), readHeartbeatCsv(path(), 0, {}), {});
    QCOMPARE(readTextFile(path("again.csv"), 1000), text);
  }

  void readsBackABigFile() {
    const HeartbeatRows rows = makeRows(3000, 187);  // 14 MB: several pieces, two threads
    double last = -1;
    const JobContext job({}, [&](double fraction, std::string_view) { last = fraction; });
    writeHeartbeatCsv(path(), rows, job);
    QCOMPARE(last, 1.0);
    const HeartbeatRows again = readHeartbeatCsv(path(), 187, job);
    QVERIFY(again.samples == rows.samples);
    QVERIFY(again.classes == rows.classes);
  }

  void countsLinesOverAllPieces() {
    writeHeartbeatCsv(path(), makeRows(3000, 187), {});
    std::string text = readTextFile(path(), 1 << 28);
    text.insert(text.size() - 10, "x");  // both in the last line and ...
    write(text);
    QVERIFY(errorText([&] {
              readHeartbeatCsv(path(), 187, {});
            }).starts_with("x.csv, line 3000, field 188: expected a class number"));
    text.insert(188 * 25 * 1500, "x");  // ... before it, in line 1501
    write(text);
    QVERIFY(errorText([&] { readHeartbeatCsv(path(), 187, {}); }).starts_with("x.csv, line 1501, field 1: "));
  }

  void saysWhatIsWrong_data() {
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<int>("expectedLength");
    QTest::addColumn<QString>("sentence");
    const auto row = [](const char* name, const QByteArray& text, const char* sentence, int length = 2) {
      QTest::newRow(name) << text << length << QString("x.csv") + sentence;
    };
    const QByteArray zeros = QByteArray("0,").repeated(186);
    row("empty", "", ": expected rows of numbers, found an empty file.");
    row("blank", "\n \r\n", ": expected rows of numbers, found an empty file.");
    row("one field", "5\n", ", line 1: expected samples and a class with commas between them, found 1 field.",
        0);
    row("187 fields", zeros + "1", ", line 1: expected 188 fields (187 samples and the class), found 187.",
        187);
    row("189 fields", zeros + "0,0,1",
        ", line 1: expected 188 fields (187 samples and the class), found 189.", 187);
    row("a short row later", "1,2,0\n1,0\n",
        ", line 2: expected 3 fields (2 samples and the class), found 2.", 0);
    row("a blank row", "1,2,0\n\n1,2,0",
        ", line 2: expected 3 fields (2 samples and the class), found an empty line.");
    row("two points", "1,1.0e+00.65,0", ", line 1, field 2: expected a number, found \"1.0e+00.65\".");
    row("a word", "1,2,0\nlead,2,0", ", line 2, field 1: expected a number, found \"lead\".");
    row("nothing", "1,,0", ", line 1, field 2: expected a number, found nothing.");
    row("nan", "nan,1,0", ", line 1, field 1: expected a number, found \"nan\".");
    row("infinite", "1,-inf,0", ", line 1, field 2: expected a number, found \"-inf\".");
    row("too large", "1,1e400,0", ", line 1, field 2: expected a number, found \"1e400\".");
    row("too large for a float", "1,1e39,0", ", line 1, field 2: expected a number, found \"1e39\".");
    row("half a class", "1,1,1.5",
        ", line 1, field 3: expected a class number, whole and 0 to 254, found \"1.5\".");
    row("class below 0", "1,1,-1",
        ", line 1, field 3: expected a class number, whole and 0 to 254, found \"-1\".");
    row("class too high", "1,1,255",
        ", line 1, field 3: expected a class number, whole and 0 to 254, found \"255\".");
    row("no class", "1,1,", ", line 1, field 3: expected a class number, whole and 0 to 254, found nothing.");
    row("binary", QByteArray("\0\1\2,\xff,0", 7), ", line 1, field 1: expected a number, found a NUL byte.");
  }
  void saysWhatIsWrong() {
    QFETCH(QByteArray, text);
    QFETCH(int, expectedLength);
    QFETCH(QString, sentence);
    write(text.toStdString());
    const std::string found =
        errorText([&] { readHeartbeatCsv(path(), static_cast<std::size_t>(expectedLength), {}); });
    QCOMPARE(QString::fromStdString(found), sentence);
  }

  void writesNoGaps() {
    HeartbeatRows rows = makeRows(2, 3);
    rows.samples[4] = std::numeric_limits<float>::quiet_NaN();
    QCOMPARE(errorText([&] { writeHeartbeatCsv(path(), rows, {}); }),
             std::string("Can't write beat 2: its sample 2 is no finite number."));
    QVERIFY(!std::filesystem::exists(path()));
  }

  void stopsWhenAsked() {
    std::stop_source source;
    source.request_stop();
    const JobContext job(source.get_token(), {});
    QVERIFY_EXCEPTION_THROWN(writeHeartbeatCsv(path(), makeRows(300, 3), job), Stopped);
    QVERIFY(!std::filesystem::exists(path()));
    write("1,2,0\n");
    QVERIFY_EXCEPTION_THROWN(readHeartbeatCsv(path(), 0, job), Stopped);
  }

 private:
  std::filesystem::path path(const char* name = "x.csv") const {
    return m_folder->filePath(name).toStdString();
  }
  void write(std::string_view text) const { writeFileAtomically(path(), text); }

  std::unique_ptr<QTemporaryDir> m_folder;
};

QTEST_GUILESS_MAIN(HeartbeatCsvTest)
#include "tst_heartbeat_csv.moc"
