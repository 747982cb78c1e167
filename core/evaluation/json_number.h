#pragma once

#include <cmath>
#include <nlohmann/json.hpp>

namespace ectopy {

/// JSON knows neither NaN nor infinity: what is not defined is null.
inline nlohmann::json numberOrNull(double value) {
  return std::isfinite(value) ? nlohmann::json(value) : nlohmann::json();
}

}  // namespace ectopy
