#include <QTest>

#include "core/training/epoch_judge.h"

using namespace ectopy;

class EpochJudgeTest : public QObject {
  Q_OBJECT

 private slots:
  void choosesByMacroF1ThenLoss();
  void ratesFallAfterAPlateau();
  void patienceEnds();
  void aLowerLossIsProgressToo();
};

void EpochJudgeTest::choosesByMacroF1ThenLoss() {
  EpochJudge judge({});
  QCOMPARE(judge.bestEpoch(), 0);
  QVERIFY(judge.judge(1, 0.0, 9.0));  // the first is the best so far, however bad
  QVERIFY(judge.judge(2, 0.8, 0.5));
  QVERIFY(!judge.judge(3, 0.8, 0.5));
  QVERIFY(judge.judge(4, 0.8, 0.4));
  QVERIFY(!judge.judge(5, 0.7, 0.1));
  QCOMPARE(judge.bestEpoch(), 4);
}

void EpochJudgeTest::ratesFallAfterAPlateau() {
  TrainingConfig config;
  config.learningRate = 1;
  config.plateauPatience = 2;
  config.stopPatience = 100;
  EpochJudge judge(config);
  judge.judge(1, 0.9, 1);
  judge.judge(2, 0.8, 1);
  QCOMPARE(judge.learningRate(), 1.0);
  judge.judge(3, 0.8, 1);
  QCOMPARE(judge.learningRate(), 0.1);
  judge.judge(4, 0.8, 1);
  QCOMPARE(judge.learningRate(), 0.1);
  judge.judge(5, 0.8, 1);
  QVERIFY(qAbs(judge.learningRate() - 0.01) < 1e-12);
  judge.judge(6, 0.95, 1);
  judge.judge(7, 0.8, 1);
  QVERIFY(qAbs(judge.learningRate() - 0.01) < 1e-12);
}

void EpochJudgeTest::patienceEnds() {
  TrainingConfig config;
  config.stopPatience = 2;
  EpochJudge judge(config);
  judge.judge(1, 0.9, 1);
  QCOMPARE(judge.patienceLeft(), 2);
  judge.judge(2, 0.8, 1);
  QCOMPARE(judge.patienceLeft(), 1);
  QVERIFY(!judge.isPatienceOver());
  judge.judge(3, 0.8, 1);
  QVERIFY(judge.isPatienceOver());
  config.stopPatience = 0;
  EpochJudge patient(config);
  for (int epoch = 1; epoch < 1000; ++epoch) patient.judge(epoch, 0.8, 1);
  QVERIFY(!patient.isPatienceOver());
}

void EpochJudgeTest::aLowerLossIsProgressToo() {
  TrainingConfig config;
  config.stopPatience = 2;
  config.plateauPatience = 1;
  EpochJudge judge(config);
  judge.judge(1, 0.9, 1.0);
  QVERIFY(!judge.judge(2, 0.8, 0.9));  // not the best, but not standing still
  QCOMPARE(judge.bestEpoch(), 1);
  QCOMPARE(judge.patienceLeft(), 2);
  QCOMPARE(judge.learningRate(), config.learningRate);
  judge.judge(3, 0.8, 0.95);
  QCOMPARE(judge.patienceLeft(), 1);
  QVERIFY(judge.learningRate() < config.learningRate);
}

QTEST_GUILESS_MAIN(EpochJudgeTest)
#include "tst_epoch_judge.moc"
