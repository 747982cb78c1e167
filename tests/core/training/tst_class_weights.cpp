#include <QTest>
#include <cmath>

#include "core/training/class_weights.h"

using namespace ectopy;

class ClassWeightsTest : public QObject {
  Q_OBJECT

 private slots:
  void noneCountsAllTheSame();
  void logOfTheRatio();
};

void ClassWeightsTest::noneCountsAllTheSame() {
  const std::vector<ClassIndex> labels(100, 1);
  QVERIFY((classWeights(ClassWeighting::None, labels, 3) == std::vector<float>{1, 1, 1}));
}

void ClassWeightsTest::logOfTheRatio() {
  std::vector<ClassIndex> labels(1000, 0);
  labels.insert(labels.end(), 500, 1);  // ln 2 is below 1
  labels.insert(labels.end(), 10, 2);   // and class 3 has none
  const std::vector<float> weights = classWeights(ClassWeighting::Log, labels, 4);
  QCOMPARE(weights[0], 1.0F);
  QCOMPARE(weights[1], 1.0F);
  QCOMPARE(weights[2], static_cast<float>(std::log(100.0)));
  QCOMPARE(weights[3], static_cast<float>(std::log(1000.0)));
}

QTEST_GUILESS_MAIN(ClassWeightsTest)
#include "tst_class_weights.moc"
