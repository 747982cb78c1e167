#pragma once

#include <cstddef>
#include <memory>
#include <string>

#include "core/io/compressed_text.h"

namespace ectopy {

/// Where unpacked bytes gather; refuses what goes beyond the limits before it asks for memory.
class UnpackedText {
 public:
  /// `packedBytes`: size of what is unpacked. `hint`: the size it claims to have, which may be a lie.
  UnpackedText(std::string name, std::size_t packedBytes, std::size_t hint, std::size_t atMost,
               const UnpackLimits& limits);

  /// Room for the next bytes, at most one piece; 0 when `atMost` is reached.
  std::size_t makeRoom();
  char* room() { return m_text->data() + m_size; }
  /// That many bytes were put into the room. Throws Error beyond the limits.
  void advance(std::size_t bytes);
  TextFile take();

 private:
  std::string m_name;
  std::size_t m_packedBytes;
  std::size_t m_claimedBytes;
  std::size_t m_atMost;
  UnpackLimits m_limits;
  std::shared_ptr<std::string> m_text;
  std::size_t m_size = 0;
};

/// Unpacks gzip members, one after the other, with their checksums verified.
TextFile unpackGzip(const std::filesystem::path& path, const JobContext& job, std::size_t atMost,
                    const UnpackLimits& limits);

}  // namespace ectopy
