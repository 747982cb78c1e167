#pragma once

#include <filesystem>
#include <string_view>
#include <vector>

#include "tests/fuzz/fuzz_units.h"

namespace ectopy::fuzz {

/// An empty folder in memory for as long as one input is read; for readers that want paths.
class ScratchFolder {
 public:
  ScratchFolder();
  ~ScratchFolder();
  ScratchFolder(const ScratchFolder&) = delete;
  ScratchFolder& operator=(const ScratchFolder&) = delete;

  const std::filesystem::path& path() const { return m_path; }
  /// Writes a file and gives its path.
  std::filesystem::path put(std::string_view name, Bytes bytes) const;

 private:
  std::filesystem::path m_path;
};

/// The files an input stands for, parted by lines "%%%%".
std::vector<Bytes> partsOf(Bytes bytes);
std::string_view textOf(Bytes bytes);

/// Ends the program, which is a finding: what was read contradicts itself.
void require(bool isTrue, const char* what);

}  // namespace ectopy::fuzz
