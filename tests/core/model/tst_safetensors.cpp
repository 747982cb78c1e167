#include <QTemporaryDir>
#include <QTest>
#include <array>
#include <fstream>
#include <nlohmann/json.hpp>

#include "core/model/learner.h"
#include "core/model/model_file.h"
#include "tests/support/error_text.h"

using namespace ectopy;
using nlohmann::json;

class SafetensorsTest : public QObject {
  Q_OBJECT

 private slots:
  void init();
  void writesWhatItReads();
  void headerIsPlainSafetensors();
  void refusesBrokenHeaders_data();
  void refusesBrokenHeaders();
  void refusesBadLengths_data();
  void refusesBadLengths();
  void refusesFilesCutShort();
  void refusesBytesOfNoTensor();
  void acceptsTensorsInAnyOrder();
  void modelInfoNeedsItsMetadata();

 private:
  std::filesystem::path path() const { return m_folder.filePath("m.safetensors").toStdString(); }
  void writeFile(std::uint64_t headerLength, const std::string& rest) const;
  void writeFile(const json& header, std::size_t dataBytes) const;
  std::string openError() const {
    return test::errorText([&] { SafetensorsFile::open(path()); });
  }

  QTemporaryDir m_folder;
  std::array<float, 6> m_values = {1, 2, 3, 4, 5, -6.5F};
};

void SafetensorsTest::init() {
  std::filesystem::remove(path());
}

void SafetensorsTest::writeFile(std::uint64_t headerLength, const std::string& rest) const {
  std::ofstream file(path(), std::ios::binary);
  file.write(reinterpret_cast<const char*>(&headerLength), sizeof headerLength);
  file << rest;
}

void SafetensorsTest::writeFile(const json& header, std::size_t dataBytes) const {
  const std::string text = header.dump();
  writeFile(text.size(), text + std::string(dataBytes, '\0'));
}

void SafetensorsTest::writesWhatItReads() {
  const auto bytes = std::as_bytes(std::span(m_values));
  writeSafetensors(path(), {{"format", "pt"}},
                   {{"b", {2, 2}, bytes.first(16)}, {"a", {2}, bytes.subspan(16)}});
  const SafetensorsFile file = SafetensorsFile::open(path());
  QCOMPARE(file.metadata().at("format"), std::string("pt"));
  QCOMPARE(file.tensors().size(), 2U);
  QCOMPARE(file.tensors()[0].name, std::string("b"));
  QVERIFY((file.tensors()[0].shape == std::vector<std::int64_t>{2, 2}));
  float last = 0;
  std::memcpy(&last, file.tensors()[1].bytes.data() + sizeof(float), sizeof last);
  QCOMPARE(last, -6.5F);
}

void SafetensorsTest::headerIsPlainSafetensors() {
  writeSafetensors(path(), {{"format", "pt"}}, {{"a", {6}, std::as_bytes(std::span(m_values))}});
  const std::string text = readTextFile(path(), 4096);
  std::uint64_t length = 0;
  std::memcpy(&length, text.data(), sizeof length);
  QCOMPARE(length % 8, 0U);
  const json expected = {{"__metadata__", {{"format", "pt"}}},
                         {"a", {{"dtype", "F32"}, {"shape", {6}}, {"data_offsets", {0, 24}}}}};
  QVERIFY(json::parse(text.substr(8, length)) == expected);
  QCOMPARE(text.size(), 8 + length + 24);
}

void SafetensorsTest::refusesBrokenHeaders_data() {
  QTest::addColumn<QString>("header");
  QTest::addColumn<int>("dataBytes");
  QTest::addColumn<QString>("expected");
  const auto row = [](const char* name, const char* header, int dataBytes, const char* expected) {
    QTest::newRow(name) << QString(header) << dataBytes << QString(expected);
  };
  row("not an object", R"([1])", 0, "JSON object");
  row("no dtype", R"({"a":{"shape":[1],"data_offsets":[0,4]}})", 4, "found none");
  row("half precision", R"({"a":{"dtype":"F16","shape":[2],"data_offsets":[0,4]}})", 4, "expected dtype F32");
  row("no shape", R"({"a":{"dtype":"F32","data_offsets":[0,4]}})", 4, "expected a shape");
  row("negative size", R"({"a":{"dtype":"F32","shape":[-1],"data_offsets":[0,4]}})", 4, "-1 is no size");
  row("fraction", R"({"a":{"dtype":"F32","shape":[1.5],"data_offsets":[0,4]}})", 4, "1.5 is no size");
  row("huge product", R"({"a":{"dtype":"F32","shape":[1099511627776,1099511627776],"data_offsets":[0,4]}})",
      4, "does not give the 4 bytes");
  row("product wraps to 4", R"({"a":{"dtype":"F32","shape":[4294967296,4294967296],"data_offsets":[0,0]}})",
      0, "does not give the 0 bytes");
  row("huge size", R"({"a":{"dtype":"F32","shape":[18446744073709551615],"data_offsets":[0,4]}})", 4,
      "is no size");
  row("nine dimensions", R"({"a":{"dtype":"F32","shape":[1,1,1,1,1,1,1,1,1],"data_offsets":[0,4]}})", 4,
      "expected a shape");
  row("shape and bytes differ", R"({"a":{"dtype":"F32","shape":[3],"data_offsets":[0,4]}})", 4,
      "4 bytes it has");
  row("outside", R"({"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}})", 4, "cut short");
  row("backwards", R"({"a":{"dtype":"F32","shape":[1],"data_offsets":[4,0]}})", 4, "before it begins");
  row("negative offset", R"({"a":{"dtype":"F32","shape":[1],"data_offsets":[-4,0]}})", 4, "data_offsets");
  row("overlap",
      R"({"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"b":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}})",
      8, "expected to begin at data byte 8");
  row("hole",
      R"({"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"b":{"dtype":"F32","shape":[1],"data_offsets":[8,12]}})",
      12, "expected to begin at data byte 4");
  row("metadata of numbers", R"({"__metadata__":{"a":1}})", 0, "expected text");
}

