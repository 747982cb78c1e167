#pragma once

#include <cstdint>

#include "core/model/network.h"

namespace ectopy {

/// Multiply-adds of the convolutions and dense layers for one beat of `length` samples, counted as the
/// network runs. Puts it in eval mode; it must be on the CPU.
std::int64_t multiplyAddsPerBeat(Network& network, std::int64_t length);

}  // namespace ectopy
