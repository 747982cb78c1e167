#include "core/io/checksum_list.h"

#include <fmt/format.h>

#include <algorithm>

#include "core/base/error.h"
#include "core/io/text_fields.h"

namespace ectopy {
namespace {

constexpr std::size_t kDigits = 64;

bool isDigest(std::string_view text) {
  return text.size() == kDigits &&
         std::ranges::all_of(text, [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); });
}

}  // namespace

std::vector<FileChecksum> parseChecksumList(std::string_view text, std::string_view name) {
  std::vector<FileChecksum> list;
  std::size_t number = 0;
  for (const std::string_view line : splitLines(text)) {
    ++number;
    if (trimmed(line).empty()) continue;
    const std::string_view digest = line.substr(0, std::min(kDigits, line.size()));
    std::string_view file = trimmed(line.substr(digest.size()));
    if (file.starts_with('*')) file.remove_prefix(1);
    if (!isDigest(digest) || file.empty())
      throw Error(fmt::format("{}, line {}: expected a SHA-256 and a file name, found {}.", name, number,
                              inQuotes(line)));
    list.push_back({std::string(file), std::string(digest)});
  }
  if (list.empty()) throw Error(fmt::format("{}: expected SHA-256 sums, found none.", name));
  return list;
}

}  // namespace ectopy
