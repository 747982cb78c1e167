#include "core/model/torch_compat.h"

#include <fmt/format.h>

#include <algorithm>
#include <thread>

#include "core/base/error.h"

namespace ectopy {

torch::Device deviceFromName(const std::string& name) {
  try {
    const torch::Device device(name);
    if (device.is_cpu()) return device;
    if (device.is_cuda() && torch::cuda::is_available() &&
        (!device.has_index() || static_cast<std::size_t>(device.index()) < torch::cuda::device_count()))
      return device;
  } catch (const c10::Error&) {
    throw Error(fmt::format("Expected \"cpu\" or \"cuda\" as device, found \"{}\".", name));
  }
  throw Error(fmt::format("The device \"{}\" is not available here; \"cpu\" always is.", name));
}

int threadCount(int threads) {
  return threads > 0 ? threads : std::max(1, static_cast<int>(std::thread::hardware_concurrency()));
}

// torch counts threads per thread, and the first question in a thread resets the count: ask before setting.
TorchThreadScope::TorchThreadScope() : m_threadsBefore(torch::get_num_threads()) {
  torch::set_num_threads(1);
  at::globalContext().setFlushDenormal(true);
}

TorchThreadScope::~TorchThreadScope() {
  at::globalContext().setFlushDenormal(false);
  torch::set_num_threads(m_threadsBefore);
}

torch::Generator makeGenerator(const torch::Device& device, std::uint64_t seed) {
  torch::Generator generator = at::globalContext().defaultGenerator(device).clone();
  generator.set_current_seed(seed);
  return generator;
}

}  // namespace ectopy
