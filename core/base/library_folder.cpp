#include "core/base/library_folder.h"

#include <dlfcn.h>

namespace ectopy {

std::filesystem::path libraryFolder() {
  Dl_info place{};
  if (dladdr(reinterpret_cast<const void*>(&libraryFolder), &place) == 0 || place.dli_fname == nullptr)
    return {};
  return std::filesystem::path(place.dli_fname).parent_path();
}

}  // namespace ectopy
