#include "core/beats/csv_source.h"

#include <fmt/format.h>

#include <algorithm>

#include "core/base/error.h"
#include "core/beats/cutting.h"
#include "core/io/heartbeat_csv.h"
#include "core/io/heartbeat_csv_files.h"
#include "core/io/path_kind.h"
#include "core/io/text_fields.h"

namespace ectopy {
namespace {

namespace fs = std::filesystem;

/// The rows of all files of a set, and whether they are what the files' names promise.
struct CsvTables {
  CsvFiles set;
  std::vector<HeartbeatRows> tables;
  std::vector<std::string> textNames;  // of all files, sorted
  std::size_t length = 0;
  std::size_t rows = 0;
  int highestClass = 0;
  PublishedPair pair = PublishedPair::None;
};

void requireSameLabels(const CsvTables& all, const HeartbeatRows& table, const CsvFile& file) {
  if (all.tables.empty() || table.classNames.empty() == all.tables.front().classNames.empty()) return;
  throw Error(fmt::format("{}: expected classes as in {}, found {} instead of {}.", nameOf(file),
                          nameOf(all.set.files.front()), table.classNames.empty() ? "numbers" : "names",
                          table.classNames.empty() ? "names" : "numbers"));
}

CsvTables readTables(const fs::path& path, const CsvReading& reading, const JobContext& job) {
  CsvTables all;
  all.set = csvFilesAt(path, reading.file);
  all.length = reading.length;
  for (const CsvFile& file : all.set.files) {
    HeartbeatRows table = readHeartbeatCsv(openCsvFile(file, job), all.length, job);
    requireSameLabels(all, table, file);
    all.length = table.length;
    all.rows += table.rows();
    all.highestClass = std::max(all.highestClass, *std::ranges::max_element(table.classes));
    all.textNames.insert(all.textNames.end(), table.classNames.begin(), table.classNames.end());
    all.tables.push_back(std::move(table));
  }
  std::ranges::sort(all.textNames);
  all.textNames.erase(std::ranges::unique(all.textNames).begin(), all.textNames.end());
  const bool isPublished =
      all.textNames.empty() && fitsPublishedPair(all.set.pair, all.length, all.highestClass);
  if (isPublished) all.pair = all.set.pair;
  return all;
}

/// Names given for numbered classes; there may be more than the file uses.
LabelScheme schemeOfNumbers(const CsvTables& all, const std::vector<std::string>& given) {
  const auto classes = static_cast<std::size_t>(all.highestClass) + 1;
  if (!given.empty()) {
    if (given.size() < classes) {
      throw Error(fmt::format("{}: expected a name for each of the classes 0 to {}, found {} names ({}).",
                              nameOf(all.set.files.front()), all.highestClass, given.size(),
                              fmt::join(given, ", ")));
    }
    return namedScheme(given);
  }
  if (all.pair == PublishedPair::MitBih) return aami5Scheme();
  if (all.pair == PublishedPair::Ptb) return normalAbnormalScheme();
  return numberedScheme(std::max<std::size_t>(classes, 2));
}

LabelScheme schemeOfTexts(const CsvTables& all, const std::vector<std::string>& given) {
  if (given.empty()) {
    const LabelScheme aami = aami5Scheme();
    const bool isAami =
        all.textNames.size() == aami.size() &&
        std::ranges::all_of(all.textNames, [&](const auto& name) { return aami.indexOf(name).has_value(); });
    return isAami ? aami : namedScheme(all.textNames);
  }
  LabelScheme scheme = namedScheme(given);
  for (const std::string& name : all.textNames) {
    if (scheme.indexOf(name)) continue;
    throw Error(fmt::format("{}: expected the classes {}, found {}.", nameOf(all.set.files.front()),
                            fmt::join(given, ", "), inQuotes(name)));
  }
  return scheme;
}

BeatCut cutOf(const CsvTables& all) {
  BeatCut cut = defaultCut(all.pair == PublishedPair::MitBih ? CutRule::Kaggle : CutRule::Given);
  cut.length = static_cast<int>(all.length);
  if (all.pair == PublishedPair::Ptb) cut.task = BeatTask::NormalInfarction;
  return cut;
}

std::vector<std::string> warningsOf(const CsvTables& all, const fs::path& path, const CsvReading& reading) {
  std::vector<std::string> warnings;
  if (!all.set.leftOut.empty()) {
    warnings.push_back(fmt::format("{} also holds {}: left out, for they are another set.",
                                   path.filename().string(), fmt::join(all.set.leftOut, ", ")));
  }
  if (reading.classNames.empty() && all.textNames.empty() && all.pair == PublishedPair::None) {
    warnings.push_back(
        fmt::format("{} doesn't name its classes: they are numbered 0 to {} until names are "
                    "given.",
                    nameOf(all.set.files.front()), all.highestClass));
  }
  return warnings;
}

std::string sourceOf(const CsvTables& all) {
  std::string words;
  for (const CsvFile& file : all.set.files) {
    words += words.empty() ? "" : " and ";
    words += file.path.string() + (file.entry.empty() ? "" : ": " + file.entry);
  }
  return words;
}

FilePart filePartOf(CsvPart part) {
  if (part == CsvPart::Train) return FilePart::Train;
  return part == CsvPart::Test ? FilePart::Test : FilePart::None;
}

/// The scheme's class of each number in the table.
std::vector<ClassIndex> placesOf(const HeartbeatRows& table, const LabelScheme& scheme) {
  std::vector<ClassIndex> places;
  for (const std::string& name : table.classNames) places.push_back(scheme.indexOf(name).value());
  for (std::size_t i = 0; table.classNames.empty() && i < scheme.size(); ++i) {
    places.push_back(static_cast<ClassIndex>(i));
  }
  return places;
}

void addRows(const HeartbeatRows& table, FilePart part, const LabelScheme& scheme, BeatSetBuilder& builder) {
  const std::span<const float> samples(table.samples);
  const auto places = placesOf(table, scheme);
  for (std::size_t row = 0; row < table.rows(); ++row) {
    BeatSetBuilder::Beat beat;
    beat.samples = samples.subspan(row * table.length, table.length);
    beat.classIndex = places[static_cast<std::size_t>(table.classes[row])];
    beat.filePart = part;
    builder.add(beat);
  }
}

}  // namespace

std::vector<std::string> classNamesFromText(const std::string& text) {
  if (trimmed(text).empty()) return {};
  std::vector<std::string> names;
  std::string_view rest = text;
  while (true) {
    const std::size_t end = std::min(rest.find(','), rest.size());
    names.emplace_back(trimmed(rest.substr(0, end)));
    if (end == rest.size()) break;
    rest.remove_prefix(end + 1);
  }
  namedScheme(names);  // throws where they can't be
  return names;
}

std::shared_ptr<const BeatSet> openHeartbeatCsv(const fs::path& path, const CsvReading& reading,
                                                const JobContext& job) {
  CsvTables all = readTables(path, reading, job);
  BeatSetFacts facts;
  facts.name = all.set.name;
  facts.source = sourceOf(all);
  facts.scheme = all.textNames.empty() ? schemeOfNumbers(all, reading.classNames)
                                       : schemeOfTexts(all, reading.classNames);
  facts.cut = cutOf(all);
  facts.warnings = warningsOf(all, path, reading);
  BeatSetBuilder builder;
  builder.reserve(all.rows, all.length);
  for (std::size_t i = 0; i < all.tables.size(); ++i) {
    addRows(all.tables[i], filePartOf(all.set.files[i].part), facts.scheme, builder);
    all.tables[i] = {};
  }
  return std::move(builder).build(std::move(facts));
}

std::shared_ptr<const BeatSet> openHeartbeatCsv(const fs::path& path, const JobContext& job) {
  return openHeartbeatCsv(path, CsvReading{}, job);
}

std::shared_ptr<const BeatSet> openBeats(const fs::path& data, const BeatCut& cut, const CsvReading& reading,
                                         const JobContext& job) {
  const PathKind kind = pathKind(data);
  if (kind == PathKind::HeartbeatCsv) return openHeartbeatCsv(data, reading, job);
  if (!reading.classNames.empty() || reading.length != 0 || !reading.file.empty()) {
    throw Error(fmt::format("{}: class names, a length or a file name are for a heartbeat CSV, found a {}.",
                            data.string(), nameOf(kind)));
  }
  return openBeats(data, cut, job);
}

}  // namespace ectopy
