#include "core/base/system_reason.h"

#include <fmt/format.h>

#include <cerrno>
#include <system_error>

namespace ectopy {

namespace {

std::string missingReason(const std::filesystem::path& path) {
  const std::filesystem::path folder = path.has_parent_path() ? path.parent_path() : ".";
  std::error_code ignored;
  if (std::filesystem::exists(folder, ignored)) return "there is no such file";
  return fmt::format("there is no folder {}", folder.string());
}

}  // namespace

std::string systemReason(int errorNumber, const std::filesystem::path& path) {
  switch (errorNumber) {
    case ENOENT:
      return missingReason(path);
    case EACCES:
    case EPERM:
      return "permission denied";
    case EROFS:
      return "the disk is read-only";
    case ENOSPC:
    case EDQUOT:
      return "the disk is full";
    case EFBIG:
      return "the file is larger than the disk allows";
    case ENOTDIR:
      return "a part of its path is a file, not a folder";
    case EISDIR:
      return "it is a folder, not a file";
    case ENAMETOOLONG:
      return "the name is too long";
    case EMFILE:
    case ENFILE:
      return "too many files are open";
    case ENOMEM:
      return "there is not enough memory";
    default:
      return std::generic_category().message(errorNumber);
  }
}

}  // namespace ectopy
