#include "core/io/edf_record.h"

#include <edflib.h>

#include <QTemporaryDir>
#include <QtTest>

#include <cmath>

#include "core/base/files.h"
#include "core/io/edf_leads.h"
#include "core/io/edf_library.h"
#include "tests/support/data_folder.h"
#include "tests/support/edf_builder.h"
#include "tests/support/error_text.h"
#include "tests/support/lead_values.h"

using namespace ectopy;
using test::valuesOf;
using namespace std::string_literals;
using test::EdfText;
using test::lists;
using test::samples16;

namespace {

std::int64_t sumOf(const Lead& lead) {
  std::int64_t sum = 0;
  for (const std::int32_t value : valuesOf(lead)) sum += value;
  return sum;
}

EdfText plusText(const std::string& reserved, const std::string& records) {
  EdfText edf;
  edf.reserved = reserved;
  edf.records = records;
  edf.signalTexts = {{}, test::annotationSignal("20")};
  return edf;
}

}  // namespace

class TestEdfRecord : public QObject {
  Q_OBJECT

 private slots:
  void readsTheGeneratedEdf() {
    ECTOPY_NEEDS_DATA();
    const Recording recording = readEdfRecord(test::dataFolder() / "edf" / "test_generator.edf", {}, {});
    QCOMPARE(recording.sampleRateHz, 200.0);
    QCOMPARE(recording.sampleCount, std::int64_t{120000});
    QCOMPARE(recording.startTime, std::string("12:57:02 04/04/2011"));
    QVERIFY(recording.warnings.empty());
    struct Known {
      const char* name;
      std::int64_t sum;
      std::int32_t last;
    };
    // Summed up by a reader of 20 lines of Python that knows nothing of this one.
    const std::vector<Known> known = {{"squarewave", 0, -3276},
                                      {"ramp", -1965600, 3243},
                                      {"pulse", 7862400, 0},
                                      {"noise", 194629042, 819},
                                      {"sine 1 Hz", 0, 0},
                                      {"sine 8 Hz", 0, 0},
                                      {"sine 8.1777 Hz", 20752, -2243},
                                      {"sine 8.5 Hz", 0, 0},
                                      {"sine 15 Hz", 0, 0},
                                      {"sine 17 Hz", 0, 0},
                                      {"sine 50 Hz", 0, 0}};
    QCOMPARE(recording.leads.size(), known.size());
    for (std::size_t i = 0; i < known.size(); ++i) {
      const Lead& lead = recording.leads[i];
      QCOMPARE(lead.name, std::string(known[i].name));
      QCOMPARE(sumOf(lead), known[i].sum);
      QCOMPARE(lead.samples[119999], known[i].last);
      QCOMPARE(lead.unit, std::string("mV"));
    }
    QVERIFY(std::abs(recording.leads[0].physical(0) - 0.1) < 1e-4);  // a square wave of 100 uV
    const std::vector<Annotation>& annotations = recording.annotations.at("atr");
    QCOMPARE(annotations.size(), std::size_t{2});
    QCOMPARE(annotations[0].text, std::string("Recording starts"));
    QCOMPARE(annotations[1].text, std::string("Recording ends"));
    QCOMPARE(annotations[1].sample, std::int64_t{120000});
    QCOMPARE(int(annotations[1].code), 22);
  }

  void readsTheGeneratedBdf() {
    ECTOPY_NEEDS_DATA();
    const Recording recording = readEdfRecord(test::dataFolder() / "edf" / "test_generator.bdf", {}, {});
    QCOMPARE(recording.sampleRateHz, 1000.0);
    QCOMPARE(recording.sampleCount, std::int64_t{30000});
    QCOMPARE(recording.leads.size(), std::size_t{5});
    QCOMPARE(recording.leads[0].name, std::string("sine 5Hz"));
    QCOMPARE(sumOf(recording.leads[0]), std::int64_t{-15000});
    QCOMPARE(recording.leads[0].samples[3], 350456);
    QCOMPARE(recording.warnings.size(), std::size_t{4});  // four signals of other rates
    for (const Lead& lead : recording.leads) QCOMPARE(lead.samples.size(), std::size_t{30000});
    // 800 Hz resampled to 1000: the mean stays, but for the filter's swing at the edges.
    const double mean = static_cast<double>(sumOf(recording.leads[1])) / 30000;
    QVERIFY2(std::abs(mean - -33571225212.0 / 24000) < 5000, qPrintable(QString::number(mean)));
  }

