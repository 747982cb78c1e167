#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <set>

#include "core/base/error.h"
#include "core/beats/split_parts.h"
#include "core/io/text_fields.h"

namespace ectopy {
namespace {

constexpr std::string_view kPrefix = "fold:";
constexpr std::size_t kFewestFolds = 3;  // one a part

}  // namespace

std::vector<int> foldsOf(const BeatSet& beats) {
  std::set<int> folds;
  for (const RecordInfo& record : beats.facts().records) {
    if (record.fold > 0) folds.insert(record.fold);
  }
  return {folds.begin(), folds.end()};
}

std::optional<int> foldOfId(std::string_view id) {
  if (id == "folds") return 0;
  if (!id.starts_with(kPrefix)) return std::nullopt;
  const auto fold = parseInteger(id.substr(kPrefix.size()));
  if (!fold || *fold < 1 || *fold > 1000) {
    throw Error(fmt::format("Protocol \"{}\": expected a fold's number, as in \"fold:3\".", id));
  }
  return static_cast<int>(*fold);
}

void splitByFold(const BeatSet& beats, std::span<const ClassIndex> labels, int fold, Split& split) {
  const std::vector<int> folds = foldsOf(beats);
  if (folds.size() < kFewestFolds) {
    throw Error(
        fmt::format("\"{}\": protocol \"{}\" expected records in at least {} folds of a catalogue, found "
                    "{} folds.",
                    beats.facts().name, split.id, kFewestFolds, folds.size()));
  }
  const auto test = fold == 0 ? folds.end() - 1 : std::ranges::find(folds, fold);
  if (test == folds.end()) {
    throw Error(fmt::format("\"{}\": protocol \"{}\" expected one of the folds {}.", beats.facts().name,
                            split.id, fmt::join(folds, ", ")));
  }
  const int validationFold = test == folds.begin() ? folds.back() : *(test - 1);
  for (BeatIndex i = 0; i < beats.size(); ++i) {
    const RecordInfo* record = beats.recordOf(i);
    if (record == nullptr || record->fold == 0 || labels[i] >= beats.scheme().size()) continue;
    std::vector<BeatIndex>& part = record->fold == *test            ? split.test
                                   : record->fold == validationFold ? split.validation
                                                                    : split.train;
    part.push_back(i);
  }
  split.protocol += fmt::format(": fold {} to choose by, fold {} to test, {} others to learn from",
                                validationFold, *test, folds.size() - 2);
}

}  // namespace ectopy
