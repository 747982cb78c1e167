#include <QtTest>
#include <algorithm>

#include "core/base/error.h"
#include "core/beats/beat_filter.h"
#include "tests/support/beat_builders.h"

using namespace ectopy;
using namespace ectopy::test;

namespace {

bool naivelyPasses(const BeatFilter& filter, const BeatFilterInput& input, BeatIndex beat) {
  const ClassIndex label = input.labels[beat];
  const ClassIndex guess = input.predictions->predicted(beat);
  return (!filter.labelled || label == *filter.labelled) &&
         (!filter.predicted || guess == *filter.predicted) &&
         (!filter.record || input.beats.columns().records[beat] == *filter.record) &&
         (!filter.part || input.parts[beat] == *filter.part) && (!filter.onlyWrong || guess != label) &&
         (!filter.onlyEdited || label != input.beats.columns().classes[beat]);
}

}  // namespace

class TestBeatFilter : public QObject {
  Q_OBJECT

  std::shared_ptr<const BeatSet> m_beats = makeBeats(400);
  std::vector<ClassIndex> m_labels = labelsOf(*m_beats);
  Predictions m_predictions = makePredictions(*m_beats, 0.7);
  std::vector<Part> m_parts;

  BeatFilterInput input() const { return {*m_beats, m_labels, m_parts, &m_predictions}; }

 private slots:
  void initTestCase() {
    for (std::size_t i = 0; i < m_labels.size(); i += 9)
      m_labels[i] = static_cast<ClassIndex>((m_labels[i] + 1) % 5);
    m_parts = partOfEachBeat(makeSplit(*m_beats, m_labels, "beat", 1), m_beats->size());
  }

  void agreesWithALoop() {
    for (int bits = 0; bits < 64; ++bits) {
      BeatFilter filter;
      if ((bits & 1) != 0) filter.labelled = 1;
      if ((bits & 2) != 0) filter.predicted = 2;
      if ((bits & 4) != 0) filter.record = 0;
      if ((bits & 8) != 0) filter.part = Part::Train;
      filter.onlyWrong = (bits & 16) != 0;
      filter.onlyEdited = (bits & 32) != 0;
      QCOMPARE(filter.isEverything(), bits == 0);
      std::vector<BeatIndex> expected;
      for (BeatIndex beat = 0; beat < m_beats->size(); ++beat) {
        if (naivelyPasses(filter, input(), beat)) expected.push_back(beat);
      }
      QCOMPARE(applyFilter(filter, input(), {}), expected);
    }
  }

  void keepsConfidenceWithinBounds_data() {
    QTest::addColumn<double>("below");
    QTest::addColumn<double>("above");
    QTest::newRow("below") << 0.6 << -1.0;
    QTest::newRow("above") << -1.0 << 0.9;
    QTest::newRow("between") << 0.8 << 0.6;
    QTest::newRow("bounds that exclude each other") << 0.6 << 0.8;
  }
  void keepsConfidenceWithinBounds() {
    QFETCH(double, below);
    QFETCH(double, above);
    BeatFilter filter{.labelled = 2};
    if (below >= 0) filter.confidenceBelow = static_cast<float>(below);
    if (above >= 0) filter.confidenceAbove = static_cast<float>(above);
    QVERIFY(filter.needsPredictions());
    std::vector<BeatIndex> expected;
    for (BeatIndex beat = 0; beat < m_beats->size(); ++beat) {
      const double confidence = m_predictions.confidence(beat);
      const bool isWithin = (below < 0 || confidence < below) && (above < 0 || confidence > above);
      if (isWithin && m_labels[beat] == 2) expected.push_back(beat);
    }
    QCOMPARE(expected.empty(), below >= 0 && below < above);
    QCOMPARE(applyFilter(filter, input(), {}), expected);
    filter.labelled.reset();
    QVERIFY(!filter.isEverything());
    QVERIFY(filter.withoutPredictions().isEverything());
  }

