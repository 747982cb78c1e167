#include <QTemporaryDir>
#include <QtTest>
#include <algorithm>
#include <map>
#include <set>

#include "core/io/ptb_diagnosis.h"
#include "core/io/ptbxl_catalogue.h"
#include "tests/support/catalogue_builder.h"
#include "tests/support/data_folder.h"
#include "tests/support/error_text.h"

using namespace ectopy;
using namespace ectopy::test;
namespace fs = std::filesystem;

class TestPtbXlCatalogue : public QObject {
  Q_OBJECT

  std::unique_ptr<QTemporaryDir> m_folder;
  fs::path folder() const { return m_folder->path().toStdString(); }
  static bool has(const std::vector<std::string>& warnings, std::string_view words) {
    return std::ranges::any_of(warnings,
                               [&](const std::string& one) { return one.find(words) != std::string::npos; });
  }

 private slots:
  void init() { m_folder = std::make_unique<QTemporaryDir>(); }

  void readsPatientsFoldsAndSuperclasses() {
    writePtbXl(folder(), {{"1", "15709.0", "{'NORM': 100.0, 'SR': 0.0}", "3"},
                          {"2", "7", "{'IMI': 35.0, 'NDT': 0.0, 'IMI': 15.0}", "10.0"},
                          {"3", "x9", "{'SR': 0.0}", "1"}});
    QVERIFY(isPtbXlFolder(folder()));
    const PtbXlCatalogue catalogue = readPtbXlCatalogue(folder(), {});
    QVERIFY(catalogue.warnings.empty());
    QCOMPARE(catalogue.records.size(), std::size_t{3});
    QCOMPARE(catalogue.records[0].patient, std::string("15709"));
    QCOMPARE(catalogue.records[0].superclasses, (std::vector<std::string>{"NORM"}));
    QCOMPARE(catalogue.records[1].fold, 10);
    QCOMPARE(catalogue.records[1].superclasses, (std::vector<std::string>{"MI", "STTC"}));
    QCOMPARE(catalogue.records[2].patient, std::string("x9"));
    QVERIFY(catalogue.records[2].superclasses.empty());
    QCOMPARE(catalogue.records[1].header500, folder() / "records500" / "2_hr.hea");
    QVERIFY(fs::exists(catalogue.records[1].header500));
  }

  void leavesOutRowsThatMakeNoSense() {
    writePtbXl(folder(), {{"1", "1", "{'NORM': 100.0}", "three"},
                          {"2", "2", "{'NORM': 100.0}", "0"},
                          {"3", "", "{'NORM': 100.0}", "1"},
                          {"4", "4", "NORM", "1"},
                          {"../../../etc/passwd", "5", "{'NORM': 1}", "1", false},
                          {"6", "6", "{'NORM': 1, 'WHAT': 2}", "1"}});
    const PtbXlCatalogue catalogue = readPtbXlCatalogue(folder(), {});
    QCOMPARE(catalogue.records.size(), std::size_t{1});
    QCOMPARE(catalogue.records[0].id, std::string("6"));
    QVERIFY(has(catalogue.warnings, "line 2: expected a strat_fold of 1 or above, found \"three\""));
    QVERIFY(has(catalogue.warnings, "line 4: expected a strat_fold"));
    QVERIFY(has(catalogue.warnings, "line 6: expected a patient_id"));
    QVERIFY(has(catalogue.warnings, "line 8: expected braces"));
    QVERIFY(has(catalogue.warnings, "line 10: expected a record's file name below this folder"));
    QVERIFY(has(catalogue.warnings, "the statement \"WHAT\" is not in scp_statements.csv"));
  }

  void saysWhatIsMissing() {
    writePtbXl(folder(), {{"1", "1", "{'NORM': 100.0}", "1"}});
    writeText(folder() / "ptbxl_database.csv", "ecg_id,patient_id,scp_codes,filename_lr,filename_hr\n");
    QVERIFY(errorText([&] { readPtbXlCatalogue(folder(), {}); }).find("expected one column \"strat_fold\"") !=
            std::string::npos);
    writePtbXl(folder(), {});
    QVERIFY(errorText([&] { readPtbXlCatalogue(folder(), {}); }).find("found none that can be used") !=
            std::string::npos);
    fs::remove(folder() / "scp_statements.csv");
    QVERIFY(errorText([&] { readPtbXlCatalogue(folder(), {}); }).find("scp_statements.csv") !=
            std::string::npos);
    QVERIFY(!isPtbXlFolder(folder() / "records500"));
  }

  void readsTheRealTables() {
    ECTOPY_NEEDS_DATA();
    const PtbXlCatalogue catalogue = readPtbXlCatalogue(dataFolder() / "ptb-xl", {});
    QVERIFY(catalogue.warnings.empty());
    QCOMPARE(catalogue.records.size(), std::size_t{363});
    std::set<std::string> patients;
    std::map<std::string, int> classes;
    std::map<std::string, std::set<int>> foldsOfPatient;
    for (const PtbXlRecord& record : catalogue.records) {
      patients.insert(record.patient);
      foldsOfPatient[record.patient].insert(record.fold);
      for (const std::string& one : record.superclasses) ++classes[one];
      QVERIFY(fs::exists(record.header500));
    }
    QCOMPARE(patients.size(), std::size_t{349});
    QCOMPARE(classes["NORM"], 290);
    QCOMPARE(classes["MI"], 73);
    for (const auto& [patient, folds] : foldsOfPatient) QCOMPARE(folds.size(), std::size_t{1});
  }

  void readsPtbDiagnoses() {
    QCOMPARE(ptbDiagnosis({"age: 81", " reason for ADMISSION:  Cardiomyopathy "}),
             std::string("Cardiomyopathy"));
    QCOMPARE(ptbDiagnosis({"Reason for admission: n/a"}), std::string());
    QCOMPARE(ptbDiagnosis({"Reason for"}), std::string());
  }
};

QTEST_GUILESS_MAIN(TestPtbXlCatalogue)
#include "tst_ptbxl_catalogue.moc"
