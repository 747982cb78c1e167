#include "core/workspace/folder_lock.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>

namespace ectopy {

namespace {

std::string hostName() {
  std::array<char, 256> name{};
  if (::gethostname(name.data(), name.size() - 1) != 0) return "this computer";
  return name.data();
}

void writeHolder(int descriptor) {
  const std::string holder = fmt::format("process {} on {}", ::getpid(), hostName());
  // Only told to others: a failure here takes nothing from the lock.
  if (::ftruncate(descriptor, 0) == 0 && ::pwrite(descriptor, holder.data(), holder.size(), 0) < 0) return;
}

std::string readHolder(int descriptor) {
  std::array<char, 300> text{};
  const ssize_t length = ::pread(descriptor, text.data(), text.size(), 0);
  if (length <= 0) return "another process";
  std::string holder(text.data(), static_cast<std::size_t>(length));
  for (char& c : holder)
    if (static_cast<unsigned char>(c) < ' ') c = ' ';
  return holder;
}

}  // namespace

FolderLock::FolderLock(const std::filesystem::path& lockFile) {
  const std::string folder = lockFile.parent_path().string();
  int descriptor = ::open(lockFile.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0644);
  if (descriptor < 0) {
    const int error = errno;
    // Where writing is not allowed, another's lock can still be seen.
    descriptor = ::open(lockFile.c_str(), O_RDONLY | O_CLOEXEC);
    m_isTaken = descriptor >= 0 && ::flock(descriptor, LOCK_SH | LOCK_NB) != 0 && errno == EWOULDBLOCK;
    m_refusal = fmt::format("{} can't be written to ({}), so labels can be looked at but not changed.",
                            folder, std::strerror(error));
  } else if (::flock(descriptor, LOCK_EX | LOCK_NB) == 0) {
    m_descriptor = descriptor;
    writeHolder(descriptor);
    return;
  } else if (errno == EWOULDBLOCK) {
    m_isTaken = true;
    m_refusal = fmt::format("{} is open in another window ({}), so labels can be looked at but not changed.",
                            folder, readHolder(descriptor));
  } else {
    m_refusal = fmt::format("{} can't be locked ({}), so labels can be looked at but not changed.", folder,
                            std::strerror(errno));
  }
  if (descriptor >= 0) ::close(descriptor);
}

FolderLock::~FolderLock() {
  if (m_descriptor >= 0) ::close(m_descriptor);
}

}  // namespace ectopy
