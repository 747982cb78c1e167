#include <QTemporaryDir>
#include <QtTest>

#include "core/base/files.h"
#include "core/io/wfdb_record.h"
#include "tests/support/error_text.h"

using namespace ectopy;
using test::errorText;

namespace {

Recording makeRecording() {
  Recording recording;
  recording.name = "demo-1";
  recording.sampleRateHz = 360.5;
  recording.sampleCount = 10000;
  recording.startTime = "10:11:12.500 01/02/2003";
  recording.comments = {"Synthetic: a model's beats", "second line"};
  recording.isSynthetic = true;
  std::vector<std::int16_t> first;
  std::vector<std::int32_t> second;
  for (int i = 0; i < 10000; ++i) {
    first.push_back(static_cast<std::int16_t>(i * 7 % 65535 - 32767));
    second.push_back(i % 100 == 5 ? Samples::kMissing : i - 5000);
  }
  recording.leads.resize(2);
  recording.leads[0] = {"MLII", "mV", 201.25, -3, true, Samples(std::move(first))};
  recording.leads[1] = {"lead two", "mV", 200, 0, false, Samples(std::move(second))};
  recording.annotations["atr"] = {{5, 28, 0, 0, 0, "(N"}, {77, 1, 0, 0, 0, ""}, {9999, 5, 1, 0, 0, ""}};
  recording.annotations["qrs"] = {};
  return recording;
}

}  // namespace

class WfdbRecordWriterTest : public QObject {
  Q_OBJECT

 private slots:
  void readsBackTheSame() {
    const QTemporaryDir folder;
    const Recording written = makeRecording();
    const auto header = writeWfdbRecord(written, folder.path().toStdString());
    QCOMPARE(header.filename().string(), std::string("demo-1.hea"));
    const Recording read = readWfdbRecord(header, {{"atr", "qrs"}, {}, true}, {});
    QCOMPARE(read.name, written.name);
    QCOMPARE(read.sampleRateHz, written.sampleRateHz);
    QCOMPARE(read.sampleCount, written.sampleCount);
    QCOMPARE(read.startTime, written.startTime);
    QVERIFY(read.comments == written.comments);
    QVERIFY(read.isSynthetic);
    QVERIFY(read.annotations == written.annotations);
    QVERIFY(read.warnings.empty());
    for (std::size_t lead = 0; lead < 2; ++lead) {
      QCOMPARE(read.leads[lead].name, written.leads[lead].name);
      QCOMPARE(read.leads[lead].unit, written.leads[lead].unit);
      QCOMPARE(read.leads[lead].gain, written.leads[lead].gain);
      QCOMPARE(read.leads[lead].baseline, written.leads[lead].baseline);
      QCOMPARE(read.leads[lead].isCalibrated, written.leads[lead].isCalibrated);
      for (std::size_t i = 0; i < 10000; ++i) {
        QCOMPARE(read.leads[lead].samples[i], written.leads[lead].samples[i]);
      }
    }
  }

  void neverForgetsThatARecordIsSynthetic() {
    const QTemporaryDir folder;
    Recording written = makeRecording();
    written.comments.clear();
    QVERIFY(readWfdbRecord(writeWfdbRecord(written, folder.path().toStdString()), {}, {}).isSynthetic);
    written.isSynthetic = false;
    QVERIFY(!readWfdbRecord(writeWfdbRecord(written, folder.path().toStdString()), {}, {}).isSynthetic);
  }

  void refusesWhatTheFormatCantHold() {
    const QTemporaryDir folder;
    const std::filesystem::path path = folder.path().toStdString();
    Recording recording = makeRecording();
    recording.leads[1].samples = Samples(std::vector<std::int32_t>(10000, 40000));
    QCOMPARE(
        errorText([&] { writeWfdbRecord(recording, path); }),
        std::string("Can't write record \"demo-1\": sample 0 of lead \"lead two\" is 40000, format 16 holds "
                    "-32767 to 32767."));
    recording = makeRecording();
    recording.sampleCount = 9;
    QCOMPARE(errorText([&] { writeWfdbRecord(recording, path); }),
             std::string("Can't write record \"demo-1\": expected 9 samples in lead \"MLII\", found 10000."));
    recording = makeRecording();
    recording.name = "../x";
    QCOMPARE(errorText([&] { writeWfdbRecord(recording, path); }),
             std::string("Can't write record \"../x\": a record's name has neither blanks nor slashes."));
    QVERIFY(std::filesystem::is_empty(path));
  }

  void saysThatAFolderCantBeWritten() {
    const QTemporaryDir folder;
    const std::filesystem::path file = folder.filePath("file").toStdString();
    writeFileAtomically(file, "x");
    QCOMPARE(
        errorText([&] { writeWfdbRecord(makeRecording(), file); }),
        "Can't write " + (file / "demo-1.dat").string() + ": a part of its path is a file, not a folder.");
  }
};

QTEST_GUILESS_MAIN(WfdbRecordWriterTest)
#include "tst_wfdb_record_writer.moc"
