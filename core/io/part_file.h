#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <span>

namespace ectopy {

/// NAME.part: a file that grows over several runs of the program and gets its name when it is whole. Only one
/// process can hold it. All calls throw Error.
class PartFile {
 public:
  /// Opens what an earlier run left, or begins anew.
  explicit PartFile(std::filesystem::path finalPath);
  ~PartFile();
  PartFile(const PartFile&) = delete;
  PartFile& operator=(const PartFile&) = delete;

  std::uint64_t size() const { return m_size; }
  const std::filesystem::path& path() const { return m_path; }
  void truncate(std::uint64_t size);
  void append(std::span<const std::byte> bytes);
  /// Syncs it and gives it its name, replacing nothing.
  void commit();
  void remove();

 private:
  std::filesystem::path m_finalPath;
  std::filesystem::path m_path;
  int m_descriptor = -1;
  std::uint64_t m_size = 0;
};

}  // namespace ectopy
