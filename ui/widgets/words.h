#pragma once

#include <QString>
#include <cstddef>
#include <string_view>

namespace ectopy::ui {

/// UTF-8 of core as the window's text.
QString text(std::string_view utf8);
/// "109 446", with narrow no-break spaces between groups of three.
QString groupedNumber(std::size_t number);
/// Seconds from the start of a record as "0:12:30.456"; empty when unknown (NaN).
QString recordTime(double seconds);
/// How far an R peak was moved, in seconds, as "+12 ms".
QString shiftWords(double seconds);
/// A share in 0 .. 1 as "97.3 %"; never rounded up to 100 %.
QString percentage(double share);

}  // namespace ectopy::ui
