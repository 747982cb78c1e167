#pragma once

#include <cstddef>
#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <string_view>

namespace ectopy {

/// A whole file, read-only, mapped into memory. Never longer than the file was when it was opened.
class MappedFile {
 public:
  /// Throws Error: no such file, a folder, a pipe, not readable. An empty file gives an empty span.
  static std::shared_ptr<const MappedFile> open(const std::filesystem::path& path);
  ~MappedFile();
  MappedFile(const MappedFile&) = delete;
  MappedFile& operator=(const MappedFile&) = delete;

  std::span<const std::byte> bytes() const { return m_bytes; }

 private:
  explicit MappedFile(std::span<const std::byte> bytes) : m_bytes(bytes) {}
  std::span<const std::byte> m_bytes;
};

/// Reads a regular file of at most maxBytes; throws Error otherwise.
std::string readTextFile(const std::filesystem::path& path, std::size_t maxBytes);

/// A file that appears under its name only when it is complete: written to a temporary beside it,
/// synced, renamed. Without commit() the temporary is removed. All calls throw Error (no such folder,
/// not writable, disk full), naming the final path.
class AtomicFile {
 public:
  explicit AtomicFile(std::filesystem::path path);
  ~AtomicFile();
  AtomicFile(const AtomicFile&) = delete;
  AtomicFile& operator=(const AtomicFile&) = delete;

  void write(std::span<const std::byte> bytes);
  void write(std::string_view text);
  /// Overwrites bytes written before (a header whose checksum is known last).
  void writeAt(std::size_t offset, std::span<const std::byte> bytes);
  void commit();

 private:
  std::filesystem::path m_path;
  std::filesystem::path m_temporaryPath;
  int m_descriptor = -1;
};

void writeFileAtomically(const std::filesystem::path& path, std::string_view text);

}  // namespace ectopy
