#include <QTemporaryDir>
#include <QtTest>
#include <cmath>

#include "core/base/files.h"
#include "core/io/wfdb_record.h"
#include "core/io/wfdb_sample_format.h"
#include "tests/support/data_folder.h"
#include "tests/support/error_text.h"
#include "tests/support/lead_values.h"

using namespace ectopy;
using test::errorText;
using test::valuesOf;

namespace {

using Values = std::vector<std::int32_t>;
constexpr std::int32_t kGap = Samples::kMissing;

bool isNarrow(const Lead& lead) {
  return lead.samples.visit([](auto values) { return sizeof(values[0]) == 2; });
}

}  // namespace

class TestWfdbFormats : public QObject {
  Q_OBJECT

 private slots:
  void init() { m_folder = std::make_unique<QTemporaryDir>(); }

  void unpacksByHand_data() {
    QTest::addColumn<int>("format");
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QVector<int>>("values");
    const auto row = [](int format, const char* hex, const QVector<int>& values) {
      QTest::addRow("%d, %d samples", format, static_cast<int>(values.size()))
          << format << QByteArray::fromHex(hex) << values;
    };
    row(8, "05ff7f80", {105, 104, 231, 103});  // from the initial value 100 on
    row(16, "0100ffff0080ff7f", {1, -1, kGap, 32767});
    row(24, "010000ffffff000080ffff7f", {1, -1, kGap, 8388607});
    row(32, "01000000ffffffff00000080ffffff7f", {1, -1, kGap, 2147483647});
    row(61, "0001ffff80007fff", {1, -1, kGap, 32767});
    row(80, "817f00ff", {1, -1, kGap, 127});
    row(160, "0180ff7f0000ffff", {1, -1, kGap, 32767});
    row(212, "01f0ff0078ff", {1, -1, kGap, 2047});
    row(212, "01f0ff6400", {1, -1, 100});
    row(310, "02f8fe7f00f404f8", {1, -1, 511, kGap, 2, -2});
    row(310, "02f8fe7f0004", {1, -1, 511, kGap});
    row(311, "01fcff1f000ae03f", {1, -1, 511, kGap, 2, -2});
    row(311, "01fcff1f0002", {1, -1, 511, kGap});
    row(311, "01fcff1f000e00", {1, -1, 511, kGap, 3});
  }
  void unpacksByHand() {
    QFETCH(int, format);
    QFETCH(QByteArray, bytes);
    QFETCH(QVector<int>, values);
    write("x.dat", bytes.toStdString());
    write("x.hea", "x 1 250 " + std::to_string(values.size()) + "\nx.dat " + std::to_string(format) +
                       " 200 0 0 100\n");
    const Recording recording = readWfdbRecord(path("x"), {}, {});
    const Values found = valuesOf(recording.leads[0]);
    QCOMPARE(QVector<int>(found.begin(), found.end()), values);
  }

  void knowsHowManyBytesSamplesTake() {
    for (const int format : {8, 16, 24, 32, 61, 80, 160, 212, 310, 311}) {
      for (std::uint64_t count = 0; count < 20; ++count) {
        const std::uint64_t bytes = wfdbBytes(format, count);
        QVERIFY(wfdbSamplesIn(format, bytes) >= count);
        if (count > 0) QVERIFY(wfdbSamplesIn(format, bytes - 1) < count);
      }
    }
  }

  // The ten records' headers know the sums of their samples.
  void readsEveryFormatAtHand_data() {
    QTest::addColumn<QString>("name");
    for (const char* name :
         {"binformats", "flacformats", "flac_3_constant", "mixedsignals", "100_3chan", "3000003_0003",
          "310derive", "310derive_2", "310derive_3", "311derive", "311derive_2", "311derive_3", "311derive_4",
          "03700181", "a103l-no-len", "test01_00s_skew", "test01_00s_skewframe"})
      QTest::newRow(name) << name;
  }
  void readsEveryFormatAtHand() {
    ECTOPY_NEEDS_DATA();
    QFETCH(QString, name);
    const Recording recording =
        readWfdbRecord(test::dataFolder() / "wfdb-formats" / name.toStdString(), {}, {});
    QVERIFY(recording.sampleCount > 0);
    for (const std::string& warning : recording.warnings)
      QVERIFY2(warning.ends_with("their mean is shown."), warning.c_str());
    for (const Lead& lead : recording.leads)
      QCOMPARE(lead.samples.size(), static_cast<std::size_t>(recording.sampleCount));
  }

  // The same signals, stored plainly and as FLAC.
  void readsTheSameFromFlac() {
    ECTOPY_NEEDS_DATA();
    const auto folder = test::dataFolder() / "wfdb-formats";
    const Recording plain = readWfdbRecord(folder / "binformats", {}, {});
    const Recording flac = readWfdbRecord(folder / "flacformats", {}, {});
    QVERIFY(valuesOf(flac.leads[1]) == valuesOf(plain.leads[1]));  // 516 and 16
    QVERIFY(isNarrow(flac.leads[1]));
    QVERIFY(!isNarrow(flac.leads[2]));  // 24 bits
    QVERIFY(!isNarrow(plain.leads[9]));
    const Recording constant = readWfdbRecord(folder / "flac_3_constant", {}, {});
    for (std::size_t i = 0; i < 3; ++i) {
      QCOMPARE(constant.leads[i].samples[5'599'999], static_cast<int>(25 * (i + 1)));
    }
  }

