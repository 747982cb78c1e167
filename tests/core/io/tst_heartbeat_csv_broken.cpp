#include <sys/stat.h>

#include <QTemporaryDir>
#include <QtTest>
#include <fstream>

#include "core/base/files.h"
#include "core/io/heartbeat_csv.h"
#include "core/io/heartbeat_csv_facts.h"
#include "tests/support/error_text.h"
#include "tests/support/packed_files.h"

using namespace ectopy;
using test::errorText;
using test::gzipped;
using test::ZipEntry;
using test::zipped;

/// Files that are no heartbeat CSV, each with the sentence that says why.
class HeartbeatCsvBrokenTest : public QObject {
  Q_OBJECT

 private slots:
  void saysWhatIsWrong_data();
  void saysWhatIsWrong();
  void foldersAndPipesDoNotHang();
  void staysInProportionToTheFile();
  void anyBytesGiveRowsOrASentence();

 private:
  std::filesystem::path path(const std::string& name) const {
    return std::filesystem::path(m_folder.path().toStdString()) / name;
  }

  QTemporaryDir m_folder;
};

void HeartbeatCsvBrokenTest::saysWhatIsWrong_data() {
  QTest::addColumn<QString>("name");
  QTest::addColumn<QByteArray>("bytes");
  QTest::addColumn<QString>("sentence");
  const auto row = [](const char* tag, const char* name, const std::string& bytes,
                      const std::string& sentence) {
    QTest::newRow(tag) << QString(name) << QByteArray::fromStdString(bytes)
                       << QString::fromStdString(sentence);
  };
  using namespace std::string_literals;
  const std::string two = "1,2,0\n3,4,1\n";
  const std::string packed = gzipped(std::string(3000, '1') + ",2,0\n");
  row("header alone", "x.csv", "a,b,class\n",
      "x.csv: expected rows of numbers below the header, found none.");
  row("header and blanks", "x.csv", "a,b,class\r\n \r\n",
      "x.csv: expected rows of numbers below the header, found none.");
  row("non-UTF-8 header", "x.csv", "a,b\xe9t\xe9,class\n1,2,0\n",
      "x.csv, line 1: the header is no UTF-8 text at \"b?t?\".");
  row("UTF-16", "x.csv", "\xff\xfe\x31\0,\0\x32\0"s,
      "x.csv is UTF-16 text: expected UTF-8; save it so and open it again.");
  row("short row under a header", "x.csv", "a;b;class\n1;2;0\n1;0\n",
      "x.csv, line 3: expected 3 fields (2 samples and the class), found 2.");
  row("long row", "x.tsv", "1\t2\t0\n1\t2\t3\t0\n",
      "x.tsv, line 2: expected 3 fields (2 samples and the class), found 4.");
  row("row number missing", "x.csv", ",0,1,2,3,4,5,6,7\n0,1,2,3,4,5,6,7,0\n1,2,3,4,5,6,7,0\n",
      "x.csv, line 3: expected 9 fields (7 samples, the row's number and the class), found 8.");
  row("two points, blanks between", "x.txt", "1 2 0\n1 1.0e+00.65 0\n",
      "x.txt, line 2, field 2: expected a number, found \"1.0e+00.65\".");
  row("decimal comma and point", "x.csv", "0,5;1,5;1\n0,5;1.000,5;1\n",
      "x.csv, line 2, field 2: expected a number, found \"1.000,5\".");
  row("NUL byte", "x.csv", "1,2,0\n1,\0002,0\n"s,
      "x.csv, line 2, field 2: expected a number, found a NUL byte.");
  row("quote without end", "x.csv", "1,2,0\n1,\"2,0\n",
      "x.csv, line 2: expected a quote to end, found \"2,0\".");
  row("text behind a quote", "x.csv", "1,2,0\n1,\"2\"x,0\n",
      "x.csv, line 2, field 2: expected a number, found \"2x\".");
  row("name among numbers", "x.csv", "1,2,0\n1,2,N\n",
      "x.csv, line 2, field 3: expected a class number, whole and 0 to 254, found \"N\".");
  row("number among names", "x.csv", "1,2,N\n1,2,1\n",
      "x.csv, line 2, field 3: expected a class name of at most 64 bytes of UTF-8 text, as in the first row, "
      "found "
      "\"1\".");
  row("non-UTF-8 name", "x.csv", "1,2,N\n1,2,V\xe9\n",
      "x.csv, line 2, field 3: expected a class name of at most 64 bytes of UTF-8 text, as in the first row, "
      "found "
      "\"V?\".");
  std::string many;
  for (int i = 0; i < 255; ++i) many += "1,2,class" + std::to_string(i) + "\n";
  row("255 names", "x.csv", many,
      "x.csv, line 255, field 3: expected at most 254 classes, found \"class254\".");
  std::string wide = "0";
  for (int i = 0; i < 65536; ++i) wide += ",0";
  row("65 537 columns are well, one more is not", "x.csv", wide + ",0\n",
      "x.csv, line 1: expected at most 65536 samples a row, found 65537.");
  row("far too wide", "x.csv", wide + wide + wide,
      "x.csv, line 1: expected at most 65536 samples a row, found more.");
  row("gzip cut off", "x.csv.gz", packed.substr(0, packed.size() - 9),
      "x.csv.gz is cut off: its packed text ends before its end mark.");
  row("gzip header alone", "x.csv.gz", packed.substr(0, 10),
      "x.csv.gz is cut off: its packed text ends before its end mark.");
  std::string checksum = gzipped(two);
  checksum[checksum.size() - 8] ^= 1;
  row("gzip checksum", "x.csv.gz", checksum,
      "x.csv.gz is damaged at byte " + std::to_string(checksum.size() - 4) + ": incorrect data check.");
  row("gzip and more", "x.csv.gz", gzipped(two) + "tail",
      "x.csv.gz is damaged at byte " + std::to_string(gzipped(two).size()) +
          ": expected the end of the file, found 4 bytes more.");
  row("gzip of nothing", "x.csv.gz", gzipped(""), "x.csv.gz: expected rows of numbers, found an empty file.");
  const std::string bomb = gzipped(std::string(std::size_t{32} << 20, '0'));
  row("gzip bomb", "x.csv.gz", bomb,
      "x.csv.gz: expected it to unpack to at most 200 times its " + std::to_string(bomb.size()) +
          " bytes, found more; unpack it by hand if it is genuine.");
  const std::string zip = zipped({{"x.csv", two}});
  row("zip cut off", "x.zip", zip.substr(0, zip.size() - 30),
      "x.zip is empty, cut off or damaged: expected a zip archive's table of files at its end, found none.");
  row("zip without CSV", "x.zip", zipped({{"readme.md", "none"}}),
      "x.zip: expected a CSV file in it, found none.");
  row("empty zip", "x.zip", zipped({}),
      "x.zip is empty, cut off or damaged: expected a zip archive's table of files at its end, found none.");
  row("zip that leads out", "x.zip", zipped({{"../../etc/x.csv", two}}),
      "x.zip: expected files inside the archive, found one at \"../../etc/x.csv\", which leads out of it.");
  row("zip from the root", "x.zip", zipped({{"/etc/x.csv", two}}),
      "x.zip: expected files inside the archive, found one at \"/etc/x.csv\", which leads out of it.");
  row("zip with a password", "x.zip", zipped({{.name = "x.csv", .text = two, .isEncrypted = true}}),
      "x.zip: x.csv is encrypted: unpack it with its password first.");
  row("zip of two", "x.zip", zipped({{"a.csv", two}, {"b.csv", two}}),
      "x.zip: expected one CSV file in it, found 2: a.csv, b.csv.");
  const std::string zipBomb = zipped({{"x.csv", std::string(std::size_t{32} << 20, '0')}});
  row("zip bomb", "x.zip", zipBomb,
      "x.zip: x.csv: expected it to unpack to at most 200 times its " + std::to_string(zipBomb.size()) +
          " bytes, found more; unpack it by hand if it is genuine.");
  row("zip entry with a wrong row", "x.zip", zipped({{"x.csv", "1,2,0\n1,0\n"}}),
      "x.zip: x.csv, line 2: expected 3 fields (2 samples and the class), found 2.");
}

