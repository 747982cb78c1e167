#pragma once

#include <QColor>
#include <QIconEngine>

namespace ectopy::ui {

/// Draws one of our one-colour SVG icons at any size and pixel ratio. Without a colour of its own it follows
/// the theme's text colour, also when the theme changes later.
class IconEngine : public QIconEngine {
 public:
  IconEngine(QString name, QColor colour) : m_name(std::move(name)), m_colour(std::move(colour)) {}

  void paint(QPainter* painter, const QRect& rect, QIcon::Mode mode, QIcon::State state) override;
  QPixmap pixmap(const QSize& size, QIcon::Mode mode, QIcon::State state) override;
  QPixmap scaledPixmap(const QSize& size, QIcon::Mode mode, QIcon::State state, qreal scale) override;
  QIconEngine* clone() const override { return new IconEngine(m_name, m_colour); }

 private:
  QPixmap draw(const QSize& size, QIcon::Mode mode) const;
  QColor colourFor(QIcon::Mode mode) const;

  QString m_name;
  QColor m_colour;
};

}  // namespace ectopy::ui
