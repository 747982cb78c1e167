#include "ui/theme/palettes.h"

#include <algorithm>
#include <cmath>

namespace ectopy::ui {
namespace {

double luminanceOf(const QColor& colour) {
  const auto linear = [](double channel) {
    return channel <= 0.04045 ? channel / 12.92 : std::pow((channel + 0.055) / 1.055, 2.4);
  };
  return 0.2126 * linear(colour.redF()) + 0.7152 * linear(colour.greenF()) + 0.0722 * linear(colour.blueF());
}

}  // namespace

Palette lightPalette() {
  Palette palette;
  palette.window = QColor("#EEF0F3");
  palette.panel = QColor("#F8F9FB");
  palette.raised = QColor("#FFFFFF");
  palette.border = QColor("#D3D8DF");
  palette.text = QColor("#1A1F26");
  palette.mutedText = QColor("#56606D");
  palette.accent = QColor("#4547B8");
  palette.accentText = QColor("#FFFFFF");
  palette.selection = QColor("#DFE0F7");
  palette.focus = QColor("#4547B8");
  palette.error = QColor("#B3231B");
  palette.wrong = QColor("#C6281F");
  palette.trace = QColor("#1A1F26");
  palette.traceMuted = QColor("#7D8794");
  palette.templateBand = QColor("#CFD9E6");
  palette.paper = QColor("#FFF7F4");
  palette.paperThin = QColor("#F8DED6");
  palette.paperHeavy = QColor("#EDB9AB");
  palette.gridLine = QColor("#E2E6EB");
  palette.plotBackground = QColor("#FFFFFF");
  palette.series = {QColor("#4547B8"), QColor("#A8570C"), QColor("#0B7A63"), QColor("#8A2F7B")};
  return palette;
}

Palette darkPalette() {
  Palette palette;
  palette.window = QColor("#14171C");
  palette.panel = QColor("#1B1F25");
  palette.raised = QColor("#242931");
  palette.border = QColor("#363D48");
  palette.text = QColor("#E5E9EE");
  palette.mutedText = QColor("#A3ACB8");
  palette.accent = QColor("#A5A8FF");
  palette.accentText = QColor("#15172B");
  palette.selection = QColor("#353863");
  palette.focus = QColor("#A5A8FF");
  palette.error = QColor("#FF8F85");
  palette.wrong = QColor("#FF7A6E");
  palette.trace = QColor("#E5E9EE");
  palette.traceMuted = QColor("#7E8896");
  palette.templateBand = QColor("#333D4C");
  palette.paper = QColor("#1F1A1B");
  palette.paperThin = QColor("#332828");
  palette.paperHeavy = QColor("#533C3B");
  palette.gridLine = QColor("#2B313A");
  palette.plotBackground = QColor("#181C21");
  palette.series = {QColor("#A5A8FF"), QColor("#FFB45E"), QColor("#56D3B4"), QColor("#F09BDD")};
  return palette;
}

double contrastOf(const QColor& one, const QColor& other) {
  const double a = luminanceOf(one);
  const double b = luminanceOf(other);
  return (std::max(a, b) + 0.05) / (std::min(a, b) + 0.05);
}

QColor withContrast(const QColor& colour, const QColor& background, double least) {
  const bool darken = luminanceOf(background) > 0.18;
  QColor result = colour;
  for (int step = 1; step <= 40 && contrastOf(result, background) < least; ++step) {
    float hue = 0;
    float saturation = 0;
    float lightness = 0;
    colour.getHslF(&hue, &saturation, &lightness);
    lightness += static_cast<float>(darken ? -step : step) * 0.02F;
    result = QColor::fromHslF(hue, saturation, std::clamp(lightness, 0.0F, 1.0F));
  }
  return result;
}

}  // namespace ectopy::ui
