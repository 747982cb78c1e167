#include <QTemporaryDir>
#include <QtTest>
#include <nlohmann/json.hpp>

#include "core/beats/beat_file.h"
#include "tests/support/beat_builders.h"
#include "tests/support/beat_file_forger.h"
#include "tests/support/broken_path.h"
#include "tests/support/error_text.h"

using namespace ectopy;
using namespace ectopy::test;
namespace fs = std::filesystem;

namespace {

QByteArray bytesOf(const std::vector<char>& bytes) {
  return {bytes.data(), static_cast<qsizetype>(bytes.size())};
}

/// A file of 8 beats of 4 records.
const std::vector<char>& goodFile() {
  static const std::vector<char> bytes = [] {
    const QTemporaryDir folder;
    const fs::path path = folder.filePath("good.beats").toStdString();
    writeBeatFile(path, *makeBeats(8), {});
    return readAll(path);
  }();
  return bytes;
}

void row(const char* name, const QByteArray& bytes, const char* sentence) {
  QTest::newRow(name) << bytes << QString(sentence);
}

void addFiles() {
  const QByteArray good = bytesOf(goodFile());
  row("no bytes", {}, "F/x.beats: expected a header of 64 bytes, found 0 bytes in all.");
  row("folder", kFolder, "Can't read F/x.beats: it is a folder, not a file.");
  row("pipe", kPipe, "Can't read F/x.beats: it is no regular file.");
  row("magic alone", good.first(8), "F/x.beats: expected a header of 64 bytes, found 8 bytes in all.");
  row("text", QByteArray("0.1,0.2,0\n").repeated(40),
      "F/x.beats: expected a beat file to begin with \"ECTBEATS\".");
  row("header alone", good.first(64), "F/x.beats: expected a header of 320 bytes, found 64 bytes in all.");
  row("cut in the description", good.first(400),
      "F/x.beats: expected 7808 bytes, found 400: the file is cut off or was added to.");
  row("cut in the last column", good.chopped(1),
      "F/x.beats: expected 7808 bytes, found 7807: the file is cut off or was added to.");
  row("a byte more", good + "x",
      "F/x.beats: expected 7808 bytes, found 7809: the file is cut off or was added to.");
}

void addDamage() {
  const auto flipped = [](std::size_t at) {
    std::vector<char> bytes = goodFile();
    bytes[at] = static_cast<char>(bytes[at] ^ 1);
    return bytesOf(bytes);
  };
  row("version", flipped(8),
      "F/x.beats: expected version 1 with 7 columns or 2 with 8 at byte 8, found version 3 with 8.");
  row("header", flipped(24),
      "F/x.beats: the checksum of the header (byte 56) does not match: the file is damaged.");
  row("description", flipped(330),
      "F/x.beats: the checksum of its description (byte 320) does not match: the file is damaged.");
  row("samples", flipped(frontOf(goodFile()).columns[0].offset + 5),
      "F/x.beats: the checksum of column 0 (byte ");
}

void addForgeries() {
  using beat_file::Front;
  const auto forged = [](const std::function<void(Front&)>& change) {
    return bytesOf(forge(goodFile(), change));
  };
  constexpr std::uint64_t kHuge = std::uint64_t{1} << 62;
  row("beats beyond memory", forged([](Front& front) { front.header.beats = kHuge; }),
      "F/x.beats: expected at most ");
  row("description outside", forged([](Front& front) { front.header.jsonOffset = kHuge; }),
      "F/x.beats: expected a description inside the file's ");
  row("description beyond memory", forged([](Front& front) { front.header.jsonBytes = kHuge; }),
      "F/x.beats: expected a description of at most 16777216 bytes, found 4611686018427387904 at byte 40.");
  row("column outside", forged([](Front& front) { front.columns[3].offset = kHuge; }),
      "F/x.beats: expected column 3 inside the file's ");
  row("column askew", forged([](Front& front) { front.columns[0].offset += 4; }),
      "F/x.beats: column 0: expected 1496 values of 4 bytes at a multiple of 64, found 5984 bytes at byte ");
  row("column too short", forged([](Front& front) { front.columns[1].bytes = 1; }),
      "F/x.beats: column 1: expected 8 values of 1 bytes at a multiple of 64, found 1 bytes at byte ");
  row("class unknown", bytesOf(forgeValue<std::uint8_t>(goodFile(), 1, 3, 5)),
      "F/x.beats: Beat set \"made up\", beat 3: expected a class below 5, found 5.");
  row("record unknown", bytesOf(forgeValue<std::uint32_t>(goodFile(), 2, 7, 4)),
      "F/x.beats: Beat set \"made up\", beat 7: expected a record below 4, found 4.");
  row("sample is no number", bytesOf(forgeValue<float>(goodFile(), 0, 9, std::nanf(""))),
      "F/x.beats: Beat set \"made up\", near beat 0: a sample is not a finite number.");
}

void addDescriptions() {
  const auto described = [](const std::string& json) { return bytesOf(forgeJson(goodFile(), json)); };
  const auto changed = [&](const std::string& pointer, const nlohmann::json& value) {
    nlohmann::json json = nlohmann::json::parse(jsonOf(goodFile()));
    json[nlohmann::json::json_pointer(pointer)] = value;
    return described(json.dump());
  };
  row("no JSON", described("beats"), "F/x.beats: its description can't be read: ");
  row("nested", described(std::string(100000, '[')),
      "F/x.beats: its description is nested deeper than any beat file's.");
  row("empty object", described("{}"), "F/x.beats: ");
  row("length of a beat", changed("/cut/length", 2000000000),
      "F/x.beats: Beat cut: expected a length of 1 to 65536 samples, found 2000000000.");
  row("negative length", changed("/cut/length", -1),
      "F/x.beats: Beat cut: expected a length of 1 to 65536 samples, found -1.");
  row("no fingerprint", changed("/fingerprint", "x"),
      "F/x.beats: expected a fingerprint of 64 hexadecimal digits, found \"x\".");
  row("fold", changed("/records/0/fold", 5000), "F/x.beats: expected a fold of 0 to 1000, found 5000.");
}

}  // namespace

