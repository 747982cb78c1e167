#include "tests/support/beat_file_forger.h"

#include <fstream>
#include <iterator>
#include <span>

#include "core/base/hashing.h"

namespace ectopy::test {

beat_file::Front frontOf(const std::vector<char>& bytes) {
  beat_file::Front front;
  std::memcpy(&front, bytes.data(), sizeof(front));
  return front;
}

std::vector<char> forge(std::vector<char> bytes, const std::function<void(beat_file::Front&)>& change) {
  beat_file::Front front = frontOf(bytes);
  change(front);
  front.header.headerChecksum = beat_file::frontChecksum(front);
  std::memcpy(bytes.data(), &front, sizeof(front));
  return bytes;
}

std::vector<char> resealColumn(std::vector<char> bytes, std::size_t column) {
  const beat_file::ColumnEntry entry = frontOf(bytes).columns[column];
  const auto content = std::as_bytes(std::span(bytes)).subspan(entry.offset, entry.bytes);
  const std::uint64_t checksum = beat_file::columnChecksum(content);
  return forge(std::move(bytes), [&](beat_file::Front& front) { front.columns[column].checksum = checksum; });
}

std::vector<char> forgeJson(std::vector<char> bytes, const std::string& json) {
  const std::size_t offset = bytes.size();
  bytes.insert(bytes.end(), json.begin(), json.end());
  return forge(std::move(bytes), [&](beat_file::Front& front) {
    front.header.fileBytes = offset + json.size();
    front.header.jsonOffset = offset;
    front.header.jsonBytes = json.size();
    front.header.jsonChecksum = checksum64(std::as_bytes(std::span(json)));
  });
}

std::string jsonOf(const std::vector<char>& bytes) {
  const beat_file::Front front = frontOf(bytes);
  return {bytes.data() + front.header.jsonOffset, front.header.jsonBytes};
}

std::vector<char> readAll(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

void writeAll(const std::filesystem::path& path, const std::vector<char>& bytes) {
  std::ofstream(path, std::ios::binary).write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
}

}  // namespace ectopy::test
