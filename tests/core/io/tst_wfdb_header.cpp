#include "core/io/wfdb_header.h"

#include <QtTest>

#include "core/io/wfdb_record.h"
#include "tests/support/data_folder.h"
#include "tests/support/error_text.h"

using namespace ectopy;
using test::errorText;

class WfdbHeaderTest : public QObject {
  Q_OBJECT

 private slots:
  void readsTheShortestHeader() {
    const WfdbHeader header = parseWfdbHeader("x 1\nx.dat 16\n", "x.hea");
    QCOMPARE(header.recordName, std::string("x"));
    QCOMPARE(header.sampleRateHz, 250.0);
    QCOMPARE(header.sampleCount, std::int64_t{0});
    QCOMPARE(header.signalSpecs.size(), std::size_t{1});
    const WfdbSignalSpec& spec = header.signalSpecs[0];
    QCOMPARE(spec.gain, 200.0);
    QVERIFY(!spec.isCalibrated);
    QVERIFY(!spec.checksum.has_value());
    QCOMPARE(spec.unit, std::string("mV"));
  }

  void readsEveryField() {
    const WfdbHeader header = parseWfdbHeader(
        "# before\r\nrec-1 2 62.4725/999.56(10.5) 14400 15:08:24.5 12/06/2021\r\n"
        "a.dat 212x4:3+24 12.08(-1307)/mmHg 12 8 -395 49347 6 ART line two\r\n\r\n"
        "a.dat 212 0 11 1024\r\n#after\r\n# <age>: 28\r\n",
        "x.hea");
    QCOMPARE(header.recordName, std::string("rec-1"));
    QCOMPARE(header.sampleRateHz, 62.4725);
    QCOMPARE(header.counterFrequencyHz, 999.56);
    QCOMPARE(header.baseCounterValue, 10.5);
    QCOMPARE(header.sampleCount, std::int64_t{14400});
    QCOMPARE(header.startTime, std::string("15:08:24.5 12/06/2021"));
    QVERIFY((header.comments == std::vector<std::string>{"before", "after", "<age>: 28"}));
    const WfdbSignalSpec& first = header.signalSpecs[0];
    QCOMPARE(first.fileName, std::string("a.dat"));
    QCOMPARE(first.format, 212);
    QCOMPARE(first.samplesPerFrame, 4);
    QCOMPARE(first.skew, 3);
    QCOMPARE(first.byteOffset, std::int64_t{24});
    QCOMPARE(first.gain, 12.08);
    QVERIFY(first.isCalibrated);
    QCOMPARE(first.baseline, -1307);
    QCOMPARE(first.unit, std::string("mmHg"));
    QCOMPARE(first.adcResolution, 12);
    QCOMPARE(first.adcZero, 8);
    QCOMPARE(first.initialValue, -395);
    QVERIFY(first.checksum == 49347);
    QCOMPARE(first.blockSize, 6);
    QCOMPARE(first.description, std::string("ART line two"));
    const WfdbSignalSpec& second = header.signalSpecs[1];
    QVERIFY(!second.isCalibrated);
    QCOMPARE(second.gain, 200.0);
    QCOMPARE(second.baseline, 1024);  // the ADC zero where no baseline is given
    QCOMPARE(second.initialValue, 1024);
  }

  void readsSegments() {
    const WfdbHeader header = parseWfdbHeader("s/2 1 360 30\ns_1 10\ns_2 20\n", "s.hea");
    QCOMPARE(header.segmentCount, 2);
    QCOMPARE(header.segments.size(), std::size_t{2});
    QCOMPARE(header.segments[1].recordName, std::string("s_2"));
    QCOMPARE(header.segments[1].sampleCount, std::int64_t{20});
  }

