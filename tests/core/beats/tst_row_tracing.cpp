#include <QtTest>

#include "core/beats/cutting.h"
#include "core/beats/row_tracing.h"
#include "tests/support/beat_builders.h"

using namespace ectopy;
using namespace ectopy::test;

class TestRowTracing : public QObject {
  Q_OBJECT

 private slots:
  void findsRowsWithinTheTolerance() {
    const auto beats = makeBeats(300);
    HeartbeatRows rows = rowsOf(*beats, {});
    for (std::size_t i = 0; i < rows.samples.size(); ++i) rows.samples[i] += i % 2 == 0 ? 4e-6F : -4e-6F;
    rows.classes[7] = (rows.classes[7] + 1) % 5;
    rows.samples[9 * 187 + 180] += 1e-3F;
    const auto traces = traceRows(rows, *beats, 1e-5, {});
    for (BeatIndex i = 0; i < traces.size(); ++i) {
      QCOMPARE(traces[i].beat, i == 9 ? RowTrace::kNotFound : i);
      QCOMPARE(traces[i].isSameClass, i != 7 && i != 9);
      QVERIFY(traces[i].largestDifference < 1e-5F);
    }
  }

  void prefersTheSameClassAmongTwins() {
    BeatOptions options;
    options.classes = {0, 1};
    options.noise = 0;
    const auto shape = makeBeats(options);
    BeatSetBuilder builder;
    for (const ClassIndex label : {0, 3, 1}) builder.add({shape->beat(0), label});
    const auto beats = std::move(builder).build(shape->facts());
    HeartbeatRows rows = rowsOf(*beats, {});
    const auto traces = traceRows(rows, *beats, 1e-5, {});
    for (BeatIndex i = 0; i < 3; ++i) QCOMPARE(traces[i].beat, i);
  }
};

QTEST_GUILESS_MAIN(TestRowTracing)
#include "tst_row_tracing.moc"
