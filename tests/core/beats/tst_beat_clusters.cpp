#include "core/beats/beat_clusters.h"

#include <QtTest>
#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <numeric>

#include "core/beats/cutting.h"
#include "tests/support/beat_builders.h"
#include "tests/support/data_folder.h"
#include "tests/support/error_text.h"

using namespace ectopy;
using ectopy::test::errorText;

namespace {

/// Each class of makeBeats has its own bump at its own place, all of it within this stretch.
constexpr ShapeWindow kWhole = {.before = 1, .after = 2};

std::vector<BeatIndex> all(const BeatSet& beats) {
  std::vector<BeatIndex> every(beats.size());
  std::iota(every.begin(), every.end(), BeatIndex{0});
  return every;
}

std::vector<BeatCluster> clustersOf(const BeatSet& beats,
                                    const ClusterOptions& options = {.window = kWhole}) {
  return clusterBeats(beats, all(beats), options, {});
}

std::vector<BeatIndex> membersOf(const std::vector<BeatCluster>& clusters) {
  std::vector<BeatIndex> members;
  for (const BeatCluster& cluster : clusters)
    members.insert(members.end(), cluster.members.begin(), cluster.members.end());
  std::ranges::sort(members);
  return members;
}

/// Beats in a cluster whose majority is of their class.
std::size_t beatsWithTheirLike(const std::vector<BeatCluster>& clusters, const BeatSet& beats) {
  std::size_t beatsFound = 0;
  for (const BeatCluster& cluster : clusters)
    beatsFound += std::ranges::max(labelsIn(cluster, beats.columns().classes, beats.scheme().size()).counts);
  return beatsFound;
}

}  // namespace

class TestBeatClusters : public QObject {
  Q_OBJECT

 private slots:
  void eachShapeIsACluster() {
    ectopy::test::BeatOptions options{.beats = 0};
    for (const auto& [label, count] : {std::pair{0, 60}, {2, 30}, {4, 10}})
      options.classes.insert(options.classes.end(), static_cast<std::size_t>(count),
                             static_cast<ClassIndex>(label));
    options.beats = options.classes.size();
    const auto beats = ectopy::test::makeBeats(options);
    const auto clusters = clustersOf(*beats);
    QCOMPARE(clusters.size(), 3);
    QCOMPARE(membersOf(clusters), all(*beats));
    const auto labels = ectopy::test::labelsOf(*beats);
    for (std::size_t i = 0; i < 3; ++i) {
      const ClusterLabels found = labelsIn(clusters[i], labels, 5);
      QCOMPARE(found.majority, static_cast<ClassIndex>(2 * i));
      QCOMPARE(found.counts[2 * i], clusters[i].members.size());
      QCOMPARE(found.unlabelled, 0);
    }
    QCOMPARE(clusters[1].members.size(), 30);
  }

  void membersComeNearestFirst() {
    const auto beats = ectopy::test::makeBeats({.beats = 100, .noise = 0.05});
    for (const BeatCluster& cluster : clustersOf(*beats)) {
      QCOMPARE(cluster.likeness.size(), cluster.members.size());
      QVERIFY(std::ranges::is_sorted(cluster.likeness, std::greater<>()));
      QVERIFY(cluster.likeness.front() <= 1.0001F && cluster.likeness.back() > 0.8F);
      QCOMPARE(cluster.shape.mean.size(), beats->length());
      QCOMPARE(cluster.shape.beats, cluster.members.size());
      double sum = 0;
      for (const BeatIndex beat : cluster.members) sum += beats->beat(beat)[40];
      QVERIFY(std::abs(cluster.shape.mean[40] - sum / static_cast<double>(cluster.members.size())) < 1e-5);
      for (std::size_t at = 0; at < beats->length(); ++at)
        QVERIFY(cluster.shape.low[at] <= cluster.shape.high[at]);
    }
  }

  void theThresholdAndTheLimitDecideHowMany() {
    const auto beats = ectopy::test::makeBeats({.beats = 200, .noise = 0.1});
    const std::size_t loose = clustersOf(*beats, {.threshold = 0.1, .window = kWhole}).size();
    const std::size_t usual = clustersOf(*beats, {.threshold = 0.8, .window = kWhole}).size();
    const std::size_t strict = clustersOf(*beats, {.threshold = 0.99, .window = kWhole}).size();
    QVERIFY2(loose < usual && usual < strict,
             qPrintable(QString("%1 %2 %3").arg(loose).arg(usual).arg(strict)));
    const auto few = clustersOf(*beats, {.threshold = 0.99, .most = 3, .window = kWhole});
    QVERIFY(few.size() <= 3);
    QCOMPARE(membersOf(few), all(*beats));
    QCOMPARE(clustersOf(*beats, {.threshold = 0.99, .most = 1, .window = kWhole}).size(), 1);
  }

