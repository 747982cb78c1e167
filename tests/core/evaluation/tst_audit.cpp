#include "core/evaluation/audit.h"

#include <QtTest>
#include <cmath>
#include <nlohmann/json.hpp>
#include <numeric>

#include "core/beats/seeded_random.h"
#include "core/evaluation/review_queue.h"
#include "tests/support/beat_builders.h"
#include "tests/support/error_text.h"

using namespace ectopy;
using ectopy::test::errorText;
using ectopy::test::makeBeats;

namespace {

constexpr std::size_t kPopulation = 20'000;
constexpr std::size_t kJudged = 200;

bool holds(const AuditEstimate& estimate, double rate) {
  return estimate.low <= rate && rate <= estimate.high;
}

bool isNear(double value, double expected, double within) {
  return std::abs(value - expected) <= within;
}

/// Wrong ones among `judged` drawn from `population` without putting back; the first `wrong` of it are wrong.
std::size_t wrongInSample(std::size_t wrong, std::size_t judged, std::size_t population,
                          SeededRandom& random) {
  std::size_t found = 0;
  for (std::size_t i = 0; i < judged; ++i)
    if (random.below(population - i) < wrong - found) ++found;
  return found;
}

/// 20 000 beats of two samples, so that thousands of audits take no time.
std::shared_ptr<const BeatSet> manyBeats() {
  BeatSetFacts facts{.name = "many", .scheme = normalAbnormalScheme()};
  facts.cut.length = 2;
  const std::vector<float> samples(2, 0.5F);
  BeatSetBuilder builder;
  for (std::size_t i = 0; i < kPopulation; ++i) builder.add({.samples = samples, .classIndex = 0});
  return std::move(builder).build(std::move(facts));
}

}  // namespace

class TestAudit : public QObject {
  Q_OBJECT

 private slots:
  // Newcombe, Statistics in Medicine 17 (1998), table I, method 5 (Clopper and Pearson).
  void largePopulationsGiveClopperAndPearson_data() {
    QTest::addColumn<int>("wrong");
    QTest::addColumn<int>("judged");
    QTest::addColumn<double>("low");
    QTest::addColumn<double>("high");
    QTest::newRow("81 of 263") << 81 << 263 << 0.2527 << 0.3676;
    QTest::newRow("15 of 148") << 15 << 148 << 0.0578 << 0.1617;
    QTest::newRow("0 of 20") << 0 << 20 << 0.0 << 0.1684;
    QTest::newRow("1 of 29") << 1 << 29 << 0.0009 << 0.1776;
  }
  void largePopulationsGiveClopperAndPearson() {
    QFETCH(int, wrong);
    QFETCH(int, judged);
    QFETCH(double, low);
    QFETCH(double, high);
    const auto estimate =
        auditEstimate(static_cast<std::size_t>(wrong), static_cast<std::size_t>(judged), 10'000'000);
    QVERIFY(isNear(estimate.rate, static_cast<double>(wrong) / judged, 1e-12));
    QVERIFY2(isNear(estimate.low, low, 6e-5), qPrintable(QString::number(estimate.low)));
    QVERIFY2(isNear(estimate.high, high, 6e-5), qPrintable(QString::number(estimate.high)));
  }

  // Worked out in whole numbers (binomials as such) with Python.
  void smallPopulationsAreExact_data() {
    QTest::addColumn<int>("wrong");
    QTest::addColumn<int>("judged");
    QTest::addColumn<int>("population");
    QTest::addColumn<int>("low");
    QTest::addColumn<int>("high");
    QTest::newRow("4 of 50 of 500") << 4 << 50 << 500 << 13 << 93;
    QTest::newRow("0 of 10 of 50") << 0 << 10 << 50 << 0 << 13;
    QTest::newRow("10 of 10 of 50") << 10 << 10 << 50 << 37 << 50;
    QTest::newRow("6 of 200 of 1000") << 6 << 200 << 1000 << 13 << 60;
    QTest::newRow("6 of 200 of 20000") << 6 << 200 << 20000 << 224 << 1279;
    QTest::newRow("1 of 1 of 2") << 1 << 1 << 2 << 1 << 2;
    QTest::newRow("all of them") << 3 << 30 << 30 << 3 << 3;
  }
  void smallPopulationsAreExact() {
    QFETCH(int, wrong);
    QFETCH(int, judged);
    QFETCH(int, population);
    QFETCH(int, low);
    QFETCH(int, high);
    const auto estimate = auditEstimate(static_cast<std::size_t>(wrong), static_cast<std::size_t>(judged),
                                        static_cast<std::size_t>(population));
    QCOMPARE(estimate.low * population, static_cast<double>(low));
    QCOMPARE(estimate.high * population, static_cast<double>(high));
  }

