#include "core/model/gradients.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "core/base/error.h"

namespace ectopy {
namespace {

constexpr int kFewestSteps = 32;
constexpr int kMostSteps = 512;
constexpr int kStepsAtOnce = 64;
constexpr double kGoodEnough = 0.005;
constexpr double kLeastDifference = 0.1;  // of log-odds, that an error is a share of

/// ln(p / (1 - p)) of a class, (batch).
torch::Tensor logOddsOf(const torch::Tensor& logits, ClassIndex target) {
  const torch::Tensor own = logits.select(1, target);
  if (logits.size(1) == 1) return own;
  const torch::Tensor others =
      torch::cat({logits.slice(1, 0, target), logits.slice(1, target + 1)}, 1).logsumexp(1);
  return own - others;
}

std::vector<float> numbersOf(const torch::Tensor& tensor) {
  const torch::Tensor flat = tensor.to(torch::kFloat32).contiguous().flatten();
  return {flat.data_ptr<float>(), flat.data_ptr<float>() + flat.numel()};
}

/// Sums of what each sample and feature adds, in double precision.
struct Path {
  torch::Tensor samples;
  torch::Tensor features;  // undefined: none
};

/// The gradients at `count` places on the way, added to the sums.
void addGradients(Network& network, const ExplainedBeat& explained, int first, int count, int steps,
                  Path& path) {
  const torch::Tensor share =
      ((torch::arange(first, first + count, torch::kFloat32) + 0.5F) / steps).unsqueeze(1);  // (count, 1)
  const auto onTheWay = [&](const torch::Tensor& from, const torch::Tensor& to) {
    return from + share * (to - from);
  };
  NetworkInput input{onTheWay(explained.flatLine, explained.beat).unsqueeze(1), {}};
  input.beats.set_requires_grad(true);
  std::vector<torch::Tensor> asked{input.beats};
  if (explained.features.defined()) {
    input.features = onTheWay(explained.usualFeatures, explained.features);
    input.features.set_requires_grad(true);
    asked.push_back(input.features);
  }
  DropoutSource none = DropoutSource::none();
  const torch::Tensor sum = logOddsOf(network.forward(input, none), explained.target).sum();
  // A network may look at one of them alone.
  const auto gradients = torch::autograd::grad({sum}, asked, {}, false, false, true);
  if (gradients[0].defined())
    path.samples += gradients[0].sum(std::vector<std::int64_t>{0, 1}).to(torch::kFloat64);
  if (asked.size() > 1 && gradients[1].defined()) path.features += gradients[1].sum(0).to(torch::kFloat64);
}

double outputFor(Network& network, const torch::Tensor& beat, const torch::Tensor& features,
                 ClassIndex target) {
  const torch::NoGradGuard noGradients;
  NetworkInput input{beat.view({1, 1, -1}), {}};
  if (features.defined()) input.features = features.unsqueeze(0);
  DropoutSource none = DropoutSource::none();
  return logOddsOf(network.forward(input, none), target).item<double>();
}

Attribution begin(Network& network, const ExplainedBeat& explained, AttributionMethod method) {
  Attribution begun{.method = method, .target = explained.target};
  begun.logOdds = outputFor(network, explained.beat, explained.features, explained.target);
  begun.baselineLogOdds = outputFor(network, explained.flatLine, explained.usualFeatures, explained.target);
  begun.completenessError = std::numeric_limits<double>::quiet_NaN();
  return begun;
}

void walk(Network& network, const ExplainedBeat& explained, int steps, Attribution& found) {
  Path path{torch::zeros_like(explained.beat, torch::kFloat64), {}};
  if (explained.features.defined()) path.features = torch::zeros_like(explained.features, torch::kFloat64);
  for (int first = 0; first < steps; first += kStepsAtOnce)
    addGradients(network, explained, first, std::min(kStepsAtOnce, steps - first), steps, path);
  const torch::Tensor samples = path.samples / steps * (explained.beat - explained.flatLine);
  double sum = samples.sum().item<double>();
  found.samples = numbersOf(samples);
  if (path.features.defined()) {
    const torch::Tensor features = path.features / steps * (explained.features - explained.usualFeatures);
    sum += features.sum().item<double>();
    found.features = numbersOf(features);
  }
  const double difference = found.logOdds - found.baselineLogOdds;
  found.completenessError = std::abs(sum - difference) / std::max(kLeastDifference, std::abs(difference));
  found.steps = steps;
}

}  // namespace

Attribution integratedGradients(Network& network, const ExplainedBeat& explained) {
  const torch::AutoGradMode gradients(true);
  Attribution found = begin(network, explained, AttributionMethod::IntegratedGradients);
  for (int steps = kFewestSteps; steps <= kMostSteps; steps *= 2) {
    walk(network, explained, steps, found);
    if (found.completenessError <= kGoodEnough) break;
  }
  return found;
}

Attribution gradCam(Network& network, const ExplainedBeat& explained) {
  const torch::AutoGradMode gradients(true);
  Attribution found = begin(network, explained, AttributionMethod::GradCam);
  NetworkInput input{explained.beat.view({1, 1, -1}), {}};
  if (explained.features.defined()) input.features = explained.features.unsqueeze(0);
  DropoutSource none = DropoutSource::none();
  torch::Tensor maps = network.maps(input, none);
  if (!maps.defined()) throw Error("Grad-CAM: expected a network with convolutions, found one without.");
  maps = maps.detach().set_requires_grad(true);  // (1, channels, places)
  const torch::Tensor output = logOddsOf(network.decide(network.pool(maps, input, none)), explained.target);
  const torch::Tensor gradient = torch::autograd::grad({output.sum()}, {maps})[0];
  torch::Tensor looks = torch::relu((gradient.mean(2, true) * maps.detach()).sum(1, true));  // (1, 1, places)
  looks = torch::upsample_linear1d(looks, {explained.beat.size(0)}, false);
  found.samples = numbersOf(looks / looks.max().clamp_min(1e-12));
  return found;
}

}  // namespace ectopy
