#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "core/report/html_writer.h"

namespace ectopy {

/// A curve. Points that are not finite leave a gap.
struct ChartSeries {
  std::string name;
  std::string colour;
  bool isDashed = false;
  std::vector<std::pair<double, double>> points;
};

/// Curves over whole numbers (epochs), with ticks, labels and one marked place.
struct LineChart {
  std::string title;  // what the y axis shows
  std::string xLabel;
  std::vector<ChartSeries> series;
  std::optional<double> markedX;
  std::string markText;
  std::optional<double> largestY;  // of the axis where the quantity has one (F1: 1)
};

/// Round numbers that cover low .. high: about `count` of them, 1, 2 or 5 times a power of ten apart.
std::vector<double> niceTicks(double low, double high, int count);

/// Draws the chart as one inline <svg>.
void drawLineChart(HtmlWriter& html, const LineChart& chart);

}  // namespace ectopy
