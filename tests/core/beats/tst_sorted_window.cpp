#include <QtTest>
#include <algorithm>
#include <cmath>
#include <random>

#include "core/beats/sorted_window.h"

using namespace ectopy;

class TestSortedWindow : public QObject {
  Q_OBJECT

 private slots:
  void quantilesAreThoseOfASort() {
    std::mt19937 random(7);
    std::vector<double> values(200);
    for (double& value : values) value = static_cast<double>(random() % 1000);
    const std::array<double, 3> shares{0.25, 0.5, 0.9};
    const auto rows = runningQuantiles(values, 12, shares);
    for (std::size_t i = 0; i < values.size(); ++i) {
      std::vector<double> window(
          values.begin() + static_cast<std::ptrdiff_t>(i > 12 ? i - 12 : 0),
          values.begin() + static_cast<std::ptrdiff_t>(std::min(values.size(), i + 13)));
      std::ranges::sort(window);
      for (std::size_t s = 0; s < shares.size(); ++s) {
        const double place = shares[s] * static_cast<double>(window.size() - 1);
        const auto below = static_cast<std::size_t>(place);
        const double above = window[std::min(below + 1, window.size() - 1)];
        QVERIFY(std::abs(rows[s][i] - std::lerp(window[below], above, place - std::floor(place))) < 1e-9);
      }
    }
  }

  void passesOverWhatIsMissing() {
    const std::vector<double> values{1, std::nan(""), 3, std::nan(""), std::nan(""), std::nan("")};
    const auto medians = runningMedian(values, 1);
    QCOMPARE(medians[0], 1.0);
    QCOMPARE(medians[1], 2.0);
    QCOMPARE(medians[2], 3.0);
    QVERIFY(std::isnan(medians[4]));
    QVERIFY(runningMedian({}, 3).empty());
  }

  void medianOfAll() {
    QCOMPARE(medianOf({5, 1, 3}), 3.0);
    QCOMPARE(medianOf({5, 1, 3, 4}), 3.5);
    QVERIFY(std::isnan(medianOf({})));
  }
};

QTEST_GUILESS_MAIN(TestSortedWindow)
#include "tst_sorted_window.moc"
