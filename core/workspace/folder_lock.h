#pragma once

#include <filesystem>
#include <string>

namespace ectopy {

/// Says who writes to a folder: an flock() on a file in it, held until this object goes away (the system
/// frees it when a process dies). Never throws; without the lock, refusal() says why.
class FolderLock {
 public:
  explicit FolderLock(const std::filesystem::path& lockFile);
  ~FolderLock();
  FolderLock(const FolderLock&) = delete;
  FolderLock& operator=(const FolderLock&) = delete;

  bool isHeld() const { return m_descriptor >= 0; }
  /// Another window holds it; otherwise the folder can't be written to at all.
  bool isTaken() const { return m_isTaken; }
  /// One sentence, empty when the lock is held.
  const std::string& refusal() const { return m_refusal; }

 private:
  int m_descriptor = -1;
  bool m_isTaken = false;
  std::string m_refusal;
};

}  // namespace ectopy
