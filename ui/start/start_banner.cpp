#include "ui/start/start_banner.h"

#include <QPainter>
#include <QPainterPath>
#include <cmath>

#include "core/beats/label_scheme.h"
#include "ui/theme/theme.h"

namespace ectopy::ui {
namespace {

constexpr int kHeight = 132;       // px
constexpr double kSmall = 6;       // px of a millimetre of paper
constexpr double kBeat = 150;      // px from R peak to R peak
constexpr double kMillivolt = 52;  // px

struct Wave {
  double at, width, height;  // px from the R peak, px, mV
};
constexpr Wave kNormal[] = {{-34, 6, 0.14}, {-5, 1.8, -0.1}, {0, 2.2, 1.05}, {5, 2, -0.24}, {46, 11, 0.28}};
constexpr Wave kPremature[] = {{0, 11, 0.95}, {26, 10, -0.5}, {66, 14, -0.18}};

struct Beat {
  double at;  // px
  bool isPremature;
};

std::vector<Beat> beatsAcross(double width) {
  std::vector<Beat> beats;
  double at = 56;
  for (int number = 0; at < width; ++number) {
    const bool isPremature = number == 3;
    // Early, and a pause after it: the next beat comes when the one it replaced would have been followed.
    if (isPremature) at -= 0.36 * kBeat;
    beats.push_back({at, isPremature});
    at += isPremature ? 1.36 * kBeat : kBeat;
  }
  return beats;
}

double heightAt(double x, const std::vector<Beat>& beats) {
  double height = 0.02 * std::sin(x / 61.0);
  for (const Beat& beat : beats) {
    const auto add = [&](const Wave& wave) {
      const double distance = (x - beat.at - wave.at) / wave.width;
      if (std::abs(distance) < 5) height += wave.height * std::exp(-0.5 * distance * distance);
    };
    if (beat.isPremature) {
      for (const Wave& wave : kPremature) add(wave);
    } else {
      for (const Wave& wave : kNormal) add(wave);
    }
  }
  return height;
}

void drawPaper(QPainter& painter, const QRectF& area) {
  const Palette& palette = Theme::instance().palette();
  for (int line = 0; line * kSmall < std::max(area.width(), area.height()); ++line) {
    painter.setPen(line % 5 == 0 ? palette.paperHeavy : palette.paperThin);
    const double at = line * kSmall + 0.5;
    if (at < area.width()) painter.drawLine(QPointF(at, area.top()), QPointF(at, area.bottom()));
    if (at < area.height()) painter.drawLine(QPointF(area.left(), at), QPointF(area.right(), at));
  }
}

}  // namespace

StartBanner::StartBanner(QWidget* parent) : QWidget(parent) {
  setObjectName(QStringLiteral("startBanner"));
  setFixedHeight(kHeight);
  connect(&Theme::instance(), &Theme::changed, this, [this] { update(); });
}

void StartBanner::paintEvent(QPaintEvent*) {
  const Theme& theme = Theme::instance();
  QPainter painter(this);
  QPainterPath outline;
  outline.addRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), 8, 8);
  painter.fillPath(outline, theme.palette().paper);
  painter.setClipPath(outline);
  drawPaper(painter, rect());

  painter.setRenderHint(QPainter::Antialiasing);
  const auto beats = beatsAcross(width());
  const double baseline = kHeight - 44;
  const LabelScheme scheme = aami5Scheme();
  QFont font = theme.small();
  font.setWeight(QFont::DemiBold);
  painter.setFont(font);
  for (const Beat& beat : beats) {
    painter.setPen(theme.classTextColour(scheme, beat.isPremature ? 2 : 0));
    painter.drawText(QRectF(beat.at - 20, 8, 40, 16), Qt::AlignCenter,
                     beat.isPremature ? QStringLiteral("V") : QStringLiteral("N"));
  }
  QPolygonF trace;
  for (int x = 0; x <= width(); ++x) trace << QPointF(x, baseline - kMillivolt * heightAt(x, beats));
  painter.setPen(QPen(theme.palette().trace, 1.2));
  painter.drawPolyline(trace);
  painter.setClipping(false);
  painter.setPen(theme.palette().border);
  painter.drawPath(outline);
}

}  // namespace ectopy::ui
