#include <QTemporaryDir>
#include <QtTest>
#include <cstring>
#include <random>

#include "core/base/files.h"
#include "core/io/heartbeat_csv.h"
#include "core/io/heartbeat_csv_facts.h"
#include "core/io/heartbeat_csv_number.h"
#include "tests/support/packed_files.h"

using namespace ectopy;
using test::gzipped;
using test::zipped;

/// Heartbeat CSV in all the forms people write.
class HeartbeatCsvFormsTest : public QObject {
  Q_OBJECT

 private slots:
  void readsTheSameRowsInEveryForm_data();
  void readsTheSameRowsInEveryForm();
  void readsClassesByName();
  void readsNumbersAsStrtofDoes();
  void factsTellTheForm();
  void factsEstimateALargeFile();
  void factsKnowThePublishedPairs();

 private:
  std::filesystem::path path(const std::string& name) const {
    return std::filesystem::path(m_folder.path().toStdString()) / name;
  }

  QTemporaryDir m_folder;
};

void HeartbeatCsvFormsTest::readsTheSameRowsInEveryForm_data() {
  QTest::addColumn<QByteArray>("bytes");
  const auto row = [](const char* tag, const std::string& bytes) {
    QTest::newRow(tag) << QByteArray::fromStdString(bytes);
  };
  const std::string plain = "0.5,-1.25,0\n3,1e-3,2\n";
  row("comma", plain);
  row("CRLF and BOM",
      "\xef\xbb\xbf"
      "0.5,-1.25,0\r\n3,1e-3,2\r\n");
  row("semicolon", "0.5;-1.25;0\n3;1e-3;2");
  row("decimal comma", "0,5;-1,25;0\n3;1e-3;2");
  row("tab", "0.5\t-1.25\t0\n3\t1e-3\t2\n");
  row("blanks", "  0.5 -1.25   0 \r\n3 1e-3\t2\n");
  row("fixed width and blanks", "5.000000000000000000e-01 -1.250000000000000000e+00 0\n3 1e-3 2\n");
  row("fixed width, one behind the other",
      "5.000000000000000000e-01,-1.250000000000000000e+00,0.000000000000000000e+00\n"
      "3.000000000000000000e+00,1.000000000000000000e-03,2.000000000000000000e+00\r\n");
  row("quotes", "\"0.5\",\"-1.25\",\"0\"\n\"3\", \"1e-3\" ,2\n");
  row("header", "first,\"second, in mV\",class\n" + plain);
  row("header of blanks", "# first second class\n0.5 -1.25 0\n3 1e-3 2\n");
  row("label first", "Label,a,b\n0,0.5,-1.25\n2,3,1e-3\n");
  row("label between", "a,type,b\n0.5,0,-1.25\n3,2,1e-3\n");
  row("row numbers", ",a,b,target\n0,0.5,-1.25,0\n1,3,1e-3,2\n");
  row("gzip", gzipped(plain));
  row("two gzips", gzipped("0.5,-1.25,0\n") + gzipped("3,1e-3,2\n"));
  row("zip", zipped({{"__MACOSX/._x.csv", "none"}, {"folder/x.csv", plain}, {"readme.md", "none"}}));
}

void HeartbeatCsvFormsTest::readsTheSameRowsInEveryForm() {
  QFETCH(QByteArray, bytes);
  writeFileAtomically(path("x.csv"), bytes.toStdString());
  const HeartbeatRows rows = readHeartbeatCsv(path("x.csv"), 2, {});
  QVERIFY((rows.samples == std::vector<float>{0.5F, -1.25F, 3.0F, 1e-3F}));
  QVERIFY((rows.classes == std::vector<int>{0, 2}));
  QVERIFY(rows.classNames.empty());
}

void HeartbeatCsvFormsTest::readsClassesByName() {
  std::string text = "x1;x2;class\n";
  for (int i = 0; i < 300000; ++i)
    text += i < 200000 ? "1;2;sinus\n" : "1;2;\"ectopic beat\"\n";  // several pieces
  text += "1;2;\xc3\xa4lter\n";
  writeFileAtomically(path("x.csv"), text);
  const HeartbeatRows rows = readHeartbeatCsv(path("x.csv"), 0, {});
  QVERIFY((rows.classNames == std::vector<std::string>{"ectopic beat", "sinus", "\xc3\xa4lter"}));
  QCOMPARE(rows.rows(), std::size_t{300001});
  QCOMPARE(rows.classes[199999], 1);
  QCOMPARE(rows.classes[200000], 0);
  QCOMPARE(rows.classes[300000], 2);
}

