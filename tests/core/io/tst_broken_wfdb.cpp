#include <sys/stat.h>

#include <QTemporaryDir>
#include <QtTest>
#include <functional>

#include "core/base/files.h"
#include "core/io/wfdb_annotations.h"
#include "core/io/wfdb_record.h"
#include "tests/support/data_folder.h"
#include "tests/support/error_text.h"

using namespace ectopy;
using test::errorText;

namespace {

/// Files of a broken record x; text that begins with kFolder or kPipe stands for such a thing.
using Files = QMap<QString, QByteArray>;
constexpr const char* kFolder = "<folder>";
constexpr const char* kPipe = "<pipe>";

QByteArray repeated(const char* line, int count) {
  return QByteArray(line).repeated(count);
}

/// A header with this signal line.
Files withLine(const char* line) {
  return {{"x.hea", QByteArray("x 1 250 2\n") + line + "\n"}, {"x.dat", QByteArray(4, '\1')}};
}

/// A header with this record line.
Files withRecordLine(const char* line) {
  return {{"x.hea", QByteArray(line) + "\nx.dat 16\n"}, {"x.dat", QByteArray(4, '\1')}};
}

/// A good record with these annotations.
Files withAnnotations(const char* hex) {
  Files files = withLine("x.dat 16");
  files["x.atr"] = QByteArray::fromHex(hex);
  return files;
}

Files withSegments(const QByteArray& header) {
  return {{"x.hea", header}, {"x.dat", QByteArray(4, '\1')}, {"a.hea", "a 1 250 2\nx.dat 16\n"}};
}

void addHeaders() {
  const auto row = [](const char* name, const Files& files, const char* sentence) {
    QTest::newRow(name) << files << sentence;
  };
  row("no header", {}, "Can't read F/x.hea: there is no such file.");
  row("header of no bytes", {{"x.hea", ""}}, "x.hea: expected a record line, found none.");
  row("header is a folder", {{"x.hea", kFolder}}, "Can't read F/x.hea: it is a folder, not a file.");
  row("header is a pipe", {{"x.hea", kPipe}}, "Can't read F/x.hea: it is no regular file.");
  row("header is no text", {{"x.hea", QByteArray::fromHex("89504e470d0a1a0a0000000d49484452")}},
      "x.hea, line 1: expected a number of signals");
  row("header of blanks", {{"x.hea", "   \n\r\n\t"}}, "x.hea: expected a record line, found none.");
  row("header too long", {{"x.hea", QByteArray(5 << 20, '#')}},
      "Can't read F/x.hea: expected at most 4194304 bytes, found 5242880.");
  row("cut behind the record line", {{"x.hea", "x 2 250 2\n"}}, "x.hea: expected 2 signal lines, found 0.");
  row("cut in a signal line", {{"x.hea", "x 1 250 2\nx.d"}},
      "x.hea, line 2: expected a signal format, found nothing.");
  row("rate 0", withRecordLine("x 1 0 2"), "x.hea, line 1: expected a sample rate above 0 Hz, found \"0\".");
  row("rate negative", withRecordLine("x 1 -360 2"),
      "x.hea, line 1: expected a sample rate above 0 Hz, found \"-360\".");
  row("rate nan", withRecordLine("x 1 nan 2"), "x.hea, line 1: expected a sample rate in Hz, found \"nan\".");
  row("rate 1e300", withRecordLine("x 1 1e300 2"),
      "x.hea, line 1: expected a sample rate from 0.01 to 1000000 Hz, found \"1e300\".");
  row("negative counter", withRecordLine("x 1 250/-1 2"),
      "x.hea, line 1: expected a counter frequency of 0 or more, found \"-1\".");
  row("negative length", withRecordLine("x 1 250 -5"),
      "x.hea, line 1: expected a number of samples of 0 to 68719476736, found \"-5\".");
  row("length of 10^12", withRecordLine("x 1 250 1000000000000"),
      "x.hea, line 1: expected a number of samples of 0 to 68719476736, found \"1000000000000\".");
  row("length of the largest allowed", withRecordLine("x 1 250 68719476736"),
      "x.dat is cut short: expected 137438953472 bytes (68719476736 samples of 1 signals), found 4.");
  row("gain nan", withLine("x.dat 16 nan"), "x.hea, line 2: expected a gain, found \"nan\".");
  row("gain 1e300", withLine("x.dat 16 1e300"),
      "x.hea, line 2: expected a gain from 1e-20 to 1e+20, found \"1e300\".");
  row("gain 1e-300", withLine("x.dat 16 -1e-300"),
      "x.hea, line 2: expected a gain from 1e-20 to 1e+20, found \"-1e-300\".");
  row("baseline too large", withLine("x.dat 16 200(9999999999)/mV"),
      "x.hea, line 2: expected a baseline of -2147483648 to 2147483647, found \"9999999999\".");
  row("format unknown", withLine("x.dat 17"), "x.hea: the signals of \"x.dat\" are stored in format 17;");
  row("absurd frame", withLine("x.dat 16x99999999"),
      "x.hea, line 2: expected a number of samples per frame of 1 to 10000, found \"99999999\".");
}

void addSignalFiles() {
  const auto row = [](const char* name, const Files& files, const char* sentence) {
    QTest::newRow(name) << files << sentence;
  };
  row("path above", withLine("../../etc/passwd 16"),
      "x.hea, line 2: expected the name of a signal file beside the header, found \"../../etc/passwd\".");
  row("absolute path", withLine("/etc/passwd 16"),
      "x.hea, line 2: expected the name of a signal file beside the header, found \"/etc/passwd\".");
  row("folder above", withLine(".. 16"),
      "x.hea, line 2: expected the name of a signal file beside the header, found \"..\".");
  row("signal file missing", {{"x.hea", "x 1 250 2\nx.dat 16\n"}},
      "x.hea names the signal file \"x.dat\", and there is no such file beside it.");
  row("signal file is a folder", {{"x.hea", "x 1 250 2\nx.dat 16\n"}, {"x.dat", kFolder}},
      "Can't read F/x.dat: it is a folder, not a file.");
  row("signal file is a pipe", {{"x.hea", "x 1 250 2\nx.dat 16\n"}, {"x.dat", kPipe}},
      "Can't read F/x.dat: it is no regular file.");
  row("signal file of no bytes", {{"x.hea", "x 1 250 2\nx.dat 212\n"}, {"x.dat", ""}},
      "x.dat is cut short: expected 3 bytes (2 samples of 1 signals), found 0.");
  row("cut in a sample", {{"x.hea", "x 1 250 2\nx.dat 24\n"}, {"x.dat", QByteArray(5, '\1')}},
      "x.dat is cut short: expected 6 bytes (2 samples of 1 signals), found 5.");
  row("cut in a packed unit", {{"x.hea", "x 1 250 3\nx.dat 311\n"}, {"x.dat", QByteArray(2, '\1')}},
      "x.dat is cut short: expected 4 bytes (3 samples of 1 signals), found 2.");
  row("offset behind the end", withLine("x.dat 16+99"),
      "x.dat: expected samples from byte 99 on, found 4 bytes.");
  row("other signals between",
      {{"x.hea", "x 3 250 1\nx.dat 16\ny.dat 16\nx.dat 16\n"}, {"x.dat", "ab"}, {"y.dat", "ab"}},
      "x.hea: expected the signals of \"x.dat\" one after the other, found others between.");
  row("nothing but gaps", {{"x.hea", "x 1 250 68719476736\n~ 0\n"}},
      "x.hea announces 68719476736 samples of 1 signals, but its signal files hold only 0 bytes");
  row("FLAC of nonsense", withLine("x.dat 516"), "x.dat: the FLAC stream is broken behind sample 0");
  row("FLAC of no bytes", {{"x.hea", "x 1 250 2\nx.dat 516\n"}, {"x.dat", ""}},
      "x.dat is cut short: expected 2 samples of 1 signals, found 0.");
  row("FLAC of ten signals", {{"x.hea", "x 10 250 2\n" + repeated("x.dat 516\n", 10)}, {"x.dat", "fLaC"}},
      "x.dat: expected at most 8 signals in a FLAC stream, found 10.");
  row("FLAC of unequal frames", {{"x.hea", "x 2 250 2\nx.dat 516x2\nx.dat 516\n"}, {"x.dat", "fLaC"}},
      "x.hea: expected as many samples in a frame for all signals of x.dat, found 2 and 1.");
}

void addSegments() {
  const auto row = [](const char* name, const QByteArray& header, const char* sentence) {
    QTest::newRow(name) << withSegments(header) << sentence;
  };
  row("segment of itself", "x/2 1 250 4\na 2\nx 2\n", "x.hea: a record can't be a segment of itself.");
  row("segments missing", "x/1 1 250 4\nb 2\n", "x.hea: none of its 1 segments is there (first: \"b\").");
  row("segment above", "x/1 1 250 4\n../a 2\n",
      "x.hea, line 2: expected the name of a segment's record, found \"../a\".");
  row("segment of negative length", "x/1 1 250 4\na -2\n",
      "x.hea, line 2: expected a number of samples of 0 to 68719476736, found \"-2\".");
  row("segment at another rate", "x/1 1 360 4\na 2\n", "a.hea: expected 360 Hz as in x.hea, found 250 Hz.");
  row("no segments", "x/0 1 360 4\n",
      "x.hea, line 1: expected a number of segments of 1 to 1000000, found \"0\".");
  row("absurd gap", "x/2 1 250\na 2\n~ 68719476736\n",
      "x.hea announces 68719476738 samples of 1 signals, but its signal files hold only 4 bytes");
  Files nested = withSegments("x/1 1 250 4\nb 4\n");
  nested["b.hea"] = "b/1 1 250 4\nx 4\n";
  QTest::newRow("segments in a circle")
      << nested << "b.hea: expected a segment of x.hea, found a record made of segments itself.";
}

void addAnnotations() {
  const auto row = [](const char* name, const char* hex, const char* sentence) {
    QTest::newRow(name) << withAnnotations(hex) << sentence;
  };
  row("annotation cut", "0504 05",
      "x.atr, byte 2: expected an annotation or the end mark, found the end of the file.");
  row("text past the end", "0558 08fc 41414141",
      "x.atr, byte 2: expected a text of 8 bytes, found 4 before the end of the file.");
  row("skip cut", "0504 00ec 0000", "x.atr, byte 6: expected an interval, found the end of the file.");
  row("field before any annotation", "00f8 0000",
      "x.atr, byte 0: expected an annotation, found the field code 62.");
  row("code 58", "01e8 0000", "x.atr, byte 0: expected an annotation code of 1 to 49, found 58.");
  row("skip before the start", "00ec ffff 0000 0104 0000",
      "x.atr, byte 6: expected a sample number from 0 on");
  Files files = withLine("x.dat 16");
  files["x.atr"] = kPipe;
  QTest::newRow("annotations are a pipe") << files << "Can't read F/x.atr: it is no regular file.";
  files["x.atr"] = kFolder;
  QTest::newRow("annotations are a folder") << files << "Can't read F/x.atr: it is a folder, not a file.";
}

}  // namespace

