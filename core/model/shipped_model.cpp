#include "core/model/shipped_model.h"

#include <fmt/format.h>

#include "core/base/error.h"
#include "core/base/library_folder.h"

namespace ectopy {

std::filesystem::path shippedModelPath() {
  const std::filesystem::path path =
      (libraryFolder() / ".." / ECTOPY_SHARE / kShippedModelFile).lexically_normal();
  std::error_code ignored;
  if (!std::filesystem::exists(path, ignored))
    throw Error(fmt::format("The shipped model is not installed: expected it at {}.", path.string()));
  return path;
}

std::filesystem::path modelPathOf(std::string_view text) {
  return text == kShippedModelWord ? shippedModelPath() : std::filesystem::path(text);
}

}  // namespace ectopy