  void stopsAFlacStreamAtTheRecordsEnd() {
    ECTOPY_NEEDS_DATA();
    const auto folder = test::dataFolder() / "wfdb-formats";
    std::filesystem::copy_file(folder / "flacformats.d1", path("x.d1"));
    const Values whole = valuesOf(readWfdbRecord(folder / "flacformats", {}, {}).leads[1]);
    write("x.hea", "x 1 200 100\nx.d1 516\n");
    const Values part = valuesOf(readWfdbRecord(path("x"), {}, {}).leads[0]);
    QVERIFY(std::ranges::equal(part, std::span(whole).first(100)));
    write("x.hea", "x 1 200\nx.d1 516\n");  // without a length
    QVERIFY(valuesOf(readWfdbRecord(path("x"), {}, {}).leads[0]) == whole);
    write("x.hea", "x 1 200 500\nx.d1 516\n");
    QCOMPARE(errorText([&] { readWfdbRecord(path("x"), {}, {}); }),
             std::string("x.d1 is cut short: expected 500 samples of 1 signals, found 499."));
  }

  void keepsWideValuesAndNarrowsOthers() {
    write("x.dat", std::string("\x01\x00\x00\x00\x80\x00\x02\x00\x00\x00\x00\x80", 12));
    write("x.hea", "x 2 250 2\nx.dat 24\nx.dat 24\n");
    const Recording recording = readWfdbRecord(path("x"), {}, {});
    QVERIFY(isNarrow(recording.leads[0]));
    QVERIFY((valuesOf(recording.leads[0]) == Values{1, 2}));
    QVERIFY(!isNarrow(recording.leads[1]));
    QVERIFY((valuesOf(recording.leads[1]) == Values{32768, kGap}));
  }

  // Several threads share a long file: every sample must come out at its place.
  void readsLongFilesInParts_data() {
    QTest::addColumn<int>("format");
    QTest::newRow("16") << 16;
    QTest::newRow("212") << 212;
  }
  void readsLongFilesInParts() {
    QFETCH(int, format);
    constexpr std::size_t kFrames = 3'000'001;
    const auto valueAt = [](std::size_t sample) { return static_cast<int>(sample * 7919 % 4001) - 2000; };
    std::string bytes;
    for (std::size_t i = 0; i < 3 * kFrames; i += 2) {
      const auto first = static_cast<unsigned>(valueAt(i));
      const auto second = static_cast<unsigned>(valueAt(i + 1));
      if (format == 16) {
        for (const unsigned byte : {first, first >> 8U, second, second >> 8U})
          bytes += static_cast<char>(byte);
      } else {
        for (const unsigned byte : {first, (first >> 8U & 15U) | (second >> 4U & 240U), second})
          bytes += static_cast<char>(byte);
      }
    }
    write("x.dat", bytes);
    const std::string line = "x.dat " + std::to_string(format) + "\n";
    const std::string skewed = "x.dat " + std::to_string(format) + ":5\n";
    write("x.hea", "x 3 360 " + std::to_string(kFrames) + "\n" + line + skewed + line);
    const Recording recording = readWfdbRecord(path("x"), {}, {});
    std::size_t wrong = 0;
    for (std::size_t frame = 0; frame < kFrames; ++frame) {
      for (std::size_t lead = 0; lead < 3; ++lead) {
        const std::size_t stored = frame + (lead == 1 ? 5 : 0);
        const int expected = stored < kFrames ? valueAt(3 * stored + lead) : kGap;
        if (recording.leads[lead].samples[frame] != expected) ++wrong;
      }
    }
    QCOMPARE(wrong, std::size_t{0});
  }

  // Means of a frame: to the nearest, halves up; a gap where one sample is missing (WFDB's meansamp).
  void roundsMeansAsWfdbDoes() {
    write("y.dat", std::string("\x01\x00\x02\x00\xff\xff\xfe\xff\x05\x00\x00\x80", 12));
    write("y.hea", "y 1 250 3\ny.dat 16x2\n");
    QVERIFY((valuesOf(readWfdbRecord(path("y"), {}, {}).leads[0]) == Values{2, -1, kGap}));
  }

  void showsSignalsThatWereNeverStoredAsGaps() {
    write("x.dat", std::string("\x01\x00\x02\x00", 4));
    write("x.hea", "x 2 250 2\n~ 0 200 12 0 0 0 0 none\nx.dat 16\n");
    const Recording recording = readWfdbRecord(path("x"), {}, {});
    QVERIFY((valuesOf(recording.leads[0]) == Values{kGap, kGap}));
    QVERIFY((valuesOf(recording.leads[1]) == Values{1, 2}));
  }

  void opensARecordOfAnnotationsAlone() {
    write("x.hea", "x 0 360 650000\n# no signals\n");
    const Recording recording = readWfdbRecord(path("x"), {}, {});
    QVERIFY(recording.leads.empty());
    QCOMPARE(recording.sampleCount, std::int64_t{650'000});
  }

 private:
  std::filesystem::path path(const char* name) const { return m_folder->filePath(name).toStdString(); }
  void write(const char* name, const std::string& text) const { writeFileAtomically(path(name), text); }

  std::unique_ptr<QTemporaryDir> m_folder;
};

QTEST_GUILESS_MAIN(TestWfdbFormats)
#include "tst_wfdb_formats.moc"
