#include <QTemporaryDir>
#include <QtTest>
#include <cmath>

#include "core/base/files.h"
#include "core/io/wfdb_header.h"
#include "core/io/wfdb_record.h"
#include "tests/support/data_folder.h"
#include "tests/support/error_text.h"
#include "tests/support/lead_values.h"

using namespace ectopy;
using test::errorText;
using test::valuesOf;

namespace {

using Values = std::vector<std::int32_t>;
constexpr std::int32_t kGap = Samples::kMissing;

}  // namespace

class TestWfdbSegments : public QObject {
  Q_OBJECT

 private slots:
  void init() {
    m_folder = std::make_unique<QTemporaryDir>();
    write("a.dat", std::string("\x01\x00\x02\x00\x03\x00", 6));
    write("b.dat", std::string("\x0a\x00\x14\x00\x00\x80\x1e\x00", 8));
  }

  void joinsSegmentsOfFixedLayout() {
    write("s.hea", "s/3 1 250 6 10:00:00\na 3\n~ 1\nb 2\n# both\n");
    write("a.hea", "a 1 250 3\na.dat 16 100/mV 16 0 1 6 0 II\n");
    write("b.hea", "b 1 250 2\nb.dat 16 100/mV 16 0 10 30 0 II\n");
    const Recording recording = readWfdbRecord(path("s"), {}, {});
    QCOMPARE(recording.sampleCount, std::int64_t{6});
    QCOMPARE(recording.leads.size(), std::size_t{1});
    QCOMPARE(recording.leads[0].name, std::string("II"));
    QCOMPARE(recording.startTime, std::string("10:00:00"));
    QVERIFY(recording.warnings.empty());
    QVERIFY((valuesOf(recording.leads[0]) == Values{1, 2, 3, kGap, 10, 20}));
  }

  // The second segment counts in other units and from another baseline.
  void bringsSegmentsToOneGainAndBaseline() {
    write("s.hea", "s/2 1 250 5\na 3\nb 2\n");
    write("a.hea", "a 1 250 3\na.dat 16 200(50)/mV 16 0 1 6 0 II\n");
    write("b.hea", "b 1 250 2\nb.dat 16 40(-10)/mV 16 0 10 30 0 II\n");
    const Recording recording = readWfdbRecord(path("s"), {}, {});
    QVERIFY((valuesOf(recording.leads[0]) == Values{1, 2, 3, 150, 200}));
    QCOMPARE(recording.leads[0].physical(3), 0.5);  // (10 + 10) / 40 mV
    QCOMPARE(recording.leads[0].physical(4), 0.75);
  }

  void followsAVariableLayout() {
    write("s.hea", "s/5 2 250 0\nl 0\n~ 2\na 3\nb 2\n~ 1\n");
    write("l.hea", "l 2 250 0\n~ 0 100/mV 16 0 0 0 0 II\n~ 0 10/mmHg 16 0 0 0 0 ABP\n");
    write("a.hea", "a 1 250 3\na.dat 16 1/mmHg 16 0 1 6 0 ABP\n");
    write("b.hea", "b 2 250 2\nb.dat 16 100/mV 16 0 10 0 0 V\nb.dat 16 50/mV 16 0 20 50 0 II\n");
    Recording recording = readWfdbRecord(path("s"), {}, {});
    QCOMPARE(recording.sampleCount, std::int64_t{8});
    QVERIFY((valuesOf(recording.leads[0]) == Values{kGap, kGap, kGap, kGap, kGap, 40, 60, kGap}));
    QVERIFY((valuesOf(recording.leads[1]) == Values{kGap, kGap, 10, 20, 30, kGap, kGap, kGap}));
    QCOMPARE(recording.leads[1].unit, std::string("mmHg"));
    WfdbReadOptions options;
    options.onlyLead = 1;
    const Recording one = readWfdbRecord(path("s"), options, {});
    QCOMPARE(one.leads.size(), std::size_t{1});
    QVERIFY(valuesOf(one.leads[0]) == valuesOf(recording.leads[1]));
  }

