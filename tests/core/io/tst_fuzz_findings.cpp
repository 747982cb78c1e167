#include <QtTest>
#include <filesystem>

#include "core/base/files.h"
#include "tests/fuzz/fuzz_units.h"

using namespace ectopy;
namespace fs = std::filesystem;

/// Every input that once broke a reader, and those the fuzzer begins with, are read or refused in a sentence.
class TestFuzzFindings : public QObject {
  Q_OBJECT

 private slots:
  void isReadOrRefused_data() {
    QTest::addColumn<QString>("unit");
    QTest::addColumn<QString>("file");
    const fs::path root = fs::path(ECTOPY_SOURCE_DIR) / "tests" / "fuzz";
    for (const char* kind : {"corpus", "findings"}) {
      for (const fuzz::FuzzUnit& unit : fuzz::fuzzUnits()) addFiles(root / kind, unit);
    }
  }
  void isReadOrRefused() {
    QFETCH(QString, unit);
    QFETCH(QString, file);
    const auto bytes = MappedFile::open(file.toStdString());
    const fuzz::FuzzUnit* reader = fuzz::findFuzzUnit(unit.toStdString());
    QVERIFY(reader != nullptr);
    fuzz::runFuzzUnit(*reader, bytes->bytes());  // any exception but Error ends here
  }

  // Cut anywhere, the inputs that are read whole still do no harm.
  void cutInputsDoNoHarm_data() {
    QTest::addColumn<QString>("unit");
    for (const fuzz::FuzzUnit& unit : fuzz::fuzzUnits())
      QTest::newRow(unit.name.data()) << QString(unit.name.data());
  }
  void cutInputsDoNoHarm() {
    QFETCH(QString, unit);
    const fuzz::FuzzUnit* reader = fuzz::findFuzzUnit(unit.toStdString());
    const fs::path folder = fs::path(ECTOPY_SOURCE_DIR) / "tests" / "fuzz" / "corpus" / unit.toStdString();
    for (const auto& entry : fs::directory_iterator(folder)) {
      const auto bytes = MappedFile::open(entry.path());
      constexpr std::size_t kMostCuts = 300;
      const std::size_t step = bytes->bytes().size() / kMostCuts + 1;
      for (std::size_t size = 0; size < bytes->bytes().size(); size += step) {
        fuzz::runFuzzUnit(*reader, bytes->bytes().first(size));
      }
    }
  }

 private:
  static void addFiles(const fs::path& folder, const fuzz::FuzzUnit& unit) {
    const fs::path files = folder / unit.name;
    if (!fs::exists(files)) return;
    for (const auto& entry : fs::directory_iterator(files)) {
      const QString name = QString::fromStdString(entry.path().string());
      const std::string tag = std::string(unit.name) + "/" + entry.path().filename().string();
      QTest::newRow(tag.c_str()) << QString(unit.name.data()) << name;
    }
  }
};

QTEST_GUILESS_MAIN(TestFuzzFindings)
#include "tst_fuzz_findings.moc"
