#pragma once

#include <memory>

#include "core/model/classifier.h"
#include "core/model/inference.h"
#include "core/model/network.h"

namespace ectopy {

/// A network of libtorch with its facts.
class TorchClassifier : public Classifier {
 public:
  /// Takes a network on the CPU whose weights don't change any more; puts it in eval mode and enters what the
  /// network itself decides into the facts (weightsSha256, parameters).
  TorchClassifier(std::shared_ptr<Network> network, ModelInfo info);
  /// Opens a model file. Throws Error.
  static std::unique_ptr<TorchClassifier> load(const std::filesystem::path& path);

  const ModelInfo& info() const override { return m_info; }
  std::vector<TensorFacts> tensors() const override;
  Predictions predict(const BeatSet& beats, int threads, const JobContext& job) const override;
  BeatVectors embed(const BeatSet& beats, int threads, const JobContext& job) const override;
  std::vector<Attribution> attribute(const BeatSet& beats, std::span<const BeatIndex> which,
                                     ClassIndex target, AttributionMethod method,
                                     const JobContext& job) const override;
  void save(const std::filesystem::path& path) const override;

  const Network& network() const { return *m_network; }

 private:
  InferenceOptions inferenceOptions(const BeatSet& beats, int threads) const;

  std::shared_ptr<Network> m_network;
  ModelInfo m_info;
};

}  // namespace ectopy