/// Broken records, and the sentence each gives ("F" is their folder); a row may give only its beginning.
class TestBrokenWfdb : public QObject {
  Q_OBJECT

 private slots:
  void init() { m_folder = std::make_unique<QTemporaryDir>(); }

  void refuses_data() {
    QTest::addColumn<Files>("files");
    QTest::addColumn<QString>("sentence");
    addHeaders();
    addSignalFiles();
    addSegments();
    addAnnotations();
  }
  void refuses() {
    QFETCH(Files, files);
    QFETCH(QString, sentence);
    for (auto file = files.cbegin(); file != files.cend(); ++file) make(file.key(), file.value());
    QString found = QString::fromStdString(errorText([&] { readWfdbRecord(path("x"), {}, {}); }));
    found.replace(m_folder->path(), "F");
    if (sentence.endsWith('.')) {
      QCOMPARE(found, sentence);
    } else {
      QVERIFY2(found.startsWith(sentence), qPrintable(found));
    }
  }

  // What a reader can live with is a warning.
  void warns_data() {
    QTest::addColumn<Files>("files");
    QTest::addColumn<QString>("warning");
    QTest::newRow("Latin-1") << withLine("x.dat 16 200/\xb5V 12 0 257 514 0 Ableitung \xfc")
                             << "x.hea is not written in UTF-8: its letters are taken for Latin-1.";
    QTest::newRow("checksum")
        << withLine("x.dat 16 200 12 0 257 1 0 II")
        << "x.dat: the samples of II add up to 514, the header says 1: the file may be damaged.";
    QTest::newRow("no end mark") << withAnnotations("0104")
                                 << "x.atr ends at byte 2 without its end mark: annotations may be missing.";
    QTest::newRow("annotations of no bytes")
        << withAnnotations("") << "x.atr ends at byte 0 without its end mark: annotations may be missing.";
    QTest::newRow("behind the end") << withAnnotations("0904 0000")
                                    << "x.atr: 1 annotations lie behind the end of the record.";
    QTest::newRow("text without its padding")
        << withAnnotations("0158 03fc 414141")
        << "x.atr ends at byte 7 without its end mark: annotations may be missing.";
    QTest::newRow("skip at the end")
        << withAnnotations("0104 00ec ff7f ffff")
        << "x.atr ends at byte 8 without its end mark: annotations may be missing.";
  }
  void warns() {
    QFETCH(Files, files);
    QFETCH(QString, warning);
    for (auto file = files.cbegin(); file != files.cend(); ++file) make(file.key(), file.value());
    const Recording recording = readWfdbRecord(path("x"), {}, {});
    QCOMPARE(recording.sampleCount, std::int64_t{2});
    QCOMPARE(recording.warnings, std::vector<std::string>{warning.toStdString()});
  }

