#include "ui/widgets/beat_gallery.h"

#include <QApplication>
#include <QComboBox>
#include <QLabel>
#include <QScrollBar>
#include <QSlider>
#include <QtTest>

#include "tests/support/data_folder.h"
#include "tests/support/open_session.h"
#include "ui/theme/theme.h"
#include "ui/widgets/beat_grid.h"
#include "ui/widgets/words.h"

using namespace ectopy;
using namespace ectopy::ui;

namespace {

struct Shown {
  explicit Shown(test::OpenSession& open) : gallery(open.session) {
    gallery.resize(900, 520);
    gallery.show();
    grid().setFocus();
  }
  BeatGrid& grid() { return gallery.grid(); }
  QImage cell(BeatIndex beat) {
    return grid().viewport()->grab(grid().cellRect(beat)).toImage().convertToFormat(QImage::Format_RGB32);
  }
  BeatGallery gallery;
};

int pixelsLike(const QImage& image, const QRect& area, const QColor& colour) {
  int count = 0;
  for (int y = area.top(); y <= area.bottom(); ++y) {
    for (int x = area.left(); x <= area.right(); ++x) count += image.pixel(x, y) == colour.rgb() ? 1 : 0;
  }
  return count;
}

QRect corner(const QImage& cell) {
  return {cell.width() - 6, 0, 6, 6};
}

std::pair<BeatIndex, BeatIndex> rightAndWrongBeat(const Session& session) {
  std::optional<BeatIndex> right;
  std::optional<BeatIndex> wrong;
  for (BeatIndex beat = 10; beat < 32; ++beat) {
    const bool agrees = session.predictions()->predicted(beat) == (*session.labels())[beat];
    (agrees ? right : wrong) = beat;
  }
  return {right.value(), wrong.value()};
}

}  // namespace

class BeatGalleryTest : public QObject {
  Q_OBJECT

 private slots:
  void initTestCase() { Theme::instance().apply(ThemeMode::Light); }
  void keysMoveTheCurrentBeat();
  void pagesAndEnds();
  void clickSelects();
  void shiftAndControlExtendTheSelection();
  void aStepBeginsANewRange();
  void onlyADragExtendsTheSelection();
  void aNewSizeKeepsWhatWasScrolledTo();
  void letterFollowsTheLabel();
  void redCornerMarksMisclassified();
  void dotMarksEdited();
  void sliderChangesTheSize();
  void orderNeedsAModel();
  void choosingAnOrderLeavesTheKeysToTheBeats();
  void makesNoWidgetPerBeat();
  void scrollsToTheLastOfAllBeats();
  void followsTheTheme();
  void saysWhatIsCurrent();
};

void BeatGalleryTest::keysMoveTheCurrentBeat() {
  test::OpenSession open(test::makeBeats(500));
  Shown shown(open);
  QCOMPARE(open.session.currentBeat(), std::optional<BeatIndex>(0));
  QTest::keyClick(&shown.grid(), Qt::Key_Right);
  QTest::keyClick(&shown.grid(), Qt::Key_Right);
  QCOMPARE(open.session.currentBeat(), std::optional<BeatIndex>(2));
  QTest::keyClick(&shown.grid(), Qt::Key_Left);
  QCOMPARE(open.session.currentBeat(), std::optional<BeatIndex>(1));
  QTest::keyClick(&shown.grid(), Qt::Key_Down);
  const BeatIndex below = open.session.currentBeat().value();
  QCOMPARE(shown.grid().cellRect(below).left(), shown.grid().cellRect(1).left());
  QVERIFY(shown.grid().cellRect(below).top() > shown.grid().cellRect(1).bottom());
  QTest::keyClick(&shown.grid(), Qt::Key_Up);
  QTest::keyClick(&shown.grid(), Qt::Key_Up);  // the first row is the end
  QCOMPARE(open.session.currentBeat(), std::optional<BeatIndex>(1));
}