  void theSameBeatsGiveTheSameClusters() {
    const auto beats = ectopy::test::makeBeats({.beats = 200, .noise = 0.1});
    auto turned = all(*beats);
    std::ranges::reverse(turned);
    turned.push_back(7);
    const ClusterOptions options{.threshold = 0.9, .window = kWhole};
    const auto first = clustersOf(*beats, options);
    const auto second = clusterBeats(*beats, turned, options, {});
    QCOMPARE(first.size(), second.size());
    for (std::size_t i = 0; i < first.size(); ++i) QCOMPARE(first[i].members, second[i].members);
  }

  void splitAndMergeUndoEachOther() {
    ectopy::test::BeatOptions options{.beats = 90};
    for (int i = 0; i < 90; ++i) options.classes.push_back(i % 3 == 0 ? 1 : 3);
    const auto beats = ectopy::test::makeBeats(options);
    const BeatCluster both = clusterOf(*beats, all(*beats), kWhole, {});
    QCOMPARE(both.members.size(), 90);
    const auto parts = splitCluster(*beats, both, kWhole, {});
    QCOMPARE(parts.size(), 2);
    QCOMPARE(parts[0].members.size(), 60);
    QCOMPARE(beatsWithTheirLike(parts, *beats), 90);
    std::vector<BeatIndex> members = parts[1].members;
    members.insert(members.end(), parts[0].members.begin(), parts[0].members.end());
    const BeatCluster again = clusterOf(*beats, members, kWhole, {});
    QCOMPARE(again.members, both.members);
    QCOMPARE(again.shape.mean, both.shape.mean);
  }

  void flatBeatsAreAClusterOfTheirOwn() {
    BeatSetFacts facts{.name = "flat", .scheme = aami5Scheme()};
    facts.cut = defaultCut(CutRule::Kaggle);
    const auto shaped = ectopy::test::makeBeats(10);
    const std::vector<float> flat(shaped->length(), 0.3F);
    BeatSetBuilder builder;
    for (BeatIndex i = 0; i < 10; ++i) builder.add({.samples = shaped->beat(5 * (i % 2)), .classIndex = 0});
    for (int i = 0; i < 4; ++i) builder.add({.samples = flat, .classIndex = 1});
    const auto beats = std::move(builder).build(facts);
    const auto clusters = clustersOf(*beats);
    QCOMPARE(clusters.back().members, (std::vector<BeatIndex>{10, 11, 12, 13}));
    const std::string error = errorText([&] { splitCluster(*beats, clusters.back(), kWhole, {}); });
    QVERIFY2(error.find("one shape") != std::string::npos, error.c_str());
  }

  void unlabelledMembersAreCountedApart() {
    BeatCluster cluster{.members = {0, 1, 2, 3}};
    const std::array<ClassIndex, 4> labels = {kUnlabelled, 3, 1, kUnlabelled};
    const ClusterLabels found = labelsIn(cluster, labels, 5);
    QCOMPARE(found.unlabelled, 2);
    QCOMPARE(found.majority, 1);
    cluster.members = {0, 3};
    QCOMPARE(labelsIn(cluster, labels, 5).majority, kUnlabelled);
  }

  void nonsenseIsRefusedAndAStopHeard() {
    const auto beats = ectopy::test::makeBeats(20);
    QVERIFY(clusterBeats(*beats, {}, {}, {}).empty());
    for (const double threshold : {-0.1, 1.1, std::nan("")})
      QVERIFY(errorText([&] { clustersOf(*beats, {.threshold = threshold}); }).find("threshold") !=
              std::string::npos);
    QVERIFY(errorText([&] { clustersOf(*beats, {.most = 0}); }).find("at least one") != std::string::npos);
    const std::array missing = {BeatIndex{20}};
    QVERIFY(errorText([&] { clusterBeats(*beats, missing, {}, {}); }).find("no beat 20") !=
            std::string::npos);
    std::stop_source source;
    source.request_stop();
    QVERIFY_THROWS_EXCEPTION(Stopped,
                             clusterBeats(*beats, all(*beats), {}, JobContext(source.get_token(), {})));
  }

  void templatesOfRealRecordsAreNearlyPure_data() {
    QTest::addColumn<double>("purity");
    QTest::addColumn<int>("most");
    QTest::newRow("203") << 0.96 << 40;
    QTest::newRow("207") << 0.96 << 30;
    QTest::newRow("208") << 0.95 << 40;
    QTest::newRow("233") << 0.98 << 20;
  }
  void templatesOfRealRecordsAreNearlyPure() {
    ECTOPY_NEEDS_DATA();
    QFETCH(double, purity);
    QFETCH(int, most);
    const auto beats = openBeats(ectopy::test::dataFolder() / "mitdb" / QTest::currentDataTag(),
                                 defaultCut(CutRule::Kaggle), {});
    const auto clusters = clusterBeats(*beats, all(*beats), {}, {});
    QVERIFY(static_cast<int>(clusters.size()) <= most);
    const double found =
        static_cast<double>(beatsWithTheirLike(clusters, *beats)) / static_cast<double>(beats->size());
    QVERIFY2(found > purity, qPrintable(QString::number(found)));
  }
};

QTEST_GUILESS_MAIN(TestBeatClusters)
#include "tst_beat_clusters.moc"