  void readsLatin1AsUtf8() {
    make("x.hea", "x 1 250 2\nx.dat 16 200/\xb5V 12 0 0 0 0 Ableitung \xfc\n# M\xfcller\n");
    make("x.dat", QByteArray(4, '\0'));
    const Recording recording = readWfdbRecord(path("x"), {}, {});
    QCOMPARE(recording.leads[0].unit, std::string("\xc2\xb5V"));
    QCOMPARE(recording.leads[0].name, std::string("Ableitung \xc3\xbc"));
    QCOMPARE(recording.comments, std::vector<std::string>{"M\xc3\xbcller"});
  }

  // A FLAC file cut at any byte is refused in a sentence, and never read beyond what is there.
  void refusesEveryCutFlacFile() {
    ECTOPY_NEEDS_DATA();
    const auto whole = MappedFile::open(test::dataFolder() / "wfdb-formats" / "flacformats.d1");
    const QByteArray bytes(reinterpret_cast<const char*>(whole->bytes().data()),
                           static_cast<qsizetype>(whole->bytes().size()));
    make("x.hea", "x 1 200 499\nx.dat 516\n");
    for (qsizetype length = 0; length < bytes.size(); length += 7) {
      make("x.dat", bytes.first(length));
      const std::string found = errorText([&] { readWfdbRecord(path("x"), {}, {}); });
      QVERIFY2(found.starts_with("x.dat"), found.c_str());
    }
  }

 private:
  std::filesystem::path path(const QString& name) const { return m_folder->filePath(name).toStdString(); }
  void make(const QString& name, const QByteArray& content) const {
    if (content == kFolder) {
      std::filesystem::create_directory(path(name));
    } else if (content == kPipe) {
      QCOMPARE(::mkfifo(path(name).c_str(), 0600), 0);
    } else {
      writeFileAtomically(path(name), content.toStdString());
    }
  }

  std::unique_ptr<QTemporaryDir> m_folder;
};

QTEST_GUILESS_MAIN(TestBrokenWfdb)
#include "tst_broken_wfdb.moc"