  // Not by drawing: over every number of wrong ones, the chances of all samples whose interval holds it.
  void everyRateIsCoveredExactly() {
    constexpr std::size_t kAll = 60;
    for (const std::size_t judged : {1U, 7U, 20U, 59U, 60U}) {
      std::vector<AuditEstimate> estimates;
      for (std::size_t wrong = 0; wrong <= judged; ++wrong)
        estimates.push_back(auditEstimate(wrong, judged, kAll));
      const auto ways = [](std::size_t n, std::size_t k) {
        double product = k > n ? 0 : 1;
        for (std::size_t i = 0; i < k && k <= n; ++i)
          product *= static_cast<double>(n - i) / static_cast<double>(i + 1);
        return product;
      };
      for (std::size_t total = 0; total <= kAll; ++total) {
        double covered = 0;
        for (std::size_t wrong = 0; wrong <= judged; ++wrong)
          if (holds(estimates[wrong], static_cast<double>(total) / kAll))
            covered += ways(total, wrong) * ways(kAll - total, judged - wrong) / ways(kAll, judged);
        QVERIFY2(covered >= 0.95, qPrintable(QString("%1 of %2: %3").arg(total).arg(judged).arg(covered)));
      }
    }
  }

  void ninetyFiveOfAHundredAuditsHoldTheRate_data() {
    QTest::addColumn<double>("rate");
    for (const double rate : {0.0, 0.005, 0.03, 0.1, 0.3, 0.5}) QTest::addRow("%g", rate) << rate;
  }
  // From the queue's own draws: the labels of the first beats are the wrong ones.
  void ninetyFiveOfAHundredAuditsHoldTheRate() {
    QFETCH(double, rate);
    const auto beats = manyBeats();
    const auto labels = ectopy::test::labelsOf(*beats);
    const auto wrong = static_cast<std::size_t>(std::lround(rate * kPopulation));
    int held = 0;
    for (std::uint64_t seed = 1; seed <= 100; ++seed) {
      const ReviewInput input{.beats = *beats, .labels = labels, .auditBeats = kJudged, .seed = seed};
      const auto sample = reviewQueue(ReviewKind::Audit, input, {});
      QCOMPARE(sample.size(), kJudged);
      const auto found =
          std::ranges::count_if(sample, [&](const ReviewItem& item) { return item.beat < wrong; });
      held += holds(auditEstimate(static_cast<std::size_t>(found), kJudged, auditPopulation(input)), rate)
                  ? 1
                  : 0;
    }
    QVERIFY2(held >= 95, qPrintable(QString::number(held)));
  }

  void tenThousandAuditsHoldTheRate() {
    std::vector<AuditEstimate> estimates;
    for (std::size_t wrong = 0; wrong <= kJudged; ++wrong)
      estimates.push_back(auditEstimate(wrong, kJudged, kPopulation));
    for (const std::size_t wrong : {20U, 100U, 600U, 2'000U, 6'000U, 19'400U}) {
      SeededRandom random(5);
      int held = 0;
      for (int audit = 0; audit < 10'000; ++audit)
        held += holds(estimates[wrongInSample(wrong, kJudged, kPopulation, random)],
                      static_cast<double>(wrong) / kPopulation)
                    ? 1
                    : 0;
      QVERIFY2(held >= 9'500, qPrintable(QString("%1: %2").arg(wrong).arg(held)));
    }
  }

  void nothingJudgedTellsNothing() {
    const AuditEstimate estimate = auditEstimate(0, 0, 100);
    QVERIFY(std::isnan(estimate.rate) && std::isnan(estimate.low) && std::isnan(estimate.high));
    QVERIFY(auditJson(estimate).at("low").is_null());
    QCOMPARE(auditJson(auditEstimate(1, 4, 100)).at("rate").get<double>(), 0.25);
  }

  void nonsenseIsRefused() {
    QVERIFY(errorText([] { auditEstimate(3, 2, 10); }).find("found 2 judged and 3 wrong") !=
            std::string::npos);
    QVERIFY(errorText([] { auditEstimate(0, 11, 10); }).find("11 judged") != std::string::npos);
  }
};

QTEST_GUILESS_MAIN(TestAudit)
#include "tst_audit.moc"