void SafetensorsTest::refusesBrokenHeaders() {
  QFETCH(QString, header);
  QFETCH(int, dataBytes);
  QFETCH(QString, expected);
  const std::string text = header.toStdString();
  writeFile(text.size(), text + std::string(static_cast<std::size_t>(dataBytes), '\0'));
  const QString error = QString::fromStdString(openError());
  QVERIFY2(error.contains(expected), qPrintable(error));
  QVERIFY2(error.startsWith(QString::fromStdString(path())), qPrintable(error));
}

void SafetensorsTest::refusesBadLengths_data() {
  QTest::addColumn<quint64>("length");
  QTest::newRow("100 MB") << quint64{100'000'000};
  QTest::newRow("negative") << quint64(-1);
  QTest::newRow("longer than the file") << quint64{4000};
}

void SafetensorsTest::refusesBadLengths() {
  QFETCH(quint64, length);
  writeFile(length, "{}");
  const QString error = QString::fromStdString(openError());
  QVERIFY2(error.contains("header"), qPrintable(error));
}

void SafetensorsTest::refusesFilesCutShort() {
  writeSafetensors(path(), {}, {{"a", {6}, std::as_bytes(std::span(m_values))}});
  const auto whole = std::filesystem::file_size(path());
  for (std::uintmax_t size = 0; size < whole; ++size) {
    std::filesystem::resize_file(path(), size);
    QVERIFY2(openError() != "no error", qPrintable(QString::number(size)));
    std::filesystem::remove(path());
    writeSafetensors(path(), {}, {{"a", {6}, std::as_bytes(std::span(m_values))}});
  }
}

void SafetensorsTest::refusesBytesOfNoTensor() {
  writeFile(json{{"a", {{"dtype", "F32"}, {"shape", {1}}, {"data_offsets", {0, 4}}}}}, 6);
  QVERIFY(QString::fromStdString(openError()).contains("2 bytes at the end belong to no tensor"));
}

void SafetensorsTest::acceptsTensorsInAnyOrder() {
  writeFile(json{{"a", {{"dtype", "F32"}, {"shape", {1}}, {"data_offsets", {4, 8}}}},
                 {"b", {{"dtype", "F32"}, {"shape", {1}}, {"data_offsets", {0, 4}}}},
                 {"empty", {{"dtype", "F32"}, {"shape", {0, 3}}, {"data_offsets", {4, 4}}}}},
            8);
  const SafetensorsFile file = SafetensorsFile::open(path());
  QCOMPARE(file.tensors().front().name, std::string("b"));
  QCOMPARE(file.tensors().back().name, std::string("a"));
}

void SafetensorsTest::modelInfoNeedsItsMetadata() {
  writeSafetensors(path(), {{"format", "pt"}}, {{"a", {6}, std::as_bytes(std::span(m_values))}});
  QVERIFY(QString::fromStdString(test::errorText([&] {
            readModelInfo(path());
          })).contains("expected a model of this program"));
  writeSafetensors(path(), {{kModelInfoKey, "{\"architecture\": 3}"}}, {});
  QVERIFY(QString::fromStdString(test::errorText([&] { readModelInfo(path()); })).contains("model facts"));
  writeSafetensors(path(), {{kModelInfoKey, "not JSON"}}, {});
  QVERIFY(QString::fromStdString(test::errorText([&] { readModelInfo(path()); })).contains("model facts"));
}

QTEST_GUILESS_MAIN(SafetensorsTest)
#include "tst_safetensors.moc"
