#include <fmt/format.h>
#include <zlib.h>

#include <algorithm>
#include <cstring>
#include <limits>

#include "core/base/error.h"
#include "core/base/files.h"
#include "core/io/compressed_sink.h"

namespace ectopy {
namespace {

/// zlib's state for one gzip file, freed on every way out.
class GzipReader {
 public:
  GzipReader(std::span<const std::byte> bytes, std::string name) : m_bytes(bytes), m_name(std::move(name)) {
    constexpr int kGzipOnly = 16 + MAX_WBITS;
    if (inflateInit2(&m_stream, kGzipOnly) != Z_OK) throw std::bad_alloc();
  }
  ~GzipReader() { inflateEnd(&m_stream); }
  GzipReader(const GzipReader&) = delete;
  GzipReader& operator=(const GzipReader&) = delete;

  /// Bytes put into `room`; 0 at the end of the file.
  std::size_t read(char* room, std::size_t size) {
    m_stream.next_out = reinterpret_cast<Bytef*>(room);
    m_stream.avail_out = static_cast<uInt>(size);
    while (m_stream.avail_out == size && !m_isDone) step();
    return size - m_stream.avail_out;
  }
  double fraction() const { return static_cast<double>(m_used) / static_cast<double>(m_bytes.size()); }

 private:
  void step() {
    const std::size_t offered =
        std::min<std::size_t>(m_bytes.size() - m_used, std::numeric_limits<uInt>::max());
    auto* next = reinterpret_cast<const Bytef*>(m_bytes.data() + m_used);
    m_stream.next_in = const_cast<Bytef*>(next);  // zlib reads it only
    m_stream.avail_in = static_cast<uInt>(offered);
    const int result = inflate(&m_stream, Z_NO_FLUSH);
    m_used += offered - m_stream.avail_in;
    if (result == Z_STREAM_END) return endMember();
    if (result == Z_BUF_ERROR || (result == Z_OK && m_used == m_bytes.size() && m_stream.avail_out > 0)) {
      throw Error(fmt::format("{} is cut off: its packed text ends before its end mark.", m_name));
    }
    if (result == Z_MEM_ERROR) throw std::bad_alloc();
    if (result != Z_OK) {
      throw Error(fmt::format("{} is damaged at byte {}: {}.", m_name, m_used,
                              m_stream.msg != nullptr ? m_stream.msg : "no gzip data"));
    }
  }

  /// gzip files may follow each other; zero bytes may fill up the last.
  void endMember() {
    const auto rest = m_bytes.subspan(m_used);
    const bool isFiller = std::ranges::all_of(rest, [](std::byte byte) { return byte == std::byte{0}; });
    if (isFiller) {
      m_isDone = true;
      return;
    }
    constexpr std::byte kMagic{0x1f};
    if (rest.front() != kMagic) {
      throw Error(fmt::format("{} is damaged at byte {}: expected the end of the file, found {} bytes more.",
                              m_name, m_used, rest.size()));
    }
    inflateReset(&m_stream);
  }

  std::span<const std::byte> m_bytes;
  std::string m_name;
  z_stream m_stream{};
  std::size_t m_used = 0;
  bool m_isDone = false;
};

/// The size a gzip file claims in its last four bytes, modulo 4 GiB.
std::size_t claimedSize(std::span<const std::byte> bytes) {
  std::uint32_t size = 0;
  if (bytes.size() >= sizeof size) std::memcpy(&size, bytes.last(sizeof size).data(), sizeof size);
  return size;
}

}  // namespace

TextFile unpackGzip(const std::filesystem::path& path, const JobContext& job, std::size_t atMost,
                    const UnpackLimits& limits) {
  const auto file = MappedFile::open(path);
  const std::string name = path.filename().string();
  GzipReader reader(file->bytes(), name);
  UnpackedText text(name, file->bytes().size(), claimedSize(file->bytes()), atMost, limits);
  while (const std::size_t room = text.makeRoom()) {
    job.throwIfStopped();
    const std::size_t bytes = reader.read(text.room(), room);
    if (bytes == 0) break;
    text.advance(bytes);
    job.report(reader.fraction(), "unpacking");
  }
  return text.take();
}

}  // namespace ectopy
