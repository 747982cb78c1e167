#include "ui/widgets/figures.h"

#include <QCoreApplication>
#include <cmath>

#include "ui/widgets/words.h"

namespace ectopy::ui {

namespace {

QString undefined() {
  return QStringLiteral("-");
}

QString twoDigits(std::int64_t value) {
  return QStringLiteral("%1").arg(value, 2, 10, QLatin1Char('0'));
}

}  // namespace

QString percentText(double share) {
  return std::isfinite(share) ? percentage(share) : undefined();
}

QString decimalText(double value, int decimals) {
  return std::isfinite(value) ? QString::number(value, 'f', decimals) : undefined();
}

QString durationText(double seconds) {
  if (!std::isfinite(seconds) || seconds < 0) return undefined();
  const auto whole = static_cast<std::int64_t>(std::llround(seconds));
  const std::int64_t hours = whole / 3600;
  const std::int64_t minutes = whole / 60 % 60;
  if (hours == 0) return QStringLiteral("%1:%2").arg(minutes).arg(twoDigits(whole % 60));
  return QStringLiteral("%1:%2:%3").arg(hours).arg(twoDigits(minutes), twoDigits(whole % 60));
}

QString countText(std::int64_t count) {
  return groupedNumber(static_cast<std::size_t>(count));
}

QString beatsText(std::int64_t count) {
  return count == 1 ? QCoreApplication::translate("figures", "1 beat")
                    : QCoreApplication::translate("figures", "%1 beats").arg(countText(count));
}

}  // namespace ectopy::ui
