#pragma once

#include <filesystem>

namespace ectopy {

/// The folder that this library (ectopy_core) was loaded from: what comes with the program lies beside it.
/// Empty when that can't be told.
std::filesystem::path libraryFolder();

}  // namespace ectopy
