#include "ui/widgets/words.h"

#include <cmath>
#include <cstdint>

namespace ectopy::ui {

QString text(std::string_view utf8) {
  return QString::fromUtf8(utf8.data(), static_cast<qsizetype>(utf8.size()));
}

QString groupedNumber(std::size_t number) {
  QString text = QString::number(number);
  for (qsizetype at = text.size() - 3; at > 0; at -= 3) text.insert(at, QChar(0x202F));
  return text;
}

QString recordTime(double seconds) {
  if (!std::isfinite(seconds) || seconds < 0) return {};
  const auto milliseconds = static_cast<std::int64_t>(std::llround(seconds * 1000));
  const auto padded = [](std::int64_t value, int width) {
    return QStringLiteral("%1").arg(value, width, 10, QLatin1Char('0'));
  };
  return QStringLiteral("%1:%2:%3.%4")
      .arg(milliseconds / 3600000)
      .arg(padded(milliseconds / 60000 % 60, 2), padded(milliseconds / 1000 % 60, 2),
           padded(milliseconds % 1000, 3));
}

QString shiftWords(double seconds) {
  const auto milliseconds = static_cast<int>(std::lround(seconds * 1000));
  const QString sign = milliseconds < 0 ? QStringLiteral("\u2212") : QStringLiteral("+");
  return QStringLiteral("%1%2 ms").arg(sign).arg(std::abs(milliseconds));
}

QString percentage(double share) {
  if (!std::isfinite(share)) return QStringLiteral("–");
  // A probability of 0.9997 is not certainty: it reads 99.9 %, not 100.0 %.
  const double tenths = share < 1 ? std::min(std::round(share * 1000), 999.0) : 1000.0;
  return QStringLiteral("%1 %").arg(tenths / 10, 0, 'f', 1);
}

}  // namespace ectopy::ui
