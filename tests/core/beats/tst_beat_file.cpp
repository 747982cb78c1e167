#include <QTemporaryDir>
#include <QtTest>
#include <algorithm>
#include <cmath>
#include <cstring>
#include <nlohmann/json.hpp>

#include "core/base/error.h"
#include "core/base/hashing.h"
#include "core/beats/beat_file.h"
#include "core/beats/beat_file_layout.h"
#include "tests/support/beat_builders.h"
#include "tests/support/beat_file_forger.h"

using namespace ectopy;
using namespace ectopy::test;
namespace fs = std::filesystem;

namespace {

/// The beats with two features each, their records in folds 1, 2, ...
std::shared_ptr<const BeatSet> withFeatures(const std::shared_ptr<const BeatSet>& beats) {
  struct Owner {
    std::shared_ptr<const BeatSet> beats;
    std::vector<float> features;
  };
  auto owner = std::make_shared<Owner>(Owner{beats, std::vector<float>(2 * beats->size())});
  for (std::size_t i = 0; i < owner->features.size(); ++i) owner->features[i] = static_cast<float>(i) / 8;
  BeatSetFacts facts = beats->facts();
  facts.features = {"rrPrevious", "rrNext"};
  int fold = 0;
  for (RecordInfo& record : facts.records) record.fold = ++fold;
  BeatColumns columns = beats->columns();
  columns.features = owner->features;
  return std::make_shared<const BeatSet>(std::move(facts), columns, owner);
}

/// A file as program version 0.1 wrote it: seven columns, no word of folds, features or a cut's newer fields.
std::vector<char> writtenByVersion1(const BeatSet& beats) {
  constexpr std::size_t kFront = 64 + 7 * 32;
  nlohmann::json facts = beat_file::factsToJson(beats.facts(), beats.fingerprint());
  facts.erase("features");
  for (nlohmann::json& record : facts["records"]) record.erase("fold");
  const std::string json = facts.dump();
  beat_file::Front front;
  front.header.version = 1;
  front.header.columnCount = 7;
  front.header.beats = beats.size();
  front.header.jsonOffset = kFront;
  front.header.jsonBytes = json.size();
  front.header.jsonChecksum = checksum64(std::as_bytes(std::span(json)));
  std::vector<char> bytes(kFront);
  bytes.insert(bytes.end(), json.begin(), json.end());
  const auto columns = beat_file::bytesOf(beats.columns());
  for (std::uint32_t i = 0; i < 7; ++i) {
    bytes.resize((bytes.size() + 63) / 64 * 64);
    front.columns[i] = {i, beat_file::kElementBytes[i], bytes.size(), columns[i].size(),
                        beat_file::columnChecksum(columns[i])};
    const auto* content = reinterpret_cast<const char*>(columns[i].data());
    bytes.insert(bytes.end(), content, content + columns[i].size());
  }
  front.header.fileBytes = bytes.size();
  std::memcpy(bytes.data(), &front, kFront);
  const std::uint64_t checksum = checksum64(std::as_bytes(std::span(bytes)).first(kFront));
  std::memcpy(bytes.data() + 56, &checksum, sizeof(checksum));
  return bytes;
}

}  // namespace

class TestBeatFile : public QObject {
  Q_OBJECT

  QTemporaryDir m_folder;
  fs::path m_path;
  std::vector<char> m_bytes;

  bool isRefused(const std::vector<char>& bytes) {
    const fs::path path = m_path.parent_path() / "damaged.beats";
    writeAll(path, bytes);
    try {
      openBeatFile(path);
    } catch (const Error& error) {
      return std::string(error.what()).find("damaged.beats") != std::string::npos;
    }
    return false;
  }

 private slots:
  void initTestCase() {
    m_path = fs::path(m_folder.path().toStdString()) / "set.beats";
    writeBeatFile(m_path, *withFeatures(makeBeats(50)), {});
    m_bytes = readAll(m_path);
  }

