#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "core/base/error.h"
#include "core/base/files.h"
#include "core/base/hashing.h"
#include "core/beats/beat_file.h"
#include "core/beats/beat_file_layout.h"

namespace ectopy {
namespace {

using namespace beat_file;

constexpr std::size_t kWriteBytes = std::size_t{4} << 20;  // between two looks at the stop request

std::uint64_t aligned(std::uint64_t offset) {
  return (offset + kAlignment - 1) / kAlignment * kAlignment;
}

Front frontOf(const BeatSet& beats, std::string_view json) {
  Front front;
  front.header.beats = beats.size();
  front.header.jsonOffset = sizeof(Front);
  front.header.jsonBytes = json.size();
  front.header.jsonChecksum = checksum64(std::as_bytes(std::span(json)));
  std::uint64_t end = sizeof(Front) + json.size();
  const auto bytes = bytesOf(beats.columns());
  for (std::size_t i = 0; i < kColumns; ++i) {
    const std::uint64_t offset = aligned(end);
    front.columns[i] = {static_cast<std::uint32_t>(i), kElementBytes[i], offset, bytes[i].size(),
                        columnChecksum(bytes[i])};
    end = offset + bytes[i].size();
  }
  front.header.fileBytes = end;
  front.header.headerChecksum = frontChecksum(front);
  return front;
}

}  // namespace

void writeBeatFile(const std::filesystem::path& path, const BeatSet& beats, const JobContext& job) {
  const std::string json = factsToJson(beats.facts(), beats.fingerprint())
                               .dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
  if (json.size() > kMaxJsonBytes) {
    throw Error(fmt::format("{}: the description of the beats takes {} bytes, expected at most {}.",
                            path.string(), json.size(), kMaxJsonBytes));
  }
  const Front front = frontOf(beats, json);
  AtomicFile file(path);
  file.write(std::as_bytes(std::span(&front, 1)));
  file.write(json);
  std::uint64_t written = sizeof(Front) + json.size();
  const auto columns = bytesOf(beats.columns());
  for (std::size_t i = 0; i < kColumns; ++i) {
    file.write(std::string(front.columns[i].offset - written, '\0'));
    for (std::size_t at = 0; at < columns[i].size(); at += kWriteBytes) {
      job.throwIfStopped();
      file.write(columns[i].subspan(at, std::min(kWriteBytes, columns[i].size() - at)));
      job.report(
          static_cast<double>(front.columns[i].offset + at) / static_cast<double>(front.header.fileBytes),
          "writing the beat file");
    }
    written = front.columns[i].offset + columns[i].size();
  }
  file.commit();
}

}  // namespace ectopy
