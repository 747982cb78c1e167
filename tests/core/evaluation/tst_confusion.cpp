#include <QtTest>
#include <cmath>

#include "core/evaluation/evaluation.h"

using namespace ectopy;

namespace {

ConfusionMatrix matrixOf(const std::vector<std::vector<std::int64_t>>& rows) {
  ConfusionMatrix confusion(rows.size());
  for (std::size_t truth = 0; truth < rows.size(); ++truth) {
    for (std::size_t predicted = 0; predicted < rows.size(); ++predicted) {
      confusion.add(truth, predicted, rows[truth][predicted]);
    }
  }
  return confusion;
}

void compareTo(double actual, double expected) {
  if (std::isnan(expected)) {
    QVERIFY(std::isnan(actual));
  } else {
    QVERIFY2(std::abs(actual - expected) < 1e-12,
             qPrintable(QString("%1, not %2").arg(actual).arg(expected)));
  }
}

}  // namespace

class TestConfusion : public QObject {
  Q_OBJECT

 private slots:
  void totalsAreSumsOfRowsAndColumns() {
    const ConfusionMatrix confusion = matrixOf({{3, 1, 0}, {2, 5, 4}, {0, 0, 7}});
    QCOMPARE(confusion.total(), 22);
    QCOMPARE(confusion.rowTotal(1), 11);
    QCOMPARE(confusion.columnTotal(1), 6);
    QCOMPARE(confusion.columnTotal(2), 11);
  }

  // Expected: scikit-learn 1.2 accuracy_score, f1_score(average="macro"), balanced_accuracy_score and
  // precision_recall_fscore_support of the same matrix.
  void fiveClassesGiveScikitLearnsNumbers() {
    const Scores scores = scoresOf(matrixOf({{18029, 60, 20, 9, 0},
                                             {83, 460, 10, 2, 1},
                                             {35, 4, 1400, 9, 0},
                                             {30, 0, 7, 125, 0},
                                             {12, 0, 1, 0, 1595}}));
    compareTo(scores.accuracy, 0.9870729033436872);
    compareTo(scores.macroF1, 0.9250314699829104);
    compareTo(scores.balancedAccuracy, 0.9105594154827099);
    QVERIFY(std::abs(scores.perClass[1].sensitivity - 0.82733813) < 1e-8);
    QVERIFY(std::abs(scores.perClass[1].ppv - 0.87786260) < 1e-8);
    QVERIFY(std::abs(scores.perClass[3].f1 - 0.81433225) < 1e-8);
    QCOMPARE(scores.perClass[4].support, 1608);
  }

  // precision_recall_fscore_support(average=None, "macro", "weighted"); specificity as the recall of the
  // rest.
  void specificityAndWeightedMeansAreScikitLearnsToo() {
    const Scores scores = scoresOf(matrixOf({{51, 5, 8}, {1, 30, 6}, {1, 2, 16}}));
    compareTo(scores.perClass[0].specificity, 0.9642857142857143);
    compareTo(scores.perClass[1].specificity, 0.9156626506024096);
    compareTo(scores.perClass[2].specificity, 0.8613861386138614);
    compareTo(scores.macro.sensitivity, 0.8165970246562352);
    compareTo(scores.macro.ppv, 0.7688027650291801);
    compareTo(scores.macro.f1, 0.7785556356984928);
    compareTo(scores.macro.specificity, 0.913778167833995);
    compareTo(scores.weighted.sensitivity, 0.8083333333333333);
    compareTo(scores.weighted.ppv, 0.8476519916142558);
    compareTo(scores.weighted.f1, 0.8183586255014828);
    compareTo(scores.weighted.specificity, 0.9330011701686519);
  }

  // Class 1 is never predicted, class 2 never true, class 3 neither. scikit-learn 1.2 with the labels it
  // finds (0, 1, 2): macro F1 2/9, balanced accuracy 5/14.
  void missingClassesAreLeftOutOfTheMeans() {
    const Scores scores = scoresOf(matrixOf({{5, 0, 2, 0}, {3, 0, 0, 0}, {0, 0, 0, 0}, {0, 0, 0, 0}}));
    compareTo(scores.accuracy, 0.5);
    compareTo(scores.macroF1, 2.0 / 9);
    compareTo(scores.balancedAccuracy, 5.0 / 14);
    compareTo(scores.perClass[1].sensitivity, 0);
    compareTo(scores.perClass[1].ppv, std::nan(""));
    compareTo(scores.perClass[1].f1, 0);
    compareTo(scores.perClass[2].sensitivity, std::nan(""));
    compareTo(scores.perClass[2].ppv, 0);
    compareTo(scores.perClass[3].f1, std::nan(""));
  }

  void nothingJudgedIsUndefined() {
    const Scores scores = scoresOf(ConfusionMatrix(3));
    compareTo(scores.accuracy, std::nan(""));
    compareTo(scores.macroF1, std::nan(""));
    compareTo(scores.balancedAccuracy, std::nan(""));
    QCOMPARE(scores.perClass.size(), 3);
    QCOMPARE(scoresOf(ConfusionMatrix()).perClass.size(), 0);
  }

  void oneClassIsAllRight() {
    const Scores scores = scoresOf(matrixOf({{9}}));
    compareTo(scores.accuracy, 1);
    compareTo(scores.macroF1, 1);
  }

  // Each class: 2 of 3 beats right, the third said to be the next class. Se = PPV = F1 = 2/3 for all.
  void sixtyClasses() {
    ConfusionMatrix confusion(60);
    for (std::size_t label = 0; label < 60; ++label) {
      confusion.add(label, label, 2);
      confusion.add(label, (label + 1) % 60);
    }
    const Scores scores = scoresOf(confusion);
    compareTo(scores.accuracy, 2.0 / 3);
    compareTo(scores.macroF1, 2.0 / 3);
    compareTo(scores.balancedAccuracy, 2.0 / 3);
  }
};

QTEST_GUILESS_MAIN(TestConfusion)
#include "tst_confusion.moc"
