#include "tests/support/packed_files.h"

#include <zlib.h>

#include <cstdint>
#include <stdexcept>

namespace ectopy::test {
namespace {

std::string deflated(const std::string& bytes, int windowBits) {
  z_stream stream{};
  if (deflateInit2(&stream, Z_BEST_COMPRESSION, Z_DEFLATED, windowBits, 8, Z_DEFAULT_STRATEGY) != Z_OK) {
    throw std::runtime_error("no deflate");
  }
  std::string packed(deflateBound(&stream, bytes.size()), '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
  stream.avail_in = static_cast<uInt>(bytes.size());
  stream.next_out = reinterpret_cast<Bytef*>(packed.data());
  stream.avail_out = static_cast<uInt>(packed.size());
  deflate(&stream, Z_FINISH);
  packed.resize(stream.total_out);
  deflateEnd(&stream);
  return packed;
}

/// Little-endian numbers behind each other.
class Fields {
 public:
  Fields& two(std::size_t value) { return put(value, 2); }
  Fields& four(std::size_t value) { return put(value, 4); }
  const std::string& bytes() const { return m_bytes; }

 private:
  Fields& put(std::size_t value, int count) {
    for (int i = 0; i < count; ++i) m_bytes += static_cast<char>(value >> (8 * i) & 0xFF);
    return *this;
  }
  std::string m_bytes;
};

}  // namespace

std::string gzipped(const std::string& bytes) {
  return deflated(bytes, 16 + MAX_WBITS);
}

std::string zipped(const std::vector<ZipEntry>& entries) {
  std::string files;
  std::string table;
  for (const ZipEntry& entry : entries) {
    const std::string packed = deflated(entry.text, -MAX_WBITS);
    const auto* text = reinterpret_cast<const Bytef*>(entry.text.data());
    const std::size_t checksum = crc32(0, text, static_cast<uInt>(entry.text.size()));
    Fields common;  // version, flags, deflate, time, date, checksum, sizes, lengths of name and extra
    common.two(20).two(entry.isEncrypted ? 1 : 0).two(8).two(0).two(0x21).four(checksum);
    common.four(packed.size()).four(entry.text.size()).two(entry.name.size()).two(0);
    table += "PK\1\2" + Fields().two(20).bytes() + common.bytes();
    table += Fields().two(0).two(0).two(0).four(0).four(files.size()).bytes() + entry.name;
    files += "PK\3\4" + common.bytes() + entry.name + packed;
  }
  Fields end;
  end.two(0).two(0).two(entries.size()).two(entries.size()).four(table.size()).four(files.size()).two(0);
  return files + table + "PK\5\6" + end.bytes();
}

}  // namespace ectopy::test
