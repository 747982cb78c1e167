#include "core/base/files.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>

#include "core/base/error.h"
#include "core/base/system_reason.h"

#if defined(__has_feature)
#if __has_feature(address_sanitizer)
#define ECTOPY_POISONS_MEMORY
#endif
#elif defined(__SANITIZE_ADDRESS__)
#define ECTOPY_POISONS_MEMORY
#endif
#ifdef ECTOPY_POISONS_MEMORY
#include <sanitizer/asan_interface.h>
#endif

namespace ectopy {

namespace {

/// Lets AddressSanitizer see who reads between the end of a mapped file and that of its last page.
void guardEnd([[maybe_unused]] std::span<const std::byte> mapped, [[maybe_unused]] bool isGuarded) {
#ifdef ECTOPY_POISONS_MEMORY
  const auto page = static_cast<std::size_t>(::sysconf(_SC_PAGESIZE));
  const std::byte* end = mapped.data() + mapped.size();
  const std::size_t rest = (page - mapped.size() % page) % page;
  if (isGuarded) {
    ASAN_POISON_MEMORY_REGION(end, rest);
  } else {
    ASAN_UNPOISON_MEMORY_REGION(end, rest);
  }
#endif
}

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
  const std::span<const std::byte> bytes(static_cast<const std::byte*>(address), size);
  guardEnd(bytes, true);
  return std::shared_ptr<const MappedFile>(new MappedFile(bytes));
}

MappedFile::~MappedFile() {
  if (m_bytes.empty()) return;
  guardEnd(m_bytes, false);
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
