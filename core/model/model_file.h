#pragma once

#include <filesystem>

#include "core/model/model_info.h"
#include "core/model/safetensors.h"

namespace ectopy {

/// A model file as it was read: facts, checked against limits, and the tensors they belong to.
struct ModelFile {
  ModelInfo info;
  SafetensorsFile tensors;
};

/// Reads a model file, or the best model so far of a training's checkpoint. Throws Error: no safetensors, no
/// Ectopy model, facts that make no sense, tensors that are not those the facts were written with, a
/// checkpoint before its first epoch's end.
ModelFile openModelFile(const std::filesystem::path& path);

/// Writes a model file, whole or not at all.
void writeModelFile(const std::filesystem::path& path, const ModelInfo& info,
                    const std::vector<StoredTensor>& tensors);

}  // namespace ectopy
