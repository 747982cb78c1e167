#include "core/beats/split.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <set>

#include "core/base/error.h"
#include "core/beats/beat_peak.h"
#include "core/beats/split_parts.h"

namespace ectopy {
namespace {

constexpr double kTestShare = 0.2;
constexpr double kValidationShare = 0.1;         // of the training side
constexpr double kRecordValidationShare = 0.15;  // of DS1: whole records, about three of 22
constexpr std::size_t kFewestPatients = 3;       // one a part
constexpr std::size_t kFewestFolds = 3;          // likewise

using Names = std::array<std::string_view, 22>;
// de Chazal 2004; 102, 104, 107 and 217 (paced) are in neither.
constexpr Names kDs1 = {"101", "106", "108", "109", "112", "114", "115", "116", "118", "119", "122",
                        "124", "201", "203", "205", "207", "208", "209", "215", "220", "223", "230"};
constexpr Names kDs2 = {"100", "103", "105", "111", "113", "117", "121", "123", "200", "202", "210",
                        "212", "213", "214", "219", "221", "222", "228", "231", "232", "233", "234"};
constexpr std::string_view kTwin = "201";  // of 202 in DS2

constexpr std::array<std::pair<std::string_view, std::string_view>, 6> kProtocols = {{
    {"beat", "intra-patient: random 80/20 by beat, stratified by class"},
    {"ds1-ds2", "inter-patient: DS1 -> DS2 by record (de Chazal 2004), paced records left out"},
    {"ds1-ds2-strict",
     "inter-patient: DS1 -> DS2 by record (de Chazal 2004), paced records and 201 left out"},
    {"file", "as the files say: training file -> test file"},
    {"patient", "inter-patient: random 80/20 by whole patients"},
    {"folds", "inter-patient: by the catalogue's folds"},
}};

std::string_view protocolOf(std::string_view id) {
  for (const auto& [known, words] : kProtocols) {
    if (known == id) return words;
  }
  if (foldOfId(id)) return "inter-patient: by the catalogue's folds";
  std::vector<std::string_view> ids;
  for (const auto& [known, words] : kProtocols) ids.push_back(known);
  ids.emplace_back("fold:K");
  throw Error(fmt::format("Protocol \"{}\" is not known, expected one of {}.", id, fmt::join(ids, ", ")));
}

bool contains(const Names& names, std::string_view name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

std::vector<std::string_view> missingRecords(const BeatSet& beats) {
  std::set<std::string_view> present;
  for (const RecordInfo& record : beats.facts().records) present.insert(record.name);
  std::vector<std::string_view> missing;
  for (const Names& names : {kDs1, kDs2}) {
    for (const std::string_view name : names) {
      if (!present.contains(name)) missing.push_back(name);
    }
  }
  return missing;
}

std::size_t patientCount(const BeatSet& beats) {
  std::set<std::string_view> patients;
  for (const RecordInfo& record : beats.facts().records) patients.insert(patientOf(record));
  return patients.size();
}

bool hasBothFiles(const BeatSet& beats) {
  const auto parts = beats.columns().fileParts;
  return std::find(parts.begin(), parts.end(), FilePart::Train) != parts.end() &&
         std::find(parts.begin(), parts.end(), FilePart::Test) != parts.end();
}

void splitByBeat(const BeatSet& beats, std::span<const ClassIndex> labels, SeededRandom& random,
                 Split& split) {
  auto byClass = beatsByClass(beats, labels);
  split.test = takeStratified(byClass, kTestShare, random);
  split.validation = takeStratified(byClass, kValidationShare, random);
  split.train = joined(byClass);
}

void splitByFile(const BeatSet& beats, std::span<const ClassIndex> labels, SeededRandom& random,
                 Split& split) {
  if (!hasBothFiles(beats)) {
    throw Error(
        fmt::format("\"{}\": protocol \"file\" expected rows of a training and of a test file "
                    "(NAME_train.csv, NAME_test.csv), found them not both.",
                    beats.facts().name));
  }
  auto byClass = beatsByClass(beats, labels);
  std::vector<std::vector<BeatIndex>> tests(byClass.size());
  for (std::size_t i = 0; i < byClass.size(); ++i) {
    std::erase_if(byClass[i], [&](BeatIndex beat) {
      const FilePart part = beats.columns().fileParts[beat];
      if (part == FilePart::Test) tests[i].push_back(beat);
      return part != FilePart::Train;
    });
  }
  split.test = joined(tests);
  split.validation = takeStratified(byClass, kValidationShare, random);
  split.train = joined(byClass);
}

void splitByDs(const BeatSet& beats, std::span<const ClassIndex> labels, bool isStrict, SeededRandom& random,
               Split& split) {
  const auto missing = missingRecords(beats);
  if (!missing.empty()) {
    throw Error(fmt::format("\"{}\": protocol \"{}\" expected the 44 records of DS1 and DS2, missing {}.",
                            beats.facts().name, split.id, fmt::join(missing, ", ")));
  }
  std::vector<BeatGroup> train;
  std::vector<BeatGroup> test;
  for (BeatGroup& group : groupsByRecord(beats, labels)) {
    if (contains(kDs2, group.name)) {
      test.push_back(std::move(group));
    } else if (contains(kDs1, group.name) && !(isStrict && group.name == kTwin)) {
      train.push_back(std::move(group));
    }
  }
  split.test = beatsOf(test);
  split.validation = beatsOf(takeGroups(train, kRecordValidationShare, 1, random));
  split.train = beatsOf(train);
}

void splitByPatient(const BeatSet& beats, std::span<const ClassIndex> labels, SeededRandom& random,
                    Split& split) {
  std::vector<BeatGroup> groups = groupsByPatient(beats, labels);
  if (groups.size() < kFewestPatients) {
    throw Error(fmt::format("\"{}\": protocol \"patient\" expected at least {} patients, found {}.",
                            beats.facts().name, kFewestPatients, groups.size()));
  }
  split.test = beatsOf(takeGroups(groups, kTestShare, 2, random));
  split.validation = beatsOf(takeGroups(groups, kValidationShare, 1, random));
  split.train = beatsOf(groups);
}

/// Records with beats in these parts, by patient.
std::map<std::string, std::set<std::string>> recordsByPatient(const BeatSet& beats,
                                                              std::span<const BeatIndex> part) {
  std::map<std::string, std::set<std::string>> records;
  std::uint32_t last = BeatColumns::kNoRecord;
  for (const BeatIndex beat : part) {
    const std::uint32_t record = beats.columns().records[beat];
    if (record == last || record == BeatColumns::kNoRecord) continue;
    last = record;
    const RecordInfo& info = beats.facts().records[record];
    records[patientOf(info)].insert(info.name);
  }
  return records;
}

void guard(const BeatSet& beats, Split& split) {
  auto train = recordsByPatient(beats, split.train);
  train.merge(recordsByPatient(beats, split.validation));
  const auto test = recordsByPatient(beats, split.test);
  if (train.empty() || test.empty()) {
    split.guard =
        "The beats name no patients: beats of one person may stand on both sides, figures are "
        "optimistic.";
    return;
  }
  std::set<std::string> all;
  std::vector<std::string> both;
  for (const auto& [patient, records] : train) all.insert(patient);
  for (const auto& [patient, records] : test) {
    if (!all.insert(patient).second) both.push_back(patient);
  }
  split.patientsOnBothSides = static_cast<int>(both.size());
  if (both.empty()) {
    split.guard = fmt::format("No patient stands on both sides: {} to learn from, {} to judge by.",
                              train.size(), test.size());
  } else if (both.size() == 1 && train[both[0]] != test.at(both[0])) {
    split.guard = fmt::format(
        "1 of {} patients stands on both sides: record {} (training) and record {} (test) "
        "are one person.",
        all.size(), fmt::join(train[both[0]], ", "), fmt::join(test.at(both[0]), ", "));
  } else {
    split.guard = fmt::format("{} of {} patients stand on both sides: figures are optimistic.", both.size(),
                              all.size());
  }
}

void checkParts(const BeatSet& beats, const Split& split) {
  const std::array<std::pair<std::string_view, std::size_t>, 3> parts = {
      {{"training", split.train.size()},
       {"validation", split.validation.size()},
       {"test", split.test.size()}}};
  for (const auto& [words, size] : parts) {
    if (size > 0) continue;
    throw Error(
        fmt::format("\"{}\": protocol \"{}\" leaves no beat for the {} part, the set has too few beats.",
                    beats.facts().name, split.id, words));
  }
}

}  // namespace

std::string_view nameOf(Part part) {
  switch (part) {
    case Part::Train:
      return "train";
    case Part::Validation:
      return "validation";
    case Part::Test:
      return "test";
    case Part::None:
      break;
  }
  return "none";
}

Split makeSplit(const BeatSet& beats, std::span<const ClassIndex> labels, std::string_view id,
                std::uint64_t seed) {
  Split split;
  split.id = id;
  split.protocol = protocolOf(id);
  split.seed = seed;
  if (labels.size() != beats.size()) {
    throw Error(fmt::format("Splitting \"{}\": expected {} labels, found {}.", beats.facts().name,
                            beats.size(), labels.size()));
  }
  beatsByClass(beats, labels);  // fewer than two classes can't be told apart under any protocol
  SeededRandom random(seed);
  if (id == "beat") {
    splitByBeat(beats, labels, random, split);
  } else if (id == "file") {
    splitByFile(beats, labels, random, split);
  } else if (const auto fold = foldOfId(id)) {
    splitByFold(beats, labels, *fold, split);
  } else if (id == "patient") {
    splitByPatient(beats, labels, random, split);
  } else {
    splitByDs(beats, labels, id == "ds1-ds2-strict", random, split);
  }
  checkParts(beats, split);
  guard(beats, split);
  return split;
}

Split carriedTo(Split split, const BeatSet& beats) {
  if (!beats.overlay()) return split;
  const BeatColumns& base = beats.overlay()->base->columns();
  const std::vector<Part> parts = partOfEachBeat(split, beats.size());
  const auto distanceTo = [&](BeatIndex beat, BeatIndex added) {
    return std::abs(base.rSamples[beat] - beats.columns().rSamples[added]);
  };
  for (auto added = static_cast<BeatIndex>(base.classes.size()); added < beats.size(); ++added) {
    if (parts[added] != Part::None || beats.isAbsent(added)) continue;
    std::optional<BeatIndex> nearest;
    for (BeatIndex beat = 0; beat < base.classes.size(); ++beat) {
      if (base.records[beat] != beats.columns().records[added] || parts[beat] == Part::None) continue;
      if (!nearest || distanceTo(beat, added) < distanceTo(*nearest, added)) nearest = beat;
    }
    if (!nearest) continue;
    auto& list = parts[*nearest] == Part::Train        ? split.train
                 : parts[*nearest] == Part::Validation ? split.validation
                                                       : split.test;
    list.insert(std::ranges::upper_bound(list, added), added);
  }
  return split;
}

Split makeStableSplit(const BeatSet& beats, std::span<const ClassIndex> corrected, std::string_view id,
                      std::uint64_t seed) {
  if (beats.overlay()) {
    const BeatSet& base = *beats.overlay()->base;
    return carriedTo(
        makeStableSplit(base, corrected.first(std::min(base.size(), corrected.size())), id, seed), beats);
  }
  const auto made = [&](std::span<const ClassIndex> labels, std::string_view words) {
    Split split = makeSplit(beats, labels, id, seed);
    split.protocol += words;
    return split;
  };
  try {
    return made(beats.columns().classes, ", drawn by the file's labels");
  } catch (const Error&) {
    return made(corrected, kDrawnByCorrections);
  }
}

std::vector<SplitChoice> splitChoices(const BeatSet& beats) {
  std::vector<std::string_view> ids;
  const bool hasDs = missingRecords(beats).empty();
  const bool hasPatients = patientCount(beats) >= kFewestPatients;
  if (hasBothFiles(beats)) ids.push_back("file");
  if (foldsOf(beats).size() >= kFewestFolds) ids.push_back("folds");
  if (hasPatients && !hasDs) ids.push_back("patient");
  ids.push_back("beat");
  if (hasDs) ids.insert(ids.end(), {"ds1-ds2", "ds1-ds2-strict", "patient"});
  std::vector<SplitChoice> choices;
  for (const std::string_view id : ids) choices.push_back({std::string(id), std::string(protocolOf(id))});
  return choices;
}

std::vector<Part> partOfEachBeat(const Split& split, std::size_t beats) {
  std::vector<Part> parts(beats, Part::None);
  const auto mark = [&parts](const std::vector<BeatIndex>& indices, Part part) {
    for (const BeatIndex beat : indices) {
      if (beat < parts.size()) parts[beat] = part;
    }
  };
  mark(split.train, Part::Train);
  mark(split.validation, Part::Validation);
  mark(split.test, Part::Test);
  return parts;
}

}  // namespace ectopy
