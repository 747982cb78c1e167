#pragma once

#include <QString>
#include <cstdint>
#include <string>

#include "core/beats/split.h"

namespace ectopy::ui {

/// One part of a split in numbers.
struct PartFacts {
  std::int64_t beats = 0;
  int patients = -1;  // -1: the data set knows none
  bool operator==(const PartFacts&) const = default;
};

/// What a training would learn from, be chosen by and be judged by.
struct SplitPreview {
  PartFacts train;
  PartFacts validation;
  PartFacts test;
  QString guard;
};

/// Makes the split and counts its beats and patients. Throws Error as makeSplit does.
SplitPreview previewSplit(const BeatSet& beats, std::span<const ClassIndex> labels,
                          const std::string& splitId, std::uint64_t seed);

}  // namespace ectopy::ui