  void readsStartsWithinASecondAndUtf8() {
    ECTOPY_NEEDS_DATA();
    const Recording recording = readEdfRecord(test::dataFolder() / "edf" / "test_utf8.edf", {}, {});
    QCOMPARE(recording.startTime, std::string("04:05:56.395 24/01/2020"));
    QCOMPARE(recording.leads.size(), std::size_t{1});
    QCOMPARE(sumOf(recording.leads[0]), std::int64_t{56106});
    QVERIFY(std::abs(recording.leads[0].physical(0) - -24 * -17.422 / 65535 - 0.0) < 1e-3);  // inverted range
    const std::vector<Annotation>& annotations = recording.annotations.at("atr");
    QCOMPARE(annotations.size(), std::size_t{5});
    QCOMPARE(annotations[2].text, std::string("\u4e2d\u6587\u6d4b\u8bd5\u516b\u4e2a\u5b57"));
    QCOMPARE(annotations[0].sample, std::int64_t{199});  // (1.9511719 - 0.3945312) s at 128 Hz
  }

  void readsAnnotationsAlone() {
    ECTOPY_NEEDS_DATA();
    const Recording recording = readEdfRecord(test::dataFolder() / "edf" / "wfdb_test_edfann.edf", {}, {});
    QVERIFY(recording.leads.empty());
    QCOMPARE(recording.patient, std::string("SN001"));
    QCOMPARE(recording.startTime, std::string("23:59:30"));  // its date is unknown
    const std::vector<Annotation>& annotations = recording.annotations.at("atr");
    QCOMPARE(annotations.size(), std::size_t{856});
    QCOMPARE(annotations[1].sample, std::int64_t{300000});
    QCOMPARE(annotations[2].text, std::string("Lights off@@EEG F4-A1"));
    QCOMPARE(annotations.back().sample, std::int64_t{256187400});
  }

  void agreesWithEdflib() {
    ECTOPY_NEEDS_DATA();
    for (const char* name : {"test_generator.edf", "test_subsecond.edf"}) {
      const auto path = test::dataFolder() / "edf" / name;
      const Recording recording = readEdfRecord(path, {}, {});
      edf_hdr_struct facts;
      QCOMPARE(edfopen_file_readonly(path.c_str(), &facts, EDFLIB_READ_ALL_ANNOTATIONS), 0);
      for (std::size_t lead = 0; lead < recording.leads.size(); ++lead) {
        std::vector<int> theirs(recording.leads[lead].samples.size());
        QCOMPARE(edfread_digital_samples(facts.handle, int(lead), int(theirs.size()), theirs.data()),
                 int(theirs.size()));
        QVERIFY(valuesOf(recording.leads[lead]) == theirs);
      }
      const auto& annotations = recording.annotations.at("atr");
      QCOMPARE(facts.annotations_in_file, static_cast<long long>(annotations.size()));
      for (std::size_t i = 0; i < annotations.size(); ++i) {
        edf_annotation_struct theirs;
        edf_get_annotation(facts.handle, int(i), &theirs);
        QCOMPARE(annotations[i].text, std::string(theirs.annotation));
        const double sample = double(theirs.onset) / EDFLIB_TIME_DIMENSION * recording.sampleRateHz;
        QCOMPARE(annotations[i].sample, std::int64_t(std::llround(sample)));
      }
      edfclose_file(facts.handle);
    }
  }

  void keepsGapsOfADiscontinuousFile() {
    EdfText edf = plusText("EDF+D", "3");
    edf.data = samples16({1, 2, 3, 4}) +
               lists(
                   "+0.5\x14\x14\0+2.75\x14"
                   "Akr\xc3\xbd\x14"s,
                   40) +
               samples16({5, 6, 7, 8}) + lists("+1.5\x14\x14"s, 40) + samples16({9, 10, 11, 12}) +
               lists(
                   "+3.5\x14\x14\0+3.5\x15"
                   "1\x14N\xe9"
                   "e\x14"s,
                   40);
    const Recording recording = readEdfRecord(write(edf), {}, {});
    const std::int32_t gap = Samples::kMissing;
    QCOMPARE(recording.sampleCount, std::int64_t{16});
    QVERIFY((valuesOf(recording.leads[0]) ==
             std::vector<std::int32_t>{1, 2, 3, 4, 5, 6, 7, 8, gap, gap, gap, gap, 9, 10, 11, 12}));
    const auto& annotations = recording.annotations.at("atr");
    QCOMPARE(annotations.size(), std::size_t{2});
    QCOMPARE(annotations[0].sample, std::int64_t{9});
    QCOMPARE(annotations[0].text, std::string("Akr\u00fd"));
    QCOMPARE(annotations[1].text, std::string("N\u00e9e"));  // Latin-1
    QVERIFY(recording.warnings.empty());
    QCOMPARE(recording.startTime, std::string("05:06:07.500"));
  }

