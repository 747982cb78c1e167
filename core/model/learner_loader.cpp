#include <dlfcn.h>
#include <fmt/format.h>

#include <cstdlib>
#include <filesystem>

#include "core/base/error.h"
#include "core/base/library_folder.h"
#include "core/model/learner.h"
#include "core/model/learner_entry.h"

namespace ectopy {
namespace {

/// What must stand in the environment before libgomp and OpenBLAS are loaded. A user's own choice stands.
void setThreadEnvironment() {
  // The learner shares its work among threads of its own; those of libgomp and OpenBLAS would spin beside
  // them.
  setenv("OMP_WAIT_POLICY", "PASSIVE", 0);
  setenv("GOMP_SPINCOUNT", "0", 0);
  setenv("OPENBLAS_NUM_THREADS", "1", 0);
}

void* openLibrary() {
  setThreadEnvironment();
  const std::filesystem::path beside = libraryFolder() / kLearnerLibrary;
  std::error_code ignored;
  const bool isBeside = std::filesystem::exists(beside, ignored);
  void* library = dlopen(isBeside ? beside.c_str() : kLearnerLibrary, RTLD_NOW | RTLD_LOCAL);
  if (library == nullptr)
    throw Error(fmt::format("Training and prediction are not available: {} can't be loaded ({}).",
                            kLearnerLibrary, dlerror()));
  return library;
}

/// Never closed again: libtorch's threads and registries outlive any use of it.
Learner* openLearner() {
  void* library = openLibrary();
  const auto entry = reinterpret_cast<LearnerEntry*>(dlsym(library, kLearnerEntry));
  if (entry == nullptr)
    throw Error(
        fmt::format("Training and prediction are not available: {} is not the one of this program, it "
                    "has no {}.",
                    kLearnerLibrary, kLearnerEntry));
  return entry();
}

}  // namespace

Learner& learner() {
  static Learner* const instance = openLearner();
  return *instance;
}

}  // namespace ectopy
