#pragma once

#include <string>
#include <vector>

namespace ectopy::test {

/// The bytes as a gzip file.
std::string gzipped(const std::string& bytes);

struct ZipEntry {
  std::string name;
  std::string text;
  bool isEncrypted = false;  // only marked so
};
/// A zip archive of deflated entries.
std::string zipped(const std::vector<ZipEntry>& entries);

}  // namespace ectopy::test
