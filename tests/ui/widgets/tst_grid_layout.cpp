#include "ui/widgets/grid_layout.h"

#include <QtTest>

using ectopy::ui::GridLayout;

class GridLayoutTest : public QObject {
  Q_OBJECT

 private slots:
  void fillsTheWidth();
  void findsTheCellUnderAPoint();
  void showsOnlyRowsInView();
  void holdsMoreBeatsThanAnyDatabase();
};

void GridLayoutTest::fillsTheWidth() {
  const GridLayout layout = GridLayout::fit(1000, 96, 109446);
  QCOMPARE(layout.columns, 9);
  const int right = layout.cellRect(8, 0).right();
  QVERIFY2(right < 1000 && right > 1000 - 2 * GridLayout::kGap - layout.columns,
           qPrintable(QString::number(right)));
  QCOMPARE(layout.cellRect(9, 0).left(), layout.cellRect(0, 0).left());
  QCOMPARE(layout.rows(), std::size_t{(109446 + 8) / 9});
}

void GridLayoutTest::findsTheCellUnderAPoint() {
  const GridLayout layout = GridLayout::fit(500, 72, 23);
  const int scroll = 37;
  for (std::size_t position = 0; position < layout.count; ++position) {
    const QRect cell = layout.cellRect(position, scroll);
    QCOMPARE(layout.positionAt(cell.center(), scroll), std::optional(position));
    QVERIFY(!layout.positionAt(cell.topLeft() - QPoint(1, 1), scroll));
  }
  QVERIFY(!layout.positionAt(layout.cellRect(23, scroll).center(), scroll));
}

void GridLayoutTest::showsOnlyRowsInView() {
  const GridLayout layout = GridLayout::fit(800, 96, 109446);
  const int scroll = layout.contentHeight() / 2;
  const std::size_t first = layout.firstAt(0, scroll);
  const std::size_t end = layout.endAt(600, scroll);
  QVERIFY(layout.cellRect(first, scroll).top() <= layout.rowHeight());
  QVERIFY(layout.cellRect(first, scroll).bottom() >= 0 - GridLayout::kGap);
  QVERIFY(layout.cellRect(end, scroll).top() > 600);
  QVERIFY(end - first <= static_cast<std::size_t>((600 / layout.rowHeight() + 2) * layout.columns));
}

void GridLayoutTest::holdsMoreBeatsThanAnyDatabase() {
  const GridLayout layout = GridLayout::fit(1000, 96, 100'000'000);
  QVERIFY(layout.contentHeight() > 600'000'000);
  QVERIFY(GridLayout::fit(0, 96, 0).columns == 1);
  QCOMPARE(GridLayout::fit(0, 96, 0).rows(), std::size_t{0});
}

QTEST_GUILESS_MAIN(GridLayoutTest)
#include "tst_grid_layout.moc"
