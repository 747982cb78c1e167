#include "core/report/line_chart.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "core/report/colours.h"
#include "core/report/svg.h"

namespace ectopy {
namespace {

constexpr double kWidth = 430;
constexpr double kHeight = 260;
constexpr double kLeft = 52;
constexpr double kRight = 418;
constexpr double kTop = 44;
constexpr double kBottom = 214;
constexpr int kTicks = 5;

/// Where data lies on the drawing.
struct Axes {
  std::vector<double> xTicks;
  std::vector<double> yTicks;
  double xLow = 0;
  double xHigh = 1;

  double x(double value) const { return kLeft + (value - xLow) / (xHigh - xLow) * (kRight - kLeft); }
  double y(double value) const {
    return kBottom - (value - yTicks.front()) / (yTicks.back() - yTicks.front()) * (kBottom - kTop);
  }
};

struct Range {
  double low = std::numeric_limits<double>::infinity();
  double high = -std::numeric_limits<double>::infinity();
  void include(double value) {
    low = std::min(low, value);
    high = std::max(high, value);
  }
};

bool isDrawable(const std::pair<double, double>& point) {
  return std::isfinite(point.first) && std::isfinite(point.second);
}

Axes axesOf(const LineChart& chart) {
  Range x;
  Range y;
  for (const ChartSeries& series : chart.series) {
    for (const auto& point : series.points) {
      if (!isDrawable(point)) continue;
      x.include(point.first);
      y.include(point.second);
    }
  }
  if (x.low > x.high) x = {0, 1};
  if (y.low > y.high) y = {0, 1};
  if (chart.largestY) y.high = std::max(y.high, *chart.largestY);
  Axes axes;
  axes.xLow = x.low;
  axes.xHigh = x.high > x.low ? x.high : x.low + 1;
  for (const double tick : niceTicks(axes.xLow, axes.xHigh, 2 * kTicks)) {
    const bool isWhole = tick == std::round(tick);
    if (isWhole && tick >= axes.xLow && tick <= axes.xHigh) axes.xTicks.push_back(tick);
  }
  axes.yTicks = niceTicks(std::min(y.low, 0.0), y.high, kTicks);
  return axes;
}

/// Decimals that tell neighbouring ticks apart.
int digitsOf(const std::vector<double>& ticks) {
  const double step = ticks.size() < 2 ? 1 : ticks[1] - ticks[0];
  return static_cast<int>(std::clamp(-std::floor(std::log10(step) + 1e-9), 0.0, 9.0));
}

void drawGrid(HtmlWriter& html, const LineChart& chart, const Axes& axes) {
  const int digits = digitsOf(axes.yTicks);
  for (const double tick : axes.yTicks) {
    svgLine(html, {kLeft, axes.y(tick)}, {kRight, axes.y(tick)}, kGrid);
    svgText(html, {kLeft - 7, axes.y(tick) + 4}, fmt::format("{:.{}f}", tick, digits), "tick end");
  }
  for (const double tick : axes.xTicks) {
    svgLine(html, {axes.x(tick), kBottom}, {axes.x(tick), kBottom + 4}, kFaint);
    svgText(html, {axes.x(tick), kBottom + 17}, fmt::format("{:.0f}", tick), "tick middle");
  }
  svgLine(html, {kLeft, kBottom}, {kRight, kBottom}, kFaint);
  svgText(html, {(kLeft + kRight) / 2, kHeight - 8}, chart.xLabel, "axis middle");
  svgText(html, {0, 14}, chart.title, "chart-title");
}

void drawMark(HtmlWriter& html, const LineChart& chart, const Axes& axes) {
  if (!chart.markedX || *chart.markedX < axes.xLow || *chart.markedX > axes.xHigh) return;
  const double x = axes.x(*chart.markedX);
  svgLine(html, {x, kTop - 4}, {x, kBottom}, kInk, "dashed");
  const bool isAtEdge = x > kRight - 30;
  svgText(html, {isAtEdge ? kRight : x, kTop - 9}, chart.markText, isAtEdge ? "mark end" : "mark middle");
}

void drawSeries(HtmlWriter& html, const ChartSeries& series, const Axes& axes) {
  std::vector<SvgPoint> run;
  const auto flush = [&] {
    if (run.size() == 1) svgCircle(html, run.front(), 2.5, series.colour);
    if (run.size() > 1) svgPolyline(html, run, series.colour, series.isDashed ? "curve dashes" : "curve");
    run.clear();
  };
  for (const auto& point : series.points) {
    if (isDrawable(point)) {
      run.push_back({axes.x(point.first), axes.y(point.second)});
    } else {
      flush();
    }
  }
  flush();
}

/// On the title's line, from the right.
void drawLegend(HtmlWriter& html, const LineChart& chart) {
  double right = kRight;
  for (auto series = chart.series.rbegin(); series != chart.series.rend(); ++series) {
    const double left = right - 6.5 * static_cast<double>(series->name.size());
    svgText(html, {right, 14}, series->name, "tick end");
    svgPolyline(html, {{left - 26, 10}, {left - 6, 10}}, series->colour,
                series->isDashed ? "curve dashes" : "curve");
    right = left - 40;
  }
}

}  // namespace

std::vector<double> niceTicks(double low, double high, int count) {
  const double span = high > low ? high - low : std::max(std::abs(low), 1.0);
  const double rough = span / std::max(count, 1);
  const double power = std::pow(10, std::floor(std::log10(rough)));
  double step = 10 * power;
  for (const double factor : {5.0, 2.0, 1.0}) {
    if (rough <= factor * power * 1.0000001) step = factor * power;
  }
  const double first = std::floor(low / step + 1e-9);
  const double last = std::max(std::ceil(high / step - 1e-9), first + 1);
  std::vector<double> ticks;
  for (double at = first; at <= last; ++at) ticks.push_back(at * step);
  return ticks;
}

void drawLineChart(HtmlWriter& html, const LineChart& chart) {
  const Axes axes = axesOf(chart);
  const auto svg = svgScope(html, kWidth, kHeight, chart.title + " by " + chart.xLabel);
  drawGrid(html, chart, axes);
  drawLegend(html, chart);
  for (const ChartSeries& series : chart.series) drawSeries(html, series, axes);
  drawMark(html, chart, axes);
}

}  // namespace ectopy
