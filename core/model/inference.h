#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "core/base/job_context.h"
#include "core/model/network.h"

namespace ectopy {

/// n beats to be run through a network.
struct InferenceBeats {
  std::span<const float> samples;   // n x length
  std::span<const float> features;  // n x features; empty: none
};

/// How beats are run through a network.
struct InferenceOptions {
  std::size_t length = 187;  // samples a beat
  std::size_t features = 0;  // numbers beside a beat
  std::size_t classes = 5;
  int threads = 0;  // 0: all cores
  torch::Device device = torch::kCPU;
  std::string_view progressText = "predict";
};

/// Beats that go through a network at once; a pass cut at multiples of it gives the same numbers.
std::size_t inferenceChunk(const torch::Device& device);

/// Class probabilities, n x classes, of n beats. The network must be
/// in eval mode and on the device. The numbers don't depend on the number of threads. Throws Stopped.
std::vector<float> inferProbabilities(Network& network, const InferenceBeats& beats,
                                      const InferenceOptions& options, const JobContext& job);

/// What the last layer is given, n x embeddingWidth(), in the same way.
std::vector<float> inferEmbeddings(Network& network, const InferenceBeats& beats,
                                   const InferenceOptions& options, const JobContext& job);

}  // namespace ectopy
