#include <QTemporaryDir>
#include <QtTest>

#include <cmath>

#include "core/base/files.h"
#include "core/io/path_kind.h"
#include "core/io/recording_reader.h"
#include "core/io/signal_text_layout.h"
#include "core/io/signal_text_reader.h"
#include "tests/support/error_text.h"

using namespace ectopy;

namespace {

std::vector<double> valuesOf(const Lead& lead) {
  std::vector<double> values;
  for (std::size_t i = 0; i < lead.samples.size(); ++i) values.push_back(lead.physical(i));
  return values;
}

bool isNear(const std::vector<double>& left, const std::vector<double>& right) {
  if (left.size() != right.size()) return false;
  for (std::size_t i = 0; i < left.size(); ++i) {
    if (std::isnan(left[i]) != std::isnan(right[i]) || std::abs(left[i] - right[i]) > 1e-12) return false;
  }
  return true;
}

}  // namespace

class TestSignalText : public QObject {
  Q_OBJECT

 private slots:
  void reads_data() {
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<double>("rateHz");
    QTest::addColumn<QStringList>("leads");
    const auto row = [](const char* name, const char* text, double rateHz, const QStringList& leads) {
      QTest::newRow(name) << QByteArray(text) << rateHz << leads;
    };
    // Each file holds 0.1 0.2 -0.3 0.25 mV as its first signal.
    row("one column", "0.1\n0.2\n-0.3\n0.25\n", 0, {"signal 1"});
    row("titles", "MLII,V5\n0.1,1\n0.2,2\n-0.3,3\n0.25,4\n", 0, {"MLII", "V5"});
    row("Windows lines", "MLII,V5\r\n0.1,1\r\n0.2,2\r\n-0.3,3\r\n0.25,4\r\n", 0, {"MLII", "V5"});
    row("time", "time,ECG II (mV)\n0,0.1\n0.004,0.2\n0.008,-0.3\n0.012,0.25\n", 250, {"II"});
    row("time in ms", "time_ms;II\n0;0,1\n4;0,2\n8;-0,3\n12;0,25\n", 250, {"II"});
    row("tabs", "t\tII\n0.0\t0.1\n0.01\t0.2\n0.02\t-0.3\n0.03\t0.25\n", 100, {"II"});
    row("blanks", "# from a logger\n  0.00  0.1\n  0.01  0.2\n  0.02 -0.3\n  0.03  0.25\n", 100,
        {"signal 1"});
    row("microvolts", "time,II [uV]\n0,100\n0.1,200\n0.2,-300\n0.3,250\n", 10, {"II"});
    row("PhysioNet",
        "'Elapsed time','MLII','V5'\n'mm:ss.mmm','mV','mV'\n'0:59.99',0.1,0\n'1:00.00',0.2,0\n"
        "'1:00.01',-0.3,0\n'1:00.02',0.25,0\n",
        100, {"MLII", "V5"});
    row("sample numbers", "sample,II\n0,0.1\n1,0.2\n2,-0.3\n3,0.25\n", 0, {"II"});
    row("sample numbers, no titles", "0,0.1\n1,0.2\n2,-0.3\n3,0.25\n", 0, {"signal 1"});
    row("mark and quotes",
        "\xef\xbb\xbf\"time\",\"II\"\n\"0\",\"0.1\"\n\"0.5\",\"0.2\"\n\"1\",\"-0.3\"\n\"1.5\",\"0.25\"\n", 2,
        {"II"});
    row("mark without titles", "\xef\xbb\xbf\x30.1\n0.2\n-0.3\n0.25\n", 0, {"signal 1"});
    row("mark and remark", "\xef\xbb\xbf# from a logger\n0.1\n0.2\n-0.3\n0.25\n", 0, {"signal 1"});
  }
  void reads() {
    QFETCH(QByteArray, text);
    QFETCH(double, rateHz);
    QFETCH(QStringList, leads);
    write(text);
    SignalTextOptions options;
    if (rateHz == 0) options.sampleRateHz = 360;
    const Recording recording = readSignalText(path(), options, {}, {});
    QCOMPARE(recording.sampleRateHz, rateHz == 0 ? 360 : rateHz);
    QCOMPARE(recording.sampleCount, std::int64_t{4});
    QStringList names;
    for (const Lead& lead : recording.leads) names << QString::fromStdString(lead.name);
    QCOMPARE(names, leads);
    QCOMPARE(recording.leads[0].unit, std::string("mV"));
    QVERIFY(isNear(valuesOf(recording.leads[0]), {0.1, 0.2, -0.3, 0.25}));
    const Recording described = describeSignalText(path(), options, {});
    QCOMPARE(described.sampleRateHz, recording.sampleRateHz);
    QCOMPARE(described.leads.size(), recording.leads.size());
    QVERIFY(pathKind(path()) == PathKind::SignalText);
  }