  void readsEveryHeaderAtHand() {
    ECTOPY_NEEDS_DATA();
    int headers = 0;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(test::dataFolder())) {
      if (entry.path().extension() != ".hea") continue;
      const std::string problem = errorText([&] { readWfdbHeader(entry.path()); });
      QVERIFY2(problem == "no error", (entry.path().string() + ": " + problem).c_str());
      ++headers;
    }
    QVERIFY(headers >= 48);
  }

  void saysWhatIsWrong_data() {
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("sentence");
    const auto row = [](const char* name, const char* text, const char* sentence) {
      QTest::newRow(name) << text << QString("x.hea") + sentence;
    };
    row("empty", "", ": expected a record line, found none.");
    row("comments alone", "# a\n", ": expected a record line, found none.");
    row("no signal count", "x\n", ", line 1: expected a number of signals, found nothing.");
    row("signal count", "x two\n", ", line 1: expected a number of signals, found \"two\".");
    row("absurd signals", "x 99999999\n",
        ", line 1: expected a number of signals of 0 to 4096, found \"99999999\".");
    row("negative signals", "x -1\n", ", line 1: expected a number of signals of 0 to 4096, found \"-1\".");
    row("rate", "x 1 fast\n", ", line 1: expected a sample rate in Hz, found \"fast\".");
    row("rate nan", "x 1 nan\n", ", line 1: expected a sample rate in Hz, found \"nan\".");
    row("rate 0", "x 1 0\n", ", line 1: expected a sample rate above 0 Hz, found \"0\".");
    row("counter", "x 1 250/a\n", ", line 1: expected a counter frequency, found \"a\".");
    row("counter value", "x 1 250/5(3\n", ", line 1: expected a counter value in parentheses, found \"3\".");
    row("samples", "x 1 250 10.5\n", ", line 1: expected a number of samples, found \"10.5\".");
    row("absurd samples", "x 1 250 99999999999999\n",
        ", line 1: expected a number of samples of 0 to 68719476736, found \"99999999999999\".");
    row("name", "../x 1\n", ", line 1: expected a record name, found \"..\".");
    row("signal missing", "x 2\nx.dat 16\n", ": expected 2 signal lines, found 1.");
    row("one too many", "x 1\nx.dat 16\nx.dat 16\n",
        ", line 3: expected a comment or the end, found \"x.dat 16\".");
    row("segment missing", "x/2 1 250 5\nx_1 5\n", ": expected 2 segment lines, found 1.");
    row("file above", "x 1\n../y.dat 16\n",
        ", line 2: expected the name of a signal file beside the header, found \"../y.dat\".");
    row("absolute file", "x 1\n/etc/passwd 16\n",
        ", line 2: expected the name of a signal file beside the header, found \"/etc/passwd\".");
    row("no format", "x 1\nx.dat\n", ", line 2: expected a signal format, found nothing.");
    row("format", "x 1\nx.dat 16z\n", ", line 2: expected a signal format, found \"16z\".");
    row("samples per frame", "x 1\nx.dat 16x0\n",
        ", line 2: expected a number of samples per frame of 1 to 10000, found \"0\".");
    row("skew", "x 1\nx.dat 16:a\n", ", line 2: expected a skew, found \"a\".");
    row("offset", "x 1\nx.dat 16+-5\n",
        ", line 2: expected a byte offset of 0 to 68719476736, found \"-5\".");
    row("gain", "x 1\nx.dat 16 x\n", ", line 2: expected a gain, found \"x\".");
    row("gain infinite", "x 1\nx.dat 16 inf\n", ", line 2: expected a gain, found \"inf\".");
    row("baseline", "x 1\nx.dat 16 200(a)/mV\n", ", line 2: expected a baseline, found \"a\".");
    row("checksum", "x 1\nx.dat 16 200 11 0 5 99999999999\n",
        ", line 2: expected a checksum of -2147483648 to 2147483647, found \"99999999999\".");
    row("not printable", "x 1\nx.dat \x01\x02z\n", ", line 2: expected a signal format, found \"\?\?z\".");
  }
  void saysWhatIsWrong() {
    QFETCH(QString, text);
    QFETCH(QString, sentence);
    const std::string found = errorText([&] { parseWfdbHeader(text.toStdString(), "x.hea"); });
    QCOMPARE(QString::fromStdString(found), sentence);
  }
};

QTEST_GUILESS_MAIN(WfdbHeaderTest)
#include "tst_wfdb_header.moc"