void HeartbeatCsvBrokenTest::saysWhatIsWrong() {
  QFETCH(QString, name);
  QFETCH(QByteArray, bytes);
  QFETCH(QString, sentence);
  const auto file = path(name.toStdString());
  writeFileAtomically(file, bytes.toStdString());
  QCOMPARE(QString::fromStdString(errorText([&] { readHeartbeatCsv(file, 0, {}); })), sentence);
}

void HeartbeatCsvBrokenTest::foldersAndPipesDoNotHang() {
  const auto folder = path("folder.csv");
  std::filesystem::create_directory(folder);
  QCOMPARE(errorText([&] { readHeartbeatCsv(folder, 0, {}); }),
           "Can't read " + folder.string() + ": it is a folder, not a file.");
  const auto pipe = path("pipe.csv");
  QCOMPARE(::mkfifo(pipe.c_str(), 0600), 0);
  QCOMPARE(errorText([&] { readHeartbeatCsv(pipe, 0, {}); }),
           "Can't read " + pipe.string() + ": it is no regular file.");
  QCOMPARE(errorText([&] { csvFacts(pipe); }), "Can't read " + pipe.string() + ": it is no regular file.");
}

void HeartbeatCsvBrokenTest::staysInProportionToTheFile() {
  const auto file = path("limits.csv.gz");
  writeFileAtomically(file, gzipped("1,2,0\n3,4,1\n"));
  QCOMPARE(openText(file, {}, 7).text, std::string_view("1,2,0\n3"));
  QCOMPARE(
      errorText([&] { openText(file, {}, 100, {.bytes = 11, .ratio = 200}); }),
      std::string("limits.csv.gz: expected at most 11 bytes unpacked, found more; unpack it by hand if it is "
                  "genuine."));
}

