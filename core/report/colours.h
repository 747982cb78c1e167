#pragma once

#include <string>
#include <string_view>

namespace ectopy {

/// The report's own colours; class colours come from the label scheme.
inline constexpr std::string_view kInk = "#1f2933";
inline constexpr std::string_view kFaint = "#6b7785";
inline constexpr std::string_view kGrid = "#e3e7ec";
inline constexpr std::string_view kAccent = "#0f5fa8";
inline constexpr std::string_view kWrong = "#c62f2f";
inline constexpr std::string_view kPaperGrid = "#f3d9d3";  // ECG paper's pink

/// The colour when it is of the form "#rrggbb", grey otherwise: a file must not write style rules.
std::string safeColour(std::string_view colour);
/// White mixed with the colour: 0 white, 1 the colour itself.
std::string tint(std::string_view colour, double strength);
/// Black or white, whichever reads better on the background.
std::string inkOn(std::string_view background);

}  // namespace ectopy
