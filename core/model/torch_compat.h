#pragma once

// The one door to libtorch, and the precompiled header of this library: 1.13 (Debian 12) and 2.x, where they
// differ, are made alike here.

#include <ATen/Parallel.h>
#include <torch/torch.h>
#include <torch/version.h>

namespace ectopy {

/// The device of a TrainingConfig: "cpu", "cuda", "cuda:1". Throws Error when it is unknown or not there.
torch::Device deviceFromName(const std::string& name);

/// Keeps torch's own parallel loops, called from this thread, in this thread. torch's count is per thread,
/// and its first parallel loop in a thread resets it, hence the count is asked for first.
void stayInThisThread();
/// What `threads` of a TrainingConfig stands for on this machine.
int threadCount(int threads);

/// A random generator of its own for `device`, seeded: training shares none with anybody.
torch::Generator makeGenerator(const torch::Device& device, std::uint64_t seed);

}  // namespace ectopy
