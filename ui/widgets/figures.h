#pragma once

#include <QString>
#include <cstdint>

namespace ectopy::ui {

/// How the figures of trainings and evaluations are written; what is not defined (NaN) is "-".

/// 0.9851 -> "98.5 %"; never rounded up to 100 %.
QString percentText(double share);
/// 0.04567 -> "0.0457".
QString decimalText(double value, int decimals = 3);
/// 250 -> "4:10", 7 -> "0:07", 3725 -> "1:02:05".
QString durationText(double seconds);
/// 109446 -> "109 446" with narrow no-break spaces.
QString countText(std::int64_t count);
/// 1 -> "1 beat", 80 -> "80 beats".
QString beatsText(std::int64_t count);

}  // namespace ectopy::ui
