#include "ui/theme/theme.h"

#include <QApplication>
#include <QFile>
#include <QPalette>
#include <QStyleFactory>
#include <algorithm>

#include "ui/theme/icon_engine.h"
#include "ui/theme/palettes.h"

namespace ectopy::ui {
namespace {

// WCAG 2.1 asks 3 : 1 of marks and 4.5 : 1 of text.
constexpr double kMarkContrast = 3.0;
constexpr double kTextContrast = 4.5;
constexpr double kLeastPointSize = 9.0;

QPalette widgetPalette(const Palette& colours) {
  QPalette palette;
  palette.setColor(QPalette::Window, colours.window);
  palette.setColor(QPalette::WindowText, colours.text);
  palette.setColor(QPalette::Base, colours.raised);
  palette.setColor(QPalette::AlternateBase, colours.panel);
  palette.setColor(QPalette::ToolTipBase, colours.raised);
  palette.setColor(QPalette::ToolTipText, colours.text);
  palette.setColor(QPalette::PlaceholderText, colours.mutedText);
  palette.setColor(QPalette::Text, colours.text);
  palette.setColor(QPalette::Button, colours.panel);
  palette.setColor(QPalette::ButtonText, colours.text);
  palette.setColor(QPalette::BrightText, colours.error);
  palette.setColor(QPalette::Link, colours.accent);
  palette.setColor(QPalette::LinkVisited, colours.accent);
  palette.setColor(QPalette::Highlight, colours.selection);
  palette.setColor(QPalette::HighlightedText, colours.text);
  palette.setColor(QPalette::Light, colours.raised);
  palette.setColor(QPalette::Midlight, colours.panel);
  palette.setColor(QPalette::Mid, colours.border);
  palette.setColor(QPalette::Dark, colours.border);
  palette.setColor(QPalette::Shadow, colours.border);
  for (const auto role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText}) {
    QColor faded = colours.mutedText;
    faded.setAlphaF(0.6F);
    palette.setColor(QPalette::Disabled, role, faded);
  }
  return palette;
}

QString styleSheetFor(const Palette& colours, const QFont& small, const QFont& large) {
  QFile file(QStringLiteral(":/style.qss"));
  if (!file.open(QIODevice::ReadOnly)) return {};
  QString sheet = QString::fromUtf8(file.readAll());
  const std::pair<const char*, QColor> tokens[] = {
      {"@accentText", colours.accentText}, {"@accent", colours.accent},
      {"@mutedText", colours.mutedText},   {"@text", colours.text},
      {"@window", colours.window},         {"@panel", colours.panel},
      {"@raised", colours.raised},         {"@border", colours.border},
      {"@selection", colours.selection},   {"@focus", colours.focus},
      {"@error", colours.error},           {"@wrong", colours.wrong},
  };
  for (const auto& [token, colour] : tokens) sheet.replace(QLatin1String(token), colour.name());
  sheet.replace(QLatin1String("@smallSize"), QStringLiteral("%1pt").arg(small.pointSizeF()));
  sheet.replace(QLatin1String("@largeSize"), QStringLiteral("%1pt").arg(large.pointSizeF()));
  return sheet;
}

/// Whether the desktop itself is dark: what the application's palette is when nobody has set it.
bool isSystemDark() {
  QApplication::setPalette(QPalette());
  return QApplication::palette().color(QPalette::Window).lightnessF() < 0.5F;
}

}  // namespace

Theme::Theme() {
  const double systemSize = QApplication::font().pointSizeF();
  m_pointSize = std::max(kLeastPointSize, systemSize > 0 ? systemSize : kLeastPointSize);
  m_palette = lightPalette();
}

Theme& Theme::instance() {
  static Theme theme;
  return theme;
}

void Theme::apply(ThemeMode mode) {
  m_mode = mode;
  m_isDark = mode == ThemeMode::Dark || (mode == ThemeMode::System && isSystemDark());
  m_palette = m_isDark ? darkPalette() : lightPalette();
  if (!m_hasStyle) {
    QApplication::setStyle(QStyleFactory::create(QStringLiteral("Fusion")));
    m_hasStyle = true;
  }
  QApplication::setPalette(widgetPalette(m_palette));
  QApplication::setFont(normal());
  qApp->setStyleSheet(styleSheetFor(m_palette, small(), large()));
  emit changed();
}

QColor Theme::classColour(const LabelScheme& scheme, ClassIndex index) const {
  if (index >= scheme.size()) return m_palette.mutedText;
  return withContrast(QColor(QString::fromStdString(scheme.classes[index].colour)), m_palette.raised,
                      kMarkContrast);
}

QColor Theme::classTextColour(const LabelScheme& scheme, ClassIndex index) const {
  QColor colour = classColour(scheme, index);
  for (const QColor& background : {m_palette.raised, m_palette.window, m_palette.selection}) {
    colour = withContrast(colour, background, kTextContrast);
  }
  return colour;
}

QColor Theme::textOn(const QColor& background) {
  const QColor white(Qt::white);
  const QColor black(Qt::black);
  return contrastOf(white, background) >= contrastOf(black, background) ? white : black;
}

QFont Theme::fontOf(double scale) const {
  QFont font;
  font.setFamilies({QStringLiteral("Roboto"), QStringLiteral("Inter"), QStringLiteral("Noto Sans"),
                    QStringLiteral("DejaVu Sans"), QStringLiteral("sans-serif")});
  font.setPointSizeF(m_pointSize * scale);
  return font;
}

QFont Theme::small() const {
  return fontOf(0.88);
}
QFont Theme::normal() const {
  return fontOf(1.0);
}
QFont Theme::large() const {
  return fontOf(1.4);
}

QIcon Theme::icon(const QString& name) const {
  return QIcon(new IconEngine(name, QColor()));
}
QIcon Theme::icon(const QString& name, const QColor& colour) const {
  return QIcon(new IconEngine(name, colour));
}

}  // namespace ectopy::ui
