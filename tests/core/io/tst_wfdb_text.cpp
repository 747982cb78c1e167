#include "core/io/wfdb_text.h"

#include <QtTest>

#include "core/base/files.h"
#include "core/io/text_fields.h"
#include "core/io/wfdb_record.h"
#include "tests/support/data_folder.h"

using namespace ectopy;

namespace {

constexpr std::size_t kMostBytes = 1 << 24;
constexpr std::int64_t kMostLines = 2000;  // rdsamp's outputs were kept so far

std::vector<std::filesystem::path> expectedFiles(const char* folder) {
  std::vector<std::filesystem::path> files;
  for (const auto& entry :
       std::filesystem::directory_iterator(test::dataFolder() / ".." / "expected" / folder)) {
    files.push_back(entry.path());
  }
  return files;
}

/// "041s_041s" is record 041s in the folder multi-segment/041s.
std::filesystem::path recordOf(const std::string& name) {
  const auto formats = test::dataFolder() / "wfdb-formats";
  const std::size_t bar = name.find('_');
  const auto folder = formats / "multi-segment" / name.substr(0, bar);
  if (bar != std::string::npos && std::filesystem::is_directory(folder)) return folder / name.substr(bar + 1);
  return formats / name;
}

/// The first line that differs; empty when the texts are equal.
std::string difference(const std::string& found, const std::string& expected) {
  if (found == expected) return {};
  const auto foundLines = splitLines(found);
  const auto expectedLines = splitLines(expected);
  for (std::size_t i = 0; i < std::min(foundLines.size(), expectedLines.size()); ++i) {
    if (foundLines[i] != expectedLines[i])
      return std::string(foundLines[i]) + " instead of " + std::string(expectedLines[i]);
  }
  return std::to_string(foundLines.size()) + " lines instead of " + std::to_string(expectedLines.size());
}

Annotation annotationAt(std::int64_t sample) {
  return {sample, 1, 0, 0, 0, ""};
}

}  // namespace

class TestWfdbText : public QObject {
  Q_OBJECT

 private slots:
  void printsWhatRdsampPrints() {
    ECTOPY_NEEDS_DATA();
    const auto files = expectedFiles("rdsamp");
    QVERIFY(files.size() >= 11);
    for (const auto& file : files) {
      const Recording recording = readWfdbRecord(recordOf(file.stem().string()), {}, {});
      const std::string problem =
          difference(rdsampText(recording, 0, kMostLines), readTextFile(file, kMostBytes));
      QVERIFY2(problem.empty(), (file.filename().string() + ": " + problem).c_str());
    }
  }

  void printsWhatRdannPrints() {
    ECTOPY_NEEDS_DATA();
    const auto files = expectedFiles("rdann");
    QVERIFY(files.size() >= 6);
    for (const auto& file : files) {
      const auto annotations =
          readWfdbAnnotations(test::dataFolder() / "mitdb" / (file.stem().string() + ".atr"));
      const std::string problem = difference(rdannText(annotations, 360, ""), readTextFile(file, kMostBytes));
      QVERIFY2(problem.empty(), (file.filename().string() + ": " + problem).c_str());
    }
  }

  void printsAPartOfTheSamples() {
    Recording recording;
    recording.sampleCount = 3;
    recording.leads.resize(2);
    recording.leads[0].samples = Samples(std::vector<std::int16_t>{1, -2, Samples::kMissing16});
    recording.leads[1].samples = Samples(std::vector<std::int32_t>{70'000, 5, Samples::kMissing});
    QCOMPARE(rdsampText(recording, 1, 99),
             std::string("              1\t     -2\t      5\n              2\t -32768\t -32768\n"));
    QCOMPARE(rdsampText(recording, 0, 1), std::string("              0\t      1\t  70000\n"));
    QCOMPARE(rdsampText(recording, 3, 2), std::string());
  }

  // Forms of mstimstr in WFDB's timeconv.c.
  void printsTimesAsWfdbDoes_data() {
    QTest::addColumn<QString>("start");
    QTest::addColumn<double>("rate");
    QTest::addColumn<qlonglong>("sample");
    QTest::addColumn<QString>("time");
    QTest::newRow("elapsed") << "" << 250.0 << 1LL << "    0:00.004";
    QTest::newRow("an hour") << "" << 250.0 << 900'001LL << " 1:00:00.004";
    QTest::newRow("many hours") << "" << 1.0 << 360'000LL << "100:00:00.000";
    QTest::newRow("rounded up") << "" << 10'000.0 << 9'999LL << "    0:01.000";
    QTest::newRow("time of day") << "15:08:24" << 250.0 << 250LL << "[15:08:25.000]";
    QTest::newRow("next day") << "23:59:59.5" << 250.0 << 250LL << "[00:00:00.500 1]";
    QTest::newRow("date") << "10:44:18.529 04/05/2704" << 125.0 << 0LL << "[10:44:18.529 04/05/2704]";
    QTest::newRow("end of the year") << "23:00:00 31/12/1999" << 1.0 << 3600LL << "[00:00:00.000 01/01/2000]";
    QTest::newRow("no time") << "early" << 250.0 << 0LL << "    0:00.000";
  }
  void printsTimesAsWfdbDoes() {
    QFETCH(QString, start);
    QFETCH(double, rate);
    QFETCH(qlonglong, sample);
    QFETCH(QString, time);
    WfdbAnnotations file;
    file.annotations = {annotationAt(sample)};
    const std::string text = rdannText(file, rate, start.toStdString());
    QCOMPARE(QString::fromStdString(text.substr(0, text.find("  ", time.length()))), time);
  }

  void countsInTheAnnotatorsOwnTicks() {
    WfdbAnnotations file;
    file.timeResolutionHz = 1000;
    file.annotations = {annotationAt(1010)};
    QCOMPARE(rdannText(file, 250, ""), std::string("    0:01.010      253     N    0    0    0\n"));
    file.timeResolutionHz = 125;
    QCOMPARE(rdannText(file, 250, ""), std::string("    0:08.080     2020     N    0    0    0\n"));
  }
};

QTEST_GUILESS_MAIN(TestWfdbText)
#include "tst_wfdb_text.moc"
