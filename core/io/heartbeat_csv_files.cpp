#include "core/io/heartbeat_csv_files.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>

#include "core/base/error.h"

namespace ectopy {
namespace {

namespace fs = std::filesystem;

/// What tells the two files of a pair apart.
struct PairWords {
  PublishedPair pair;
  std::string_view prefix;  // of both names
  std::string_view first;
  std::string_view second;
};
constexpr std::array<PairWords, 3> kPairs = {{
    {PublishedPair::MitBih, "mitbih", "_train", "_test"},
    {PublishedPair::Ptb, "ptbdb", "_normal", "_abnormal"},
    {PublishedPair::None, "", "_train", "_test"},
}};

std::string lowered(std::string text) {
  std::ranges::transform(text, text.begin(),
                         [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
  return text;
}

/// The file name without the endings of packing and of text.
std::string stemOf(const fs::path& path) {
  fs::path name = path.filename();
  const std::string packing = lowered(name.extension().string());
  if (packing == ".gz" || packing == ".zip") name = name.stem();
  const std::string kind = lowered(name.extension().string());
  if (kind == ".csv" || kind == ".tsv" || kind == ".txt") name = name.stem();
  return name.string();
}

/// Where a file stands in a pair.
struct PairPlace {
  const PairWords* words = nullptr;
  bool isFirst = false;
  std::string partner;  // its stem
};

std::optional<PairPlace> placeOf(const std::string& stem) {
  for (const PairWords& words : kPairs) {
    if (!stem.starts_with(words.prefix)) continue;
    for (const bool isFirst : {true, false}) {
      const std::string_view own = isFirst ? words.first : words.second;
      const std::size_t at = stem.find(own);
      if (at == std::string::npos) continue;
      std::string partner = stem;
      partner.replace(at, own.size(), isFirst ? words.second : words.first);
      return PairPlace{&words, isFirst, partner};
    }
  }
  return std::nullopt;
}

CsvPart partOf(const PairPlace& place) {
  if (place.words->pair == PublishedPair::Ptb) return CsvPart::None;
  return place.isFirst ? CsvPart::Train : CsvPart::Test;
}

/// A file that may be taken, and the name it goes by.
struct Candidate {
  CsvFile file;
  std::string stem;
};

CsvFiles filesOf(const Candidate& chosen, const std::optional<Candidate>& partner) {
  CsvFiles set;
  set.name = chosen.stem;
  const auto place = placeOf(chosen.stem);
  set.files.push_back(chosen.file);
  if (!place) return set;
  set.pair = place->words->pair;
  if (!place->words->prefix.empty()) set.name = place->words->prefix;
  set.files.front().part = partOf(*place);
  if (!partner) return set;
  const PairPlace other{place->words, !place->isFirst, {}};
  set.files.push_back(partner->file);
  set.files.back().part = partOf(other);
  if (!place->isFirst) std::swap(set.files.front(), set.files.back());
  return set;
}

std::size_t rankOf(const Candidate& candidate) {
  const auto place = placeOf(candidate.stem);
  return place ? static_cast<std::size_t>(place->words - kPairs.data()) : kPairs.size();
}

std::string namesOf(const std::vector<Candidate>& candidates) {
  constexpr std::size_t kMost = 6;
  std::vector<std::string> names;
  for (const Candidate& candidate : candidates) {
    if (names.size() == kMost) return fmt::format("{}, ...", fmt::join(names, ", "));
    names.push_back(candidate.file.entry.empty() ? candidate.file.path.filename().string()
                                                 : candidate.file.entry);
  }
  return fmt::format("{}", fmt::join(names, ", "));
}

/// The best pair, or the only file, of an archive or a folder.
CsvFiles chooseFrom(const fs::path& path, std::vector<Candidate> candidates, const std::string& wanted) {
  const std::string name = path.filename().string();
  if (!wanted.empty()) {
    std::erase_if(candidates,
                  [&](const Candidate& candidate) { return !candidate.stem.starts_with(wanted); });
  }
  if (candidates.empty()) {
    throw Error(fmt::format("{}: expected a CSV file whose name begins with \"{}\" in it, found none.", name,
                            wanted));
  }
  std::ranges::stable_sort(candidates, {}, rankOf);
  const Candidate chosen = candidates.front();
  const auto place = placeOf(chosen.stem);
  if (!place && candidates.size() > 1) {
    throw Error(fmt::format("{}: expected one CSV file or a pair (_train and _test) in it, found {}: {}.",
                            name, candidates.size(), namesOf(candidates)));
  }
  std::optional<Candidate> partner;
  for (const Candidate& candidate : candidates) {
    if (place && candidate.stem == place->partner) partner = candidate;
  }
  CsvFiles set = filesOf(chosen, partner);
  for (const Candidate& candidate : candidates) {
    const bool isTaken = candidate.stem == chosen.stem || (partner && candidate.stem == partner->stem);
    if (!isTaken) set.leftOut.push_back(candidate.stem + ".csv");
  }
  return set;
}

std::vector<Candidate> candidatesInZip(const fs::path& path) {
  std::vector<Candidate> candidates;
  for (const std::string& entry : textsInZip(path)) candidates.push_back({{path, entry}, stemOf(entry)});
  return candidates;
}

/// The published files of a folder; others in it may be anything.
std::vector<Candidate> candidatesInFolder(const fs::path& folder) {
  std::vector<Candidate> candidates;
  std::error_code problem;
  for (fs::directory_iterator at(folder, problem), end; !problem && at != end; at.increment(problem)) {
    const std::string stem = stemOf(at->path());
    const auto place = placeOf(stem);
    const bool isCsv = lowered(at->path().filename().string()).find(".csv") != std::string::npos;
    std::error_code none;
    if (!isCsv || !place || place->words->prefix.empty() || !at->is_regular_file(none)) continue;
    candidates.push_back({{at->path(), {}}, stem});
  }
  std::ranges::sort(candidates, {}, [](const Candidate& candidate) { return candidate.file.path; });
  return candidates;
}

/// The partner of a file beside it, packed alike or not.
std::optional<Candidate> partnerBeside(const fs::path& path, const std::string& stem) {
  const auto place = placeOf(stem);
  if (!place) return std::nullopt;
  const std::string ending = path.filename().string().substr(stem.size());
  for (const std::string& candidate :
       {ending, std::string(".csv"), std::string(".csv.gz"), std::string(".csv.zip")}) {
    const fs::path partner = path.parent_path() / (place->partner + candidate);
    std::error_code none;
    if (fs::is_regular_file(partner, none)) return Candidate{{partner, {}}, place->partner};
  }
  return std::nullopt;
}

}  // namespace

CsvFiles csvFilesAt(const fs::path& path, const std::string& wanted) {
  std::error_code none;
  if (fs::is_directory(path, none)) {
    auto candidates = candidatesInFolder(path);
    if (candidates.empty()) {
      throw Error(
          fmt::format("{}: expected mitbih_train.csv and mitbih_test.csv, or ptbdb_normal.csv and "
                      "ptbdb_abnormal.csv, in this folder, found none of them.",
                      path.string()));
    }
    return chooseFrom(path, std::move(candidates), wanted);
  }
  const std::string stem = stemOf(path);
  if (packingOf(path) == Packing::Zip) {
    auto candidates = candidatesInZip(path);
    const bool isOneOfPair = candidates.size() == 1 && placeOf(stem);
    if (!isOneOfPair) return chooseFrom(path, std::move(candidates), wanted);
  }
  return filesOf({{path, {}}, stem}, partnerBeside(path, stem));
}

bool holdsPublishedCsv(const fs::path& folder) {
  return !candidatesInFolder(folder).empty();
}

TextFile openCsvFile(const CsvFile& file, const JobContext& job, std::size_t atMost) {
  return file.entry.empty() ? openText(file.path, job, atMost)
                            : openTextInZip(file.path, file.entry, job, atMost);
}

std::string nameOf(const CsvFile& file) {
  const std::string name = file.path.filename().string();
  return file.entry.empty() ? name : fmt::format("{}: {}", name, file.entry);
}

bool fitsPublishedPair(PublishedPair pair, std::size_t length, int highestClass) {
  if (pair == PublishedPair::None || length != kPublishedCsvLength) return false;
  return highestClass <= (pair == PublishedPair::MitBih ? 4 : 1);
}

}  // namespace ectopy
