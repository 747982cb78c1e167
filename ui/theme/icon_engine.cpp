#include "ui/theme/icon_engine.h"

#include <QFile>
#include <QPainter>
#include <QPixmapCache>
#include <QSvgRenderer>

#include "ui/theme/theme.h"

namespace ectopy::ui {

QColor IconEngine::colourFor(QIcon::Mode mode) const {
  const Palette& palette = Theme::instance().palette();
  QColor colour = m_colour.isValid() ? m_colour : palette.text;
  if (mode == QIcon::Disabled) {
    colour = palette.mutedText;
    colour.setAlphaF(0.5F);
  }
  return colour;
}

QPixmap IconEngine::draw(const QSize& size, QIcon::Mode mode) const {
  const QColor colour = colourFor(mode);
  const QString key = QStringLiteral("ectopy-icon/%1/%2x%3/%4")
                          .arg(m_name)
                          .arg(size.width())
                          .arg(size.height())
                          .arg(colour.name(QColor::HexArgb));
  QPixmap pixmap;
  if (QPixmapCache::find(key, &pixmap)) return pixmap;

  pixmap = QPixmap(size);
  pixmap.fill(Qt::transparent);
  QFile file(QStringLiteral(":/icons/%1.svg").arg(m_name));
  if (file.open(QIODevice::ReadOnly)) {
    QByteArray svg = file.readAll();
    svg.replace("currentColor", colour.name().toUtf8());
    QSvgRenderer renderer(svg);
    QPainter painter(&pixmap);
    painter.setOpacity(colour.alphaF());
    renderer.render(&painter, QRectF(QPointF(0, 0), QSizeF(size)));
  }
  QPixmapCache::insert(key, pixmap);
  return pixmap;
}

void IconEngine::paint(QPainter* painter, const QRect& rect, QIcon::Mode mode, QIcon::State state) {
  const qreal ratio = painter->device() ? painter->device()->devicePixelRatioF() : 1.0;
  painter->drawPixmap(rect, scaledPixmap(rect.size() * ratio, mode, state, ratio));
}

QPixmap IconEngine::pixmap(const QSize& size, QIcon::Mode mode, QIcon::State) {
  return draw(size, mode);
}

QPixmap IconEngine::scaledPixmap(const QSize& size, QIcon::Mode mode, QIcon::State, qreal scale) {
  QPixmap pixmap = draw(size, mode);
  pixmap.setDevicePixelRatio(scale);
  return pixmap;
}

}  // namespace ectopy::ui