/// Broken beat files, and the sentence each gives ("F" is their folder); a row may give only its beginning.
class TestBrokenBeatFile : public QObject {
  Q_OBJECT

 private slots:
  void init() { m_folder = std::make_unique<QTemporaryDir>(); }

  void refuses_data() {
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QString>("sentence");
    addFiles();
    addDamage();
    addForgeries();
    addDescriptions();
  }
  void refuses() {
    QFETCH(QByteArray, bytes);
    QFETCH(QString, sentence);
    makeBroken(path(), bytes);
    const QString found = errorOfOpening();
    QVERIFY2(found.startsWith(sentence) && found.endsWith('.'), qPrintable(found));
  }

  // Cut at every byte of its front and description.
  void refusesEveryCutFront() {
    const QByteArray good = bytesOf(goodFile());
    const auto end = static_cast<qsizetype>(frontOf(goodFile()).columns[0].offset);
    for (qsizetype size = 0; size < end; ++size) {
      makeBroken(path(), good.first(size));
      const QString found = errorOfOpening();
      QVERIFY2(found.startsWith("F/x.beats: expected "), qPrintable(found));
    }
  }

 private:
  fs::path path() const { return m_folder->filePath("x.beats").toStdString(); }
  QString errorOfOpening() const {
    return QString::fromStdString(errorText([&] { openBeatFile(path()); })).replace(m_folder->path(), "F");
  }

  std::unique_ptr<QTemporaryDir> m_folder;
};

QTEST_GUILESS_MAIN(TestBrokenBeatFile)
#include "tst_broken_beat_file.moc"
