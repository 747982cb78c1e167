#include "ui/evaluate/map_view.h"

#include <QComboBox>
#include <QSignalSpy>
#include <QTest>
#include <QTreeWidget>
#include <QWheelEvent>

#include "tests/support/shown_page.h"
#include "ui/evaluate/beat_map.h"
#include "ui/theme/theme.h"

using namespace ectopy;
using namespace ectopy::test;
using namespace ectopy::ui;

namespace {

std::shared_ptr<const BeatSet> shapedBeats() {
  BeatOptions options;
  options.beats = 600;
  options.records = {"r1", "r2", "r3"};
  // Two classes that differ in the stretch that shapes are compared on.
  for (std::size_t beat = 0; beat < options.beats; ++beat) options.classes.push_back(beat % 2);
  return makeBeats(options);
}

struct Shown : ShownPage<MapView> {
  Shown() : ShownPage(shapedBeats()) {
    if (!QTest::qWaitFor([this] { return words() == "by shape: no model looks at these beats"; }, 60'000))
      qFatal("No map came: %s", qPrintable(words()));
  }
  QString words() { return text("mapWords"); }
  BeatMap& map() { return find<BeatMap>("beatMap"); }
  QPoint place(BeatIndex beat) { return map().pointOf(beat)->toPoint(); }
  QString chip() { return QString::fromStdString(describeFilter(session.filter(), *session.beats())); }
  void lassoAround(const QRect& area) {
    QTest::mousePress(&map(), Qt::LeftButton, {}, area.topLeft());
    for (const QPoint corner : {area.topRight(), area.bottomRight(), area.bottomLeft(), area.topLeft()})
      QTest::mouseMove(&map(), corner);
    QTest::mouseRelease(&map(), Qt::LeftButton, {}, area.topLeft());
  }
  void train() {
    TrainingRequest request;
    request.config.epochs = 2;
    request.splitId = QString::fromStdString(splitChoices(*session.beats()).front().id);
    session.startTraining(request);
    if (!QTest::qWaitFor([this] { return session.predictions() != nullptr; }, 60'000)) qFatal("No model.");
  }
};

}  // namespace

class MapViewTest : public QObject {
  Q_OBJECT

 private slots:
  void initTestCase() { Theme::instance().apply(ThemeMode::Light); }

  void beatsOfAShapeLieTogether() {
    Shown shown;
    std::vector<MapPoint> places;
    for (BeatIndex beat = 0; beat < shown.session.beats()->size(); ++beat) {
      const QPointF point = *shown.map().pointOf(beat);
      QVERIFY(shown.map().rect().contains(point.toPoint()));
      places.push_back({static_cast<float>(point.x()), static_cast<float>(point.y())});
    }
    const double shared = sharedClassNearby(places, *shown.session.labels(), 5, {});
    QVERIFY2(shared > 0.9, qPrintable(QString::number(shared)));
  }

  void aLassoPutsItsBeatsInTheGallery() {
    Shown shown;
    const QRect left(QPoint(2, 2), QSize(shown.map().width() / 2, shown.map().height() - 4));
    shown.lassoAround(left);
    QTRY_VERIFY(shown.session.filter().among);
    QTRY_VERIFY(shown.session.visibleBeats()->size() < shown.session.beats()->size());
    const std::vector<BeatIndex> taken = *shown.session.visibleBeats();
    QVERIFY(!taken.empty());
    for (BeatIndex beat = 0; beat < shown.session.beats()->size(); ++beat) {
      if (std::abs(shown.place(beat).x() - left.right()) < 3) continue;  // on the line
      QCOMPARE(std::ranges::binary_search(taken, beat), left.contains(shown.place(beat)));
    }
    QCOMPARE(shown.chip(), QStringLiteral("lasso on the map, %1 beats").arg(taken.size()));
    QTest::keyClick(&shown.map(), Qt::Key_Escape);
    QTRY_COMPARE(shown.session.visibleBeats()->size(), shown.session.beats()->size());
  }

  void escapeDropsALassoThatIsBeingDrawn() {
    Shown shown;
    QTest::mousePress(&shown.map(), Qt::LeftButton, {}, QPoint(5, 5));
    QTest::mouseMove(&shown.map(), QPoint(300, 200));
    QTest::keyClick(&shown.map(), Qt::Key_Escape);
    QTest::mouseRelease(&shown.map(), Qt::LeftButton, {}, QPoint(300, 200));
    QVERIFY(shown.session.filter().isEverything());
  }

  void aLassoTakesOnlyWhatTheFilterShows() {
    Shown shown;
    shown.session.setFilter({.labelled = ClassIndex{1}});
    QTRY_VERIFY(shown.session.visibleBeats()->size() < shown.session.beats()->size());
    const std::vector<BeatIndex> ofClass = *shown.session.visibleBeats();
    QTest::qWait(20);
    shown.lassoAround(shown.map().rect().adjusted(1, 1, -1, -1));
    QTRY_VERIFY(shown.session.filter().among);
    QTRY_COMPARE(*shown.session.visibleBeats(), ofClass);
  }

  void aClickGoesToTheBeat() {
    Shown shown;
    QTest::mouseClick(&shown.map(), Qt::LeftButton, {}, shown.place(17));
    QVERIFY(shown.session.currentBeat());
    QVERIFY(QLineF(*shown.map().pointOf(*shown.session.currentBeat()), shown.place(17)).length() < 3);
    QTest::mouseMove(&shown.map(), shown.place(401));
    QTRY_VERIFY(shown.map().hovered());
  }

  void keysAndWheelZoomAndMove() {
    Shown shown;
    const double whole = shown.map().frame().scale;
    QTest::keyClick(&shown.map(), Qt::Key_Plus);
    QVERIFY(shown.map().frame().scale > whole);
    const QPointF centre = shown.map().frame().centre;
    QTest::keyClick(&shown.map(), Qt::Key_Right);
    QVERIFY(shown.map().frame().centre.x() > centre.x());
    const QPointF there = *shown.map().pointOf(30);
    QWheelEvent wheel(there, shown.map().mapToGlobal(there), {}, {0, 240}, Qt::NoButton, Qt::NoModifier,
                      Qt::NoScrollPhase, false);
    QCoreApplication::sendEvent(&shown.map(), &wheel);
    QVERIFY(QLineF(*shown.map().pointOf(30), there).length() < 0.5);  // what is under the mouse stays there
    QTest::keyClick(&shown.map(), Qt::Key_Return);
    QTRY_VERIFY(shown.session.filter().among);
    QTRY_VERIFY(shown.session.visibleBeats()->size() < shown.session.beats()->size());
    QVERIFY(shown.chip().startsWith("part of the map"));
    QTest::keyClick(&shown.map(), Qt::Key_0);
    QCOMPARE(shown.map().frame().scale, whole);
  }

  void coloursFollowLabelsAndModel() {
    Shown shown;
    auto& keys = shown.find<QTreeWidget>("mapKeys");
    const auto countOf = [&](const QString& code) {
      for (int row = 0; row < keys.topLevelItemCount(); ++row)
        if (keys.topLevelItem(row)->text(0).startsWith(code)) return keys.topLevelItem(row)->text(1).toInt();
      return 0;
    };
    const int ofS = countOf("S");
    shown.session.setCurrentBeat(0);
    QCOMPARE((*shown.session.labels())[0], ClassIndex{0});
    shown.session.relabel(1, false);
    QTRY_COMPARE(countOf("S"), ofS + 1);
    auto& colouring = shown.find<QComboBox>("mapColouring");
    colouring.setCurrentIndex(4);
    QTRY_COMPARE(keys.topLevelItem(0)->text(0), QStringLiteral("r1"));
    shown.train();
    QTRY_VERIFY_WITH_TIMEOUT(shown.words().startsWith("by model") && !shown.words().contains(','), 60'000);
    colouring.setCurrentIndex(2);
    QTRY_VERIFY(countOf("as labelled") > 0);
  }
};

QTEST_MAIN(MapViewTest)
#include "tst_map_view.moc"