  void keepsWhatNeedsMoreThan16Bits() {
    write("s.hea", "s/2 1 250 5\na 3\nb 2\n");
    write("a.hea", "a 1 250 3\na.dat 16 200000/mV 16 0 1 6 0 II\n");
    write("b.hea", "b 1 250 2\nb.dat 16 1/mV 16 0 10 30 0 II\n");
    QVERIFY((valuesOf(readWfdbRecord(path("s"), {}, {}).leads[0]) == Values{1, 2, 3, 2'000'000, 4'000'000}));
  }

  void saysWhichSegmentsAreMissingOrOdd() {
    write("s.hea", "s/4 1 250 9\na 2\nb 4\nc 1\nd 1\n");
    write("a.hea", "a 1 250 3\na.dat 16 100/mV 16 0 1 0 0 II\n");
    write("b.hea", "b 1 250 2\nb.dat 16 100/uV 16 0 10 31 0 II\n");
    write("c.hea", "c 1 250 1\nc.dat 16\n");
    const Recording recording = readWfdbRecord(path("s"), {}, {});
    QVERIFY((valuesOf(recording.leads[0]) == Values{1, 2, 10, 20, kGap, kGap, kGap, kGap}));
    const std::vector<std::string> expected = {
        "s.hea: 2 of its 4 segments are not there, gaps are shown (first: \"c\").",
        "s.hea: announces 9 samples, its segments have 8.",
        "s.hea: expected 2 samples in segment a, found 3.",
        "s.hea: expected 4 samples in segment b, found 2.",
        "b.dat: the samples of II add up to 30, the header says 31: the file may be damaged.",
        "s.hea: II is measured in uV in segment b, in mV elsewhere."};
    QCOMPARE(recording.warnings, expected);
  }

  void placesRealSegmentsWhereTheyBelong() {
    ECTOPY_NEEDS_DATA();
    const auto folder = test::dataFolder() / "wfdb-formats" / "multi-segment" / "s25047";
    const Recording whole = readWfdbRecord(folder / "s25047-2704-05-04-10-44", {}, {});
    QCOMPARE(whole.sampleCount, std::int64_t{543'240});
    QCOMPARE(whole.leads.size(), std::size_t{3});
    QVERIFY(whole.warnings.empty());
    const WfdbHeader header = readWfdbHeader(whole.path);
    std::size_t compared = 0;
    std::int64_t start = 0;
    for (const auto& [name, sampleCount] : header.segments) {
      if (name != "~" && sampleCount > 0)
        compared += compare(readWfdbRecord(folder / name, {}, {}), whole, start);
      start += sampleCount;
    }
    QVERIFY(compared > 1'000'000);
    QVERIFY(whole.leads[0].samples[0] == kGap);
  }

  void showsARecordWithoutAnySamplesAsGaps() {
    ECTOPY_NEEDS_DATA();
    const Recording recording = readWfdbRecord(
        test::dataFolder() / "wfdb-formats/multi-segment/s00001/s00001-2896-10-09-01-56", {}, {});
    QCOMPARE(recording.leads.size(), std::size_t{4});
    QVERIFY(valuesOf(recording.leads[3]) == Values(7500, kGap));
  }

 private:
  std::filesystem::path path(const char* name) const { return m_folder->filePath(name).toStdString(); }
  void write(const char* name, const std::string& text) const { writeFileAtomically(path(name), text); }

  /// Millivolts of a segment against those of the whole; gives how many agree to half an ADC unit, 0 when one
  /// doesn't.
  static std::size_t compare(const Recording& segment, const Recording& whole, std::int64_t start) {
    std::size_t compared = 0;
    for (const Lead& lead : segment.leads) {
      const Lead& other = whole.leads[findLead(whole, lead.name).value()];
      for (std::size_t i = 0; i < lead.samples.size(); ++i) {
        const double expected = lead.physical(i);
        const double found = other.physical(static_cast<std::size_t>(start) + i);
        const bool agree = std::isnan(expected) ? std::isnan(found)
                                                : std::abs(found - expected) <= 0.5001 / std::abs(other.gain);
        if (!agree) return 0;
        ++compared;
      }
    }
    return compared;
  }

  std::unique_ptr<QTemporaryDir> m_folder;
};

QTEST_GUILESS_MAIN(TestWfdbSegments)
#include "tst_wfdb_segments.moc"
