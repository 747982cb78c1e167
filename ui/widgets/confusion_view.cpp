#include "ui/widgets/confusion_view.h"

#include <QAccessible>
#include <QHelpEvent>
#include <QKeyEvent>
#include <QPainter>
#include <QToolTip>
#include <algorithm>
#include <cmath>

#include "ui/theme/theme.h"
#include "ui/widgets/confusion_accessible.h"
#include "ui/widgets/figures.h"

namespace ectopy::ui {

namespace {

constexpr int kGap = 2;           // px between cells
constexpr int kMarginGap = 8;     // px before the totals
constexpr int kLargestCell = 96;  // px; wider cells would tear the matrix apart

QString codeText(const LabelScheme& scheme, ClassIndex index) {
  const std::string_view code = scheme.codeOf(index);
  return QString::fromUtf8(code.data(), static_cast<qsizetype>(code.size()));
}

}  // namespace

ConfusionView::ConfusionView(QWidget* parent) : QWidget(parent) {
  installConfusionAccessibility();
  setObjectName(QStringLiteral("confusion"));
  setAccessibleName(tr("Confusion matrix, rows labelled, columns predicted"));
  setFocusPolicy(Qt::StrongFocus);
  setMouseTracking(true);
  connect(&Theme::instance(), &Theme::changed, this, [this] {
    updateGeometry();
    update();
  });
}

void ConfusionView::setConfusion(const LabelScheme& scheme, const ConfusionMatrix& confusion) {
  m_scheme = scheme;
  m_confusion = confusion;
  m_row = std::clamp(m_row, 0, std::max(0, rows() - 1));
  m_column = std::clamp(m_column, 0, std::max(0, columns() - 1));
  m_hovered.reset();
  updateGeometry();
  announceCurrent();
  update();
}

void ConfusionView::setAxes(const QString& rows, const QString& columns, const QString& rowHint) {
  m_rows = rows;
  m_columns = columns;
  m_rowHint = rowHint;
  setAccessibleName(tr("Confusion matrix, rows %1, columns %2").arg(rows, columns));
  update();
}

void ConfusionView::setCompact(bool isCompact) {
  m_isCompact = isCompact;
  setFocusPolicy(isCompact ? Qt::NoFocus : Qt::StrongFocus);
  updateGeometry();
  update();
}

void ConfusionView::setOpened(const std::optional<ConfusionCell>& cell) {
  if (m_opened == cell) return;
  m_opened = cell;
  update();
}

int ConfusionView::rows() const {
  return classCount() == 0 ? 0 : classCount() + marginCount();
}

int ConfusionView::columns() const {
  return rows();
}

ConfusionCell ConfusionView::cellAt(int row, int column) const {
  ConfusionCell cell;
  if (row < classCount()) cell.truth = static_cast<ClassIndex>(row);
  if (column < classCount()) cell.predicted = static_cast<ClassIndex>(column);
  return cell;
}

std::int64_t ConfusionView::countAt(int row, int column) const {
  const ConfusionCell cell = cellAt(row, column);
  if (cell.truth && cell.predicted) return m_confusion.at(*cell.truth, *cell.predicted);
  if (cell.truth) return m_confusion.rowTotal(*cell.truth);
  return cell.predicted ? m_confusion.columnTotal(*cell.predicted) : m_confusion.total();
}

QString ConfusionView::sentenceOf(int row, int column) const {
  const ConfusionCell cell = cellAt(row, column);
  const QString beats = beatsText(countAt(row, column));
  if (!cell.truth && !cell.predicted) return tr("%1 judged").arg(beats);
  if (!cell.predicted) return QStringLiteral("%1 %2 %3").arg(beats, m_rows, codeText(m_scheme, *cell.truth));
  const QString predicted = codeText(m_scheme, *cell.predicted);
  if (!cell.truth) return QStringLiteral("%1 %2 %3").arg(beats, m_columns, predicted);
  const QString truth = codeText(m_scheme, *cell.truth);
  const QString sentence = QStringLiteral("%1 %2 %3, %4 %5").arg(beats, m_rows, truth, m_columns, predicted);
  if (countAt(row, column) == 0) return sentence;
  QStringList shares;
  if (const double share = shareAt(row, column, false); !std::isnan(share))
    shares << tr("%1 of %2").arg(percentText(share), truth);
  if (const double share = shareAt(row, column, true); !std::isnan(share))
    shares << tr("%1 of %2 %3").arg(percentText(share), m_columns, predicted);
  return shares.isEmpty() ? sentence : QStringLiteral("%1 (%2)").arg(sentence, shares.join(", "));
}

double ConfusionView::shareAt(int row, int column, bool isOfColumn) const {
  const ConfusionCell cell = cellAt(row, column);
  if (!cell.truth || !cell.predicted) return std::nan("");
  const std::int64_t whole =
      isOfColumn ? m_confusion.columnTotal(*cell.predicted) : m_confusion.rowTotal(*cell.truth);
  return whole == 0 ? std::nan("") : static_cast<double>(countAt(row, column)) / static_cast<double>(whole);
}

void ConfusionView::setColumnShares(bool areOfColumn) {
  m_areOfColumn = areOfColumn;
  update();
}

int ConfusionView::headerWidth() const {
  return QFontMetrics(Theme::instance().small()).height() + Theme::spacing(m_isCompact ? 7 : 9);
}

int ConfusionView::headerHeight() const {
  return QFontMetrics(Theme::instance().small()).height() + Theme::spacing(m_isCompact ? 7 : 9);
}

QSize ConfusionView::sizeFor(int cellWidth, int cellHeight) const {
  const int margin = marginCount() * kMarginGap;
  return {headerWidth() + columns() * cellWidth + margin, headerHeight() + rows() * cellHeight + margin};
}

QSize ConfusionView::sizeHint() const {
  return m_isCompact ? sizeFor(54, 42) : sizeFor(76, 48);
}

QSize ConfusionView::minimumSizeHint() const {
  return m_isCompact ? sizeFor(40, 30) : sizeFor(44, 34);
}

QRect ConfusionView::cellRect(int row, int column) const {
  if (rows() == 0) return {};
  const int margin = marginCount() * kMarginGap;
  const int width = std::min((this->width() - headerWidth() - margin) / columns(), kLargestCell * 3 / 2);
  const int height = std::min((this->height() - headerHeight() - margin) / rows(), kLargestCell);
  const int left = headerWidth() + column * width + (column >= classCount() ? margin : 0);
  const int top = headerHeight() + row * height + (row >= classCount() ? margin : 0);
  return {left, top, width - kGap, height - kGap};
}

std::optional<QPoint> ConfusionView::placeAt(const QPoint& position) const {
  for (int row = 0; row < rows(); ++row)
    for (int column = 0; column < columns(); ++column)
      if (cellRect(row, column).contains(position)) return QPoint(column, row);
  return std::nullopt;
}

void ConfusionView::setCurrent(int row, int column) {
  if (rows() == 0) return;
  m_row = std::clamp(row, 0, rows() - 1);
  m_column = std::clamp(column, 0, columns() - 1);
  announceCurrent();
  update();
}

void ConfusionView::announceCurrent() {
  if (rows() == 0) return setAccessibleDescription({});
  setAccessibleDescription(sentenceOf(m_row, m_column));
  if (!hasFocus()) return;
  QAccessibleEvent focus(this, QAccessible::Focus);
  focus.setChild(m_row * columns() + m_column);
  QAccessible::updateAccessibility(&focus);
}

void ConfusionView::open(int row, int column) {
  setCurrent(row, column);
  emit cellOpened(cellAt(row, column));
}

bool ConfusionView::event(QEvent* event) {
  if (event->type() == QEvent::ShortcutOverride && !m_isCompact) {
    // Space opens the cell; as a shortcut of the window it would relabel a beat.
    const auto* key = static_cast<QKeyEvent*>(event);
    if (key->key() == Qt::Key_Space && key->modifiers() == Qt::NoModifier) {
      event->accept();
      return true;
    }
  }
  if (event->type() != QEvent::ToolTip) return QWidget::event(event);
  const auto* help = static_cast<QHelpEvent*>(event);
  if (const auto place = placeAt(help->pos()))
    QToolTip::showText(help->globalPos(), sentenceOf(place->y(), place->x()), this,
                       cellRect(place->y(), place->x()));
  else
    QToolTip::hideText();
  return true;
}

void ConfusionView::keyPressEvent(QKeyEvent* event) {
  if (rows() == 0 || m_isCompact) return QWidget::keyPressEvent(event);
  switch (event->key()) {
    case Qt::Key_Left:
      return setCurrent(m_row, m_column - 1);
    case Qt::Key_Right:
      return setCurrent(m_row, m_column + 1);
    case Qt::Key_Up:
      return setCurrent(m_row - 1, m_column);
    case Qt::Key_Down:
      return setCurrent(m_row + 1, m_column);
    case Qt::Key_Home:
      return setCurrent(m_row, 0);
    case Qt::Key_End:
      return setCurrent(m_row, columns() - 1);
    case Qt::Key_Return:
    case Qt::Key_Enter:
    case Qt::Key_Space:
      return open(m_row, m_column);
    default:
      QWidget::keyPressEvent(event);
  }
}

void ConfusionView::mousePressEvent(QMouseEvent* event) {
  const auto place = placeAt(event->pos());
  if (!place || m_isCompact || event->button() != Qt::LeftButton) return QWidget::mousePressEvent(event);
  open(place->y(), place->x());
}

void ConfusionView::mouseMoveEvent(QMouseEvent* event) {
  const auto place = m_isCompact ? std::nullopt : placeAt(event->pos());
  if (place == m_hovered) return;
  m_hovered = place;
  setCursor(place ? Qt::PointingHandCursor : Qt::ArrowCursor);
  update();
}

void ConfusionView::leaveEvent(QEvent*) {
  m_hovered.reset();
  update();
}

}  // namespace ectopy::ui
