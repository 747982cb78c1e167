#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "core/model/network.h"

namespace ectopy {

/// A kind of network this program knows.
struct Architecture {
  const char* name;      // "cvxtz"
  const char* sentence;  // what it is good for
  int minimumLength;     // fewest samples a beat its layers can take
  std::shared_ptr<Network> (*build)(std::int64_t length, std::int64_t classes);
};

/// All of them, the default first.
const std::vector<Architecture>& knownArchitectures();

/// Builds a network for beats of `length` samples with weights not yet set. Throws Error: unknown name, beats
/// too short for it, fewer than two classes or too many.
std::shared_ptr<Network> buildNetwork(const std::string& name, std::int64_t length, std::int64_t classes);

/// The network of a published Keras script, see architectures/cvxtz.cpp.
std::shared_ptr<Network> buildCvxtz(std::int64_t length, std::int64_t classes);

}  // namespace ectopy
