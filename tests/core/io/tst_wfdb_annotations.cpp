#include "core/io/wfdb_annotations.h"

#include <QTemporaryDir>
#include <QtTest>

#include "core/base/files.h"
#include "core/io/wfdb_record.h"
#include "tests/support/data_folder.h"
#include "tests/support/error_text.h"

using namespace ectopy;
using test::errorText;

namespace {

std::vector<std::byte> bytesOf(const std::vector<int>& words) {
  std::vector<std::byte> bytes;
  for (const int word : words) {
    bytes.push_back(static_cast<std::byte>(word & 255));
    bytes.push_back(static_cast<std::byte>(word >> 8 & 255));
  }
  return bytes;
}

constexpr int word(int code, int data) {
  return code << 10 | data;
}

}  // namespace

class WfdbAnnotationsTest : public QObject {
  Q_OBJECT

 private slots:
  void fitsTicksToTheRecordsRate() {
    constexpr std::int64_t kHuge = std::int64_t{1} << 62;
    std::vector<Annotation> marks = {
        {.sample = kHuge, .code = 1}, {.sample = 2000, .code = 5}, {.sample = 1000, .code = 1}};
    QVERIFY(!fitToRate(marks, 1000, 360e6));
    QCOMPARE(marks[0].sample, std::int64_t{360'000'000});
    QCOMPARE(marks[1].sample, std::int64_t{720'000'000});
    QCOMPARE(marks[2].sample, std::int64_t{9'000'000'000'000'000});
    marks = {{.sample = 10, .code = 1}, {.sample = 11, .code = 5}, {.sample = 40, .code = 8}};
    QVERIFY(fitToRate(marks, 10'000, 360));  // of one sample now, in the file's order
    QCOMPARE(marks[0], (Annotation{.sample = 0, .code = 1}));
    QCOMPARE(marks[1], (Annotation{.sample = 0, .code = 5}));
    QCOMPARE(marks[2], (Annotation{.sample = 1, .code = 8}));
    for (const auto& [resolutionHz, rateHz] : {std::pair{0.0, 360.0}, {250.0, 0.0}, {360.0, 360.0}}) {
      QVERIFY(fitToRate(marks, resolutionHz, rateHz));
      QCOMPARE(marks[2].sample, std::int64_t{1});
    }
  }

  void writesTheVeryBytesOfMitBih() {
    ECTOPY_NEEDS_DATA();
    int files = 0;
    for (const auto& header : listWfdbRecords(test::dataFolder() / "mitdb")) {
      const auto path = std::filesystem::path(header).replace_extension(".atr");
      const auto original = MappedFile::open(path);
      const auto file = readWfdbAnnotations(path);
      QVERIFY(file.warnings.empty());
      const auto written = encodeWfdbAnnotations(file.annotations);
      QVERIFY2(std::ranges::equal(written, original->bytes()), path.c_str());
      ++files;
    }
    QCOMPARE(files, 48);
  }

  void writesTheVeryBytesOfOtherWriters_data() {
    QTest::addColumn<QString>("name");
    for (const char* name : {"12726.wabp", "12726.wqrs", "100.qrs", "huge.qrs"}) {
      QTest::newRow(name) << name;
    }
  }
  void writesTheVeryBytesOfOtherWriters() {
    ECTOPY_NEEDS_DATA();
    QFETCH(QString, name);
    const auto path = test::dataFolder() / "wfdb-formats" / name.toStdString();
    const auto original = MappedFile::open(path);
    const auto file = readWfdbAnnotations(path);
    QVERIFY(!file.annotations.empty());
    QVERIFY(std::ranges::equal(encodeWfdbAnnotations(file.annotations), original->bytes()));
  }

  // Files whose fields a WFDB library would write in other words: a channel of -1, notes on the file.
  void keepsTheAnnotationsOfOtherWriters_data() {
    QTest::addColumn<QString>("name");
    QTest::addColumn<double>("timeResolutionHz");
    QTest::newRow("12726.anI") << "12726.anI" << 0.0;
    QTest::newRow("03700181.sqrs") << "03700181.sqrs" << 250.0;
    QTest::newRow("1003.atr") << "1003.atr" << 0.0;
  }
  void keepsTheAnnotationsOfOtherWriters() {
    ECTOPY_NEEDS_DATA();
    QFETCH(QString, name);
    QFETCH(double, timeResolutionHz);
    const auto file = readWfdbAnnotations(test::dataFolder() / "wfdb-formats" / name.toStdString());
    QVERIFY(!file.annotations.empty());
    QCOMPARE(file.timeResolutionHz, timeResolutionHz);
    QVERIFY(std::ranges::all_of(file.annotations, [](const Annotation& a) { return a.code > 0; }));
    const auto again = decodeWfdbAnnotations(encodeWfdbAnnotations(file.annotations), "again");
    QVERIFY(again.annotations == file.annotations);
  }

  void everyFieldSurvives() {
    std::vector<Annotation> annotations(6);
    annotations[0] = {0, 28, 0, 0, 0, "(N"};
    annotations[1] = {1023, 5, -1, 3, -2, ""};
    annotations[2] = {5000, 1, 0, 3, -2, "odd"};
    annotations[3] = {5000, 42, 7, 0, 0, std::string("a\0b\0", 4)};
    annotations[4] = {9'000'000'000, 49, 127, 255, 127, std::string(255, 'x')};
    annotations[5] = {9'000'000'001, 0, 0, 255, 127, ""};
    const auto bytes = encodeWfdbAnnotations(annotations);
    const auto file = decodeWfdbAnnotations(bytes, "x.atr");
    QCOMPARE(file.annotations.size(), annotations.size());
    for (std::size_t i = 0; i < annotations.size(); ++i) QVERIFY(file.annotations[i] == annotations[i]);
    QVERIFY(file.warnings.empty());
  }

  void numberAndChannelHoldSubtypeDoesNot() {
    const auto bytes = bytesOf({word(1, 10), word(61, 4), word(62, 2), word(60, 9), word(1, 10), 0});
    const auto file = decodeWfdbAnnotations(bytes, "x.atr");
    QCOMPARE(file.annotations.size(), std::size_t{2});
    QVERIFY(file.annotations[1] == (Annotation{20, 1, 0, 2, 9, ""}));
  }

  void keepsFileNotesOutOfTheList() {
    std::vector<Annotation> annotations(5);
    annotations[0] = {0, 22, 0, 0, 0, "## time resolution: 1000"};
    annotations[1] = {0, 22, 0, 0, 0, "## annotation type definitions"};
    annotations[2] = {0, 22, 0, 0, 0, "15 c calibration"};
    annotations[3] = {0, 22, 0, 0, 0, "## end of definitions"};
    annotations[4] = {0, 22, 0, 0, 0, "a note of the reader"};
    const auto file = decodeWfdbAnnotations(encodeWfdbAnnotations(annotations), "x.atr");
    QCOMPARE(file.timeResolutionHz, 1000.0);
    QCOMPARE(file.annotations.size(), std::size_t{1});
    QCOMPARE(file.annotations[0].text, std::string("a note of the reader"));
  }

  void saysWhereAFileBreaks_data() {
    QTest::addColumn<QVector<int>>("words");
    QTest::addColumn<int>("length");
    QTest::addColumn<QString>("sentence");
    const QVector<int> skip = {word(1, 5), word(59, 0), 0, 2000, word(1, 0), 0};
    const QVector<int> text = {word(22, 5), word(63, 5), 0x4141, 0x4141, 0x41, 0};
    QTest::newRow("cut in a skip") << skip << 5
                                   << "x.atr, byte 4: expected an interval, found the end of the file.";
    QTest::newRow("cut in a word")
        << skip << 11 << "x.atr, byte 10: expected an annotation or the end mark, found the end of the file.";
    QTest::newRow("cut in a text")
        << text << 7 << "x.atr, byte 2: expected a text of 5 bytes, found 3 before the end of the file.";
    QTest::newRow("field first") << QVector<int>{word(63, 2), 0x4141, 0} << 6
                                 << "x.atr, byte 0: expected an annotation, found the field code 63.";
    QTest::newRow("unknown code") << QVector<int>{word(1, 5), word(55, 1), 0} << 6
                                  << "x.atr, byte 2: expected an annotation code of 1 to 49, found 55.";
    QTest::newRow("before the start")
        << QVector<int>{word(1, 5), word(59, 0), 0xffff, 0xff00, word(1, 0), 0} << 12
        << "x.atr, byte 8: expected a sample number from 0 on, found -251.";
  }
  void saysWhereAFileBreaks() {
    QFETCH(QVector<int>, words);
    QFETCH(int, length);
    QFETCH(QString, sentence);
    auto bytes = bytesOf({words.begin(), words.end()});
    bytes.resize(static_cast<std::size_t>(length));
    QCOMPARE(QString::fromStdString(errorText([&] { decodeWfdbAnnotations(bytes, "x.atr"); })), sentence);
  }

  void warnsWithoutAnEndMark() {
    const auto file = decodeWfdbAnnotations(bytesOf({word(1, 5)}), "x.atr");
    QCOMPARE(file.annotations.size(), std::size_t{1});
    QCOMPARE(file.warnings.size(), std::size_t{1});
    QCOMPARE(file.warnings[0],
             std::string("x.atr ends at byte 2 without its end mark: annotations may be missing."));
  }

  void keepsEveryCodeAndField() {
    std::vector<Annotation> annotations;
    std::int64_t sample = 0;
    for (int code = 0; code <= 49; ++code) {
      // Intervals on both sides of what fits into a word, and of what a SKIP holds.
      for (const std::int64_t interval :
           {0LL, 1LL, 1023LL, 1024LL, 70'000LL, 2'147'483'647LL, 5'000'000'000LL}) {
        if (code == 0 && interval == 0) continue;
        sample += interval;
        Annotation annotation{sample, static_cast<AnnotationCode>(code)};
        annotation.subtype = static_cast<std::int8_t>(code * 5 - 128);
        annotation.channel = static_cast<std::uint8_t>(code * 5 + (interval > 1023 ? 1 : 0));
        annotation.number = static_cast<std::int8_t>(127 - code * 5);
        annotation.text =
            std::string(static_cast<std::size_t>(interval % 256), static_cast<char>('a' + code % 26));
        annotations.push_back(annotation);
      }
    }
    const auto file = decodeWfdbAnnotations(encodeWfdbAnnotations(annotations), "x.atr");
    QVERIFY(file.warnings.empty());
    QCOMPARE(file.annotations.size(), annotations.size());
    for (std::size_t i = 0; i < annotations.size(); ++i)
      QVERIFY2(file.annotations[i] == annotations[i], std::to_string(i).c_str());
  }

  void refusesWhatAFileCantHold() {
    const std::vector<Annotation> unordered = {{10, 1, 0, 0, 0, ""}, {9, 1, 0, 0, 0, ""}};
    QCOMPARE(errorText([&] { encodeWfdbAnnotations(unordered); }),
             std::string("Can't write the annotation at sample 9: it stands behind one at sample 10."));
    const std::vector<Annotation> code = {{10, 50, 0, 0, 0, ""}};
    QCOMPARE(errorText([&] { encodeWfdbAnnotations(code); }),
             std::string("Can't write the annotation at sample 10: expected a code of 0 to 49, found 50."));
    const std::vector<Annotation> text = {{10, 1, 0, 0, 0, std::string(256, 'x')}};
    QCOMPARE(errorText([&] { encodeWfdbAnnotations(text); }),
             std::string("Can't write the annotation at sample 10: its text has 256 bytes, a WFDB file holds "
                         "at most 255."));
  }

  void writesAFileThatReadsTheSame() {
    const QTemporaryDir folder;
    const std::filesystem::path path = folder.filePath("x.atr").toStdString();
    const std::vector<Annotation> annotations = {{10, 1, 0, 0, 0, ""}, {400, 5, 0, 0, 0, "note"}};
    writeWfdbAnnotations(path, annotations);
    QVERIFY(readWfdbAnnotations(path).annotations == annotations);
  }
};

QTEST_GUILESS_MAIN(WfdbAnnotationsTest)
#include "tst_wfdb_annotations.moc"
