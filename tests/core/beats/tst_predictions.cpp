#include <QtTest>

#include "core/beats/predictions.h"

using namespace ectopy;

class TestPredictions : public QObject {
  Q_OBJECT

 private slots:
  void readsRows() {
    const Predictions predictions{"m", "", "", normalAbnormalScheme(), {0.25F, 0.75F, 0.5F, 0.5F, 1, 0}};
    QCOMPARE(predictions.size(), std::size_t{3});
    QCOMPARE(predictions.predicted(0), ClassIndex{1});
    QCOMPARE(predictions.predicted(1), ClassIndex{0});  // the first of equals
    QCOMPARE(predictions.confidence(0), 0.75F);
    QCOMPARE(predictions.margin(0), 0.5F);
    QCOMPARE(predictions.margin(1), 0.0F);
    QCOMPARE(predictions.margin(2), 1.0F);
    QCOMPARE(Predictions{}.size(), std::size_t{0});
  }
};

QTEST_GUILESS_MAIN(TestPredictions)
#include "tst_predictions.moc"
