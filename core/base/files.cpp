#include "core/base/files.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>

#include "core/base/error.h"
#include "core/base/system_reason.h"

namespace ectopy {

namespace {

[[noreturn]] void failReading(const std::filesystem::path& path, const std::string& reason) {
  throw Error(fmt::format("Can't read {}: {}.", path.string(), reason));
}

/// Closes on every way out.
class Descriptor {
 public:
  explicit Descriptor(int value) : m_value(value) {}
  ~Descriptor() {
    if (m_value >= 0) ::close(m_value);
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  int value() const { return m_value; }

 private:
  int m_value;
};

std::size_t sizeOfRegularFile(int descriptor, const std::filesystem::path& path) {
  struct stat facts {};
  if (::fstat(descriptor, &facts) != 0) failReading(path, systemReason(errno, path));
  if (S_ISDIR(facts.st_mode)) failReading(path, "it is a folder, not a file");
  if (!S_ISREG(facts.st_mode)) failReading(path, "it is no regular file");
  return static_cast<std::size_t>(facts.st_size);
}

}  // namespace

std::shared_ptr<const MappedFile> MappedFile::open(const std::filesystem::path& path) {
  // O_NONBLOCK: opening a pipe nobody writes to must not wait.
  const Descriptor descriptor(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
  if (descriptor.value() < 0) failReading(path, systemReason(errno, path));
  const std::size_t size = sizeOfRegularFile(descriptor.value(), path);
  if (size == 0) return std::shared_ptr<const MappedFile>(new MappedFile({}));
  void* address = ::mmap(nullptr, size, PROT_READ, MAP_PRIVATE, descriptor.value(), 0);
  if (address == MAP_FAILED) failReading(path, systemReason(errno, path));
  return std::shared_ptr<const MappedFile>(new MappedFile({static_cast<const std::byte*>(address), size}));
}

MappedFile::~MappedFile() {
  if (m_bytes.empty()) return;
  ::munmap(const_cast<std::byte*>(m_bytes.data()), m_bytes.size());
}

std::string readTextFile(const std::filesystem::path& path, std::size_t maxBytes) {
  const auto file = MappedFile::open(path);
  const std::span<const std::byte> bytes = file->bytes();
  if (bytes.size() > maxBytes) {
    failReading(path, fmt::format("expected at most {} bytes, found {}", maxBytes, bytes.size()));
  }
  return std::string(reinterpret_cast<const char*>(bytes.data()), bytes.size());
}

}  // namespace ectopy
