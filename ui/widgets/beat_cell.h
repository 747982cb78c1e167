#pragma once

#include <QColor>
#include <QFont>
#include <QHash>
#include <QImage>
#include <QRect>
#include <QSize>

#include "core/beats/label_scheme.h"

class QPainter;

namespace ectopy::ui {

/// What a gallery cell tells about its beat besides the trace.
struct BeatCell {
  ClassIndex label = kUnlabelled;
  ClassIndex predicted = kUnlabelled;  // the model's class, only where it differs from the label
  bool isWrong = false;                // red corner, the predicted letter in red
  bool isEdited = false;               // dot
  bool isSelected = false;             // tinted ground
  bool isFlagged = false;              // pennant
  bool isExcluded = false;             // crossed out: nothing is learned from it
};

/// Where the trace goes inside a cell: right of the gutter that holds bar and letters.
QRect traceRect(const QRect& cell);

/// What must be painted again when a cell changes: the frame of the current beat lies around the cell.
QRect framedRect(const QRect& cell);
void paintCurrentFrame(QPainter& painter, const QRect& cell, bool hasFocus);

/// Everything of a cell but its trace: ground, class bar, letters, marks. Cells of the same class and state
/// look alike, so each look is drawn once and copied from then on.
class BeatCellPainter {
 public:
  /// Starts over when classes, size or sharpness are others than before.
  void use(const LabelScheme& scheme, QSize size, qreal dpr);
  /// Starts over: the theme is another.
  void forget() { m_looks.clear(); }
  void paint(QPainter& painter, QPoint topLeft, const BeatCell& cell);

 private:
  QImage draw(const BeatCell& cell) const;
  void drawLetters(QPainter& painter, const BeatCell& cell) const;

  LabelScheme m_scheme;
  QSize m_size;
  qreal m_dpr = 1;
  QHash<quint32, QImage> m_looks;
};

}  // namespace ectopy::ui