// Tests run in the C locale, where strtof reads a point.
void HeartbeatCsvFormsTest::readsNumbersAsStrtofDoes() {
  std::mt19937_64 random(3);
  std::size_t read = 0;  // the fast way
  const auto check = [&read](const std::string& text) {
    const float expected = std::strtof(text.c_str(), nullptr);
    float fixed = 0;
    const std::size_t count = readFixedNumbers(text + ",", ',', {&fixed, 1});
    if (count == 0) fixed = expected;  // left to parseSample
    read += count;
    const auto any = parseSample(text, '.');
    const bool isSame = any && std::memcmp(&*any, &expected, sizeof expected) == 0;
    QVERIFY2(fixed == expected && isSame, text.c_str());
  };
  for (int i = 0; i < 300000; ++i) {
    const auto bits = static_cast<std::uint32_t>(random());
    float value = 0;
    std::memcpy(&value, &bits, sizeof value);
    if (!std::isfinite(value)) continue;
    check(fmt::format("{:.18e}", static_cast<double>(value)));
    // The middle of two floats and its neighbours, where rounding is hardest.
    const double middle = (static_cast<double>(value) + std::nextafter(value, 0.0F)) / 2;
    check(fmt::format("{:.18e}", middle));
    check(fmt::format("{:.18e}", std::nextafter(middle, 1.0)));
    check(fmt::format("{:.18e}", std::generate_canonical<double, 53>(random)));
  }
  QVERIFY2(read > 200000, std::to_string(read).c_str());
  for (const char* text : {"0.000000000000000001e+00", "9.999999999999999999e+18", "1e-46", "-1e-400",
                           "1e-40", "0.000000000000000001e-22", "3.4028234e38", ".5", "5."}) {
    check(text);
  }
  for (const char* text : {"", "+", "+-1", "1e39", "1e400", "nan", "inf", "1.0e+00.65", "0x1p3", "1,5"}) {
    QVERIFY2(!parseSample(text, '.'), text);
  }
}

void HeartbeatCsvFormsTest::factsTellTheForm() {
  writeFileAtomically(path("own.csv"), "a;b;class\n0,5;1;N\n0,5;1;V\n0,5;1;N\n");
  const CsvFacts facts = csvFacts(path("own.csv"));
  QCOMPARE(facts.name, std::string("own"));
  QCOMPARE(facts.delimiter, ';');
  QCOMPARE(facts.decimal, ',');
  QVERIFY(facts.hasHeader && facts.hasClassNames && facts.isRowCountExact);
  QCOMPARE(facts.length, std::size_t{2});
  QCOMPARE(facts.rows, std::size_t{3});
  QVERIFY((facts.classes == std::vector<std::string>{"N", "V"}));
  QVERIFY(facts.pair == PublishedPair::None);
}

void HeartbeatCsvFormsTest::factsEstimateALargeFile() {
  std::string text;
  for (int i = 0; i < 200000; ++i) text += i < 150000 ? "0.25,0.75,0\n" : "0.25,0.75,3\n";  // sorted by class
  for (const std::string name : {"large.csv", "large.csv.gz", "large.zip"}) {
    writeFileAtomically(path(name), name == "large.csv"      ? text
                                    : name == "large.csv.gz" ? gzipped(text)
                                                             : zipped({{"large.csv", text}}));
    const CsvFacts facts = csvFacts(path(name));
    QVERIFY(!facts.isRowCountExact);
    QCOMPARE(facts.rows, std::size_t{200000});
    if (name == "large.csv") QVERIFY((facts.classes == std::vector<std::string>{"0", "3"}));
  }
}

void HeartbeatCsvFormsTest::factsKnowThePublishedPairs() {
  HeartbeatRows rows;
  rows.length = 187;
  rows.samples.assign(187 * 5, 0.5F);
  rows.classes = {0, 1, 2, 3, 4};
  writeHeartbeatCsv(path("mitbih_train.csv"), rows, {});
  writeHeartbeatCsv(path("mitbih_test.csv"), rows, {});
  const CsvFacts folder = csvFacts(path("."));
  QVERIFY(folder.pair == PublishedPair::MitBih);
  QVERIFY((folder.files == std::vector<std::string>{"mitbih_train.csv", "mitbih_test.csv"}));
  QCOMPARE(folder.rows, std::size_t{10});
  writeHeartbeatCsv(path("ptbdb_normal.csv"), rows, {});  // class 4 there: the name alone is not enough
  QVERIFY(csvFacts(path("ptbdb_normal.csv")).pair == PublishedPair::None);
  QVERIFY((csvFacts(path(".")).leftOut == std::vector<std::string>{"ptbdb_normal.csv"}));
}

QTEST_GUILESS_MAIN(HeartbeatCsvFormsTest)
#include "tst_heartbeat_csv_forms.moc"