  void findsMarkedAndUnlabelledBeats() {
    BeatMarks marks{std::vector<bool>(m_beats->size()), std::vector<bool>(m_beats->size()), {}};
    for (const BeatIndex beat : {3, 17, 90}) marks.isFlagged[beat] = true;
    marks.isExcluded[17] = true;
    std::vector<ClassIndex> labels = m_labels;
    labels[5] = kUnlabelled;
    const BeatFilterInput marked{.beats = *m_beats, .labels = labels, .marks = &marks};
    using Beats = std::vector<BeatIndex>;
    QCOMPARE(applyFilter({.onlyFlagged = true}, marked, {}), (Beats{3, 17, 90}));
    QCOMPARE(applyFilter({.onlyFlagged = true, .onlyExcluded = true}, marked, {}), (Beats{17}));
    QCOMPARE(applyFilter({.onlyUnlabelled = true}, marked, {}), (Beats{5}));
    QCOMPARE(applyFilter({.onlyNoted = true}, marked, {}), Beats{});
    QCOMPARE(applyFilter({.onlyFlagged = true}, input(), {}), Beats{});
    const BeatCounts counts = countBeats(marked);
    QCOMPARE(counts.flagged, std::size_t{3});
    QCOMPARE(counts.excluded, std::size_t{1});
    QCOMPARE(counts.noted, std::size_t{0});
    QCOMPARE(counts.unlabelled, std::size_t{1});
  }

  void keepsTheOrderOfAList() {
    const auto listed = std::make_shared<const ListedBeats>(
        ListedBeats{"like beat 8", {7, 399, 2, 400, 31}});  // 400 is no beat of the set
    using Beats = std::vector<BeatIndex>;
    const BeatFilter filter{.among = listed, .order = BeatOrder::Listed};
    QCOMPARE(applyFilter(filter, input(), {}), (Beats{7, 399, 2, 31}));
    QVERIFY(!filter.isEverything());
    QVERIFY(filter.withoutPredictions() == filter);
    QCOMPARE(applyFilter({.among = listed}, input(), {}), (Beats{2, 7, 31, 399}));
    QCOMPARE(describeFilter(filter, *m_beats), std::string("like beat 8"));
    BeatFilter one = filter;
    one.labelled = m_labels[2];
    for (const BeatIndex beat : applyFilter(one, input(), {})) QCOMPARE(m_labels[beat], m_labels[2]);
  }

  void aBoundIsNotWithin() {
    const BeatIndex beat = 7;
    BeatFilter filter{.confidenceBelow = m_predictions.confidence(beat)};
    const auto holds = [&] {
      const auto beats = applyFilter(filter, input(), {});
      return std::find(beats.begin(), beats.end(), beat) != beats.end();
    };
    QVERIFY(!holds());
    filter = {.confidenceAbove = m_predictions.confidence(beat)};
    QVERIFY(!holds());
  }

  void ordersStably() {
    const auto orderedBy = [this](BeatOrder order) {
      return applyFilter(BeatFilter{.order = order}, input(), {});
    };
    const auto sortedBy = [this](auto key) {
      std::vector<BeatIndex> beats = applyFilter({}, input(), {});
      std::stable_sort(beats.begin(), beats.end(), [&](BeatIndex a, BeatIndex b) { return key(a) < key(b); });
      return beats;
    };
    QCOMPARE(orderedBy(BeatOrder::ConfidenceRising),
             sortedBy([this](BeatIndex beat) { return m_predictions.confidence(beat); }));
    QCOMPARE(orderedBy(BeatOrder::ConfidenceFalling),
             sortedBy([this](BeatIndex beat) { return 1 - m_predictions.confidence(beat); }));
    QCOMPARE(orderedBy(BeatOrder::MarginRising),
             sortedBy([this](BeatIndex beat) { return m_predictions.margin(beat); }));
  }