  void roundTrips() {
    BeatOptions options;
    options.beats = 30;
    options.records = {"a", "b"};
    options.patients = {"p", "p"};
    options.fileParts.assign(30, FilePart::Test);
    options.cut = defaultCut(CutRule::Paper);
    options.name = "Größe \xff";  // not UTF-8: must not stop the writing
    const auto beats = makeBeats(options);
    const fs::path path = m_path.parent_path() / "round.beats";
    writeBeatFile(path, *beats, {});
    const auto opened = openBeatFile(path);
    QCOMPARE(opened->fingerprint(), beats->fingerprint());
    QVERIFY(std::ranges::equal(opened->columns().samples, beats->columns().samples));
    QVERIFY(std::ranges::equal(opened->columns().classes, beats->columns().classes));
    QVERIFY(std::ranges::equal(opened->columns().rSamples, beats->columns().rSamples));
    QVERIFY(std::ranges::equal(opened->columns().rrAfter, beats->columns().rrAfter));
    QVERIFY(std::ranges::equal(opened->columns().fileParts, beats->columns().fileParts));
    QCOMPARE(opened->facts().records, beats->facts().records);
    QCOMPARE(opened->cut(), beats->cut());
    QCOMPARE(opened->scheme(), beats->scheme());
  }

  void featuresAndFoldsRoundTrip() {
    const auto beats = withFeatures(makeBeats(20));
    const fs::path path = m_path.parent_path() / "features.beats";
    writeBeatFile(path, *beats, {});
    const auto opened = openBeatFile(path);
    QCOMPARE(opened->facts().features, beats->facts().features);
    QCOMPARE(opened->facts().records[3].fold, 4);
    QVERIFY(std::ranges::equal(opened->columns().features, beats->columns().features));
    QCOMPARE(opened->featuresOf(7)[1], 15.0F / 8);
    QVERIFY(beats->fingerprint() != makeBeats(20)->fingerprint());  // features count
  }

  void filesOfVersion1StillOpen() {
    const auto beats = makeBeats(50);
    const std::vector<char> old = writtenByVersion1(*beats);
    const fs::path path = m_path.parent_path() / "old.beats";
    writeAll(path, old);
    const auto opened = openBeatFile(path);
    QCOMPARE(opened->fingerprint(), beats->fingerprint());
    QCOMPARE(opened->facts().records, beats->facts().records);
    QCOMPARE(opened->cut(), beats->cut());
    QVERIFY(std::ranges::equal(opened->columns().samples, beats->columns().samples));
    QVERIFY(std::ranges::equal(opened->columns().fileParts, beats->columns().fileParts));
    QVERIFY(opened->facts().features.empty() && opened->columns().features.empty());
    for (std::size_t at = 0; at < old.size(); at += 131) {
      QVERIFY(isRefused({old.begin(), old.begin() + static_cast<std::ptrdiff_t>(at)}));
    }
    std::vector<char> newer = old;
    newer[8] = 3;
    QVERIFY(isRefused(newer));
  }

  void anEmptySetRoundTrips() {
    BeatSetFacts facts;
    facts.scheme = aami5Scheme();
    const fs::path path = m_path.parent_path() / "empty.beats";
    writeBeatFile(path, *BeatSetBuilder().build(facts), {});
    QCOMPARE(openBeatFile(path)->size(), std::size_t{0});
  }

  void truncationIsAnError() {
    std::vector<std::size_t> lengths = {0, 1, 7, 8, 63, 64, 287, 288, 319, 320};
    for (std::size_t at = 300; at < m_bytes.size(); at += 997) lengths.push_back(at);
    lengths.push_back(m_bytes.size() - 1);
    for (const std::size_t length : lengths) {
      QVERIFY(isRefused({m_bytes.begin(), m_bytes.begin() + static_cast<std::ptrdiff_t>(length)}));
    }
    std::vector<char> longer = m_bytes;
    longer.push_back('x');
    QVERIFY(isRefused(longer));
  }

  void aFlippedBitInTheFrontIsFound() {
    for (std::size_t at = 0; at < sizeof(beat_file::Front); ++at) {
      std::vector<char> damaged = m_bytes;
      damaged[at] = static_cast<char>(damaged[at] ^ (1 << (at % 8)));
      QVERIFY(isRefused(damaged));
    }
  }

  void damageInTheColumnsIsFound() {
    for (std::size_t at = sizeof(beat_file::Front); at < m_bytes.size(); at += 1009) {
      std::vector<char> damaged = m_bytes;
      damaged[at] = static_cast<char>(damaged[at] ^ 0x10);
      const fs::path path = m_path.parent_path() / "damaged.beats";
      writeAll(path, damaged);
      try {
        const auto opened = openBeatFile(path);
        // Only padding between columns may go unnoticed.
        QCOMPARE(opened->fingerprint(), openBeatFile(m_path)->fingerprint());
        QVERIFY(std::ranges::equal(opened->columns().samples, openBeatFile(m_path)->columns().samples));
      } catch (const Error&) {
      }
    }
  }

