#include <QTemporaryDir>
#include <QtTest>
#include <algorithm>
#include <filesystem>

#include "core/base/error.h"
#include "core/beats/beat_file.h"
#include "core/beats/cutting.h"
#include "core/beats/row_tracing.h"
#include "core/beats/split.h"
#include "tests/support/beat_builders.h"

using namespace ectopy;
using namespace ectopy::test;
namespace fs = std::filesystem;

/// The rule `kaggle` against the published files, and the protocols on the real database.
class TestPublishedBeats : public QObject {
  Q_OBJECT

  fs::path m_data;
  std::shared_ptr<const BeatSet> m_mitdb;

 private slots:
  void initTestCase() {
    if (!qEnvironmentVariableIsSet("ECTOPY_DATA")) QSKIP("ECTOPY_DATA is not set");
    m_data = qEnvironmentVariable("ECTOPY_DATA").toStdString();
    m_mitdb = openBeats(m_data / "mitdb", defaultCut(CutRule::Kaggle), {});
  }

  void givesThePublishedCounts() {
    QCOMPARE(m_mitdb->size(), std::size_t{109446});
    QCOMPARE(m_mitdb->classCounts(), (std::vector<std::size_t>{90589, 2779, 7236, 803, 8039}));
    QCOMPARE(m_mitdb->facts().records.size(), std::size_t{48});
    QCOMPARE(m_mitdb->facts().name, std::string("mitdb"));
    QVERIFY(!m_mitdb->facts().isSynthetic);
    std::vector<std::string> paced;
    for (const RecordInfo& record : m_mitdb->facts().records) {
      if (record.isPaced) paced.push_back(record.name);
      if (record.name == "114") QCOMPARE(record.leadName, std::string("V5"));
    }
    QCOMPARE(paced, (std::vector<std::string>{"102", "104", "107", "217"}));
  }

  void leadsEveryPublishedRowBack() {
    const HeartbeatRows rows =
        readHeartbeatCsv(m_data / "heartbeat-csv" / "mitbih_train_sample.csv", 187, JobContext());
    const auto traces = traceRows(rows, *m_mitdb, 1e-5, {});
    QCOMPARE(traces.size(), std::size_t{500});
    for (std::size_t row = 0; row < traces.size(); ++row) {
      QVERIFY(traces[row].beat != RowTrace::kNotFound);
      QVERIFY(traces[row].isSameClass);
      const auto beat = m_mitdb->beat(traces[row].beat);
      for (std::size_t i = 0; i < 187; ++i) {
        QVERIFY(std::abs(beat[i] - rows.samples[row * 187 + i]) <= 1e-5F);
      }
    }
  }

  void otherRowsAreNotFound() {
    HeartbeatRows rows = readHeartbeatCsv(m_data / "heartbeat-csv" / "ptbdb_normal_sample.csv", 187, {});
    for (const RowTrace& trace : traceRows(rows, *m_mitdb, 1e-5, {})) {
      QVERIFY(trace.beat == RowTrace::kNotFound);
    }
    rows.length = 186;
    QVERIFY_EXCEPTION_THROWN(traceRows(rows, *m_mitdb, 1e-5, {}), Error);
  }

  void splitsByPatientsAndNot() {
    const auto labels = labelsOf(*m_mitdb);
    const Split beat = makeSplit(*m_mitdb, labels, "beat", 1);
    QCOMPARE(beat.patientsOnBothSides, 47);
    QVERIFY(beat.guard.starts_with("47 of 47 patients"));
    QVERIFY(std::abs(static_cast<double>(beat.test.size()) - 0.2 * 109446) < 3);

    const Split inter = makeSplit(*m_mitdb, labels, "ds1-ds2", 1);
    QCOMPARE(inter.patientsOnBothSides, 1);
    QVERIFY(inter.guard.find("201") != std::string::npos && inter.guard.find("202") != std::string::npos);
    const Split strict = makeSplit(*m_mitdb, labels, "ds1-ds2-strict", 1);
    QCOMPARE(strict.patientsOnBothSides, 0);
    QCOMPARE(strict.test, inter.test);
    QCOMPARE(splitChoices(*m_mitdb).size(), std::size_t{4});
  }

  void validationHoldsEveryClassItCan() {
    const auto labels = labelsOf(*m_mitdb);
    for (std::uint64_t seed = 1; seed <= 3; ++seed) {
      const Split split = makeSplit(*m_mitdb, labels, "ds1-ds2", seed);
      for (const auto* part : {&split.train, &split.validation}) {
        std::vector<std::size_t> counts(5);
        for (const BeatIndex beat : *part) ++counts[labels[beat]];
        for (const std::size_t count : counts) QVERIFY(count > 0);
      }
    }
  }

  void resultDoesNotDependOnTheOrderOfWork() {
    QCOMPARE(openBeats(m_data / "mitdb", defaultCut(CutRule::Kaggle), {})->fingerprint(),
             m_mitdb->fingerprint());
  }

  void paperRuleStaysInItsBounds() {
    const auto beats = openBeats(m_data / "mitdb" / "100", defaultCut(CutRule::Paper), {});
    QVERIFY(beats->size() > 2200);
    QCOMPARE(beats->length(), std::size_t{187});
    for (const float sample : beats->columns().samples) QVERIFY(sample >= 0 && sample <= 1);
    for (const float rr : beats->columns().rrAfter) QVERIFY(std::isnan(rr) || (rr > 0.2F && rr < 3));
  }

  void opensThePublishedFiles() {
    const auto mitbih = openBeats(m_data / "heartbeat-csv" / "mitbih_train_sample.csv", {}, {});
    QCOMPARE(mitbih->scheme(), aami5Scheme());
    QCOMPARE(mitbih->cut().rule, CutRule::Kaggle);
    QCOMPARE(mitbih->columns().fileParts[0], FilePart::Train);
    const auto ptb = openBeats(m_data / "heartbeat-csv" / "ptbdb_abnormal_sample.csv", {}, {});
    QCOMPARE(ptb->scheme(), normalAbnormalScheme());
    QCOMPARE(ptb->classCounts(), (std::vector<std::size_t>{100, 100}));
    QCOMPARE(ptb->cut().rule, CutRule::Given);
    QCOMPARE(ptb->columns().classes[0], ClassIndex{0});  // normal before abnormal, whichever was named
  }

  void aBeatFileKeepsAllOfIt() {
    QTemporaryDir folder;
    const fs::path path = fs::path(folder.path().toStdString()) / "m.beats";
    writeBeatFile(path, *m_mitdb, {});
    const auto opened = openBeats(path, {}, {});
    QCOMPARE(opened->fingerprint(), m_mitdb->fingerprint());
    QVERIFY(std::ranges::equal(opened->columns().samples, m_mitdb->columns().samples));
    QCOMPARE(opened->facts().records, m_mitdb->facts().records);
  }

  void refusesWhatIsNoBeats() {
    QVERIFY_EXCEPTION_THROWN(openBeats(m_data / "nothing-here", {}, {}), Error);
    QVERIFY_EXCEPTION_THROWN(openBeats(m_data / "heartbeat-csv" / "malformed_ptb_n10.csv", {}, {}), Error);
  }
};

QTEST_GUILESS_MAIN(TestPublishedBeats)
#include "tst_published_beats.moc"
