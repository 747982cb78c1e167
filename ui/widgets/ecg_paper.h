#pragma once

#include <QRectF>
#include <string>

class QPainter;

namespace ectopy::ui {

/// How a stretch of signal lies on ECG paper: 25 mm/s, and as many mm/mV as fit.
struct EcgScale {
  static constexpr double kMmPerSecond = 25;

  QRectF area;
  double firstSecond = 0;  // at the left edge
  double pxPerMm = 1;
  double mmPerUnit = 10;  // mm per mV
  double middleUnit = 0;  // value at half height

  /// Fits `seconds` into the width and values low .. high into the height: the largest usual gain (20, 10, 5,
  /// 2.5, 1.25 mm/mV) that holds them; where the unit is no voltage, any gain.
  static EcgScale fit(const QRectF& area, double firstSecond, double seconds, double low, double high,
                      bool isVoltage);

  double xOf(double second) const { return area.left() + (second - firstSecond) * kMmPerSecond * pxPerMm; }
  double yOf(double value) const { return area.center().y() - (value - middleUnit) * mmPerUnit * pxPerMm; }
  double secondAt(double x) const { return firstSecond + (x - area.left()) / (kMmPerSecond * pxPerMm); }
  double unitAt(double y) const { return middleUnit + (area.center().y() - y) / (mmPerUnit * pxPerMm); }
};

/// Ground, thin lines every mm (40 ms, 0.1 mV at 10 mm/mV), heavy lines every 5 mm; lines closer than 4 px
/// are left out. Level lines only where the unit is a voltage.
void drawEcgPaper(QPainter& painter, const EcgScale& scale, bool isVoltage);

/// Millivolts and their kin.
bool isVoltageUnit(const std::string& unit);

}  // namespace ectopy::ui
