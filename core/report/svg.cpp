#include "core/report/svg.h"

#include <fmt/format.h>

#include "core/report/colours.h"

namespace ectopy {

std::string svgNumber(double value) {
  std::string text = fmt::format("{:.2f}", value);
  text.erase(text.find_last_not_of('0') + 1);
  if (text.back() == '.') text.pop_back();
  return text == "-0" ? "0" : text;
}

HtmlWriter::Scope svgScope(HtmlWriter& html, double width, double height, const std::string& words) {
  return html.scope("svg", {{"viewBox", "0 0 " + svgNumber(width) + " " + svgNumber(height)},
                            {"width", svgNumber(width)},
                            {"height", svgNumber(height)},
                            {"role", "img"},
                            {"aria-label", words}});
}

void svgLine(HtmlWriter& html, SvgPoint from, SvgPoint to, std::string_view colour,
             std::string_view cssClass) {
  html.empty("line", {{"x1", svgNumber(from.x)},
                      {"y1", svgNumber(from.y)},
                      {"x2", svgNumber(to.x)},
                      {"y2", svgNumber(to.y)},
                      {"stroke", std::string(colour)},
                      {"class", std::string(cssClass)}});
}

void svgPolyline(HtmlWriter& html, const std::vector<SvgPoint>& points, std::string_view colour,
                 std::string_view cssClass) {
  std::string places;
  for (const SvgPoint& point : points) {
    if (!places.empty()) places += ' ';
    places += svgNumber(point.x) + "," + svgNumber(point.y);
  }
  html.empty("polyline", {{"points", places},
                          {"fill", "none"},
                          {"stroke", std::string(colour)},
                          {"class", std::string(cssClass)}});
}

void svgCircle(HtmlWriter& html, SvgPoint centre, double radius, std::string_view colour) {
  html.empty("circle", {{"cx", svgNumber(centre.x)},
                        {"cy", svgNumber(centre.y)},
                        {"r", svgNumber(radius)},
                        {"fill", std::string(colour)}});
}

void svgRect(HtmlWriter& html, SvgPoint corner, double width, double height, std::string_view fill) {
  html.empty("rect", {{"x", svgNumber(corner.x)},
                      {"y", svgNumber(corner.y)},
                      {"width", svgNumber(width)},
                      {"height", svgNumber(height)},
                      {"fill", std::string(fill)}});
}

void svgText(HtmlWriter& html, SvgPoint at, std::string_view text, std::string_view cssClass,
             std::string_view colour) {
  html.element("text", text,
               {{"x", svgNumber(at.x)},
                {"y", svgNumber(at.y)},
                {"class", std::string(cssClass)},
                {"fill", std::string(colour.empty() ? kInk : colour)}});
}

}  // namespace ectopy
