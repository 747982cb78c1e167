#include <sys/stat.h>
#include <QTemporaryDir>
#include <QtTest>

#include <functional>

#include "core/base/files.h"
#include "core/io/edf_record.h"
#include "core/io/recording_reader.h"
#include "core/io/signal_text_reader.h"
#include "tests/support/edf_builder.h"
#include "tests/support/error_text.h"

using namespace ectopy;
using namespace std::string_literals;
using test::EdfText;
using test::errorText;
using test::lists;
using test::samples16;

namespace {

using Change = std::function<void(EdfText&)>;

EdfText soundText() {
  EdfText edf;
  edf.data = samples16({1, 2, 3, 4, 5, 6, 7, 8});
  return edf;
}

EdfText plusText() {
  EdfText edf;
  edf.reserved = "EDF+D";
  edf.signalTexts = {{}, test::annotationSignal("10")};
  edf.data =
      samples16({1, 2, 3, 4}) + lists("+0\x14\x14"s, 20) + samples16({1, 2, 3, 4}) + lists("+1\x14\x14"s, 20);
  return edf;
}

}  // namespace

Q_DECLARE_METATYPE(Change)

/// Files that are no recordings, and the sentence each gives; files that nearly are, and the warning.
class TestBrokenEdf : public QObject {
  Q_OBJECT