  void saysWhatUnitItAssumed() {
    write("0.1\n0.2\n");
    Recording recording = readSignalText(path(), {.sampleRateHz = 100}, {}, {});
    QCOMPARE(recording.warnings, std::vector<std::string>{"x.txt: signal 1 has no unit; mV is assumed."});
    write("995\n1011\n");
    recording = readSignalText(path(), {.sampleRateHz = 100}, {}, {});
    QCOMPARE(recording.warnings,
             std::vector<std::string>{
                 "x.txt: signal 1 has no unit and whole numbers; they are taken for ADC units of 1/200 mV."});
    QVERIFY(!recording.leads[0].isCalibrated);
    recording = readSignalText(path(), {.sampleRateHz = 100, .unit = "uV"}, {}, {});
    QVERIFY(recording.warnings.empty());
    QVERIFY(isNear(valuesOf(recording.leads[0]), {0.995, 1.011}));
  }

  void leavesGapsWhereTimesLeapAndFieldsAreEmpty() {
    write("time,II,V1\n0,1,1\n0.1,2,\n0.2,3,NaN\n0.5,4,2\n0.6,5,3\n0.7,6,4\n");
    const Recording recording = readSignalText(path(), {.unit = "mV"}, {}, {});
    const double gap = std::nan("");
    QCOMPARE(recording.sampleRateHz, 10.0);
    QVERIFY(isNear(valuesOf(recording.leads[0]), {1, 2, 3, gap, gap, 4, 5, 6}));
    QVERIFY(isNear(valuesOf(recording.leads[1]), {1, gap, gap, gap, gap, 2, 3, 4}));
    const Recording one = readSignalText(path(), {.unit = "mV"}, 1, {});
    QCOMPARE(one.leads.size(), std::size_t{1});
    QCOMPARE(one.leads[0].name, std::string("V1"));
  }

  void findsTheRateOfRoundedTimes() {
    QByteArray text = "time,II\n";
    for (int i = 0; i < 5000; ++i) text += QByteArray::number(i / 360.0, 'f', 3) + ",0.5\n";
    write(text);
    QCOMPARE(readSignalText(path(), {}, {}, {}).sampleRateHz, 360.0);
    QCOMPARE(describeSignalText(path(), {}, {}).sampleRateHz, 360.0);
    text = "time,II\n";
    for (int i = 0; i < 5000; ++i) text += QByteArray::number(i / 128.5, 'f', 4) + ",0.5\n";
    write(text);
    QVERIFY(std::abs(readSignalText(path(), {}, {}, {}).sampleRateHz - 128.5) < 1e-3);
  }

  void saysWhenTimesGiveAnotherRate() {
    write("time,II\n0,0.1\n0.1,0.2\n0.2,0.3\n");
    const Recording recording = readSignalText(path(), {.sampleRateHz = 360, .unit = "mV"}, {}, {});
    QCOMPARE(recording.sampleRateHz, 360.0);
    QCOMPARE(recording.warnings,
             std::vector<std::string>{"x.txt: the time column gives 10 samples a second; 360 were "
                                      "taken as asked for."});
  }

