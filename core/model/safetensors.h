#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/files.h"

namespace ectopy {

/// One tensor of a safetensors file: float32, C-contiguous, little-endian.
struct StoredTensor {
  std::string name;
  std::vector<std::int64_t> shape;
  std::span<const std::byte> bytes;  // may be unaligned

  std::size_t valueCount() const { return bytes.size() / sizeof(float); }
};

/// A safetensors file (https://github.com/huggingface/safetensors, "Format"): 8 bytes header length, JSON
/// header, tensor bytes. Mapped, not copied; every size, offset and shape is checked when it is opened.
class SafetensorsFile {
 public:
  /// Throws Error: not such a file, cut short, header too long or not JSON, a tensor that is not F32, whose
  /// shape does not give its bytes, that overlaps another or lies outside the file, bytes that belong to
  /// none.
  static SafetensorsFile open(const std::filesystem::path& path);

  const std::map<std::string, std::string>& metadata() const { return m_metadata; }
  /// In the order of their bytes.
  const std::vector<StoredTensor>& tensors() const { return m_tensors; }
  /// Only the tensors whose names begin with `prefix`, named without it.
  SafetensorsFile under(std::string_view prefix) const;

 private:
  std::shared_ptr<const MappedFile> m_file;
  std::map<std::string, std::string> m_metadata;
  std::vector<StoredTensor> m_tensors;
};

/// Writes such a file, whole or not at all. Throws Error (no such folder, not writable).
void writeSafetensors(const std::filesystem::path& path, const std::map<std::string, std::string>& metadata,
                      const std::vector<StoredTensor>& tensors);

/// SHA-256 over names, shapes and bytes of tensors, in their order: what tells two models apart.
std::string sha256OfTensors(const std::vector<StoredTensor>& tensors);

/// The key of __metadata__ that holds a model's ModelInfo as JSON.
inline constexpr const char* kModelInfoKey = "ectopy.model";
/// The key that only a training's checkpoint has; its tensors of the best model so far begin with
/// kBestPrefix.
inline constexpr const char* kCheckpointKey = "ectopy.checkpoint";
inline constexpr const char* kBestPrefix = "best.";

}  // namespace ectopy
