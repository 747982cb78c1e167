#pragma once

#include <QColor>
#include <QFont>
#include <QRect>
#include <QString>
#include <span>

class QImage;
class QPainter;

namespace ectopy::ui {

/// What a gallery cell tells about its beat besides the trace.
struct BeatCell {
  QString label;            // class letter
  QString predicted;        // letter of the model's class, only where it differs
  QColor colour;            // of the label
  bool isWrong = false;     // red corner
  bool isEdited = false;    // dot
  bool isSelected = false;  // tinted ground
  bool isCurrent = false;   // frame
  bool hasFocus = true;     // the frame is stronger where keys go
};

/// Colours and font of all cells, taken from the theme once a paint.
struct BeatCellLook {
  QColor ground, selectedGround, frame, frameWithoutFocus, wrong, edited, trace;
  QFont letter;
  int samples = 0;  // that fill a cell's width, see drawTrace
};
BeatCellLook currentCellLook();

/// What must be painted again when a cell changes: the frame of the current beat lies around the cell.
QRect framedRect(const QRect& cell);
/// Where the trace goes inside a cell: right of the gutter that holds bar and letters.
QRect traceRect(const QRect& cell);

/// Draws ground, bar, letters, marks, and the trace: from the thumbnail where there is one, else from the
/// samples.
void paintBeatCell(QPainter& painter, const QRect& cell, const BeatCell& content, const BeatCellLook& look,
                   const QImage* thumbnail, std::span<const float> samples);

}  // namespace ectopy::ui
