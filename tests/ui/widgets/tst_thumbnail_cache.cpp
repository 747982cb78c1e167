#include "ui/widgets/thumbnail_cache.h"

#include <QSignalSpy>
#include <QtTest>
#include <numeric>

#include "tests/support/beat_builders.h"

using namespace ectopy;
using namespace ectopy::ui;

namespace {

std::vector<BeatIndex> range(BeatIndex first, BeatIndex end) {
  std::vector<BeatIndex> beats(end - first);
  std::iota(beats.begin(), beats.end(), first);
  return beats;
}

const ThumbnailStyle kStyle{.size = QSize(64, 40), .dpr = 1, .trace = qRgb(10, 20, 30)};

}  // namespace

class ThumbnailCacheTest : public QObject {
  Q_OBJECT

 private slots:
  void makesWhatIsWanted();
  void staysInsideItsLimit();
  void skipsWhatIsNoLongerWanted();
  void tellsStylesApart();
  void forgetsOtherData();
  void drawsTheBeat();
};

void ThumbnailCacheTest::makesWhatIsWanted() {
  JobRunner jobs;
  ThumbnailCache cache(jobs);
  cache.setBeats(test::makeBeats(300));
  QSignalSpy ready(&cache, &ThumbnailCache::ready);
  QVERIFY(!cache.find(7, kStyle));
  cache.want(range(0, 250), kStyle);
  QTRY_COMPARE(cache.count(), 250);
  QVERIFY(cache.find(7, kStyle) && cache.find(249, kStyle));
  QVERIFY(!cache.find(250, kStyle));
  QVERIFY(ready.size() > 1);  // in batches: the first ones show early
}

void ThumbnailCacheTest::staysInsideItsLimit() {
  JobRunner jobs;
  ThumbnailCache cache(jobs);
  cache.setBeats(test::makeBeats(300));
  const qsizetype limit = 50 * 64 * 40 * 4;
  cache.setLimit(limit);
  for (BeatIndex first = 0; first < 300; first += 20) {
    cache.want(range(first, first + 20), kStyle);
    QTRY_VERIFY(cache.find(first + 19, kStyle));
    QVERIFY(cache.bytes() <= limit);
  }
  QVERIFY(!cache.find(0, kStyle));  // the least recently used went first
  QVERIFY(cache.find(290, kStyle));
}

void ThumbnailCacheTest::skipsWhatIsNoLongerWanted() {
  JobRunner jobs;
  ThumbnailCache cache(jobs);
  cache.setBeats(test::makeBeats(3000));
  cache.want(range(0, 2000), kStyle);
  cache.want(range(2900, 2950), kStyle);
  QTRY_VERIFY(cache.find(2949, kStyle));
  QTRY_VERIFY(jobs.isIdle());
  QVERIFY(!cache.find(1999, kStyle));
}

void ThumbnailCacheTest::tellsStylesApart() {
  JobRunner jobs;
  ThumbnailCache cache(jobs);
  cache.setBeats(test::makeBeats(10));
  cache.want(range(0, 10), kStyle);
  QTRY_COMPARE(cache.count(), 10);
  ThumbnailStyle sharp = kStyle;
  sharp.dpr = 2;
  QVERIFY(!cache.find(3, sharp));
  cache.want(range(0, 10), sharp);
  QTRY_VERIFY(cache.find(3, sharp));
  QCOMPARE(cache.find(3, sharp)->size(), QSize(128, 80));
}

void ThumbnailCacheTest::forgetsOtherData() {
  JobRunner jobs;
  ThumbnailCache cache(jobs);
  cache.setBeats(test::makeBeats(100, 1));
  cache.want(range(0, 100), kStyle);
  cache.setBeats(test::makeBeats(100, 2));  // while the first are being made
  QTRY_VERIFY(jobs.isIdle());
  QCOMPARE(cache.count(), 0);
}

void ThumbnailCacheTest::drawsTheBeat() {
  std::vector<float> beat(64, 0.0F);
  std::fill(beat.begin(), beat.begin() + 20, 0.5F);
  beat[10] = 1;
  beat[12] = 0.01F;
  const QImage image = renderThumbnail(beat, kStyle);
  const auto inkIn = [&](const QRect& area) {
    int ink = 0;
    for (int y = area.top(); y <= area.bottom(); ++y) {
      for (int x = area.left(); x <= area.right(); ++x) ink += qAlpha(image.pixel(x, y));
    }
    return ink;
  };
  QVERIFY(inkIn(QRect(8, 0, 6, 4)) > 0);     // its highest sample touches the top
  QCOMPARE(inkIn(QRect(26, 0, 38, 40)), 0);  // padding is not drawn as if it were signal
}

QTEST_MAIN(ThumbnailCacheTest)
#include "tst_thumbnail_cache.moc"
