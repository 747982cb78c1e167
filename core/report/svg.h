#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/report/html_writer.h"

namespace ectopy {

/// A point in drawing units (CSS pixels at full size), y downwards.
struct SvgPoint {
  double x = 0;
  double y = 0;
};

/// Opens an inline drawing that shrinks with its box; `words` is what a screen reader says.
[[nodiscard]] HtmlWriter::Scope svgScope(HtmlWriter& html, double width, double height,
                                         const std::string& words);
void svgLine(HtmlWriter& html, SvgPoint from, SvgPoint to, std::string_view colour,
             std::string_view cssClass = "");
void svgPolyline(HtmlWriter& html, const std::vector<SvgPoint>& points, std::string_view colour,
                 std::string_view cssClass);
void svgCircle(HtmlWriter& html, SvgPoint centre, double radius, std::string_view colour);
void svgRect(HtmlWriter& html, SvgPoint corner, double width, double height, std::string_view fill);
/// Text on its base line; the style sheet's classes "middle" and "end" anchor it.
void svgText(HtmlWriter& html, SvgPoint at, std::string_view text, std::string_view cssClass,
             std::string_view colour = "");

/// A coordinate with two decimals at most: "12.5".
std::string svgNumber(double value);

}  // namespace ectopy
