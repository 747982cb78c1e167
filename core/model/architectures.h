#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "core/beats/beat_set.h"
#include "core/model/network.h"
#include "core/model/training_config.h"

namespace ectopy {

/// A kind of network this program knows.
struct Architecture {
  const char* name;       // "cvxtz"
  const char* sentence;   // what it is good for
  int minimumLength;      // fewest samples a beat its layers can take
  bool needsFeatures;     // contextFeatureNames() beside each beat
  TrainingConfig recipe;  // how it is trained unless told otherwise
  std::shared_ptr<Network> (*build)(std::int64_t length, std::int64_t classes);
};

/// All of them, the default first. A new one is a file in architectures/ that defines such a function, and a
/// line in architectures.cpp.
const std::vector<Architecture>& knownArchitectures();

/// Throws Error: unknown name.
const Architecture& architectureNamed(const std::string& name);

/// Builds a network for beats of `length` samples with weights not yet set. Throws Error: unknown name, beats
/// too short for it, fewer than two classes or too many.
std::shared_ptr<Network> buildNetwork(const std::string& name, std::int64_t length, std::int64_t classes);

/// Throws Error when a network of this name needs the numbers of rule `context` beside each beat and the
/// beats have none, or others.
void requireFeatures(const std::string& name, const BeatSet& beats);

}  // namespace ectopy
