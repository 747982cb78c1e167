#include "core/io/wfdb_record.h"

#include <QTemporaryDir>
#include <QtTest>

#include "core/base/files.h"
#include "core/io/text_fields.h"
#include "core/io/wfdb_annotations.h"
#include "core/io/wfdb_header.h"
#include "tests/support/data_folder.h"
#include "tests/support/error_text.h"

using namespace ectopy;
using test::errorText;

namespace {

std::vector<std::int32_t> valuesOf(const Lead& lead) {
  std::vector<std::int32_t> values;
  for (std::size_t i = 0; i < lead.samples.size(); ++i) values.push_back(lead.samples[i]);
  return values;
}

}  // namespace

class WfdbRecordTest : public QObject {
  Q_OBJECT

 private slots:
  void init() {
    m_folder = std::make_unique<QTemporaryDir>();
    QVERIFY(m_folder->isValid());
  }

  void readsAllOfMitBih() {
    ECTOPY_NEEDS_DATA();
    const auto headers = listWfdbRecords(test::dataFolder() / "mitdb");
    QCOMPARE(headers.size(), std::size_t{48});
    for (const auto& path : headers) {
      const WfdbHeader header = readWfdbHeader(path);
      const Recording recording = readWfdbRecord(path, {}, {});
      QCOMPARE(recording.name, path.stem().string());
      QCOMPARE(recording.sampleCount, std::int64_t{650000});
      QCOMPARE(recording.leads.size(), std::size_t{2});
      QVERIFY2(recording.warnings.empty(), path.c_str());  // both checksums agree
      QVERIFY(recording.annotations.at("atr").size() > 1000);
      for (std::size_t i = 0; i < 2; ++i) {
        QCOMPARE(recording.leads[i].name, header.signalSpecs[i].description);
        QCOMPARE(recording.leads[i].samples[0], header.signalSpecs[i].initialValue);
        QCOMPARE(recording.leads[i].baseline, 1024);
        QCOMPARE(recording.leads[i].gain, 200.0);
      }
      const bool isTwin = recording.name == "201" || recording.name == "202";
      QCOMPARE(recording.patient, isTwin ? std::string("201+202") : recording.name);
    }
  }

  void readsOneLeadAlone() {
    ECTOPY_NEEDS_DATA();
    const auto path = test::dataFolder() / "mitdb" / "114";
    const Recording both = readWfdbRecord(path, {}, {});
    WfdbReadOptions options;
    options.onlyLead = 1;
    const Recording one = readWfdbRecord(path, options, {});
    QCOMPARE(one.leads.size(), std::size_t{1});
    QCOMPARE(one.leads[0].name, std::string("MLII"));
    QVERIFY(valuesOf(one.leads[0]) == valuesOf(both.leads[1]));
    options.onlyLead = 2;
    QCOMPARE(errorText([&] { readWfdbRecord(path, options, {}); }),
             std::string("114.hea: expected a signal 3, found 2 signals."));
  }

  void readsPtbFoldersAsPatients() {
    ECTOPY_NEEDS_DATA();
    const Recording recording =
        readWfdbRecord(test::dataFolder() / "ptbdb" / "patient001" / "s0010_re.hea", {}, {});
    QCOMPARE(recording.patient, std::string("patient001"));
    QCOMPARE(recording.leads.size(), std::size_t{15});  // from two files
    QCOMPARE(recording.leads[14].name, std::string("vz"));
    QVERIFY(recording.warnings.empty());
    QVERIFY(recording.annotations.empty());
    QVERIFY(std::ranges::find(recording.comments, "Reason for admission: Myocardial infarction") !=
            recording.comments.end());
  }

  void unpacksFormat212ByHand() {
    // 1 and -1, -2048 (a gap) and 2047, and a last single sample 100.
    write("x.dat", std::string("\x01\xf0\xff\x00\x78\xff\x64\x00", 8));
    write("x.hea", "x 1 360 5\nx.dat 212 200 12 0 1 99 0 I\n");
    const Recording recording = readWfdbRecord(path("x"), {}, {});
    QVERIFY((valuesOf(recording.leads[0]) == std::vector<std::int32_t>{1, -1, Samples::kMissing, 2047, 100}));
    QVERIFY(recording.warnings.empty());
  }

  void takesTheSampleCountFromTheFile() {
    write("x.dat", std::string("\x01\x00\x02\x00\x03\x00\x04\x00", 8));
    write("x.hea", "x 2 360\nx.dat 16\nx.dat 16\n");
    const Recording recording = readWfdbRecord(path("x.dat"), {}, {});
    QCOMPARE(recording.sampleCount, std::int64_t{2});
    QVERIFY((valuesOf(recording.leads[1]) == std::vector<std::int32_t>{2, 4}));
    QCOMPARE(recording.leads[1].name, std::string("signal 2"));
  }