void HeartbeatCsvBrokenTest::anyBytesGiveRowsOrASentence() {
  const std::string plain = "\"a\";b;class\r\n0,5;1;N\r\n0,25;\"2\";V\r\n";
  std::vector<std::string> seeds = {plain, "1,2,0\n3,4,1\n", "1 2\t0\n",
                                    ",0,1,2,3,4,5,6,7\n0,1,2,3,4,5,6,7,0\n"};
  seeds.push_back(gzipped(plain));
  seeds.push_back(zipped({{"x.csv", plain}}));
  std::uint32_t state = 1;
  const auto next = [&state] { return state = state * 1664525 + 1013904223, state >> 8; };
  for (int round = 0; round < 3000; ++round) {
    std::string bytes = seeds[next() % seeds.size()];
    for (std::uint32_t i = next() % 4; i > 0; --i) bytes[next() % bytes.size()] = static_cast<char>(next());
    if (next() % 4 == 0) bytes.resize(next() % (bytes.size() + 1));
    const auto file = path("any.csv");
    std::filesystem::remove(file);
    std::ofstream(file, std::ios::binary) << bytes;
    try {
      const HeartbeatRows rows = readHeartbeatCsv(file, 0, {});
      QCOMPARE(rows.samples.size(), rows.rows() * rows.length);
      QVERIFY(rows.rows() > 0);
      csvFacts(file);
    } catch (const Error& error) {
      QVERIFY(std::string_view(error.what()).ends_with("."));
    }
  }
}

QTEST_GUILESS_MAIN(HeartbeatCsvBrokenTest)
#include "tst_heartbeat_csv_broken.moc"
