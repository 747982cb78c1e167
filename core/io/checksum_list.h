#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace ectopy {

/// A file and the SHA-256 it must have.
struct FileChecksum {
  std::string file;    // path below the list's folder
  std::string sha256;  // 64 lower-case hexadecimal digits
};

/// Reads the lines of a SHA256SUMS file ("digest, blank, blank or '*', path"). Throws Error naming `name` and
/// the line: a digest that is none, no path, no line at all.
std::vector<FileChecksum> parseChecksumList(std::string_view text, std::string_view name);

}  // namespace ectopy