  void averagesFramesAndRemovesSkew() {
    // Frames of two samples of the first signal and one of the second.
    write("x.dat", std::string("\x02\x00\x04\x00\x09\x00\x00\x80\x06\x00\x08\x00", 12));
    write("x.hea", "x 2 250 2\nx.dat 16x2 1/mV 16 0 2 -32756 0 fast\nx.dat 16:1 1/mV 16 0 9 17 0 late\n");
    const Recording recording = readWfdbRecord(path("x"), {}, {});
    QVERIFY((valuesOf(recording.leads[0]) == std::vector<std::int32_t>{3, Samples::kMissing}));
    QVERIFY((valuesOf(recording.leads[1]) == std::vector<std::int32_t>{8, Samples::kMissing}));
    QVERIFY((recording.warnings ==
             std::vector<std::string>{"x.dat: fast has 2 samples in a frame; their mean is shown."}));
  }

  void warnsOfAWrongChecksum() {
    write("x.dat", std::string("\x01\x00\x02\x00", 4));
    write("x.hea", "x 1 360 2\nx.dat 16 200 16 0 1 7 0 II\n");
    const Recording recording = readWfdbRecord(path("x"), {}, {});
    QVERIFY((recording.warnings ==
             std::vector<std::string>{
                 "x.dat: the samples of II add up to 3, the header says 7: the file may be damaged."}));
    WfdbReadOptions options;
    options.verifyChecksums = false;
    QVERIFY(readWfdbRecord(path("x"), options, {}).warnings.empty());
  }

  void putsAnnotationsOnTheRecord() {
    write("x.dat", std::string(8, '\0'));
    write("x.hea", "x 1 250 4\nx.dat 16\n# Synthetic: from a model\n");
    writeWfdbAnnotations(path("x.atr"), std::vector<Annotation>{{0, 22, 0, 0, 0, "## time resolution: 1000"},
                                                                {4, 1, 0, 0, 0, ""},
                                                                {40, 5, 0, 0, 0, ""}});
    const Recording recording = readWfdbRecord(path("x"), {{"atr", "qrs"}, {}, true}, {});
    QVERIFY(recording.isSynthetic);
    QCOMPARE(recording.annotations.size(), std::size_t{1});
    QVERIFY((recording.annotations.at("atr") ==
             std::vector<Annotation>{{1, 1, 0, 0, 0, ""}, {10, 5, 0, 0, 0, ""}}));
    QVERIFY((recording.warnings ==
             std::vector<std::string>{"x.atr: 1 annotations lie behind the end of the record."}));
  }

  void saysWhatIsWrong_data() {
    QTest::addColumn<QString>("header");
    QTest::addColumn<int>("bytes");
    QTest::addColumn<QString>("sentence");
    QTest::newRow("cut short") << "x 2 360 650000\nx.dat 212\nx.dat 212\n"
                               << 1000000
                               << "x.dat is cut short: expected 1950000 bytes (650000 samples of 2 signals), "
                                  "found 1000000.";
    QTest::newRow("cut short behind an offset")
        << "x 1 360 10\nx.dat 16+24\n"
        << 40 << "x.dat is cut short: expected 44 bytes (10 samples of 1 signals), found 40.";
    QTest::newRow("offset") << "x 1 360 10\nx.dat 16+24\n"
                            << 10 << "x.dat: expected samples from byte 24 on, found 10 bytes.";
    QTest::newRow("absurd length")
        << "x 4096 360 68719476736\n" + QString("x.dat 16x10000\n").repeated(4096) << 10
        << "x.dat is cut short: expected 5629499534213120000 bytes (68719476736 samples of 4096 signals), "
           "found 10.";
    QTest::newRow("missing file")
        << "x 1 360 10\ny.dat 16\n"
        << 20 << "x.hea names the signal file \"y.dat\", and there is no such file beside it.";
    QTest::newRow("format") << "x 1 360 10\nx.dat 312\n"
                            << 20
                            << "x.hea: the signals of \"x.dat\" are stored in format 312; formats 8, 16, 24, "
                               "32, 61, 80, 160, 212, "
                               "310, 311, 508, 516 and 524 can be read.";
    QTest::newRow("two formats") << "x 2 360 10\nx.dat 16\nx.dat 212\n"
                                 << 20
                                 << "x.hea: expected one format for all signals of x.dat, found 16 and 212.";
  }
  void saysWhatIsWrong() {
    QFETCH(QString, header);
    QFETCH(int, bytes);
    QFETCH(QString, sentence);
    write("x.dat", std::string(static_cast<std::size_t>(bytes), '\0'));
    write("x.hea", header.toStdString());
    QCOMPARE(QString::fromStdString(errorText([&] { readWfdbRecord(path("x"), {}, {}); })), sentence);
  }

  void stopsWhenAsked() {
    write("x.dat", std::string(8, '\0'));
    write("x.hea", "x 1 250 4\nx.dat 16\n");
    std::stop_source source;
    source.request_stop();
    QVERIFY_EXCEPTION_THROWN(readWfdbRecord(path("x"), {}, JobContext(source.get_token(), {})), Stopped);
  }

 private:
  std::filesystem::path path(const char* name) const { return m_folder->filePath(name).toStdString(); }
  void write(const char* name, const std::string& text) const { writeFileAtomically(path(name), text); }

  std::unique_ptr<QTemporaryDir> m_folder;
};

QTEST_GUILESS_MAIN(WfdbRecordTest)
#include "tst_wfdb_record.moc"
