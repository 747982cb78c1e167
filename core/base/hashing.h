#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <string_view>

namespace ectopy {

/// SHA-256 of what was added so far (OpenSSL libcrypto).
class Sha256 {
 public:
  Sha256();
  ~Sha256();
  Sha256(Sha256&&) noexcept;
  Sha256& operator=(Sha256&&) noexcept;

  void add(std::span<const std::byte> bytes);
  void add(std::string_view text);
  /// 64 lower-case hexadecimal digits. Ends the hash: add nothing after it.
  std::string finish();

 private:
  struct State;
  std::unique_ptr<State> m_state;
};

std::string sha256Hex(std::span<const std::byte> bytes);
/// Throws Error when the file can't be read.
std::string sha256OfFile(const std::filesystem::path& path);

/// XXH3, 64 bits: a checksum against damage, not against malice.
std::uint64_t checksum64(std::span<const std::byte> bytes);

}  // namespace ectopy