void BeatGalleryTest::pagesAndEnds() {
  test::OpenSession open(test::makeBeats(2000));
  Shown shown(open);
  QTest::keyClick(&shown.grid(), Qt::Key_PageDown);
  const BeatIndex paged = open.session.currentBeat().value();
  QVERIFY(paged > 20 && paged < 200);
  QTest::keyClick(&shown.grid(), Qt::Key_End);
  QCOMPARE(open.session.currentBeat(), std::optional<BeatIndex>(1999));
  QVERIFY(shown.grid().viewport()->rect().contains(shown.grid().cellRect(1999)));
  QTest::keyClick(&shown.grid(), Qt::Key_Home);
  QCOMPARE(open.session.currentBeat(), std::optional<BeatIndex>(0));
  QVERIFY(shown.grid().viewport()->rect().contains(shown.grid().cellRect(0)));
}

void BeatGalleryTest::clickSelects() {
  test::OpenSession open(test::makeBeats(500));
  Shown shown(open);
  QTest::mouseClick(shown.grid().viewport(), Qt::LeftButton, {}, shown.grid().cellRect(13).center());
  QCOMPARE(open.session.currentBeat(), std::optional<BeatIndex>(13));
  QCOMPARE(open.session.selection(), std::vector<BeatIndex>{13});
}

void BeatGalleryTest::shiftAndControlExtendTheSelection() {
  test::OpenSession open(test::makeBeats(500));
  Shown shown(open);
  QWidget* cells = shown.grid().viewport();
  QTest::mouseClick(cells, Qt::LeftButton, {}, shown.grid().cellRect(3).center());
  QTest::mouseClick(cells, Qt::LeftButton, Qt::ShiftModifier, shown.grid().cellRect(6).center());
  QCOMPARE(open.session.selection(), (std::vector<BeatIndex>{3, 4, 5, 6}));
  QTest::mouseClick(cells, Qt::LeftButton, Qt::ControlModifier, shown.grid().cellRect(20).center());
  QCOMPARE(open.session.selection(), (std::vector<BeatIndex>{3, 4, 5, 6, 20}));
  QTest::mouseClick(cells, Qt::LeftButton, Qt::ControlModifier, shown.grid().cellRect(4).center());
  QCOMPARE(open.session.selection(), (std::vector<BeatIndex>{3, 5, 6, 20}));
  QTest::mouseClick(cells, Qt::LeftButton, {}, shown.grid().cellRect(8).center());
  QTest::keyClick(&shown.grid(), Qt::Key_Right, Qt::ShiftModifier);
  QTest::keyClick(&shown.grid(), Qt::Key_Right, Qt::ShiftModifier);
  QCOMPARE(open.session.selection(), (std::vector<BeatIndex>{8, 9, 10}));
  const QColor ground = Theme::instance().palette().selection;
  QVERIFY(pixelsLike(shown.cell(9), {20, 20, 40, 20}, ground) > 100);
  QCOMPARE(pixelsLike(shown.cell(12), {20, 20, 40, 20}, ground), 0);
}

void BeatGalleryTest::aStepBeginsANewRange() {
  test::OpenSession open(test::makeBeats(500));
  Shown shown(open);
  QWidget* cells = shown.grid().viewport();
  QTest::mouseClick(cells, Qt::LeftButton, {}, shown.grid().cellRect(3).center());
  QTest::mouseClick(cells, Qt::LeftButton, Qt::ShiftModifier, shown.grid().cellRect(6).center());
  open.session.setCurrentBeat(6);  // the same cell, now alone
  QTest::keyClick(&shown.grid(), Qt::Key_Right, Qt::ShiftModifier);
  QCOMPARE(open.session.selection(), (std::vector<BeatIndex>{6, 7}));
  open.session.setCurrentBeat(20);
  QTest::keyClick(&shown.grid(), Qt::Key_Right, Qt::ShiftModifier);
  QCOMPARE(open.session.selection(), (std::vector<BeatIndex>{20, 21}));
}

