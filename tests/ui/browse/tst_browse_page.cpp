#include "ui/browse/browse_page.h"

#include <QDir>
#include <QHBoxLayout>
#include <QPushButton>
#include <QtTest>

#include "tests/support/data_folder.h"
#include "tests/support/open_session.h"
#include "ui/browse/inspector.h"
#include "ui/browse/navigator.h"
#include "ui/theme/theme.h"
#include "ui/widgets/beat_gallery.h"
#include "ui/widgets/beat_grid.h"
#include "ui/widgets/beat_plot.h"
#include "ui/widgets/context_strip.h"

using namespace ectopy;
using namespace ectopy::ui;

namespace {

void takePicture(QWidget& window, const QString& name) {
  QTest::qWait(50);  // plots repaint once the event loop runs
  const QString folder = QStringLiteral(ECTOPY_BINARY_DIR "/screenshots");
  QVERIFY(QDir().mkpath(folder));
  const QString file = QStringLiteral("%1/%2-%3.png").arg(folder, name, QTest::currentDataTag());
  QVERIFY2(window.grab().save(file), qPrintable(file));
}

}  // namespace

class BrowsePageTest : public QObject {
  Q_OBJECT

 private slots:
  void initTestCase() { Theme::instance().apply(ThemeMode::Light); }
  void offersTheDemoWithoutData();
  void givesTheGalleryTheRoom();
  void looksAtRealBeats_data();
  void looksAtRealBeats();
};

void BrowsePageTest::offersTheDemoWithoutData() {
  Session session;
  BrowsePage page(session);
  page.resize(900, 600);
  page.show();
  QVERIFY(page.findChild<QPushButton*>("openDemo")->isVisible());
  QVERIFY(!page.findChild<BeatGallery*>()->isVisible());
}

void BrowsePageTest::givesTheGalleryTheRoom() {
  test::OpenSession open(test::makeBeats(400));
  BrowsePage page(open.session);
  page.resize(900, 760);
  page.show();
  QVERIFY(page.findChild<BeatGallery*>()->height() > 300);
  QVERIFY(page.findChild<BeatPlot*>()->height() > 150);
  QVERIFY(page.findChild<ContextStrip*>()->height() > 120);
}

void BrowsePageTest::looksAtRealBeats_data() {
  QTest::addColumn<int>("mode");
  QTest::newRow("light") << static_cast<int>(ThemeMode::Light);
  QTest::newRow("dark") << static_cast<int>(ThemeMode::Dark);
}

void BrowsePageTest::looksAtRealBeats() {
  ECTOPY_NEEDS_DATA();
  QFETCH(int, mode);
  Theme::instance().apply(static_cast<ThemeMode>(mode));
  test::OpenSession open(test::dataFolder() / "mitdb");
  open.openModel();
  QWidget window;
  auto* row = new QHBoxLayout(&window);
  row->setContentsMargins(0, 0, 0, 0);
  row->setSpacing(1);
  auto* navigator = new Navigator(open.session, &window);
  auto* page = new BrowsePage(open.session, &window);
  auto* inspector = new Inspector(open.session, &window);
  navigator->setFixedWidth(232);
  inspector->setFixedWidth(264);
  row->addWidget(navigator);
  row->addWidget(page, 1);
  row->addWidget(inspector);
  window.resize(1440, 900);
  window.show();
  auto& grid = page->findChild<BeatGallery*>()->grid();
  grid.setFocus();
  open.session.setCurrentBeat(open.session.visibleBeats()->at(57'430));
  open.session.relabel(2, false);
  open.session.stepToWrong(1);
  auto* strip = page->findChild<ContextStrip*>();
  QTRY_VERIFY(strip->emptyText().isEmpty());
  QTRY_VERIFY(open.session.templates());
  QTRY_VERIFY(grid.thumbnails().count() > 40);
  QTRY_VERIFY(open.session.jobs().isIdle());
  takePicture(window, QStringLiteral("browse-parts"));
  QVERIFY(grid.viewport()->rect().contains(grid.cellRect(open.session.currentBeat().value())));

  BeatFilter filter;
  filter.labelled = 2;
  filter.onlyWrong = true;
  filter.order = BeatOrder::WrongConfidenceFalling;
  open.session.setFilter(filter);
  QTRY_VERIFY(open.session.visibleBeats()->size() < 1000);
  QTRY_VERIFY(strip->emptyText().isEmpty() && open.session.jobs().isIdle());
  takePicture(window, QStringLiteral("browse-wrong"));
}

QTEST_MAIN(BrowsePageTest)
#include "tst_browse_page.moc"
