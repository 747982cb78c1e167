#include <sanitizer/allocator_interface.h>

#include <atomic>
#include <cstdint>
#include <cstdio>
#include <cstdlib>

#include "tests/fuzz/fuzz_units.h"
#include "tests/fuzz/scratch_folder.h"

// The entry of one libFuzzer target, ECTOPY_FUZZ_UNIT. Beside what the sanitizers find, it ends when a reader
// holds more memory than its input justifies.

namespace {

using namespace ectopy::fuzz;

std::atomic<std::size_t> allowedBytes = SIZE_MAX;  // outside a run all is allowed
std::atomic<std::size_t> heldBytes = 0;

void onAllocation(const volatile void* /*memory*/, std::size_t size) {
  if (allowedBytes == SIZE_MAX) return;
  if ((heldBytes += size) <= allowedBytes) return;
  std::fprintf(stderr, "Finding: %zu bytes of memory are held, %zu are allowed.\n", heldBytes.load(),
               allowedBytes.load());
  allowedBytes = SIZE_MAX;
  std::abort();
}

void onRelease(const volatile void* memory) {
  if (allowedBytes == SIZE_MAX || memory == nullptr) return;
  const std::size_t size = __sanitizer_get_allocated_size(memory);
  heldBytes -= std::min<std::size_t>(size, heldBytes);
}

}  // namespace

extern "C" int LLVMFuzzerInitialize(int* /*count*/, char*** /*arguments*/) {
  require(__sanitizer_install_malloc_and_free_hooks(onAllocation, onRelease) > 0, "memory can't be watched");
  return 0;
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const FuzzUnit* const unit = findFuzzUnit(ECTOPY_FUZZ_UNIT);
  require(unit != nullptr, "there is no unit " ECTOPY_FUZZ_UNIT);
  heldBytes = 0;
  allowedBytes = kFreeMemory + unit->memoryPerByte * size;
  runFuzzUnit(*unit, std::as_bytes(std::span(data, size)));
  allowedBytes = SIZE_MAX;
  return 0;
}
