#pragma once

#include <QColor>
#include <QFont>
#include <QIcon>
#include <QObject>
#include <QString>
#include <array>

#include "core/beats/label_scheme.h"

namespace ectopy::ui {

enum class ThemeMode { System, Light, Dark };

/// Colours by role; every widget and plot takes its colours from here.
struct Palette {
  QColor window, panel, raised, border, text, mutedText, accent, accentText, selection, focus;
  QColor error, wrong;                     // red: errors and wrong predictions only
  QColor trace, traceMuted, templateBand;  // beat plots
  QColor paper, paperThin, paperHeavy;     // ECG paper
  QColor gridLine, plotBackground;
  std::array<QColor, 4> series;  // trainings laid over each other, told apart without colour vision too
};

/// The look of the program: palette, fonts, spacing, icons. One per application; announces changes.
class Theme : public QObject {
  Q_OBJECT

 public:
  static Theme& instance();

  /// Sets application palette, font and style sheet.
  void apply(ThemeMode mode);
  ThemeMode mode() const { return m_mode; }
  bool isDark() const { return m_isDark; }
  const Palette& palette() const { return m_palette; }

  /// A class's colour for bars, marks and lines, told from every background.
  QColor classColour(const LabelScheme& scheme, ClassIndex index) const;
  /// The same colour dark or light enough for letters on any background, a selected one too.
  QColor classTextColour(const LabelScheme& scheme, ClassIndex index) const;
  /// Black or white, whichever reads better on the colour.
  static QColor textOn(const QColor& background);

  /// One family, three sizes; figures are tabular.
  QFont small() const;
  QFont normal() const;
  QFont large() const;
  static constexpr int spacing(int steps) { return 4 * steps; }  // px

  /// resources/icons/NAME.svg in the theme's text colour, which it follows, or in the one given.
  QIcon icon(const QString& name) const;
  QIcon icon(const QString& name, const QColor& colour) const;

 signals:
  void changed();

 private:
  Theme();
  QFont fontOf(double scale) const;
  double m_pointSize = 10;  // the desktop's own, so that text scales with it
  bool m_hasStyle = false;
  ThemeMode m_mode = ThemeMode::System;
  bool m_isDark = false;
  Palette m_palette;
};

}  // namespace ectopy::ui