void BeatGalleryTest::onlyADragExtendsTheSelection() {
  test::OpenSession open(test::makeBeats(500));
  Shown shown(open);
  QWidget* cells = shown.grid().viewport();
  const auto move = [cells](const QPoint& to) {
    QMouseEvent event(QEvent::MouseMove, to, cells->mapToGlobal(to), Qt::NoButton, Qt::LeftButton, {});
    QApplication::sendEvent(cells, &event);
  };
  const QPoint edge(shown.grid().cellRect(3).right(), shown.grid().cellRect(3).center().y());
  const QPoint across(shown.grid().cellRect(4).left(), edge.y());
  QVERIFY((across - edge).manhattanLength() < QApplication::startDragDistance());
  QTest::mousePress(cells, Qt::LeftButton, {}, edge);
  move(across);
  QCOMPARE(open.session.selection(), std::vector<BeatIndex>{3});
  move(shown.grid().cellRect(5).center());
  QCOMPARE(open.session.selection(), (std::vector<BeatIndex>{3, 4, 5}));
  QTest::mouseRelease(cells, Qt::LeftButton, {}, shown.grid().cellRect(5).center());
  const QPoint gap(edge.x() + 1, edge.y());
  QVERIFY(!shown.grid().beatAt(gap));
  QTest::mousePress(cells, Qt::LeftButton, {}, gap);
  move(shown.grid().cellRect(8).center());
  QCOMPARE(open.session.selection(), (std::vector<BeatIndex>{3, 4, 5}));
}

void BeatGalleryTest::aNewSizeKeepsWhatWasScrolledTo() {
  test::OpenSession open(test::makeBeats(2000));
  Shown shown(open);
  QScrollBar* bar = shown.grid().verticalScrollBar();
  open.session.setCurrentBeat(0);
  bar->setValue(1013);
  shown.gallery.resize(900, 470);
  QCOMPARE(bar->value(), 1013);
  open.session.setCurrentBeat(1000);
  bar->setValue(bar->value() - (shown.grid().viewport()->height() - shown.grid().cellRect(1000).bottom()) +
                1);
  QVERIFY(shown.grid().viewport()->rect().intersects(shown.grid().cellRect(1000)));
  shown.gallery.resize(900, 330);
  QVERIFY(shown.grid().viewport()->rect().contains(shown.grid().cellRect(1000)));
}

void BeatGalleryTest::letterFollowsTheLabel() {
  test::OpenSession open(test::makeBeats(500));
  Shown shown(open);
  const LabelScheme scheme = open.session.beats()->scheme();
  const QColor normal = Theme::instance().classColour(scheme, 0);
  const QColor ventricular = Theme::instance().classColour(scheme, 2);
  const QImage before = shown.cell(0);
  QVERIFY(pixelsLike(before, {0, 0, 3, before.height()}, normal) > before.height());
  open.session.relabel(2, false);
  QTRY_VERIFY(pixelsLike(shown.cell(0), {0, 0, 3, before.height()}, ventricular) > before.height());
  QVERIFY(shown.grid().accessibleDescription().contains("class V"));
  const QRect letter(3, 0, 13, before.height() / 2);
  QVERIFY(shown.cell(0).copy(letter) != before.copy(letter));
}

void BeatGalleryTest::redCornerMarksMisclassified() {
  test::OpenSession open(test::makeBeats(500));
  Shown shown(open);
  open.openModel();
  const auto [right, wrong] = rightAndWrongBeat(open.session);
  const QColor red = Theme::instance().palette().wrong;
  const QImage wrongCell = shown.cell(wrong);
  const QImage rightCell = shown.cell(right);
  QVERIFY(pixelsLike(wrongCell, corner(wrongCell), red) > 12);
  QCOMPARE(pixelsLike(rightCell, corner(rightCell), red), 0);

  open.session.setCurrentBeat(wrong);
  open.session.relabel(open.session.predictions()->predicted(wrong), false);
  const QImage corrected = shown.cell(wrong);
  QCOMPARE(pixelsLike(corrected, corner(corrected), red), 0);
}

void BeatGalleryTest::dotMarksEdited() {
  test::OpenSession open(test::makeBeats(500));
  Shown shown(open);
  open.session.setCurrentBeat(30);
  open.session.relabel((*open.session.labels())[30] == 1 ? 2 : 1, false);
  open.session.setCurrentBeat(0);
  const QImage cell = shown.cell(30);
  const QRect dot(6, cell.height() / 2 - 3, 6, 6);
  QVERIFY(pixelsLike(cell, dot, Theme::instance().palette().accent) > 4);
}

