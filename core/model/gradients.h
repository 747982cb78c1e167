#pragma once

#include "core/model/attribution.h"
#include "core/model/network.h"

namespace ectopy {

/// One beat of which is asked what in it speaks for a class.
struct ExplainedBeat {
  torch::Tensor beat;           // (samples), float32
  torch::Tensor features;       // (features); undefined: none
  torch::Tensor flatLine;       // like beat: what it is compared with
  torch::Tensor usualFeatures;  // like features
  ClassIndex target = 0;
};

/// Along the straight line from flat line to beat, by the midpoint rule; steps are doubled, up to 512, until
/// the sum is right to 0.5 %. The network is in eval mode, on the CPU, and its parameters need no gradient.
Attribution integratedGradients(Network& network, const ExplainedBeat& explained);

/// What the last convolution gives, each channel weighted by its mean gradient, what is below 0 left out,
/// drawn out to the beat's samples and brought to 0 .. 1. Throws Error where a network has no convolution.
Attribution gradCam(Network& network, const ExplainedBeat& explained);

}  // namespace ectopy
