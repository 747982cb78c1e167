#pragma once

#include <vector>

#include "core/beats/beat_set.h"

namespace ectopy {

/// The columns of a BeatSet in memory of their own, for the set to keep alive.
struct OwnedColumns {
  std::vector<float> samples;
  std::vector<ClassIndex> classes;
  std::vector<std::uint32_t> records;
  std::vector<std::int64_t> rSamples;
  std::vector<float> rrBefore;
  std::vector<float> rrAfter;
  std::vector<FilePart> fileParts;
  std::vector<float> features;

  BeatColumns view() const {
    return {samples, classes, records, rSamples, rrBefore, rrAfter, fileParts, features};
  }
};

}  // namespace ectopy
