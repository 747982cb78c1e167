#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>

#include "core/base/error.h"
#include "core/base/files.h"
#include "core/base/system_reason.h"

namespace ectopy {

namespace {

[[noreturn]] void failWriting(const std::filesystem::path& path, int errorNumber) {
  throw Error(fmt::format("Can't write {}: {}.", path.string(), systemReason(errorNumber, path)));
}

std::filesystem::path folderOf(const std::filesystem::path& path) {
  return path.has_parent_path() ? path.parent_path() : std::filesystem::path(".");
}

/// Short, so that a long final name still fits; told apart by process and number.
std::filesystem::path temporaryBeside(const std::filesystem::path& path) {
  static std::atomic<unsigned> number = 0;
  return folderOf(path) / fmt::format(".ectopy-{}-{}.part", ::getpid(), number++);
}

int openNewFile(const std::filesystem::path& temporaryPath) {
  const int flags = O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC;
  const int descriptor = ::open(temporaryPath.c_str(), flags, 0666);
  if (descriptor >= 0 || errno != EEXIST) return descriptor;
  // A crashed program with the same process id left it behind.
  ::unlink(temporaryPath.c_str());
  return ::open(temporaryPath.c_str(), flags, 0666);
}

/// Some file systems can't sync and say so by EINVAL: nothing to be done then.
bool synced(int descriptor) {
  return ::fsync(descriptor) == 0 || errno == EINVAL || errno == ENOTSUP;
}

void syncFolder(const std::filesystem::path& folder) {
  const int descriptor = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (descriptor < 0) return;
  ::fsync(descriptor);
  ::close(descriptor);
}

}  // namespace

AtomicFile::AtomicFile(std::filesystem::path path)
    : m_path(std::move(path)), m_temporaryPath(temporaryBeside(m_path)) {
  std::error_code ignored;
  if (!m_path.has_filename() || std::filesystem::is_directory(m_path, ignored)) failWriting(m_path, EISDIR);
  m_descriptor = openNewFile(m_temporaryPath);
  if (m_descriptor < 0) failWriting(m_path, errno);
}

AtomicFile::~AtomicFile() {
  if (m_descriptor >= 0) ::close(m_descriptor);
  if (!m_temporaryPath.empty()) ::unlink(m_temporaryPath.c_str());
}

void AtomicFile::write(std::span<const std::byte> bytes) {
  while (!bytes.empty()) {
    const ssize_t written = ::write(m_descriptor, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) failWriting(m_path, errno);
    bytes = bytes.subspan(static_cast<std::size_t>(written));
  }
}

void AtomicFile::write(std::string_view text) {
  write(std::as_bytes(std::span(text)));
}

void AtomicFile::writeAt(std::size_t offset, std::span<const std::byte> bytes) {
  while (!bytes.empty()) {
    const ssize_t written = ::pwrite(m_descriptor, bytes.data(), bytes.size(), static_cast<off_t>(offset));
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) failWriting(m_path, errno);
    offset += static_cast<std::size_t>(written);
    bytes = bytes.subspan(static_cast<std::size_t>(written));
  }
}

void AtomicFile::commit() {
  if (!synced(m_descriptor)) failWriting(m_path, errno);
  const int closed = ::close(m_descriptor);
  m_descriptor = -1;
  if (closed != 0) failWriting(m_path, errno);
  if (::rename(m_temporaryPath.c_str(), m_path.c_str()) != 0) failWriting(m_path, errno);
  m_temporaryPath.clear();
  syncFolder(folderOf(m_path));
}

void writeFileAtomically(const std::filesystem::path& path, std::string_view text) {
  AtomicFile file(path);
  file.write(text);
  file.commit();
}

}  // namespace ectopy
