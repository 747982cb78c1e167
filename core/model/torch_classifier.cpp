#include "core/model/torch_classifier.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "core/base/error.h"
#include "core/model/architectures.h"
#include "core/model/gradients.h"
#include "core/model/model_file.h"

namespace ectopy {
namespace {

torch::Tensor tensorOf(std::span<const float> numbers) {
  torch::Tensor tensor = torch::empty({static_cast<std::int64_t>(numbers.size())});
  std::ranges::copy(numbers, tensor.data_ptr<float>());
  return tensor;
}

/// Undefined where beats have no features.
torch::Tensor meanFeatures(const BeatSet& beats) {
  const std::size_t width = beats.facts().features.size();
  if (width == 0 || beats.size() == 0) return {};
  std::vector<double> sums(width);
  for (BeatIndex beat = 0; beat < beats.size(); ++beat)
    for (std::size_t i = 0; i < width; ++i) sums[i] += beats.featuresOf(beat)[i];
  std::vector<float> means;
  for (const double sum : sums) means.push_back(static_cast<float>(sum / static_cast<double>(beats.size())));
  return tensorOf(means);
}

/// The middle height of the samples before the zeros that fill a beat up.
float middleHeight(std::span<const float> beat) {
  const auto end = std::find_if(beat.rbegin(), beat.rend(), [](float value) { return value != 0; }).base();
  std::vector<float> samples(beat.begin(), end);
  if (samples.empty()) return 0;
  const auto middle = samples.begin() + static_cast<std::ptrdiff_t>(samples.size() / 2);
  std::ranges::nth_element(samples, middle);
  return *middle;
}

ExplainedBeat explainedBeat(const BeatSet& beats, BeatIndex beat, const torch::Tensor& usualFeatures,
                            ClassIndex target) {
  ExplainedBeat explained;
  explained.beat = tensorOf(beats.beat(beat));
  explained.flatLine = torch::full_like(explained.beat, middleHeight(beats.beat(beat)));
  if (usualFeatures.defined()) explained.features = tensorOf(beats.featuresOf(beat));
  explained.usualFeatures = usualFeatures;
  explained.target = target;
  return explained;
}

}  // namespace

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

std::vector<Attribution> TorchClassifier::attribute(const BeatSet& beats, std::span<const BeatIndex> which,
                                                    ClassIndex target, AttributionMethod method,
                                                    const JobContext& job) const {
  inferenceOptions(beats, 1);
  if (target >= m_info.scheme.size())
    throw Error(fmt::format("The model \"{}\" has no class {}: expected one below {}.", m_info.name, target,
                            m_info.scheme.size()));
  const TorchThreadScope scope;
  const torch::Tensor usual = meanFeatures(beats);
  std::vector<Attribution> found;
  for (const BeatIndex beat : which) {
    job.throwIfStopped();
    job.report(static_cast<double>(found.size()) / static_cast<double>(which.size()), "explain");
    if (beat >= beats.size())
      throw Error(fmt::format("There is no beat {}: expected one below {}.", beat, beats.size()));
    const ExplainedBeat explained = explainedBeat(beats, beat, usual, target);
    found.push_back(method == AttributionMethod::GradCam ? gradCam(*m_network, explained)
                                                         : integratedGradients(*m_network, explained));
  }
  return found;
}

void TorchClassifier::save(const std::filesystem::path& path) const {
  writeModelFile(path, m_info, storedTensors(*m_network));
}

}  // namespace ectopy
