#pragma once

#include <cstdint>
#include <string>

namespace ectopy {

/// Numbers for people, the same in every locale. What is not finite gives an en dash.

/// "109 446", grouped by narrow no-break spaces.
std::string formatCount(std::int64_t count);
/// "0.945".
std::string formatFixed(double value, int digits);
/// "98.71 %".
std::string formatPercent(double fraction, int digits = 2);
/// "42 s", "12 min 5 s", "3 h 12 min".
std::string formatDuration(double seconds);
/// A place in a recording: "12:34.56", "1:02:34.56".
std::string formatClock(double seconds);

}  // namespace ectopy
