#pragma once

// The one door to libtorch, and the precompiled header of this library: 1.13 (Debian 12) and 2.x, where they
// differ, are made alike here.

#include <ATen/Parallel.h>
#include <torch/torch.h>
#include <torch/version.h>

#include <string>

namespace ectopy {

/// The device of a TrainingConfig: "cpu", "cuda", "cuda:1". Throws Error when it is unknown or not there.
torch::Device deviceFromName(const std::string& name);

/// While it lives, torch works in the calling thread alone, and quickly: no OpenMP threads (ours share the
/// work better), and numbers too small to matter count as 0 (Adam's moments of dead weights, a hundred times
/// slower otherwise).
class TorchThreadScope {
 public:
  TorchThreadScope();
  ~TorchThreadScope();
  TorchThreadScope(const TorchThreadScope&) = delete;
  TorchThreadScope& operator=(const TorchThreadScope&) = delete;

 private:
  int m_threadsBefore;
};

/// What `threads` of a TrainingConfig stands for on this machine.
int threadCount(int threads);

/// What an optimizer keeps a parameter's state under.
#if TORCH_VERSION_MAJOR < 2
inline std::string optimizerKey(const torch::Tensor& parameter) {
  return c10::guts::to_string(parameter.unsafeGetTensorImpl());
}
#else
inline void* optimizerKey(const torch::Tensor& parameter) {
  return parameter.unsafeGetTensorImpl();
}
#endif

/// A random generator of its own for `device`, seeded: training shares none with anybody.
torch::Generator makeGenerator(const torch::Device& device, std::uint64_t seed);

}  // namespace ectopy
