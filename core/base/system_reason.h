#pragma once

#include <filesystem>
#include <string>

namespace ectopy {

/// The words after "Can't read X: " for an errno value of a file call on `path`: "there is no such file",
/// "permission denied", "the disk is full".
std::string systemReason(int errorNumber, const std::filesystem::path& path);

}  // namespace ectopy
