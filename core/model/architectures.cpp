#include "core/model/architectures.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "core/base/error.h"
#include "core/beats/context_features.h"
#include "core/beats/label_scheme.h"

namespace ectopy {

// Each in its own file of architectures/.
Architecture ectopyBeat();
Architecture ectopyContext();
Architecture cvxtz();
Architecture kachuee();

const std::vector<Architecture>& knownArchitectures() {
  static const std::vector<Architecture> known = {
      ectopyBeat(),
      ectopyContext(),
      cvxtz(),
      kachuee(),
  };
  return known;
}

const Architecture& architectureNamed(const std::string& name) {
  const auto& known = knownArchitectures();
  const auto found = std::ranges::find_if(known, [&](const Architecture& a) { return name == a.name; });
  if (found != known.end()) return *found;
  std::vector<std::string> names;
  for (const Architecture& architecture : known) names.emplace_back(architecture.name);
  throw Error(fmt::format("Unknown architecture \"{}\"; known: {}.", name, fmt::join(names, ", ")));
}

std::shared_ptr<Network> buildNetwork(const std::string& name, std::int64_t length, std::int64_t classes) {
  const Architecture& architecture = architectureNamed(name);
  if (length < architecture.minimumLength)
    throw Error(fmt::format("Architecture {} needs beats of at least {} samples, these have {}.", name,
                            architecture.minimumLength, length));
  if (classes < 2 || classes >= kUnlabelled)
    throw Error(fmt::format("A model needs 2 to {} classes, found {}.", kUnlabelled - 1, classes));
  return architecture.build(length, classes);
}

void requireFeatures(const std::string& name, const BeatSet& beats) {
  const std::vector<std::string>& found = beats.facts().features;
  if (!architectureNamed(name).needsFeatures || found == contextFeatureNames()) return;
  throw Error(
      fmt::format("Architecture {} needs the {} numbers of rule \"context\" beside each beat, the data set "
                  "\"{}\" has {}: "
                  "cut the recordings by rule \"context\".",
                  name, contextFeatureNames().size(), beats.facts().name,
                  found.size() == contextFeatureNames().size() ? "others" : std::to_string(found.size())));
}

}  // namespace ectopy
