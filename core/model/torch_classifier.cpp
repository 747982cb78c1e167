#include "core/model/torch_classifier.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "core/base/error.h"
#include "core/model/architectures.h"
#include "core/model/model_file.h"

namespace ectopy {

TorchClassifier::TorchClassifier(std::shared_ptr<Network> network, ModelInfo info)
    : m_network(std::move(network)), m_info(std::move(info)) {
  m_network->eval();
  for (torch::Tensor& parameter : m_network->parameters()) parameter.requires_grad_(false);
  m_info.parameters = parameterCount(*m_network);
  m_info.weightsSha256 = sha256OfTensors(storedTensors(*m_network));
}

std::unique_ptr<TorchClassifier> TorchClassifier::load(const std::filesystem::path& path) {
  ModelFile file = openModelFile(path);
  try {
    std::shared_ptr<Network> network = buildNetwork(file.info.architecture, file.info.cut.length,
                                                    static_cast<std::int64_t>(file.info.scheme.size()));
    assignTensors(*network, file.tensors.tensors());
    return std::make_unique<TorchClassifier>(std::move(network), std::move(file.info));
  } catch (const Error& error) {
    throw Error(fmt::format("{}: {}", path.string(), error.what()));
  }
}

std::vector<TensorFacts> TorchClassifier::tensors() const {
  std::vector<TensorFacts> facts;
  for (const StoredTensor& tensor : storedTensors(*m_network)) facts.push_back({tensor.name, tensor.shape});
  return facts;
}

/// Throws Error when the model can't take the beats.
InferenceOptions TorchClassifier::inferenceOptions(const BeatSet& beats, int threads) const {
  requireSameCut(m_info.cut, beats.cut());
  requireFeatures(m_info.architecture, beats);
  InferenceOptions options;
  options.length = beats.length();
  options.features = beats.facts().features.size();
  options.classes = m_info.scheme.size();
  options.threads = threads;
  return options;
}

Predictions TorchClassifier::predict(const BeatSet& beats, int threads, const JobContext& job) const {
  const InferenceOptions options = inferenceOptions(beats, threads);
  Predictions result;
  result.modelName = m_info.name;
  result.modelSha256 = m_info.weightsSha256;
  result.dataFingerprint = beats.fingerprint();
  result.scheme = m_info.scheme;
  result.probabilities =
      inferProbabilities(*m_network, {beats.columns().samples, beats.columns().features}, options, job);
  return result;
}

BeatVectors TorchClassifier::embed(const BeatSet& beats, int threads, const JobContext& job) const {
  InferenceOptions options = inferenceOptions(beats, threads);
  options.progressText = "compare";
  BeatVectors vectors{.width = static_cast<std::size_t>(embeddingWidth(*m_network))};
  vectors.values =
      inferEmbeddings(*m_network, {beats.columns().samples, beats.columns().features}, options, job);
  if (!std::ranges::all_of(vectors.values, [](float value) { return std::isfinite(value); }))
    throw Error(
        fmt::format("The model \"{}\" gives numbers that are not finite: its weights are damaged, "
                    "train it again or open another.",
                    m_info.name));
  return vectors;
}

void TorchClassifier::save(const std::filesystem::path& path) const {
  writeModelFile(path, m_info, storedTensors(*m_network));
}

}  // namespace ectopy
