#include "core/model/cost.h"

#include <ATen/record_function.h>

#include <string_view>

namespace ectopy {
namespace {

thread_local std::int64_t multiplyAdds = 0;  // libtorch takes plain functions only

/// Called after each operation of this thread.
void count(const at::RecordFunction& call, at::ObserverContext* /*context*/) {
  const std::string_view name = call.name();
  const bool isConvolution = name == "aten::convolution";
  if (!isConvolution && name != "aten::linear") return;
  const at::Tensor weight = call.inputs()[1].toTensor();  // (out, in, ...)
  const std::int64_t outputs = call.outputs()[0].toTensor().numel();
  multiplyAdds += outputs * (weight.numel() / weight.size(0));
}

}  // namespace

std::int64_t multiplyAddsPerBeat(Network& network, std::int64_t length) {
  network.eval();
  const torch::NoGradGuard noGrad;
  DropoutSource none = DropoutSource::none();
  multiplyAdds = 0;
  const at::CallbackHandle handle = at::addThreadLocalCallback(
      at::RecordFunctionCallback(
          [](const at::RecordFunction&) -> std::unique_ptr<at::ObserverContext> { return nullptr; }, count)
          .needsInputs(true)
          .needsOutputs(true)
          .scopes({at::RecordScope::FUNCTION}));
  network.forward(torch::zeros({1, 1, length}), none);
  at::removeCallback(handle);
  return multiplyAdds;
}

}  // namespace ectopy
