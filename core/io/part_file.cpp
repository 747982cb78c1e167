#include "core/io/part_file.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>

#include "core/base/error.h"
#include "core/base/system_reason.h"

namespace ectopy {
namespace {

[[noreturn]] void failWriting(const std::filesystem::path& path, int errorNumber) {
  throw Error(fmt::format("Can't write {}: {}.", path.string(), systemReason(errorNumber, path)));
}

std::filesystem::path partOf(std::filesystem::path path) {
  path += ".part";
  return path;
}

/// Opens and locks it, and returns its size.
std::uint64_t hold(int descriptor, const std::filesystem::path& path) {
  if (descriptor < 0) failWriting(path, errno);
  if (::flock(descriptor, LOCK_EX | LOCK_NB) != 0)
    throw Error(fmt::format("{} is being written by another download: wait until it ends.", path.string()));
  struct stat facts {};
  if (::fstat(descriptor, &facts) != 0) failWriting(path, errno);
  if (!S_ISREG(facts.st_mode))
    throw Error(fmt::format("Can't write {}: it is no regular file.", path.string()));
  return static_cast<std::uint64_t>(facts.st_size);
}

}  // namespace

PartFile::PartFile(std::filesystem::path finalPath)
    : m_finalPath(std::move(finalPath)), m_path(partOf(m_finalPath)) {
  m_descriptor =
      ::open(m_path.c_str(), O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC | O_NONBLOCK | O_NOFOLLOW, 0666);
  try {
    m_size = hold(m_descriptor, m_path);
  } catch (...) {
    if (m_descriptor >= 0) ::close(m_descriptor);
    throw;
  }
}

PartFile::~PartFile() {
  if (m_descriptor >= 0) ::close(m_descriptor);
}

void PartFile::truncate(std::uint64_t size) {
  if (::ftruncate(m_descriptor, static_cast<off_t>(size)) != 0) failWriting(m_path, errno);
  m_size = size;
}

void PartFile::append(std::span<const std::byte> bytes) {
  while (!bytes.empty()) {
    const ssize_t written = ::write(m_descriptor, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) failWriting(m_path, errno);
    m_size += static_cast<std::uint64_t>(written);
    bytes = bytes.subspan(static_cast<std::size_t>(written));
  }
}

void PartFile::commit() {
  if (::fsync(m_descriptor) != 0 && errno != EINVAL) failWriting(m_path, errno);
  // link() refuses where rename() would replace; some file systems have no links.
  if (::link(m_path.c_str(), m_finalPath.c_str()) == 0) {
    ::unlink(m_path.c_str());
    return;
  }
  if (errno == EEXIST) failWriting(m_finalPath, errno);
  if (::rename(m_path.c_str(), m_finalPath.c_str()) != 0) failWriting(m_finalPath, errno);
}

void PartFile::remove() {
  ::unlink(m_path.c_str());
}

}  // namespace ectopy