  void theWorstMistakesComeFirst() {
    const auto beats = applyFilter(BeatFilter{.order = BeatOrder::WrongConfidenceFalling}, input(), {});
    const std::size_t wrong = countBeats(input()).wrong;
    for (std::size_t i = 0; i < beats.size(); ++i) {
      QCOMPARE(m_predictions.predicted(beats[i]) != m_labels[beats[i]], i < wrong);
      if (i > 0 && i < wrong) {
        QVERIFY(m_predictions.confidence(beats[i - 1]) >= m_predictions.confidence(beats[i]));
      }
    }
  }

  void worksWithoutModelAndSplit() {
    const BeatFilterInput bare{*m_beats, m_labels, {}, nullptr};
    QCOMPARE(applyFilter({.order = BeatOrder::MarginRising}, bare, {}).size(), m_beats->size());
    QVERIFY(applyFilter({.predicted = 1}, bare, {}).empty());
    QVERIFY(applyFilter({.part = Part::Test}, bare, {}).empty());
    QVERIFY(applyFilter({.onlyWrong = true}, bare, {}).empty());
    QVERIFY(applyFilter({.confidenceAbove = 0.0F}, bare, {}).empty());
    BeatFilter filter{.labelled = 1, .predicted = 2, .onlyEdited = true, .order = BeatOrder::MarginRising};
    QVERIFY(filter.withoutPredictions() == (BeatFilter{.labelled = 1, .onlyEdited = true}));
    QVERIFY(countBeats(bare).predicted.empty());
  }

  void readsTheModelsClassesByCode() {
    Predictions other = m_predictions;
    std::swap(other.scheme.classes[0], other.scheme.classes[1]);
    const BeatFilterInput swapped{*m_beats, m_labels, m_parts, &other};
    BeatFilter first;
    first.predicted = 0;
    BeatFilter second;
    second.predicted = 1;
    QCOMPARE(applyFilter(first, swapped, {}), applyFilter(second, input(), {}));
  }

  void countsForTheNavigator() {
    const BeatCounts counts = countBeats(input());
    QCOMPARE(counts.labelled[3], static_cast<std::size_t>(std::count(m_labels.begin(), m_labels.end(), 3)));
    QCOMPARE(counts.records, (std::vector<std::size_t>{100, 100, 100, 100}));
    QCOMPARE(counts.edited, std::size_t{45});
    QCOMPARE(counts.wrong, applyFilter({.onlyWrong = true}, input(), {}).size());
    QCOMPARE(counts.wrongByRecord[2], applyFilter({.record = 2, .onlyWrong = true}, input(), {}).size());
    QCOMPARE(counts.predicted[2], applyFilter({.predicted = 2}, input(), {}).size());
    QCOMPARE(counts.parts[3], applyFilter({.part = Part::Test}, input(), {}).size());
  }

  void describesItself() {
    BeatFilter filter;
    QCOMPARE(describeFilter(filter, *m_beats), std::string("all beats"));
    filter = {.labelled = 1, .predicted = 0, .record = 2, .part = Part::Test, .onlyWrong = true};
    QCOMPARE(describeFilter(filter, *m_beats),
             std::string("truth S, predicted N, record r3, test part, wrong only"));
    filter = {.onlyEdited = true, .confidenceBelow = 0.6F, .confidenceAbove = 0.25F};
    QCOMPARE(describeFilter(filter, *m_beats),
             std::string("confidence below 0.6, confidence above 0.25, edited only"));
  }

  void refusesInputThatDoesNotFit() {
    const std::vector<ClassIndex> few(3);
    const BeatFilterInput wrong{*m_beats, few, {}, nullptr};
    QVERIFY_EXCEPTION_THROWN(applyFilter({}, wrong, {}), Error);
  }
};

QTEST_GUILESS_MAIN(TestBeatFilter)
#include "tst_beat_filter.moc"