  void forgedSizesAreRefused() {
    using beat_file::Front;
    for (const std::uint64_t value : {std::uint64_t{0}, std::uint64_t{1}, std::uint64_t{1} << 31,
                                      std::uint64_t{1} << 62, ~std::uint64_t{0}, std::uint64_t{0} - 64}) {
      QVERIFY(isRefused(forge(m_bytes, [=](Front& front) { front.header.beats = value; })));
      QVERIFY(isRefused(forge(m_bytes, [=](Front& front) { front.header.jsonBytes = value; })));
      QVERIFY(isRefused(forge(m_bytes, [=](Front& front) { front.header.jsonOffset = value; })));
      for (std::size_t i = 0; i < beat_file::kColumns; ++i) {
        QVERIFY(isRefused(forge(m_bytes, [=](Front& front) { front.columns[i].offset = value; })));
        QVERIFY(isRefused(forge(m_bytes, [=](Front& front) { front.columns[i].bytes = value; })));
      }
    }
  }

  void forgedValuesAreRefused() {
    QVERIFY(!isRefused(forgeValue<std::uint8_t>(m_bytes, 1, 3, kUnlabelled)));  // the forging itself is sound
    QVERIFY(isRefused(forgeValue<float>(m_bytes, 0, 100, std::nanf(""))));
    QVERIFY(isRefused(forgeValue<std::uint8_t>(m_bytes, 1, 3, 5)));
    QVERIFY(isRefused(forgeValue<std::uint32_t>(m_bytes, 2, 49, 4)));
    QVERIFY(isRefused(forgeValue<std::uint8_t>(m_bytes, 6, 0, 3)));
    QVERIFY(isRefused(forgeValue<float>(m_bytes, 7, 99, std::nanf(""))));
  }

  void forgedDescriptionsAreRefused() {
    const std::string own = jsonOf(m_bytes);
    QVERIFY(!isRefused(forgeJson(m_bytes, own)));
    QVERIFY(isRefused(forgeJson(m_bytes, own.substr(0, own.size() / 2))));
    QVERIFY(isRefused(forgeJson(m_bytes, std::string(200000, '['))));
    QVERIFY(isRefused(forgeJson(m_bytes, "null")));
    const nlohmann::json whole = nlohmann::json::parse(own);
    for (const auto& [key, value] : whole.items()) {
      nlohmann::json changed = whole;
      changed[key] = 7;
      QVERIFY(isRefused(forgeJson(m_bytes, changed.dump())));
      changed.erase(key);
      QVERIFY(isRefused(forgeJson(m_bytes, changed.dump())));
    }
    for (const int length : {-1, 0, 186, 188, 65536, 2000000000}) {
      nlohmann::json changed = whole;
      changed["cut"]["length"] = length;
      QVERIFY(isRefused(forgeJson(m_bytes, changed.dump())));
    }
    for (const auto& fold :
         {nlohmann::json(-1), nlohmann::json(1001), nlohmann::json("1"), nlohmann::json()}) {
      nlohmann::json changed = whole;
      changed["records"][0]["fold"] = fold;
      QVERIFY(isRefused(forgeJson(m_bytes, changed.dump())));
    }
    nlohmann::json changed = whole;
    changed["features"] = {"one"};
    QVERIFY(isRefused(forgeJson(m_bytes, changed.dump())));
  }

  void leavesNothingBehindWhenStopped() {
    std::stop_source source;
    source.request_stop();
    const fs::path path = m_path.parent_path() / "stopped.beats";
    QVERIFY_EXCEPTION_THROWN(writeBeatFile(path, *makeBeats(50), JobContext(source.get_token(), {})),
                             Stopped);
    QVERIFY(!fs::exists(path));
    QVERIFY_EXCEPTION_THROWN(writeBeatFile("/nowhere/at/all.beats", *makeBeats(5), {}), Error);
  }
};

QTEST_GUILESS_MAIN(TestBeatFile)
#include "tst_beat_file.moc"
