#include <QTemporaryDir>
#include <QtTest>
#include <array>
#include <nlohmann/json.hpp>

#include "core/model/learner.h"
#include "core/model/model_file.h"
#include "tests/support/broken_path.h"
#include "tests/support/error_text.h"

using namespace ectopy;
using namespace ectopy::test;
using nlohmann::json;
namespace fs = std::filesystem;

namespace {

constexpr std::array<float, 2> kWeights = {0.5F, -1};

/// A model file of one tensor, with its description changed at a JSON pointer.
QByteArray modelWith(const std::string& pointer, const json& value) {
  ModelInfo info;
  info.architecture = "cvxtz";
  info.scheme = aami5Scheme();
  const std::vector<StoredTensor> tensors = {{"w", {2}, std::as_bytes(std::span(kWeights))}};
  info.weightsSha256 = sha256OfTensors(tensors);
  json description = info;
  if (!pointer.empty()) description[json::json_pointer(pointer)] = value;
  const QTemporaryDir folder;
  const fs::path path = folder.filePath("x.safetensors").toStdString();
  writeSafetensors(path, {{kModelInfoKey, description.dump()}}, tensors);
  return QByteArray::fromStdString(readTextFile(path, 1 << 20));
}

QByteArray goodFile() {
  return modelWith("", {});
}

/// A safetensors header that says how long it is, truly or not.
QByteArray headed(quint64 length, const QByteArray& rest) {
  return QByteArray(reinterpret_cast<const char*>(&length), sizeof length) + rest;
}

QByteArray headed(const QByteArray& header) {
  return headed(static_cast<quint64>(header.size()), header);
}

void row(const char* name, const QByteArray& bytes, const char* sentence) {
  QTest::newRow(name) << bytes << QString(sentence);
}

void addFiles() {
  row("no bytes", {}, "F/x.safetensors: expected a safetensors model, found only 0 bytes.");
  row("folder", kFolder, "Can't read F/x.safetensors: it is a folder, not a file.");
  row("pipe", kPipe, "Can't read F/x.safetensors: it is no regular file.");
  row("text", "This is a text, and no model of anything.",
      "F/x.safetensors: expected a safetensors header of at most 16777216 bytes, its first 8 bytes say ");
  row("zeros", QByteArray(64, '\0'), "F/x.safetensors: expected a JSON object as safetensors header");
  row("header beyond the file", headed(100, "{}"),
      "F/x.safetensors: the file is cut short: its header should end at byte 108, the file ends at byte 10.");
  row("nested", headed(100'000, QByteArray(100'000, '[')),
      "F/x.safetensors: expected a JSON object as safetensors header");
  row("no UTF-8", headed("{\"\xff\":\"a\"}"),
      "F/x.safetensors: expected a JSON object as safetensors header, found something else.");
  row("foreign model", headed(R"({"w":{"dtype":"F32","shape":[0],"data_offsets":[0,0]}})"),
      "F/x.safetensors: expected a model of this program, found a safetensors file without "
      "\"ectopy.model\".");
  row("description is no JSON", headed(R"({"__metadata__":{"ectopy.model":"weights"}})"),
      "F/x.safetensors: its model facts can't be used: [json.exception.parse_error.101] parse error");
  QByteArray other = goodFile();
  other[other.size() - 1] = static_cast<char>(other.back() ^ 1);
  row("other weights", other,
      "F/x.safetensors: the weights are not those it was saved with: expected SHA-256 ");
  row("a byte more", goodFile() + "x", "F/x.safetensors: 1 bytes at the end belong to no tensor");
}

void addDescriptions() {
  const auto changed = [](const char* name, const char* pointer, const json& value, const char* sentence) {
    const std::string start = "F/x.safetensors: its model facts can't be used: ";
    row(name, modelWith(pointer, value), (start + sentence).c_str());
  };
  changed("newer version", "/version", 2,
          "The model's description: \"version\" should be 1 (a newer program");
  changed("no classes", "/scheme/classes", json::array(),
          "Label scheme \"aami5\": expected 1 to 255 classes, found 0.");
  changed("name is a number", "/name", 5, "The model's description: \"name\" should be a text, found 5.");
  changed("parameters of 10^30", "/parameters", 1e30, "The model's description: \"parameters\" should be ");
  changed("length of a beat", "/cut/length", 2'000'000'000,
          "Beat cut: expected a length of 1 to 65536 samples, found 2000000000.");
  changed("confusion of another size", "/test", json::array({1}),
          "The model's description: \"test\" should be");
  changed("history of texts", "/history", json::array({"x"}),
          "The model's training history: expected a JSON");
  changed("unknown end", "/end", "crash", "Unknown end of a training \"crash\": expected one of epochs, ");
  changed("no seed", "/config/seed", nullptr, "The model's training settings: \"seed\" should be ");
}

}  // namespace

/// Broken model files, and the sentence each gives ("F" is their folder); a row may give only its beginning.
class TestBrokenModelFile : public QObject {
  Q_OBJECT

 private slots:
  void init() { m_folder = std::make_unique<QTemporaryDir>(); }

  void refuses_data() {
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QString>("sentence");
    addFiles();
    addDescriptions();
  }
  void refuses() {
    QFETCH(QByteArray, bytes);
    QFETCH(QString, sentence);
    makeBroken(path(), bytes);
    const QString found = errorOfOpening();
    QVERIFY2(found.startsWith(sentence) && found.endsWith('.'), qPrintable(found));
  }

  // Cut at every byte.
  void refusesEveryCut() {
    const QByteArray good = goodFile();
    for (qsizetype size = 0; size < good.size(); ++size) {
      makeBroken(path(), good.first(size));
      const QString found = errorOfOpening();
      QVERIFY2(found.startsWith("F/x.safetensors: "), qPrintable(found));
    }
    makeBroken(path(), good);
    QCOMPARE(errorOfOpening(), QString("no error"));
  }

 private:
  fs::path path() const { return m_folder->filePath("x.safetensors").toStdString(); }
  QString errorOfOpening() const {
    return QString::fromStdString(errorText([&] { openModelFile(path()); })).replace(m_folder->path(), "F");
  }

  std::unique_ptr<QTemporaryDir> m_folder;
};

QTEST_GUILESS_MAIN(TestBrokenModelFile)
#include "tst_broken_model_file.moc"
