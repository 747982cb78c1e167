#include "ui/browse/navigator.h"

#include <QPushButton>
#include <QToolButton>
#include <QTreeWidget>
#include <QtTest>

#include "tests/support/open_session.h"
#include "ui/browse/navigator_delegate.h"
#include "ui/theme/theme.h"
#include "ui/widgets/beat_gallery.h"

using namespace ectopy;
using namespace ectopy::ui;

namespace {

QTreeWidgetItem* entryNamed(Navigator& navigator, const QString& section, const QString& start) {
  auto* tree = navigator.findChild<QTreeWidget*>();
  for (int i = 0; i < tree->topLevelItemCount(); ++i) {
    QTreeWidgetItem* title = tree->topLevelItem(i);
    if (title->text(0) != section) continue;
    for (int row = 0; row < title->childCount(); ++row) {
      if (title->child(row)->text(0).startsWith(start)) return title->child(row);
    }
  }
  return nullptr;
}

void click(Navigator& navigator, QTreeWidgetItem* item, Qt::KeyboardModifiers modifiers = {}) {
  auto* tree = navigator.findChild<QTreeWidget*>();
  tree->scrollToItem(item);
  QTest::mouseClick(tree->viewport(), Qt::LeftButton, modifiers, tree->visualItemRect(item).center());
}

}  // namespace

class NavigatorTest : public QObject {
  Q_OBJECT

 private slots:
  void initTestCase() { Theme::instance().apply(ThemeMode::Light); }
  void countsClassesAndRecords();
  void clickFiltersGalleryAndChip();
  void secondClickLetsGo();
  void controlCombinesSections();
  void worksByKeys();
  void showsWrongBeatsOfRecords();
};

void NavigatorTest::countsClassesAndRecords() {
  test::OpenSession open(test::makeBeats(203));
  Navigator navigator(open.session);
  QCOMPARE(entryNamed(navigator, "Class", "N")->data(0, kCountRole).toString(), QStringLiteral("41"));
  QCOMPARE(entryNamed(navigator, "Class", "Q")->data(0, kCountRole).toString(), QStringLiteral("40"));
  QCOMPARE(entryNamed(navigator, "Record", "r1")->data(0, kCountRole).toString(), QStringLiteral("51"));
  QVERIFY(!entryNamed(navigator, "Predicted", "N"));  // no model yet
}

void NavigatorTest::clickFiltersGalleryAndChip() {
  test::OpenSession open(test::makeBeats(200));
  Navigator navigator(open.session);
  BeatGallery gallery(open.session);
  navigator.resize(240, 800);
  gallery.resize(800, 500);
  navigator.show();
  gallery.show();
  click(navigator, entryNamed(navigator, "Class", "S"));
  QTRY_COMPARE(open.session.visibleBeats()->size(), std::size_t{40});
  for (const BeatIndex beat : *open.session.visibleBeats()) QCOMPARE(beat % 5, 1U);
  auto* chip = gallery.findChild<QToolButton*>("filterChip");
  QVERIFY(chip->isVisible());
  QVERIFY2(chip->text().contains("S"), qPrintable(chip->text()));
  chip->click();
  QTRY_COMPARE(open.session.visibleBeats()->size(), std::size_t{200});
  QVERIFY(!chip->isVisible());
}

void NavigatorTest::secondClickLetsGo() {
  test::OpenSession open(test::makeBeats(200));
  Navigator navigator(open.session);
  navigator.resize(240, 800);
  navigator.show();
  QTreeWidgetItem* ventricular = entryNamed(navigator, "Class", "V");
  click(navigator, ventricular);
  QVERIFY(ventricular->data(0, kIsActiveRole).toBool());
  QVERIFY(navigator.findChild<QPushButton*>("showAll")->isEnabled());
  click(navigator, ventricular);
  QVERIFY(!ventricular->data(0, kIsActiveRole).toBool());
  QVERIFY(open.session.filter().isEverything());
  QVERIFY(!navigator.findChild<QPushButton*>("showAll")->isEnabled());
}

void NavigatorTest::controlCombinesSections() {
  test::OpenSession open(test::makeBeats(200));
  Navigator navigator(open.session);
  navigator.resize(240, 900);
  navigator.show();
  click(navigator, entryNamed(navigator, "Class", "V"));
  click(navigator, entryNamed(navigator, "Record", "r2"), Qt::ControlModifier);
  QTRY_COMPARE(open.session.visibleBeats()->size(), std::size_t{10});
  click(navigator, entryNamed(navigator, "Record", "r3"));  // without Ctrl: this alone
  QTRY_COMPARE(open.session.visibleBeats()->size(), std::size_t{50});
}

void NavigatorTest::worksByKeys() {
  test::OpenSession open(test::makeBeats(200));
  Navigator navigator(open.session);
  navigator.show();
  auto* tree = navigator.findChild<QTreeWidget*>();
  tree->setCurrentItem(entryNamed(navigator, "Class", "S"));
  QTest::keyClick(tree, Qt::Key_Down);
  QTest::keyClick(tree, Qt::Key_Return);
  QTRY_COMPARE(open.session.visibleBeats()->size(), std::size_t{40});
  QCOMPARE(open.session.filter().labelled, std::optional<ClassIndex>(2));
}

void NavigatorTest::showsWrongBeatsOfRecords() {
  test::OpenSession open(test::makeBeats(200));
  Navigator navigator(open.session);
  QVERIFY(entryNamed(navigator, "Record", "r1")->data(0, kWrongRole).toString().isEmpty());
  open.openModel();
  std::size_t wrong = 0;
  for (BeatIndex beat = 0; beat < 50; ++beat) {
    wrong += open.session.predictions()->predicted(beat) != beat % 5 ? 1 : 0;
  }
  QVERIFY(wrong > 0);
  QTRY_COMPARE(entryNamed(navigator, "Record", "r1")->data(0, kWrongRole).toString(), QString::number(wrong));
  QVERIFY(entryNamed(navigator, "Predicted", "N"));
}

QTEST_MAIN(NavigatorTest)
#include "tst_navigator.moc"
