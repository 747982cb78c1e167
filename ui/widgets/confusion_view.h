#pragma once

#include <QWidget>
#include <optional>

#include "core/evaluation/evaluation.h"

namespace ectopy::ui {

/// A place in the confusion matrix; an absent truth or prediction is the margin ("all").
struct ConfusionCell {
  std::optional<ClassIndex> truth;
  std::optional<ClassIndex> predicted;
  bool operator==(const ConfusionCell&) const = default;
};

/// The confusion matrix: rows are the labels (truth), columns the predictions. Counts and shares of the row
/// in each cell, totals at the margins. Arrows move, Enter or a click opens a cell.
class ConfusionView : public QWidget {
  Q_OBJECT

 public:
  explicit ConfusionView(QWidget* parent = nullptr);

  /// Without classes the widget is empty and says nothing.
  void setConfusion(const LabelScheme& scheme, const ConfusionMatrix& confusion);
  /// What rows and columns say, in words that can follow a number of beats: "labelled", "predicted" unless
  /// said otherwise. `rowHint` stands behind the rows' word.
  void setAxes(const QString& rows, const QString& columns, const QString& rowHint = {});
  /// Small: no margins, not clickable, as a live picture beside a training.
  void setCompact(bool isCompact);
  /// Whether the shares in the cells are of the row (sensitivity on the diagonal) or of the column (PPV).
  void setColumnShares(bool areOfColumn);
  bool hasColumnShares() const { return m_areOfColumn; }
  /// Without totals, where they would say nothing.
  void setMargins(bool hasMargins) { m_hasMargins = hasMargins; }
  /// The cell whose beats are shown elsewhere; drawn with a frame.
  void setOpened(const std::optional<ConfusionCell>& cell);

  const LabelScheme& scheme() const { return m_scheme; }
  const ConfusionMatrix& confusion() const { return m_confusion; }
  const QString& rowsWord() const { return m_rows; }
  const QString& columnsWord() const { return m_columns; }
  /// Draws it as it is, without what hangs on mouse and keys.
  void draw(QPainter& painter) const;
  int rows() const;     // margin included
  int columns() const;  // margin included
  int currentRow() const { return m_row; }
  int currentColumn() const { return m_column; }
  void setCurrent(int row, int column);
  ConfusionCell cellAt(int row, int column) const;
  std::int64_t countAt(int row, int column) const;
  /// The share of a cell's row or column; NaN at the margins and of nothing.
  double shareAt(int row, int column, bool isOfColumn) const;
  /// "80 beats labelled S, predicted N (14.4 % of S, 0.4 % of predicted N)".
  virtual QString sentenceOf(int row, int column) const;
  QRect cellRect(int row, int column) const;

  QSize sizeHint() const override;
  QSize minimumSizeHint() const override;

 signals:
  void cellOpened(const ectopy::ui::ConfusionCell& cell);

 protected:
  bool event(QEvent* event) override;
  void paintEvent(QPaintEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;
  void mousePressEvent(QMouseEvent* event) override;
  void mouseMoveEvent(QMouseEvent* event) override;
  void leaveEvent(QEvent* event) override;
  virtual void paintCell(QPainter& painter, int row, int column) const;
  /// Right or better in the accent, wrong or worse in red, the more the larger the share.
  static QColor tint(bool isRight, double share);
  static void paintGround(QPainter& painter, const QRect& area, const QColor& colour);

 private:
  int classCount() const { return static_cast<int>(m_confusion.classes()); }
  int marginCount() const { return m_isCompact || !m_hasMargins ? 0 : 1; }
  std::optional<QPoint> placeAt(const QPoint& position) const;  // x column, y row
  void open(int row, int column);
  void announceCurrent();
  QSize sizeFor(int cellWidth, int cellHeight) const;
  int headerWidth() const;
  int headerHeight() const;
  void paintAxes(QPainter& painter) const;
  void paintClassChip(QPainter& painter, const QRect& area, ClassIndex index) const;
  void paintFrames(QPainter& painter) const;

  LabelScheme m_scheme;
  ConfusionMatrix m_confusion;
  QString m_rows = tr("labelled");
  QString m_columns = tr("predicted");
  QString m_rowHint = tr("truth");
  bool m_isCompact = false;
  bool m_hasMargins = true;
  bool m_areOfColumn = false;
  int m_row = 0;
  int m_column = 0;
  std::optional<QPoint> m_hovered;
  std::optional<ConfusionCell> m_opened;
};

}  // namespace ectopy::ui