 private slots:
  void refuses_data() {
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QString>("sentence");
    const auto row = [](const char* name, const std::string& bytes, const char* sentence) {
      QTest::newRow(name) << QByteArray::fromStdString(bytes) << QString(sentence);
    };
    const auto changed = [](const Change& change) {
      EdfText edf = soundText();
      change(edf);
      return edf.bytes();
    };
    const auto changedPlus = [](const Change& change) {
      EdfText edf = plusText();
      change(edf);
      return edf.bytes();
    };
    const std::string sound = soundText().bytes();
    row("zero bytes", "", "x.edf is empty: expected an EDF or BDF header.");
    row("one byte", "0", "x.edf is cut short: expected a header of 256 bytes, found 1.");
    row("cut in the fixed part", sound.substr(0, 255),
        "x.edf is cut short: expected a header of 256 bytes, found 255.");
    row("cut in the labels", sound.substr(0, 260),
        "x.edf is cut short: expected a header of 512 bytes, found 260.");
    row("cut in the scales", sound.substr(0, 365),
        "x.edf is cut short: expected a header of 512 bytes, found 365.");
    row("cut before the last byte", sound.substr(0, 511),
        "x.edf is cut short: expected a header of 512 bytes, found 511.");
    row("header alone", sound.substr(0, 512),
        "x.edf is cut short: expected data records of 8 bytes, found 0 bytes after the header.");
    row("part of a data record", sound.substr(0, 519),
        "x.edf is cut short: expected data records of 8 bytes, found 7 bytes after the header.");
    row("another version", changed([](EdfText& e) { e.version = "1"; }),
        "x.edf, byte 0: expected \"0\" (EDF) or 255 and \"BIOSEMI\" (BDF), found \"1       \".");
    row("text", std::string(600, 'a'),
        "x.edf, byte 0: expected \"0\" (EDF) or 255 and \"BIOSEMI\" (BDF), found \"aaaaaaaa\".");
    row("zero bytes throughout", std::string(600, '\0'),
        "x.edf, byte 0: expected \"0\" (EDF) or 255 and \"BIOSEMI\" (BDF), found \"????????\".");
    row("no signals", changed([](EdfText& e) { e.signalCount = "0"; }),
        "x.edf, byte 252: expected a number of signals, 1 or more, found \"0   \".");
    row("negative signals", changed([](EdfText& e) { e.signalCount = "-1"; }),
        "x.edf, byte 252: expected a number of signals, 1 or more, found \"-1  \".");
    row("absurdly many signals", changed([](EdfText& e) { e.signalCount = "9999"; }),
        "x.edf is cut short: expected a header of 2560000 bytes, found 528.");
    row("signals in words", changed([](EdfText& e) { e.signalCount = "two"; }),
        "x.edf, byte 252: expected a number of signals, found \"two\".");
    row("negative data records", changed([](EdfText& e) { e.records = "-2"; }),
        "x.edf, byte 236: expected a number of data records, 1 or more, found \"-2\".");
    row("data records in words", changed([](EdfText& e) { e.records = "many"; }),
        "x.edf, byte 236: expected a number of data records, found \"many\".");
    row("zero duration", changed([](EdfText& e) { e.seconds = "0"; }),
        "x.edf, byte 244: expected a duration of a data record above 0 s, found \"0\".");
    row("negative duration", changed([](EdfText& e) { e.seconds = "-1"; }),
        "x.edf, byte 244: expected a duration of a data record, 0 s or more, found \"-1\".");
    row("no duration", changed([](EdfText& e) { e.seconds = ""; }),
        "x.edf, byte 244: expected the duration of a data record in seconds, found \"\".");
    row("duration nan", changed([](EdfText& e) { e.seconds = "nan"; }),
        "x.edf, byte 244: expected the duration of a data record in seconds, found \"nan\".");
    row("tiny duration", changed([](EdfText& e) { e.seconds = "1e-9"; }),
        "x.edf, byte 244: expected a duration that gives \"ECG II\" at most 1000000 samples a second, found "
        "\"1e-9\".");
    row("endless duration", changed([](EdfText& e) { e.seconds = "1e300"; }),
        "x.edf: expected at least 0.01 samples a second, found 4e-300.");
    row("no samples", changed([](EdfText& e) { e.signalTexts[0].samplesPerRecord = "0"; }),
        "x.edf: no signal has any samples.");
    row("negative samples", changed([](EdfText& e) { e.signalTexts[0].samplesPerRecord = "-4"; }),
        "x.edf, byte 472: expected a number of samples in a data record, 0 or more, found \"-4      \".");
    row("samples in words", changed([](EdfText& e) { e.signalTexts[0].samplesPerRecord = "\xff\xfe"; }),
        "x.edf, byte 472: expected a number of samples in a data record, found \"??\".");
    row("absurdly many samples", changed([](EdfText& e) { e.signalTexts[0].samplesPerRecord = "99999999"; }),
        "x.edf, byte 244: expected a duration that gives \"ECG II\" at most 1000000 samples a second, found "
        "\"1\".");
    row("more samples than the file",
        changed([](EdfText& e) { e.signalTexts[0].samplesPerRecord = "999999"; }),
        "x.edf is cut short: expected data records of 1999998 bytes, found 16 bytes after the header.");
    row("gaps, no times", changedPlus([](EdfText& e) { e.data = std::string(56, 'x'); }),
        "x.edf, data record 1: expected its start time (the file is marked as discontinuous), found none.");
    row("a list without its end", changedPlus([](EdfText& e) { e.data[8] = '#'; }),
        "x.edf, data record 1: expected its start time (the file is marked as discontinuous), found none.");
    row("times that run back", changedPlus([](EdfText& e) { e.data[28 + 8] = '-'; }),
        "x.edf, data record 2: expected a start at 1 s or later, the end of the record before it, found -1 "
        "s.");
    row("endless gap", changedPlus([](EdfText& e) {
          e.data.replace(28 + 8, 10, "+99999999\x14");
          e.data[46] = '\x14';
        }),
        "x.edf: expected gaps at most 31 times as long as the data, found 100000000 s with 2 s of data.");
    row("gaps without a list", changedPlus([](EdfText& e) { e.signalTexts[1].label = "EEG"; }),
        "x.edf, data record 1: expected its start time (the file is marked as discontinuous), found none.");
  }
  void refuses() {
    QFETCH(QByteArray, bytes);
    QFETCH(QString, sentence);
    writeFileAtomically(path("x.edf"), bytes.toStdString());
    QCOMPARE(QString::fromStdString(errorText([&] { readRecording(path("x.edf"), {}, {}); })), sentence);
    // Telling what the file is must be as safe as reading it.
    errorText([&] { describeRecording(path("x.edf"), {}, {}); });
  }

