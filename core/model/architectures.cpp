#include "core/model/architectures.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "core/base/error.h"
#include "core/beats/label_scheme.h"

namespace ectopy {

const std::vector<Architecture>& knownArchitectures() {
  static const std::vector<Architecture> known = {
      {"cvxtz", "Eight convolutions and three dense layers: small, quick, good within known patients.", 72,
       buildCvxtz},
  };
  return known;
}

std::shared_ptr<Network> buildNetwork(const std::string& name, std::int64_t length, std::int64_t classes) {
  const auto& known = knownArchitectures();
  const auto found = std::ranges::find_if(known, [&](const Architecture& a) { return name == a.name; });
  if (found == known.end()) {
    std::vector<std::string> names;
    for (const Architecture& architecture : known) names.emplace_back(architecture.name);
    throw Error(fmt::format("Unknown architecture \"{}\"; known: {}.", name, fmt::join(names, ", ")));
  }
  if (length < found->minimumLength)
    throw Error(fmt::format("Architecture {} needs beats of at least {} samples, these have {}.", name,
                            found->minimumLength, length));
  if (classes < 2 || classes >= kUnlabelled)
    throw Error(fmt::format("A model needs 2 to {} classes, found {}.", kUnlabelled - 1, classes));
  return found->build(length, classes);
}

}  // namespace ectopy
