#include "tests/fuzz/scratch_folder.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>

namespace ectopy::fuzz {
namespace {

namespace fs = std::filesystem;

fs::path roomInMemory() {
  std::error_code ignored;
  const fs::path shared = "/dev/shm";
  return fs::is_directory(shared, ignored) ? shared : fs::temp_directory_path();
}

}  // namespace

ScratchFolder::ScratchFolder() : m_path(roomInMemory() / fmt::format("ectopy-fuzz-{}", ::getpid())) {
  fs::create_directories(m_path);
}

ScratchFolder::~ScratchFolder() {
  std::error_code ignored;
  fs::remove_all(m_path, ignored);
}

fs::path ScratchFolder::put(std::string_view name, Bytes bytes) const {
  fs::path path = m_path / name;
  const int file = ::open(path.c_str(), O_CREAT | O_TRUNC | O_WRONLY | O_CLOEXEC, 0600);
  require(file >= 0 && ::write(file, bytes.data(), bytes.size()) == std::ssize(bytes), "can't write a file");
  ::close(file);
  return path;
}

std::vector<Bytes> partsOf(Bytes bytes) {
  constexpr std::string_view kBetween = "\n%%%%\n";
  std::string_view text = textOf(bytes);
  std::vector<Bytes> parts;
  for (;;) {
    const std::size_t end = text.find(kBetween);
    parts.push_back(std::as_bytes(std::span(text.substr(0, end))));
    if (end == std::string_view::npos) return parts;
    text.remove_prefix(end + kBetween.size());
  }
}

std::string_view textOf(Bytes bytes) {
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

void require(bool isTrue, const char* what) {
  if (isTrue) return;
  std::fprintf(stderr, "Finding: %s.\n", what);
  std::abort();
}

}  // namespace ectopy::fuzz