  void readsWithAWarning_data() {
    QTest::addColumn<Change>("change");
    QTest::addColumn<QString>("warning");
    const auto row = [](const char* name, Change change, const char* warning) {
      QTest::newRow(name) << change << QString(warning);
    };
    const char* unscaled =
        "x.edf, signal \"ECG II\": expected a physical minimum that differs from the maximum, found 5 twice; "
        "its values have no scale.";
    row(
        "physical minimum = maximum",
        [](EdfText& e) { e.signalTexts[0].physicalMinimum = e.signalTexts[0].physicalMaximum = "5"; },
        unscaled);
    row(
        "digital minimum = maximum",
        [](EdfText& e) { e.signalTexts[0].digitalMinimum = e.signalTexts[0].digitalMaximum = "7"; },
        "x.edf, signal \"ECG II\": expected a digital minimum below the maximum, found 7 and 7; its values "
        "have no scale.");
    row(
        "physical minimum in words", [](EdfText& e) { e.signalTexts[0].physicalMinimum = "low"; },
        "x.edf, signal \"ECG II\": expected a physical minimum, found \"low\"; its values have no scale.");
    row(
        "range far from 0",
        [](EdfText& e) {
          e.signalTexts[0].physicalMinimum = "1e30";
          e.signalTexts[0].physicalMaximum = "1.01e30";
          e.signalTexts[0].digitalMinimum = "-9e9";
        },
        "x.edf, signal \"ECG II\": expected a physical range with 0 near it, found 1e+30 to 1.01e+30; its "
        "values have no scale.");
    row(
        "start date", [](EdfText& e) { e.startDate = "32.13.99"; },
        "x.edf is not quite EDF and EDFlib refuses it: the start date should read \"dd.mm.yy\", found "
        "\"32.13.99\". It was read all the same.");
    row(
        "start time", [](EdfText& e) { e.startTime = "5:6:7"; },
        "x.edf is not quite EDF and EDFlib refuses it: the start time should read \"hh.mm.ss\", found "
        "\"5:6:7\". It was read all the same.");
    row(
        "header length", [](EdfText& e) { e.headerBytes = "768"; },
        "x.edf is not quite EDF and EDFlib refuses it: the header's length should be 512, found \"768\". It "
        "was read all the same.");
    row(
        "label with zero bytes", [](EdfText& e) { e.signalTexts[0].label = "ECG II\0"s; },
        "x.edf is not quite EDF and EDFlib refuses it: the label of signal 1 should be plain ASCII, found "
        "\"ECG II\". It was read all the same.");
    row(
        "decimal comma", [](EdfText& e) { e.signalTexts[0].physicalMaximum = "999,5"; },
        "x.edf is not quite EDF and EDFlib refuses it: its header or its first data record breaks a rule of "
        "the format. It was read all the same.");
    row(
        "digital range beyond 16 bits", [](EdfText& e) { e.signalTexts[0].digitalMaximum = "40000"; },
        "x.edf is not quite EDF and EDFlib refuses it: signal 1: expected a digital range within -32768 and "
        "32767, found -1000 and 40000. It was read all the same.");
    row(
        "EDF+ without annotations", [](EdfText& e) { e.reserved = "EDF+C"; },
        "x.edf is not quite EDF+ and EDFlib refuses it: EDF+ should have an annotation signal, found none. "
        "It was read all the same.");
    row(
        "EDF+ patient",
        [](EdfText& e) {
          e.reserved = "EDF+C";
          e.patient = "Miller, Joe";
          e.signalTexts.push_back(test::annotationSignal("4"));
          e.data += e.data;
        },
        "x.edf is not quite EDF+ and EDFlib refuses it: the patient field should read \"code sex birthdate "
        "name\", found \"Miller, Joe\". It was read all the same.");
    row(
        "annotations of garbage",
        [](EdfText& e) {
          e.reserved = "EDF+C";
          e.signalTexts.push_back(test::annotationSignal("4"));
          e.data = samples16({1, 2, 3, 4}) + "garbage\x14" + samples16({1, 2, 3, 4}) + "+0\x14\x14####";
        },
        "x.edf: 1 time-stamped annotation lists could not be read and were left out.");
    row(
        "bytes behind the end", [](EdfText& e) { e.data += "abc"; },
        "x.edf: 3 bytes behind the 2 data records were left out.");
    row(
        "never closed", [](EdfText& e) { e.records = "-1"; },
        "x.edf: the header does not say how many data records there are (the recording was never closed); "
        "the 2 in the file were read.");
  }
  void readsWithAWarning() {
    QFETCH(Change, change);
    QFETCH(QString, warning);
    EdfText edf = soundText();
    change(edf);
    writeFileAtomically(path("x.edf"), edf.bytes());
    const Recording recording = readEdfRecord(path("x.edf"), {}, {});
    QStringList warnings;
    for (const std::string& sentence : recording.warnings) warnings << QString::fromStdString(sentence);
    QVERIFY2(warnings.contains(warning), qPrintable(warnings.join('\n')));
    QCOMPARE(recording.leads.size(), std::size_t{1});
    QCOMPARE(recording.leads[0].samples[2], 3);
    QVERIFY(recording.leads[0].gain != 0);
  }

