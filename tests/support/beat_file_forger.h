#pragma once

#include <cstdint>
#include <cstring>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "core/beats/beat_file_layout.h"

namespace ectopy::test {

/// What stands before the facts of a beat file.
beat_file::Front frontOf(const std::vector<char>& bytes);

/// Changes the front of a beat file as a forger would, with its checksum made right again.
std::vector<char> forge(std::vector<char> bytes, const std::function<void(beat_file::Front&)>& change);

/// Makes the checksum of a column right again.
std::vector<char> resealColumn(std::vector<char> bytes, std::size_t column);

/// Another value in a column, with its checksum made right again.
template <typename T>
std::vector<char> forgeValue(std::vector<char> bytes, std::size_t column, std::size_t place, T value) {
  const std::size_t offset = frontOf(bytes).columns[column].offset;
  std::memcpy(bytes.data() + offset + place * sizeof(T), &value, sizeof(T));
  return resealColumn(std::move(bytes), column);
}

/// Another description, appended at the end where any length fits.
std::vector<char> forgeJson(std::vector<char> bytes, const std::string& json);
/// The description as it stands.
std::string jsonOf(const std::vector<char>& bytes);

std::vector<char> readAll(const std::filesystem::path& path);
void writeAll(const std::filesystem::path& path, const std::vector<char>& bytes);

}  // namespace ectopy::test
