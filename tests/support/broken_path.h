#pragma once

#include <sys/stat.h>

#include <QByteArray>
#include <filesystem>
#include <fstream>

#include "core/base/error.h"

namespace ectopy::test {

/// Content that stands for a folder or a pipe of that name.
inline constexpr const char* kFolder = "<folder>";
inline constexpr const char* kPipe = "<pipe>";

/// Makes a file of that content, or what it stands for.
inline void makeBroken(const std::filesystem::path& path, const QByteArray& content) {
  if (content == kFolder) {
    std::filesystem::create_directory(path);
  } else if (content == kPipe) {
    if (::mkfifo(path.c_str(), 0600) != 0) throw Error("can't make a pipe.");
  } else {
    std::ofstream(path, std::ios::binary).write(content.constData(), content.size());
  }
}

}  // namespace ectopy::test
