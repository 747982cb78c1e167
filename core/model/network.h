#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/model/dropout.h"
#include "core/model/safetensors.h"
#include "core/model/torch_compat.h"

namespace ectopy {

/// What a network is asked about.
struct NetworkInput {
  torch::Tensor beats;     // (batch, 1, samples), float32
  torch::Tensor features;  // (batch, contextFeatureNames()), float32; undefined for networks that need none
};

/// A trainable network: convolutions, then a dense head.
class Network : public torch::nn::Module {
 public:
  /// Gives logits (batch, classes). Changes nothing in eval mode, so
  /// several threads may call it at once with DropoutSource::none().
  torch::Tensor forward(const NetworkInput& input, DropoutSource& dropout) {
    return decide(embed(input, dropout));
  }
  /// What the last layer is given, (batch, embeddingWidth()): beats that the network takes for alike lie
  /// close together there.
  torch::Tensor embed(const NetworkInput& input, DropoutSource& dropout) {
    return pool(maps(input, dropout), input, dropout);
  }
  /// What the last convolution gives, (batch, channels, places), its places in the order of the beat's
  /// samples; undefined for a network without convolutions.
  virtual torch::Tensor maps(const NetworkInput& input, DropoutSource& dropout) = 0;
  /// What the last layer is given, made of such maps.
  virtual torch::Tensor pool(const torch::Tensor& maps, const NetworkInput& input,
                             DropoutSource& dropout) = 0;
  /// The last layer: logits of such a batch.
  virtual torch::Tensor decide(const torch::Tensor& embedding) = 0;
  /// Does a parameter belong to the dense head? By name: "dense1.weight".
  virtual bool isHead(const std::string& parameter) const = 0;
  /// The group of layers that a parameter learns with where layers learn at rates of their own; parameters
  /// come front to head. Here, where a network does not say otherwise: the head as one, and before it the
  /// first word of each layer's name ("block2" of "trunk.block2Norm1.weight").
  virtual std::string layerGroup(const std::string& parameter) const;
  /// Multiply-adds of the convolutions and dense layers for one beat of `samples` samples.
  virtual std::int64_t multiplyAdds(std::int64_t samples) const = 0;
  /// The last layer, whose shape hangs on the classes: "dense3".
  virtual std::string lastLayer() const = 0;
};

/// The groups from the front to the head.
std::vector<std::string> layerGroups(const Network& network);

/// Keras's defaults, which the published networks were trained with: weights uniform within
/// sqrt(6 / (fanIn + fanOut)) (Glorot and Bengio 2010), biases 0,
/// scales of norms 1. `seed` decides them, on any machine.
void initialize(Network& network, std::uint64_t seed);

/// Numbers a beat that the last layer is given.
std::int64_t embeddingWidth(const Network& network);

std::int64_t parameterCount(const Network& network);
std::int64_t headParameterCount(const Network& network);

/// Parameters and buffers by name, in layer order, on the CPU; the bytes belong to the network's tensors,
/// which must be on the CPU and outlive the result.
std::vector<StoredTensor> storedTensors(const Network& network);

/// Copies stored weights into a network. Throws Error when a tensor is missing, too many, or shaped
/// otherwise.
void assignTensors(Network& network, const std::vector<StoredTensor>& tensors);

}  // namespace ectopy
