#include "core/workspace/utc_time.h"

#include <fmt/chrono.h>

#include <chrono>

namespace ectopy {

std::string utcNow() {
  using namespace std::chrono;
  const auto now = floor<milliseconds>(system_clock::now());
  const auto seconds = floor<std::chrono::seconds>(now);
  return fmt::format("{:%Y-%m-%dT%H:%M:%S}.{:03}Z", fmt::gmtime(system_clock::to_time_t(seconds)),
                     (now - seconds).count());
}

}  // namespace ectopy
