#include <QTemporaryDir>
#include <QTest>

#include "core/beats/demo.h"
#include "core/io/wfdb_record.h"

using namespace ectopy;

class TestDemoFiles : public QObject {
  Q_OBJECT

 private slots:
  void foldersReadBackAsTheyWereMade();
  void saysWhenItCanNotWrite();
};

void TestDemoFiles::foldersReadBackAsTheyWereMade() {
  const QTemporaryDir temporary;
  const DemoOptions options{5, 3, 30};
  const DemoFolders folders = writeDemo(temporary.path().toStdString(), options, {});
  QCOMPARE(folders.records, std::size_t{6});
  const auto check = [&](const std::filesystem::path& folder, const std::vector<Recording>& made) {
    const auto headers = listWfdbRecords(folder);
    QCOMPARE(headers.size(), made.size());
    for (std::size_t i = 0; i < made.size(); ++i) {
      const Recording read = readWfdbRecord(headers[i], {}, {});
      QVERIFY(read.isSynthetic);
      QVERIFY(read.warnings.empty());
      QCOMPARE(read.name, made[i].name);
      QCOMPARE(read.comments, made[i].comments);
      QCOMPARE(read.sampleRateHz, made[i].sampleRateHz);
      QCOMPARE(read.annotations.at("atr"), made[i].annotations.at("atr"));
      QCOMPARE(read.leads.size(), made[i].leads.size());
      for (std::size_t lead = 0; lead < read.leads.size(); ++lead) {
        QCOMPARE(read.leads[lead].name, made[i].leads[lead].name);
        QCOMPARE(read.leads[lead].gain, made[i].leads[lead].gain);
        QCOMPARE(read.leads[lead].samples.size(), made[i].leads[lead].samples.size());
        for (std::size_t s = 0; s < read.leads[lead].samples.size(); ++s)
          QVERIFY(read.leads[lead].samples[s] == made[i].leads[lead].samples[s]);
      }
    }
  };
  check(folders.arrhythmia, makeArrhythmiaDemo(options, {}));
  check(folders.infarction, makeInfarctionDemo(options, {}));
}

void TestDemoFiles::saysWhenItCanNotWrite() {
  const QTemporaryDir temporary;
  QFile file(temporary.filePath("file"));
  QVERIFY(file.open(QIODevice::WriteOnly));
  QVERIFY_EXCEPTION_THROWN(writeDemo(file.fileName().toStdString(), {1, 1, 10}, {}), Error);
}

QTEST_GUILESS_MAIN(TestDemoFiles)
#include "tst_demo_files.moc"
