#pragma once

#include <string>

namespace ectopy {

/// Now in UTC, ISO 8601 with milliseconds: "2026-03-01T12:00:00.000Z".
std::string utcNow();

}  // namespace ectopy
