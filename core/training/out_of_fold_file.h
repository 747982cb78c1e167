#pragma once

#include <filesystem>
#include <optional>

#include "core/training/out_of_fold.h"

namespace ectopy {

/// Keeps out-of-fold probabilities in a safetensors file, so that labels are ranked anew without training
/// anew. The file says which beats, labels and options they are of.
void saveOutOfFold(const std::filesystem::path& file, const OutOfFold& outOfFold, const BeatSet& beats,
                   std::span<const ClassIndex> labels, const OutOfFoldOptions& options);

/// What was kept; nothing where there is no such file. Throws Error: no such file format, damaged, of other
/// beats, labels or options.
std::optional<OutOfFold> loadOutOfFold(const std::filesystem::path& file, const BeatSet& beats,
                                       std::span<const ClassIndex> labels, const OutOfFoldOptions& options);

}  // namespace ectopy