void BeatGalleryTest::sliderChangesTheSize() {
  test::OpenSession open(test::makeBeats(2000));
  Shown shown(open);
  auto* slider = shown.gallery.findChild<QSlider*>("thumbnailSize");
  open.session.setCurrentBeat(1000);
  int width = 0;
  for (int step = slider->minimum(); step <= slider->maximum(); ++step) {
    slider->setValue(step);
    QVERIFY(shown.grid().cellRect(1000).width() > width);
    width = shown.grid().cellRect(1000).width();
    QVERIFY(shown.grid().viewport()->rect().contains(shown.grid().cellRect(1000).center()));
  }
}

void BeatGalleryTest::orderNeedsAModel() {
  test::OpenSession open(test::makeBeats(300));
  Shown shown(open);
  auto* order = shown.gallery.findChild<QComboBox*>("beatOrder");
  const int row = order->findData(static_cast<int>(BeatOrder::WrongConfidenceFalling));
  const auto isEnabled = [&] { return order->model()->index(row, 0).flags().testFlag(Qt::ItemIsEnabled); };
  QVERIFY(!isEnabled());
  open.openModel();
  QVERIFY(isEnabled());
  order->setCurrentIndex(row);
  emit order->activated(row);
  QTRY_VERIFY(open.session.visibleBeats()->front() != 0);
  const BeatIndex first = open.session.visibleBeats()->front();
  QVERIFY(open.session.predictions()->predicted(first) != (*open.session.labels())[first]);
}

void BeatGalleryTest::choosingAnOrderLeavesTheKeysToTheBeats() {
  test::OpenSession open(test::makeBeats(300));
  Shown shown(open);
  QVERIFY(QTest::qWaitForWindowActive(&shown.gallery));
  auto* order = shown.gallery.findChild<QComboBox*>("beatOrder");
  order->setFocus();
  QTRY_VERIFY(order->hasFocus());
  emit order->activated(0);
  QTRY_VERIFY(shown.grid().hasFocus());
}

void BeatGalleryTest::makesNoWidgetPerBeat() {
  test::OpenSession open(test::makeBeats(5000));
  Shown shown(open);
  QVERIFY(shown.gallery.findChildren<QWidget*>().size() < 40);
  QCOMPARE(shown.gallery.findChild<QLabel*>("beatCount")->text(), groupedNumber(5000) + " beats");
}

void BeatGalleryTest::scrollsToTheLastOfAllBeats() {
  ECTOPY_NEEDS_DATA();
  test::OpenSession open(test::dataFolder() / "mitdb");
  Shown shown(open);
  QCOMPARE(open.session.visibleBeats()->size(), std::size_t{109446});
  QTest::keyClick(&shown.grid(), Qt::Key_End);
  QVERIFY(shown.grid().viewport()->rect().contains(shown.grid().cellRect(109445)));
  QCOMPARE(shown.grid().verticalScrollBar()->value(), shown.grid().verticalScrollBar()->maximum());
  QTRY_VERIFY(shown.grid().thumbnails().count() > 40);
  const qsizetype bytes = shown.grid().thumbnails().bytes();
  QVERIFY(bytes <= ThumbnailCache::kDefaultLimitBytes);
}

void BeatGalleryTest::followsTheTheme() {
  test::OpenSession open(test::makeBeats(200));
  Shown shown(open);
  const QImage light = shown.cell(50);
  Theme::instance().apply(ThemeMode::Dark);
  const QImage dark = shown.cell(50);
  QCOMPARE(dark.pixelColor(40, 2), Theme::instance().palette().plotBackground);
  Theme::instance().apply(ThemeMode::Light);
  QVERIFY(light != dark);
}

void BeatGalleryTest::saysWhatIsCurrent() {
  test::OpenSession open(test::makeBeats(200));
  Shown shown(open);
  QTest::keyClick(&shown.grid(), Qt::Key_Right);
  QCOMPARE(shown.grid().accessibleDescription(), QStringLiteral("Beat 2, class S"));
  QVERIFY(!shown.grid().accessibleName().isEmpty());
}

QTEST_MAIN(BeatGalleryTest)
#include "tst_beat_gallery.moc"
