#include "ui/widgets/ecg_paper.h"

#include <QLineF>
#include <QPainter>
#include <QVarLengthArray>
#include <algorithm>
#include <array>
#include <cmath>
#include <string>

#include "ui/theme/theme.h"

namespace ectopy::ui {

namespace {

constexpr double kLeastLinePx = 4;
constexpr std::array kUsualGains = {20.0, 10.0, 5.0, 2.5, 1.25};  // mm/mV

/// Lines at whole multiples of stepMm, counted from an anchor so that paper moves with its signal.
void drawLines(QPainter& painter, const EcgScale& scale, double stepMm, const QColor& colour,
               bool hasLevels) {
  if (stepMm * scale.pxPerMm < kLeastLinePx) return;
  const QRectF& area = scale.area;
  const double stepPx = stepMm * scale.pxPerMm;
  QVarLengthArray<QLineF, 512> lines;
  const double anchorX = scale.xOf(0);
  for (double k = std::ceil((area.left() - anchorX) / stepPx); anchorX + k * stepPx <= area.right(); ++k) {
    const double x = std::floor(anchorX + k * stepPx) + 0.5;
    lines.append({x, area.top(), x, area.bottom()});
  }
  const double anchorY = scale.yOf(0);
  for (double k = std::ceil((area.top() - anchorY) / stepPx);
       hasLevels && anchorY + k * stepPx <= area.bottom(); ++k) {
    const double y = std::floor(anchorY + k * stepPx) + 0.5;
    lines.append({area.left(), y, area.right(), y});
  }
  painter.setPen(QPen(colour, 1));
  painter.drawLines(lines.constData(), static_cast<int>(lines.size()));
}

}  // namespace

EcgScale EcgScale::fit(const QRectF& area, double firstSecond, double seconds, double low, double high,
                       bool isVoltage) {
  EcgScale scale;
  scale.area = area;
  scale.firstSecond = firstSecond;
  scale.pxPerMm = std::max(0.01, area.width() / (seconds * kMmPerSecond));
  scale.middleUnit = (low + high) / 2;
  const double range = std::max(high - low, 1e-9);
  const double largest = area.height() * 0.94 / (range * scale.pxPerMm);  // mm per unit that just fits
  const auto usual = std::find_if(kUsualGains.begin(), kUsualGains.end(),
                                  [largest](double gain) { return gain <= largest; });
  scale.mmPerUnit = isVoltage && usual != kUsualGains.end() ? *usual : largest;
  return scale;
}

void drawEcgPaper(QPainter& painter, const EcgScale& scale, bool isVoltage) {
  const Palette& palette = Theme::instance().palette();
  painter.fillRect(scale.area, palette.paper);
  drawLines(painter, scale, 1, palette.paperThin, isVoltage);
  drawLines(painter, scale, 5, palette.paperHeavy, isVoltage);
}

bool isVoltageUnit(const std::string& unit) {
  constexpr std::array<std::string_view, 5> kVoltages = {"mV", "uV", "µV", "V", "mv"};
  return std::find(kVoltages.begin(), kVoltages.end(), unit) != kVoltages.end();
}

}  // namespace ectopy::ui
