#include "ui/widgets/curves_plot.h"

#include <QTest>

#include "ui/theme/theme.h"

using namespace ectopy;
using namespace ectopy::ui;

namespace {

TrainingCurves training(const QString& name, int epochs, int best) {
  TrainingCurves curves{name, {}, best};
  for (int epoch = 1; epoch <= epochs; ++epoch) {
    EpochRecord record;
    record.epoch = epoch;
    record.trainLoss = 1.0 / epoch;
    record.validationLoss = 1.1 / epoch;
    record.trainMacroF1 = 1 - 0.4 / epoch;
    record.validationMacroF1 = 1 - 0.5 / epoch;
    record.isBest = epoch == best;
    curves.epochs.push_back(record);
  }
  return curves;
}

using Curve = CurvesPlot::Curve;

}  // namespace

class CurvesPlotTest : public QObject {
  Q_OBJECT

 private slots:
  void drawsOnePointAnEpochInEachCurve() {
    CurvesPlot plot;
    plot.setCurves({training({}, 7, 5)});
    for (const Curve curve :
         {Curve::TrainLoss, Curve::ValidationLoss, Curve::TrainMacroF1, Curve::ValidationMacroF1})
      QCOMPARE(plot.pointCount(0, curve), 7);
    QCOMPARE(plot.pointCount(1, Curve::TrainLoss), 0);
  }

  void namesTheBestEpoch() {
    CurvesPlot plot;
    plot.setCurves({training({}, 7, 5)});
    QVERIFY(plot.bestLabel(0).contains(QStringLiteral("5")));
    plot.setCurves({training({}, 0, 0)});
    QVERIFY(plot.bestLabel(0).isEmpty());
  }

  void laysTrainingsOverEachOtherByTheirValidationCurves() {
    CurvesPlot plot;
    plot.setCurves({training("one", 7, 5), training("two", 3, 3), training("three", 9, 0),
                    training("four", 2, 1), training("five", 2, 1)});
    QCOMPARE(plot.curves().size(), CurvesPlot::kMost);
    QCOMPARE(plot.pointCount(0, Curve::ValidationMacroF1), 7);
    QCOMPARE(plot.pointCount(1, Curve::ValidationMacroF1), 3);
    QCOMPARE(plot.pointCount(2, Curve::ValidationLoss), 9);
    QCOMPARE(plot.pointCount(0, Curve::TrainLoss), 0);
    QVERIFY(plot.bestLabel(1).contains(QStringLiteral("two")));
    QCOMPARE(plot.legend(),
             (QStringList{"one, best: epoch 5", "two, best: epoch 3", "three", "four, best: epoch 1"}));
  }

  void saysThatTrainingFiguresAreOfAugmentedBeats() {
    CurvesPlot plot;
    TrainingCurves curves = training({}, 3, 2);
    plot.setCurves({curves});
    QCOMPARE(plot.legend(), (QStringList{"training", "validation"}));
    curves.isAugmented = true;
    plot.setCurves({curves});
    QCOMPARE(plot.legend(), (QStringList{"training, augmented beats", "validation"}));
  }

  void eachOfSeveralHasAColourAndADashOfItsOwn() {
    for (std::size_t one = 0; one < CurvesPlot::kMost; ++one)
      for (std::size_t other = one + 1; other < CurvesPlot::kMost; ++other) {
        QVERIFY(CurvesPlot::pen(one).color() != CurvesPlot::pen(other).color());
        QVERIFY(CurvesPlot::pen(one).style() != CurvesPlot::pen(other).style());
      }
  }

  void drawsSomethingInBothThemes() {
    CurvesPlot plot;
    plot.resize(600, 400);
    plot.setCurves({training({}, 12, 9)});
    plot.show();
    for (const ThemeMode mode : {ThemeMode::Light, ThemeMode::Dark}) {
      Theme::instance().apply(mode);
      QCoreApplication::processEvents();
      const QImage picture = plot.grab().toImage();
      const QColor ground = Theme::instance().palette().plotBackground;
      const QColor accent = Theme::instance().palette().accent;
      QCOMPARE(picture.pixelColor(2, 200), ground);
      int ofAccent = 0;
      for (int x = 0; x < picture.width(); ++x)
        for (int y = 0; y < picture.height(); ++y) ofAccent += picture.pixelColor(x, y) == accent;
      QVERIFY2(ofAccent > 50, qPrintable(QString::number(ofAccent)));
    }
  }
};

QTEST_MAIN(CurvesPlotTest)
#include "tst_curves_plot.moc"