  void takesMnemonicsForBeatsWhereMostTextsAreSome() {
    EdfText edf = plusText("EDF+C", "1");
    edf.data =
        samples16({1, 2, 3, 4}) + lists("+0\x14\x14\0+0.25\x14N\x14\0+0.5\x14V\x14\0+0.5\x14(AFIB\x14"s, 40);
    const Recording beats = readEdfRecord(write(edf), {}, {});
    const auto& annotations = beats.annotations.at("atr");
    QCOMPARE(annotations.size(), std::size_t{3});
    QCOMPARE(int(annotations[0].code), 1);
    QCOMPARE(annotations[0].sample, std::int64_t{1});
    QCOMPARE(int(annotations[1].code), 5);
    QCOMPARE(int(annotations[2].code), 28);
    edf.data = samples16({1, 2, 3, 4}) + lists("+0\x14\x14\0+0\x14R\x14\0+0\x14W\x14\0+0\x14N1\x14"s, 40);
    QCOMPARE(int(readEdfRecord(write(edf), {}, {}).annotations.at("atr")[0].code), 22);  // sleep stages
  }

  void takesEcgLeadsAndBringsThemToOneRate() {
    EdfText edf;
    edf.records = "50";
    edf.signalTexts = {{.label = "EEG C3-A2"},
                       {.label = "EKG II"},
                       {.label = "ECG V5-Ref", .unit = "mV", .samplesPerRecord = "8"}};
    edf.signalTexts[2].physicalMinimum = "-2";
    edf.signalTexts[2].physicalMaximum = "2";
    for (int i = 0; i < 50; ++i)
      edf.data += samples16({7, 7, 7, 7, 100, 100, 100, 100, 1, 2, 3, 4, 5, 6, 7, 8});
    const Recording recording = readEdfRecord(write(edf), {}, {});
    QCOMPARE(recording.sampleRateHz, 8.0);
    QCOMPARE(recording.leads.size(), std::size_t{2});
    QCOMPARE(recording.leads[0].name, std::string("II"));
    QCOMPARE(recording.leads[1].name, std::string("V5"));
    QCOMPARE(recording.leads[0].gain, 1000.0);  // uV told in mV
    QCOMPARE(recording.leads[1].gain, 500.0);
    QCOMPARE(recording.leads[0].samples.size(), std::size_t{400});
    QCOMPARE(recording.leads[0].samples[200], 100);
    QCOMPARE(recording.leads[1].samples[399 - 1], 7);
    QCOMPARE(recording.warnings.size(), std::size_t{2});
    QCOMPARE(recording.warnings[0],
             std::string("x.edf: a signal that is no ECG lead was left out: EEG C3-A2."));
    QCOMPARE(recording.warnings[1],
             std::string("x.edf: II was resampled from 4 to 8 Hz, the rate of the fastest lead."));
    QVERIFY(std::ranges::find(recording.comments, "Lead II: label \"EKG II\", uV -1000 to 1000") !=
            recording.comments.end());
    const Recording one = readEdfRecord(m_folder.filePath("x.edf").toStdString(), 1, {});
    QCOMPARE(one.leads.size(), std::size_t{1});
    QCOMPARE(one.leads[0].name, std::string("V5"));
  }

  void keepsTheLowestValueOf16Bits() {
    EdfText edf;
    edf.records = "1";
    edf.signalTexts[0].digitalMinimum = "-32768";
    edf.signalTexts[0].digitalMaximum = "32767";
    edf.data = samples16({-32768, 0, 32767, 1});
    const Recording recording = readEdfRecord(write(edf), {}, {});
    QVERIFY((valuesOf(recording.leads[0]) == std::vector<std::int32_t>{-32768, 0, 32767, 1}));
  }

