#include "core/model/inference.h"

#include <algorithm>
#include <atomic>
#include <exception>
#include <functional>
#include <thread>

namespace ectopy {
namespace {

constexpr std::size_t kChunkOnCpu = 64;        // beats; larger ones leave the cache
constexpr std::size_t kChunkElsewhere = 2048;  // beats; enough to fill a GPU, still far below 100 ms

/// One pass over all beats: threads draw chunks of one fixed shape (oneDNN keeps a plan per shape) and each
/// works alone, which is faster than sharing the work inside a chunk.
class InferencePass {
 public:
  using Outcome = std::function<torch::Tensor(const NetworkInput&, DropoutSource&)>;  // (chunk, width)

  InferencePass(Outcome outcome, std::size_t width, const InferenceBeats& beats,
                const InferenceOptions& options)
      : m_outcome(std::move(outcome)),
        m_width(width),
        m_input(beats),
        m_options(options),
        m_beats(beats.samples.size() / options.length),
        m_chunk(inferenceChunk(options.device)),
        m_result(m_beats * width) {}

  std::vector<float> run(const JobContext& job) {
    const std::size_t chunks = (m_beats + m_chunk - 1) / m_chunk;
    const auto wanted =
        static_cast<std::size_t>(m_options.device.is_cpu() ? threadCount(m_options.threads) : 1);
    {
      std::vector<std::jthread> helpers;
      for (std::size_t i = 1; i < std::min(wanted, chunks); ++i) helpers.emplace_back([this] { help(); });
      try {
        work(&job);
      } catch (...) {
        m_isAbandoned = true;
        throw;
      }
    }
    if (m_failure) std::rethrow_exception(m_failure);
    return std::move(m_result);
  }

 private:
  void help() {
    try {
      work(nullptr);
    } catch (...) {
      m_isAbandoned = true;
      if (!m_hasFailed.exchange(true)) m_failure = std::current_exception();
    }
  }

  void work(const JobContext* job) {
    const c10::InferenceMode inference;
    const TorchThreadScope scope;
    const auto length = static_cast<std::int64_t>(m_options.length);
    const auto chunk = static_cast<std::int64_t>(m_chunk);
    NetworkInput input{torch::zeros({chunk, 1, length}), {}};
    if (m_options.features > 0)
      input.features = torch::ones({chunk, static_cast<std::int64_t>(m_options.features)});
    for (;;) {
      const std::size_t first = m_next.fetch_add(m_chunk);
      if (first >= m_beats || m_isAbandoned) return;
      if (job != nullptr) {
        job->throwIfStopped();
        job->report(static_cast<double>(first) / static_cast<double>(m_beats), m_options.progressText);
      }
      inferChunk(input, first, std::min(m_chunk, m_beats - first));
    }
  }

  /// Copies `count` rows of `width` numbers from row `first` on.
  static void fill(const torch::Tensor& target, std::span<const float> rows, std::size_t width,
                   std::size_t first, std::size_t count) {
    std::ranges::copy(rows.subspan(first * width, count * width), target.data_ptr<float>());
  }

  NetworkInput onDevice(const NetworkInput& input) const {
    const torch::Tensor& features = input.features;
    return {input.beats.to(m_options.device), features.defined() ? features.to(m_options.device) : features};
  }

  /// A last, shorter chunk leaves earlier beats in the rest of the input; their results are dropped.
  void inferChunk(const NetworkInput& input, std::size_t first, std::size_t count) {
    fill(input.beats, m_input.samples, m_options.length, first, count);
    if (m_options.features > 0) fill(input.features, m_input.features, m_options.features, first, count);
    DropoutSource none = DropoutSource::none();
    const torch::Tensor rows = m_outcome(onDevice(input), none).to(torch::kCPU).contiguous();
    std::copy_n(rows.data_ptr<float>(), count * m_width,
                m_result.begin() + static_cast<std::ptrdiff_t>(first * m_width));
  }

  Outcome m_outcome;
  std::size_t m_width;
  const InferenceBeats& m_input;
  const InferenceOptions& m_options;
  std::size_t m_beats;
  std::size_t m_chunk;
  std::vector<float> m_result;
  std::atomic<std::size_t> m_next = 0;
  std::atomic<bool> m_isAbandoned = false;
  std::atomic<bool> m_hasFailed = false;
  std::exception_ptr m_failure;
};

}  // namespace

std::size_t inferenceChunk(const torch::Device& device) {
  return device.is_cpu() ? kChunkOnCpu : kChunkElsewhere;
}

std::vector<float> inferProbabilities(Network& network, const InferenceBeats& beats,
                                      const InferenceOptions& options, const JobContext& job) {
  const auto probabilities = [&](const NetworkInput& input, DropoutSource& none) {
    return torch::softmax(network.forward(input, none), 1);
  };
  return InferencePass(probabilities, options.classes, beats, options).run(job);
}

std::vector<float> inferEmbeddings(Network& network, const InferenceBeats& beats,
                                   const InferenceOptions& options, const JobContext& job) {
  const auto embedding = [&](const NetworkInput& input, DropoutSource& none) {
    return network.embed(input, none);
  };
  return InferencePass(embedding, static_cast<std::size_t>(embeddingWidth(network)), beats, options).run(job);
}

}  // namespace ectopy
