#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "core/base/error.h"
#include "core/beats/split_parts.h"

namespace ectopy {

std::vector<std::vector<BeatIndex>> beatsByClass(const BeatSet& beats, std::span<const ClassIndex> labels) {
  std::vector<std::vector<BeatIndex>> byClass(beats.scheme().size());
  for (BeatIndex i = 0; i < beats.size(); ++i) {
    if (labels[i] < byClass.size()) byClass[labels[i]].push_back(i);
  }
  const auto isUsed = [](const auto& one) { return !one.empty(); };
  const auto used = std::count_if(byClass.begin(), byClass.end(), isUsed);
  if (used >= 2) return byClass;
  if (used == 0) {
    throw Error(fmt::format("\"{}\": none of its {} beats has a label, expected at least two classes.",
                            beats.facts().name, beats.size()));
  }
  const auto only = std::find_if(byClass.begin(), byClass.end(), isUsed) - byClass.begin();
  throw Error(fmt::format("\"{}\": all {} labelled beats are of class {}, expected at least two classes.",
                          beats.facts().name, byClass[static_cast<std::size_t>(only)].size(),
                          beats.scheme().codeOf(static_cast<ClassIndex>(only))));
}

std::vector<BeatIndex> takeStratified(std::vector<std::vector<BeatIndex>>& from, double share,
                                      SeededRandom& random) {
  std::vector<std::vector<BeatIndex>> taken(from.size());
  for (std::size_t i = 0; i < from.size(); ++i) {
    std::vector<BeatIndex>& all = from[i];
    if (all.size() < 2) continue;
    random.shuffle(std::span(all));
    const auto wanted = static_cast<std::size_t>(std::lround(share * static_cast<double>(all.size())));
    const auto count = static_cast<std::ptrdiff_t>(std::clamp<std::size_t>(wanted, 1, all.size() - 1));
    taken[i].assign(all.end() - count, all.end());
    all.erase(all.end() - count, all.end());
    std::sort(all.begin(), all.end());
  }
  return joined(taken);
}

std::vector<BeatIndex> joined(const std::vector<std::vector<BeatIndex>>& parts) {
  std::vector<BeatIndex> all;
  for (const auto& part : parts) all.insert(all.end(), part.begin(), part.end());
  std::sort(all.begin(), all.end());
  return all;
}

}  // namespace ectopy