  void leavesTimesThatDoNotRiseAsideWhenARateIsGiven_data() {
    QTest::addColumn<QByteArray>("text");
    QTest::newRow("a time a row") << QByteArray("time,II\n10:00:00,1\n10:00:00,2\n10:00:00,3\n10:00:01,4\n");
    QTest::newRow("rounded") << QByteArray("time,II\n0.00,1\n0.01,2\n0.01,3\n0.01,4\n");
    QTest::newRow("past midnight") << QByteArray("time,II\n23:59:58,1\n23:59:59,2\n00:00:00,3\n00:00:01,4\n");
  }
  void leavesTimesThatDoNotRiseAsideWhenARateIsGiven() {
    QFETCH(QByteArray, text);
    write(text);
    const Recording recording = readSignalText(path(), {.sampleRateHz = 360, .unit = "mV"}, {}, {});
    QCOMPARE(recording.sampleRateHz, 360.0);
    QVERIFY(isNear(valuesOf(recording.leads[0]), {1, 2, 3, 4}));
    QCOMPARE(recording.warnings.size(), std::size_t{1});
    QVERIFY(recording.warnings[0].find("expected a time after") != std::string::npos);
    // Without a rate they are all there is.
    QVERIFY(test::errorText([&] { readSignalText(path(), {.unit = "mV"}, {}, {}); }) != "no error");
  }

  void keepsValuesFarBelowOne() {
    write("0.0000004\n-0.0000002\n0.0000001\n");
    const Recording recording = readSignalText(path(), {.sampleRateHz = 100, .unit = "V"}, {}, {});
    QVERIFY(recording.leads[0].isCalibrated);
    QVERIFY(isNear(valuesOf(recording.leads[0]), {0.0004, -0.0002, 0.0001}));
    write("1e-320\n-1e-310\n");
    const Recording nothing = readSignalText(path(), {.sampleRateHz = 100, .unit = "V"}, {}, {});
    QVERIFY(isNear(valuesOf(nothing.leads[0]), {0, 0}));
  }

  void tellsSignalsFromHeartbeats_data() {
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<bool>("isHeartbeats");
    QTest::newRow("beats") << QByteArray("1.0,0.5,0\n0.9,0.1,1\n") << true;
    QTest::newRow("many columns") << QByteArray("0,").repeated(187) + "4\n" << true;
    QTest::newRow("titled") << QByteArray("a,b,class\n5,6,1\n") << true;
    QTest::newRow("two leads") << QByteArray("0.1,0.5\n0.2,0.3\n") << false;
    QTest::newRow("three leads") << QByteArray("0.1,0.5,0.3\n0.2,0.3,1\n") << false;
    QTest::newRow("three leads in ADC units") << QByteArray("10,20,30\n11,21,31\n") << false;
    QTest::newRow("time and flags") << QByteArray("0.0,0.5,0\n0.1,0.3,1\n0.2,0.3,1\n") << false;
  }
  void tellsSignalsFromHeartbeats() {
    QFETCH(QByteArray, text);
    QFETCH(bool, isHeartbeats);
    write(text);
    QVERIFY(pathKind(path()) == (isHeartbeats ? PathKind::HeartbeatCsv : PathKind::SignalText));
    // A sample rate given says that it is signals.
    const Recording recording = readRecording(path(), {.text = {.sampleRateHz = 100, .unit = "mV"}}, {});
    QCOMPARE(recording.sampleRateHz, 100.0);
  }

  void keepsLongDecimalsToNineDigits() {
    write("0.123456789012\n-1.000000000001\n");
    const Recording recording = readSignalText(path(), {.sampleRateHz = 100, .unit = "V"}, {}, {});
    QVERIFY(std::abs(recording.leads[0].physical(0) - 123.456789012) < 1e-6);  // mV
    QVERIFY(std::abs(recording.leads[0].physical(1) + 1000) < 1e-6);
  }

 private:
  void write(const QByteArray& text) const { writeFileAtomically(path(), text.toStdString()); }
  std::filesystem::path path() const { return m_folder.filePath("x.txt").toStdString(); }

  QTemporaryDir m_folder;
};

QTEST_GUILESS_MAIN(TestSignalText)
#include "tst_signal_text.moc"