  void refusesText_data() {
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QString>("sentence");
    const auto row = [](const char* name, const char* text, const char* sentence) {
      QTest::newRow(name) << QByteArray(text) << QString(sentence);
    };
    row("zero bytes", "", "x.csv: expected rows of numbers, a column a signal, found none.");
    row("words", "hello\nworld\n", "x.csv: expected rows of numbers, a column a signal, found none.");
    row("titles alone", "time,II\n", "x.csv: expected rows of numbers, a column a signal, found none.");
    row("no rate", "II\n0.1\n0.2\n",
        "x.csv does not say its sample rate: expected one to be given, or a column of times.");
    row("times alone", "time\n0.1\n0.2\n", "x.csv: expected a column with a signal, found times alone.");
    row("times that run back", "time,II\n0,1\n0.1,2\n0.2,1\n0.1,2\n0.3,1\n",
        "x.csv, line 5: expected a time after 0.2 s, found 0.1 s.");
    row("a field too few", "time,II,V5\n0,1,1\n0.1,2\n0.2,1,1\n0.3,1,2\n0.4,1,1\n0.5,1,1\n",
        "x.csv, line 3: expected 3 fields, found 2.");
    row("a word among numbers", "time,II\n0,1\n0.1,2\n0.2,oops\n0.3,1\n0.4,1\n0.5,1\n0.6,1\n",
        "x.csv, line 4, field 2: expected a number, found \"oops\".");
    row("one row", "time,II\n0,1\n",
        "x.csv has times that do not rise evenly: expected a sample rate to be given.");
    row("too fast", "time,II\n0,1\n1e-9,2\n2e-9,3\n",
        "x.csv: expected a sample rate from 0.01 to 1000000 Hz, found 1e+09.");
    row("endless gap", "time,II\n0,1\n1,2\n2,1\n3,2\n4,1\n999999999,1\n",
        "x.csv: expected gaps at most 32 times as long as the data, found times up to 1e+09 s.");
  }
  void refusesText() {
    QFETCH(QByteArray, text);
    QFETCH(QString, sentence);
    writeFileAtomically(path("x.csv"), text.toStdString());
    QCOMPARE(QString::fromStdString(errorText([&] { readSignalText(path("x.csv"), {}, {}, {}); })), sentence);
  }

  void refusesWhatIsNoFile() {
    const std::string folder = path("folder.edf").string();
    QVERIFY(QDir(m_folder.path()).mkdir("folder.edf"));
    QCOMPARE(errorText([&] { readEdfRecord(folder, {}, {}); }),
             "Can't read " + folder + ": it is a folder, not a file.");
    const std::string pipe = path("pipe.edf").string();
    QCOMPARE(mkfifo(pipe.c_str(), 0600), 0);
    QCOMPARE(errorText([&] { readRecording(pipe, {}, {}); }),
             "Can't read " + pipe + ": it is no regular file.");
    QVERIFY(errorText([&] {
              describeRecording(path("none.edf"), {}, {});
            }).starts_with("There is no file or folder "));
    QVERIFY(!isEdfFile(path("none.rec")));
  }

 private:
  std::filesystem::path path(const std::string& name) const {
    return std::filesystem::path(m_folder.path().toStdString()) / name;
  }

  QTemporaryDir m_folder;
};

QTEST_GUILESS_MAIN(TestBrokenEdf)
#include "tst_broken_edf.moc"
