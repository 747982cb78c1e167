#include "core/model/network.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cctype>
#include <cmath>
#include <cstring>
#include <random>

#include "core/base/error.h"

namespace ectopy {
namespace {

/// Uniform in [0, 1) from the top 24 bits: the same on every machine, unlike std::uniform_real_distribution.
float uniform(std::mt19937_64& random) {
  return static_cast<float>(random() >> 40) * 0x1p-24F;
}

void fillGlorot(torch::Tensor& weight, std::mt19937_64& random) {
  // (out, in) or (out, in, kernel)
  const std::int64_t kernel = weight.dim() > 2 ? weight[0][0].numel() : 1;
  const auto fans = static_cast<double>((weight.size(0) + weight.size(1)) * kernel);
  const auto limit = static_cast<float>(std::sqrt(6.0 / fans));
  torch::Tensor values = torch::empty(weight.sizes(), torch::kFloat32);
  float* data = values.data_ptr<float>();
  for (std::int64_t i = 0; i < values.numel(); ++i) data[i] = (2 * uniform(random) - 1) * limit;
  weight.copy_(values);
}

std::vector<std::pair<std::string, torch::Tensor>> tensorsOf(const Network& network) {
  std::vector<std::pair<std::string, torch::Tensor>> result;
  for (const auto& item : network.named_parameters()) result.emplace_back(item.key(), item.value());
  for (const auto& item : network.named_buffers()) result.emplace_back(item.key(), item.value());
  return result;
}

std::int64_t countParameters(const Network& network, bool onlyHead) {
  std::int64_t count = 0;
  for (const auto& item : network.named_parameters())
    if (!onlyHead || network.isHead(item.key())) count += item.value().numel();
  return count;
}

}  // namespace

std::string Network::layerGroup(const std::string& parameter) const {
  if (isHead(parameter)) return "head";
  const std::size_t layerEnd = parameter.rfind('.');
  std::size_t end = parameter.rfind('.', layerEnd - 1) + 1;  // 0 where there is no such dot
  while (end < layerEnd && std::islower(static_cast<unsigned char>(parameter[end]))) ++end;
  while (end < layerEnd && std::isdigit(static_cast<unsigned char>(parameter[end]))) ++end;
  return parameter.substr(0, end);
}

std::vector<std::string> layerGroups(const Network& network) {
  std::vector<std::string> groups;
  for (const auto& item : network.named_parameters())
    if (std::string group = network.layerGroup(item.key()); std::ranges::find(groups, group) == groups.end())
      groups.push_back(std::move(group));
  return groups;
}

void initialize(Network& network, std::uint64_t seed) {
  torch::NoGradGuard noGrad;
  std::mt19937_64 random(seed);
  for (auto& item : network.named_parameters()) {
    if (item.value().dim() > 1)
      fillGlorot(item.value(), random);
    else
      item.value().fill_(item.key().ends_with("bias") ? 0 : 1);  // the scale of a norm is 1
  }
}

std::int64_t embeddingWidth(const Network& network) {
  return network.named_parameters()[network.lastLayer() + ".weight"].size(1);  // (classes, width)
}

std::int64_t parameterCount(const Network& network) {
  return countParameters(network, false);
}

std::int64_t headParameterCount(const Network& network) {
  return countParameters(network, true);
}

std::vector<StoredTensor> storedTensors(const Network& network) {
  std::vector<StoredTensor> result;
  for (const auto& [name, tensor] : tensorsOf(network)) {
    TORCH_CHECK(tensor.is_cpu() && tensor.is_contiguous() && tensor.scalar_type() == torch::kFloat32);
    const auto values = std::span(tensor.data_ptr<float>(), static_cast<std::size_t>(tensor.numel()));
    result.push_back({name, tensor.sizes().vec(), std::as_bytes(values)});
  }
  return result;
}

void assignTensors(Network& network, const std::vector<StoredTensor>& tensors) {
  torch::NoGradGuard noGrad;
  const auto targets = tensorsOf(network);
  for (const auto& [name, target] : targets) {
    const auto stored = std::ranges::find(tensors, name, &StoredTensor::name);
    if (stored == tensors.end()) throw Error(fmt::format("The model has no tensor \"{}\".", name));
    if (stored->shape != target.sizes().vec())
      throw Error(fmt::format("The model's tensor \"{}\": expected the shape ({}), found ({}).", name,
                              fmt::join(target.sizes().vec(), ", "), fmt::join(stored->shape, ", ")));
  }
  if (tensors.size() != targets.size())
    throw Error(
        fmt::format("The model has {} tensors, its architecture {}.", tensors.size(), targets.size()));
  for (const auto& [name, target] : targets) {
    const auto stored = std::ranges::find(tensors, name, &StoredTensor::name);
    std::memcpy(target.data_ptr<float>(), stored->bytes.data(), stored->bytes.size());
  }
}

}  // namespace ectopy
