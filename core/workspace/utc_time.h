#pragma once

#include <cstdint>
#include <string>

namespace ectopy {

/// Milliseconds since 1970, UTC.
std::int64_t utcNowMs();

/// ISO 8601 with milliseconds: "2026-03-01T12:00:00.000Z".
std::string utcText(std::int64_t milliseconds);

/// The reverse of utcText; -1 where the text is none such.
std::int64_t utcFromText(const std::string& text);

/// utcText of now.
std::string utcNow();

}  // namespace ectopy
