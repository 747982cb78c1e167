#include "ui/evaluate/difference_view.h"

#include <QPainter>
#include <cmath>

#include "ui/theme/theme.h"
#include "ui/widgets/figures.h"
#include "ui/widgets/words.h"

namespace ectopy::ui {

DifferenceView::DifferenceView(QWidget* parent) : ConfusionView(parent) {
  setMargins(false);
  setObjectName(QStringLiteral("differenceMatrix"));
  setAccessibleName(tr("Difference of two confusion matrices, rows labelled, columns predicted"));
}

void DifferenceView::setDifference(const LabelScheme& scheme, const ConfusionMatrix& first,
                                   const ConfusionMatrix& second) {
  m_first = first;
  m_second = second;
  ConfusionMatrix difference(first.classes());
  for (std::size_t truth = 0; truth < first.classes(); ++truth)
    for (std::size_t said = 0; said < first.classes(); ++said)
      difference.add(truth, said, second.at(truth, said) - first.at(truth, said));
  setConfusion(scheme, difference);
}

std::int64_t DifferenceView::differenceAt(int row, int column) const {
  return confusion().at(static_cast<std::size_t>(row), static_cast<std::size_t>(column));
}

QString DifferenceView::sentenceOf(int row, int column) const {
  const ConfusionCell cell = cellAt(row, column);
  if (!cell.truth || !cell.predicted) return {};
  return tr("%1 labelled %2 and predicted %3 by the one, %4 by the other")
      .arg(beatsText(m_first.at(*cell.truth, *cell.predicted)), text(scheme().codeOf(*cell.truth)),
           text(scheme().codeOf(*cell.predicted)), countText(m_second.at(*cell.truth, *cell.predicted)));
}

void DifferenceView::paintCell(QPainter& painter, int row, int column) const {
  const ConfusionCell cell = cellAt(row, column);
  if (!cell.truth || !cell.predicted) return;
  const Theme& theme = Theme::instance();
  const QRect area = cellRect(row, column);
  const std::int64_t difference = differenceAt(row, column);
  const std::int64_t inRow = std::max<std::int64_t>(1, m_first.rowTotal(*cell.truth));
  const double share = std::min(1.0, std::abs(static_cast<double>(difference)) / static_cast<double>(inRow));
  const bool isBetter = (row == column) == (difference > 0);
  const QColor ground = difference == 0 ? theme.palette().panel : tint(isBetter, share);
  paintGround(painter, area, ground);
  painter.setPen(difference == 0 ? theme.palette().mutedText : theme.palette().text);
  painter.setFont(theme.normal());
  const QString sign = difference > 0   ? QStringLiteral("+")
                       : difference < 0 ? QStringLiteral("−")
                                        : QString();
  painter.drawText(area, Qt::AlignCenter, sign + countText(std::abs(difference)));
}

}  // namespace ectopy::ui
