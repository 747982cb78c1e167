#include "ui/widgets/confusion_view.h"

#include <QAccessible>
#include <QHelpEvent>
#include <QSignalSpy>
#include <QTest>
#include <QToolTip>
#include <cmath>

using namespace ectopy;
using namespace ectopy::ui;

namespace {

/// 556 beats labelled S, 80 of them predicted N; class F is absent.
ConfusionMatrix exampleMatrix() {
  ConfusionMatrix matrix(5);
  matrix.add(0, 0, 18000);
  matrix.add(0, 1, 40);
  matrix.add(1, 0, 80);
  matrix.add(1, 1, 476);
  matrix.add(2, 2, 1400);
  matrix.add(2, 0, 1);
  matrix.add(4, 4, 1600);
  return matrix;
}

struct Shown {
  ConfusionView view;
  QList<ConfusionCell> opened;

  Shown() {
    view.setConfusion(aami5Scheme(), exampleMatrix());
    view.resize(view.sizeHint());
    QObject::connect(&view, &ConfusionView::cellOpened, &view,
                     [this](const ConfusionCell& cell) { opened << cell; });
    view.show();
  }
};

}  // namespace

class ConfusionViewTest : public QObject {
  Q_OBJECT

 private slots:
  void saysEachCellInASentence() {
    const Shown shown;
    QCOMPARE(shown.view.sentenceOf(1, 0).replace(QChar(0x202F), ' '),
             QStringLiteral("80 beats labelled S, predicted N (14.4 % of S, 0.4 % of predicted N)"));
    QCOMPARE(shown.view.sentenceOf(2, 0).replace(QChar(0x202F), ' '),
             QStringLiteral("1 beat labelled V, predicted N (0.1 % of V, 0.0 % of predicted N)"));
    QCOMPARE(shown.view.sentenceOf(3, 0), QStringLiteral("0 beats labelled F, predicted N"));
    QCOMPARE(shown.view.sentenceOf(1, 5), QStringLiteral("556 beats labelled S"));
    QCOMPARE(shown.view.sentenceOf(5, 1), QStringLiteral("516 beats predicted S"));
    QCOMPARE(shown.view.sentenceOf(5, 5).replace(QChar(0x202F), ' '), QStringLiteral("21 597 beats judged"));
  }

  void sharesAreOfRowsOrColumns() {
    const Shown shown;
    QCOMPARE(shown.view.shareAt(1, 0, false), 80.0 / 556);
    QCOMPARE(shown.view.shareAt(1, 0, true), 80.0 / 18081);
    QVERIFY(std::isnan(shown.view.shareAt(3, 3, false)) && std::isnan(shown.view.shareAt(5, 0, true)));
  }

  void opensTheCellClicked() {
    Shown shown;
    QTest::mouseClick(&shown.view, Qt::LeftButton, {}, shown.view.cellRect(1, 0).center());
    QCOMPARE(shown.opened, QList<ConfusionCell>({{ClassIndex{1}, ClassIndex{0}}}));
    QTest::mouseClick(&shown.view, Qt::LeftButton, {}, shown.view.cellRect(2, 5).center());
    QTest::mouseClick(&shown.view, Qt::LeftButton, {}, shown.view.cellRect(5, 2).center());
    QCOMPARE(shown.opened[1], (ConfusionCell{ClassIndex{2}, std::nullopt}));
    QCOMPARE(shown.opened[2], (ConfusionCell{std::nullopt, ClassIndex{2}}));
  }

  void ignoresClicksBesideTheCells() {
    Shown shown;
    QTest::mouseClick(&shown.view, Qt::LeftButton, {}, QPoint(2, 2));
    QVERIFY(shown.opened.isEmpty());
  }

  void worksByKeys() {
    Shown shown;
    shown.view.setFocus();
    QTest::keyClick(&shown.view, Qt::Key_Down);
    QTest::keyClick(&shown.view, Qt::Key_Down);
    QTest::keyClick(&shown.view, Qt::Key_Up);
    QTest::keyClick(&shown.view, Qt::Key_Return);
    QCOMPARE(shown.opened, QList<ConfusionCell>({{ClassIndex{1}, ClassIndex{0}}}));
    QTest::keyClick(&shown.view, Qt::Key_End);
    QCOMPARE(shown.view.currentColumn(), 5);
    QTest::keyClick(&shown.view, Qt::Key_Right);
    QCOMPARE(shown.view.currentColumn(), 5);
    QCOMPARE(shown.view.accessibleDescription(), QStringLiteral("556 beats labelled S"));
  }

  void keepsSpaceFromTheWindowsShortcuts() {
    Shown shown;
    QKeyEvent space(QEvent::ShortcutOverride, Qt::Key_Space, Qt::NoModifier, QStringLiteral(" "));
    space.ignore();
    QApplication::sendEvent(&shown.view, &space);
    QVERIFY(space.isAccepted());
    QKeyEvent letter(QEvent::ShortcutOverride, Qt::Key_V, Qt::NoModifier, QStringLiteral("v"));
    letter.ignore();
    QApplication::sendEvent(&shown.view, &letter);
    QVERIFY(!letter.isAccepted());
    QTest::keyClick(&shown.view, Qt::Key_Space);
    QCOMPARE(shown.opened, QList<ConfusionCell>({{ClassIndex{0}, ClassIndex{0}}}));
  }

  void namesEveryCellForScreenReaders() {
    Shown shown;
    QAccessibleInterface* table = QAccessible::queryAccessibleInterface(&shown.view);
    QVERIFY(table);
    QCOMPARE(table->role(), QAccessible::Table);
    QCOMPARE(table->childCount(), 36);
    QAccessibleInterface* cell = table->child(6);
    QCOMPARE(cell->text(QAccessible::Name), shown.view.sentenceOf(1, 0));
    QCOMPARE(cell->role(), QAccessible::Cell);
    QCOMPARE(table->indexOfChild(cell), 6);
    QVERIFY(cell->rect().isValid());
  }

  void tellsTheSentenceUnderTheMouse() {
    Shown shown;
    const QPoint place = shown.view.cellRect(1, 0).center();
    QHelpEvent help(QEvent::ToolTip, place, shown.view.mapToGlobal(place));
    QApplication::sendEvent(&shown.view, &help);
    QCOMPARE(QToolTip::text(), shown.view.sentenceOf(1, 0));
  }

  void paintsMistakesInAnotherColourThanHits() {
    Shown shown;
    const QImage picture = shown.view.grab().toImage();
    const auto colourAt = [&](int row, int column) {
      return picture.pixelColor(shown.view.cellRect(row, column).topLeft() + QPoint(6, 6));
    };
    QVERIFY(colourAt(1, 0) != colourAt(1, 1));
    QVERIFY(colourAt(1, 0) != colourAt(0, 3));
    QVERIFY(colourAt(1, 0).red() > colourAt(1, 0).blue());
  }

  void compactHasNoMarginsAndOpensNothing() {
    Shown shown;
    shown.view.setCompact(true);
    QCOMPARE(shown.view.rows(), 5);
    QTest::mouseClick(&shown.view, Qt::LeftButton, {}, shown.view.cellRect(1, 0).center());
    QVERIFY(shown.opened.isEmpty());
  }

  void isEmptyWithoutClasses() {
    ConfusionView view;
    view.resize(200, 200);
    view.show();
    QTest::keyClick(&view, Qt::Key_Down);
    QTest::mouseClick(&view, Qt::LeftButton, {}, QPoint(50, 50));
    QCOMPARE(view.rows(), 0);
  }
};

QTEST_MAIN(ConfusionViewTest)
#include "tst_confusion_view.moc"