  void readsLatin1AndUtf8Names_data() {
    QTest::addColumn<QByteArray>("patient");
    QTest::newRow("Latin-1") << QByteArray("7 F 01-FEB-1950 J\xfcrgen");
    QTest::newRow("UTF-8") << QByteArray("7 F 01-FEB-1950 J\xc3\xbcrgen");
  }
  void readsLatin1AndUtf8Names() {
    QFETCH(QByteArray, patient);
    EdfText edf;
    edf.patient = patient.toStdString();
    edf.data = samples16({1, 2, 3, 4, 5, 6, 7, 8});
    const Recording recording = readEdfRecord(write(edf), {}, {});
    QCOMPARE(recording.patient, std::string("7 F 01-FEB-1950 J\u00fcrgen"));
    QCOMPARE(recording.warnings.size(), std::size_t{1});
    QVERIFY(recording.warnings[0].starts_with(
        "x.edf is not quite EDF and EDFlib refuses it: the patient field should be plain ASCII, found "));
  }

  void takesTheCodeForThePatient() {
    EdfText edf = plusText("EDF+C", "1");
    edf.patient = "MCH-0234567 F 02-MAY-1951 Haagse_Harry";
    edf.recording = "Startdate 02-MAR-2004 PSG-1234 NN Telemetry";
    edf.data = samples16({1, 2, 3, 4}) + lists("+0\x14\x14"s, 40);
    Recording recording = readEdfRecord(write(edf), {}, {});
    QCOMPARE(recording.patient, std::string("MCH-0234567"));
    QVERIFY(recording.warnings.empty());
    edf.patient = "X F X Haagse_Harry";
    recording = readEdfRecord(write(edf), {}, {});
    QCOMPARE(recording.patient, std::string("Haagse Harry"));
  }

  void readsWhatIsWholeOfAFileCutShort() {
    EdfText edf;
    edf.records = "5";
    edf.data = samples16({1, 2, 3, 4, 5, 6, 7, 8, 9});
    const Recording recording = readEdfRecord(write(edf), {}, {});
    QCOMPARE(recording.sampleCount, std::int64_t{8});
    QCOMPARE(recording.warnings[0],
             std::string("x.edf is cut short: the header says 5 data records, the 2 whole ones in the "
                         "file were read."));
    edf.records = "-1";
    QCOMPARE(readEdfRecord(write(edf), {}, {}).sampleCount, std::int64_t{8});
  }

  void leavesNoFileOpenInEdflib() {
    EdfText edf;
    edf.data = samples16({1, 2, 3, 4, 5, 6, 7, 8});
    for (int i = 0; i < 100; ++i) {  // EDFlib has 64 places
      edf.startDate = i % 2 == 0 ? "02.03.04" : "xx.03.04";
      readEdfRecord(write(edf), {}, {});
    }
    QCOMPARE(edflib_get_number_of_open_files(), 0);
  }

  void namesLeads_data() {
    QTest::addColumn<QString>("label");
    QTest::addColumn<QString>("name");
    QTest::newRow("EKG II") << "EKG II"
                            << "II";
    QTest::newRow("MLII") << "ECG MLII"
                          << "MLII";
    QTest::newRow("reference") << "ECG I-Ref"
                               << "I";
    QTest::newRow("aVR") << "avr"
                         << "aVR";
    QTest::newRow("glued") << "ECGV2"
                           << "V2";
    QTest::newRow("numbered") << "ECG 1"
                              << "ECG 1";
    QTest::newRow("Lead") << "Lead III"
                          << "III";
    QTest::newRow("EEG") << "EEG C3-A2"
                         << "";
    QTest::newRow("Fp1") << "Fp1"
                         << "";
    QTest::newRow("none") << ""
                          << "";
  }
  void namesLeads() {
    QFETCH(QString, label);
    QFETCH(QString, name);
    QCOMPARE(QString::fromStdString(ecgLeadNameOf(label.toStdString())), name);
  }

  void stops() {
    EdfText edf;
    edf.data = samples16({1, 2, 3, 4, 5, 6, 7, 8});
    std::stop_source source;
    source.request_stop();
    QVERIFY_EXCEPTION_THROWN(readEdfRecord(write(edf), {}, JobContext(source.get_token(), {})), Stopped);
  }

 private:
  std::filesystem::path write(const EdfText& edf) const {
    const std::filesystem::path path = m_folder.filePath("x.edf").toStdString();
    writeFileAtomically(path, edf.bytes());
    return path;
  }

  QTemporaryDir m_folder;
};

QTEST_GUILESS_MAIN(TestEdfRecord)
#include "tst_edf_record.moc"
