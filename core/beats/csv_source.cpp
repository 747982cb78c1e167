#include "core/beats/csv_source.h"

#include <algorithm>
#include <string>
#include <vector>

#include "core/io/heartbeat_csv.h"

namespace ectopy {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kPublishedLength = 187;

/// A CSV of a data set, and which side of it the file holds.
struct CsvFile {
  fs::path path;
  FilePart part = FilePart::None;
};

/// The CSV files that make up one data set.
struct CsvSource {
  std::string name;
  std::vector<CsvFile> files;
  bool isMitBih = false;
  bool isPtb = false;
};

/// The file name with its first `word` replaced; empty when it holds none.
fs::path partnerOf(const fs::path& path, std::string_view word, std::string_view other) {
  std::string name = path.filename().string();
  const std::size_t at = name.find(word);
  if (at == std::string::npos) return {};
  return path.parent_path() / name.replace(at, word.size(), other);
}

/// A pair of files in its order (train before test, normal before abnormal), or the one that is there.
bool addPair(CsvSource& source, const fs::path& path, const CsvFile& first, const CsvFile& second) {
  if (first.path.empty() && second.path.empty()) return false;
  for (const CsvFile& file : {first, second}) {
    const fs::path own = file.path.empty() ? path : file.path;
    std::error_code none;
    if (own == path || fs::is_regular_file(own, none)) source.files.push_back({own, file.part});
  }
  return true;
}

CsvSource csvSourceOf(const fs::path& path) {
  CsvSource source;
  const std::string stem = path.stem().string();
  source.isMitBih = stem.starts_with("mitbih");
  source.isPtb = stem.starts_with("ptbdb");
  source.name = source.isMitBih ? "mitbih" : source.isPtb ? "ptbdb" : stem;
  const fs::path asTrain = partnerOf(path, "_test", "_train");
  const fs::path asTest = partnerOf(path, "_train", "_test");
  if (addPair(source, path, {asTrain, FilePart::Train}, {asTest, FilePart::Test})) return source;
  const fs::path asNormal = source.isPtb ? partnerOf(path, "_abnormal", "_normal") : fs::path();
  const fs::path asAbnormal = source.isPtb ? partnerOf(path, "_normal", "_abnormal") : fs::path();
  if (addPair(source, path, {asNormal}, {asAbnormal})) return source;
  source.files.push_back({path});
  return source;
}

LabelScheme schemeOf(const CsvSource& source, std::size_t classes) {
  if (source.isMitBih && classes <= 5) return aami5Scheme();
  if (source.isPtb && classes <= 2) return normalAbnormalScheme();
  if (classes == 5) return aami5Scheme();
  return numberedScheme(std::max<std::size_t>(classes, 2));
}

BeatCut cutOf(const CsvSource& source, std::size_t length) {
  const bool isKaggle = source.isMitBih && length == kPublishedLength;
  BeatCut cut = defaultCut(isKaggle ? CutRule::Kaggle : CutRule::Given);
  cut.length = static_cast<int>(length);
  if (source.isPtb) cut.task = BeatTask::NormalInfarction;
  return cut;
}

void addRows(const HeartbeatRows& rows, FilePart part, BeatSetBuilder& builder) {
  const std::span<const float> samples(rows.samples);
  for (std::size_t row = 0; row < rows.rows(); ++row) {
    BeatSetBuilder::Beat beat;
    beat.samples = samples.subspan(row * rows.length, rows.length);
    beat.classIndex = static_cast<ClassIndex>(rows.classes[row]);
    beat.filePart = part;
    builder.add(beat);
  }
}

}  // namespace

std::shared_ptr<const BeatSet> openHeartbeatCsv(const fs::path& path, const JobContext& job) {
  const CsvSource source = csvSourceOf(path);
  std::size_t length = source.isMitBih || source.isPtb ? kPublishedLength : 0;
  std::vector<HeartbeatRows> tables;
  std::size_t rows = 0;
  int largest = 0;
  std::string words;
  for (const CsvFile& file : source.files) {
    tables.push_back(readHeartbeatCsv(file.path, length, job));
    length = tables.back().length;
    rows += tables.back().rows();
    for (const int label : tables.back().classes) largest = std::max(largest, label);
    words += (words.empty() ? "" : " and ") + file.path.string();
  }
  BeatSetFacts facts;
  facts.name = source.name;
  facts.source = words;
  facts.scheme = schemeOf(source, static_cast<std::size_t>(largest) + 1);
  facts.cut = cutOf(source, length);
  BeatSetBuilder builder;
  builder.reserve(rows, length);
  for (std::size_t i = 0; i < tables.size(); ++i) addRows(tables[i], source.files[i].part, builder);
  return std::move(builder).build(std::move(facts));
}

}  // namespace ectopy
