#include "ui/train/train_page.h"

#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QRadioButton>
#include <QRegularExpression>
#include <QSpinBox>
#include <QTableView>
#include <QTest>

#include "tests/support/shown_page.h"
#include "ui/theme/theme.h"
#include "ui/widgets/confusion_view.h"
#include "ui/widgets/curves_plot.h"
#include "ui/widgets/figures.h"

using namespace ectopy;
using namespace ectopy::test;
using namespace ectopy::ui;

namespace {

using State = TrainingStatus::State;
using Curve = CurvesPlot::Curve;

/// The page over a session with a data set open.
struct Shown : ShownPage<TrainPage> {
  explicit Shown(const std::shared_ptr<const BeatSet>& beats = makeBeats(600)) : ShownPage(beats) {}

  CurvesPlot& curves() { return find<CurvesPlot>("curves"); }
  QTableView& runs() { return find<QTableView>("runs"); }
  void write(const char* field, const QString& text) { find<QLineEdit>(field).setText(text); }
  bool start() {
    if (!QTest::qWaitFor([this] { return find<QPushButton>("startTraining").isEnabled(); }, 60'000))
      return false;
    QTest::mouseClick(&find<QPushButton>("startTraining"), Qt::LeftButton);
    return session.training().isActive();
  }
  bool waitFor(State state) {
    return QTest::qWaitFor([this, state] { return session.training().state == state; }, 60'000);
  }
};

}  // namespace

class TrainPageTest : public QObject {
  Q_OBJECT

 private slots:
  void initTestCase() { Theme::instance().apply(ThemeMode::Light); }

  void saysWhatToDoWithoutData() {
    Shown shown(nullptr);
    QTRY_VERIFY(shown.text("outlookSentence").contains(QStringLiteral("open")));
    QVERIFY(!shown.find<QPushButton>("startTraining").isEnabled());
    QVERIFY(shown.find<QLabel>("trainingEmpty").isVisible());
  }

  void excludedBeatsAreInNoPart() {
    Shown shown;
    const auto counted = [&] {
      int sum = 0;
      for (const char* part : {"outlookTrain", "outlookValidation", "outlookTest"})
        sum += shown.text(part).remove(QRegularExpression("[^0-9]")).toInt();
      return sum;
    };
    QTRY_COMPARE(counted(), 600);
    shown.session.setSelection({3, 4, 5, 6, 7, 8, 9}, 3);
    shown.session.toggleExcluded();
    QTRY_COMPARE(counted(), 593);
  }

  void saysBeforeTheStartWhatItWillTrainOn() {
    Shown shown;
    QTRY_VERIFY(shown.find<QPushButton>("startTraining").isEnabled());
    const QString id = shown.find<QComboBox>("protocol").currentData().toString();
    const auto labels = shown.session.labels();
    const Split split = makeStableSplit(*shown.session.beats(), *labels, id.toStdString(), 1);
    const auto count = [](const std::vector<BeatIndex>& part) {
      return beatsText(static_cast<std::int64_t>(part.size()));
    };
    QCOMPARE(shown.text("outlookTrain"), count(split.train));
    QCOMPARE(shown.text("outlookValidation"), count(split.validation));
    QCOMPARE(shown.text("outlookTest"), count(split.test));
    QCOMPARE(shown.text("outlookGuard"), QString::fromStdString(split.guard));
    QVERIFY(!shown.text("protocolWords").isEmpty());
    QTRY_VERIFY(shown.text("outlookParameters").contains(countText(242'869)));
  }

  void listsTheLearnersNetworks() {
    Shown shown;
    auto& list = shown.find<QComboBox>("architecture");
    QTRY_COMPARE(list.count(), 2);
    QCOMPARE(list.itemData(0).toString(), QStringLiteral("cvxtz"));
    list.setCurrentIndex(1);
    QVERIFY(shown.text("architectureWords").contains(QStringLiteral("residual")));
    QVERIFY(shown.text("outlookParameters").contains(countText(71'000)));
  }

  void trainsFromTheFormToARowOfTheRuns() {
    Shown shown;
    shown.learner.holdAfter(3);
    shown.find<QSpinBox>("epochs").setValue(5);
    QVERIFY(shown.start());
    QTRY_COMPARE(shown.curves().pointCount(0, Curve::ValidationMacroF1), 3);
    QCOMPARE(shown.curves().pointCount(0, Curve::TrainLoss), 3);
    QVERIFY(shown.curves().bestLabel(0).contains(QStringLiteral("3")));
    QTRY_COMPARE(shown.text("trainingTitle"), QStringLiteral("Epoch 4 of 5"));
    QVERIFY(shown.text("trainingFacts").contains(QStringLiteral("beats/s")));
    QVERIFY(shown.text("trainingFacts").contains(QStringLiteral("patience left 5 of 5")));
    QVERIFY(shown.text("trainingFacts").contains(QStringLiteral("left")));
    auto& matrix = shown.find<ConfusionView>("liveConfusion");
    QCOMPARE(matrix.confusion(), shown.session.training().epochs.back().validation);

    shown.learner.release();
    QVERIFY(shown.waitFor(State::Finished));
    QCOMPARE(shown.curves().pointCount(0, Curve::TrainLoss), 5);
    const ModelInfo& info = shown.session.model()->info();
    QCOMPARE(shown.text("trainingTitle"), QString::fromStdString(info.name) + QStringLiteral(" is trained"));
    QVERIFY(shown.text("testFigures").contains(percentText(scoresOf(info.test).macroF1)));
    QCOMPARE(matrix.confusion(), info.test);
    QTRY_COMPARE(shown.runs().model()->rowCount(), 1);
    QStringList row;
    for (int column = 0; column < shown.runs().model()->columnCount(); ++column)
      row << shown.runs().model()->index(0, column).data().toString();
    QVERIFY(row.contains(percentText(scoresOf(info.test).accuracy)));
    QVERIFY(row.contains(QStringLiteral("5 of 5")));
    QVERIFY(row.contains(QStringLiteral("from scratch")));
    QVERIFY(shown.curves().height() >= 260);
    QVERIFY(shown.curves().height() > shown.runs().height());
  }

  void handsEveryChoiceToTheLearner() {
    Shown shown;
    shown.find<QSpinBox>("epochs").setValue(2);
    shown.find<QSpinBox>("timeLimit").setValue(3);
    shown.find<QSpinBox>("seed").setValue(17);
    shown.write("batchSize", "64");
    shown.write("learningRate", "0.005");
    shown.write("stopPatience", "9");
    shown.write("plateauPatience", "4");
    shown.find<QSpinBox>("threads").setValue(1);
    QVERIFY(shown.start());
    QVERIFY(shown.waitFor(State::Finished));
    const TrainingConfig config = shown.learner.lastConfig();
    QCOMPARE(config.epochs, 2);
    QCOMPARE(config.timeLimitSeconds, 180.0);
    QCOMPARE(config.seed, std::uint64_t{17});
    QCOMPARE(config.batchSize, 64);
    QCOMPARE(config.learningRate, 0.005);
    QCOMPARE(config.stopPatience, 9);
    QCOMPARE(config.plateauPatience, 4);
    QCOMPARE(config.threads, 1);
  }

  void aNetworkBringsItsRecipe() {
    Shown shown;
    auto& networks = shown.find<QComboBox>("architecture");
    QTRY_COMPARE(networks.count(), 2);
    networks.setCurrentIndex(1);
    QCOMPARE(shown.find<QSpinBox>("epochs").value(), 15);
    QCOMPARE(shown.find<QLineEdit>("batchSize").text(), QStringLiteral("256"));
    QCOMPARE(shown.find<QLineEdit>("learningRate").text(), QStringLiteral("0.01"));
    QCOMPARE(shown.find<QLineEdit>("labelSmoothing").text(), QStringLiteral("0.02"));
    QCOMPARE(shown.find<QComboBox>("schedule").currentText(), QStringLiteral("one-cycle"));
    QVERIFY(!shown.find<QLineEdit>("plateauPatience").isEnabled());
    shown.find<QSpinBox>("epochs").setValue(2);
    QVERIFY(shown.start());
    QVERIFY(shown.waitFor(State::Finished));
    const TrainingConfig config = shown.learner.lastConfig();
    QCOMPARE(config.epochs, 2);
    QCOMPARE(config.labelSmoothing, 0.02);
    QCOMPARE(config.schedule, ScheduleKind::OneCycle);
    QCOMPARE(config.stopPatience, 0);
    networks.setCurrentIndex(0);
    QCOMPARE(shown.find<QSpinBox>("epochs").value(), TrainingConfig().epochs);
  }

  void stopShowsAtOnceAndKeeps() {
    Shown shown;
    shown.learner.holdAfter(2);
    QVERIFY(shown.start());
    QTRY_COMPARE(shown.curves().pointCount(0, Curve::TrainLoss), 2);
    QTest::mouseClick(&shown.find<QPushButton>("stopAndKeep"), Qt::LeftButton);
    QVERIFY(shown.text("trainingTitle").startsWith(QStringLiteral("Stopping after this step")));
    QVERIFY(!shown.find<QPushButton>("stopAndKeep").isEnabled());
    QVERIFY(shown.waitFor(State::Finished));
    QVERIFY(shown.session.model());
    QVERIFY(shown.text("testFigures").startsWith(QStringLiteral("Stopped")));
    QTRY_COMPARE(shown.runs().model()->rowCount(), 1);
  }

  void pauseIsShownAndUndone() {
    Shown shown;
    shown.learner.stepTime = std::chrono::milliseconds(2);
    shown.find<QSpinBox>("epochs").setValue(10'000);
    QVERIFY(shown.start());
    QVERIFY(shown.waitFor(State::Running));
    auto& pause = shown.find<QPushButton>("pauseTraining");
    QTest::mouseClick(&pause, Qt::LeftButton);
    QVERIFY(shown.text("trainingTitle").startsWith(QStringLiteral("Pausing")));
    QVERIFY(shown.waitFor(State::Paused));
    QVERIFY(shown.text("trainingTitle").startsWith(QStringLiteral("Paused in epoch")));
    QCOMPARE(pause.text(), QStringLiteral("Resume"));
    QTest::mouseClick(&pause, Qt::LeftButton);
    QVERIFY(shown.waitFor(State::Running));
    QVERIFY(!shown.find<QWidget>("resumeInterrupted").isVisible());
    shown.session.leaveTraining();
    QTRY_VERIFY(shown.find<QWidget>("resumeInterrupted").isVisible());
    QVERIFY(!shown.find<QPushButton>("startTraining").isEnabled());
    QVERIFY(shown.text("interruptedWords").contains(QStringLiteral("of at most 10000 epochs done")));
    QTest::mouseClick(&shown.find<QPushButton>("discardInterrupted"), Qt::LeftButton);
    QVERIFY(!shown.find<QWidget>("resumeInterrupted").isVisible());
    QVERIFY(shown.find<QPushButton>("startTraining").isEnabled());
  }

  void cancelShowsAtOnceAndDiscards() {
    Shown shown;
    shown.learner.holdAfter(2);
    QVERIFY(shown.start());
    QTRY_COMPARE(shown.curves().pointCount(0, Curve::TrainLoss), 2);
    QTest::mouseClick(&shown.find<QPushButton>("cancelTraining"), Qt::LeftButton);
    QVERIFY(shown.text("trainingTitle").startsWith(QStringLiteral("Cancelling")));
    QVERIFY(shown.waitFor(State::Cancelled));
    QVERIFY(!shown.session.model());
    QVERIFY(shown.session.runs().empty());
    QVERIFY(!shown.find<QPushButton>("cancelTraining").isVisible());
    QTRY_VERIFY(shown.find<QPushButton>("startTraining").isEnabled());
  }

  void startsFromAModelOnlyWhereThereIsOne() {
    Shown shown;
    auto& freeze = shown.find<QRadioButton>("startFreeze");
    auto& fineTune = shown.find<QRadioButton>("startFineTune");
    QVERIFY(!freeze.isEnabled() && !fineTune.isEnabled());
    QVERIFY(freeze.toolTip().startsWith(QStringLiteral("No model yet")));
    shown.find<QSpinBox>("epochs").setValue(1);
    QVERIFY(shown.start());
    QVERIFY(shown.waitFor(State::Finished));
    QVERIFY(freeze.isEnabled() && fineTune.isEnabled());
    freeze.setChecked(true);
    QTRY_VERIFY(shown.text("outlookParameters").startsWith(countText(20'933)));
    QVERIFY(shown.start());
    QVERIFY(shown.waitFor(State::Finished));
    QCOMPARE(shown.session.model()->info().transferMode, std::string("freeze"));
  }

  void laysTwoRunsOverEachOther() {
    Shown shown;
    for (const int epochs : {3, 5}) {
      shown.find<QSpinBox>("epochs").setValue(epochs);
      QVERIFY(shown.start());
      QVERIFY(shown.waitFor(State::Finished));
    }
    QTRY_COMPARE(shown.runs().model()->rowCount(), 2);
    shown.runs().selectAll();
    QCOMPARE(shown.curves().curves().size(), std::size_t{2});
    QCOMPARE(shown.curves().pointCount(0, Curve::ValidationLoss), 5);
    QCOMPARE(shown.curves().pointCount(1, Curve::ValidationLoss), 3);
    shown.runs().clearSelection();
    QCOMPARE(shown.curves().curves().size(), std::size_t{1});
  }

  void saysWhyOneClassCannotBeTrained() {
    BeatOptions options;
    options.classes.assign(200, 0);
    Shown shown(makeBeats(options));
    auto& sentence = shown.find<QLabel>("outlookSentence");
    QTRY_VERIFY(sentence.isVisible() && sentence.property("role").toString() == QStringLiteral("error"));
    QVERIFY2(sentence.text().contains(QStringLiteral("class")), qPrintable(sentence.text()));
    QCOMPARE(shown.find<QPushButton>("startTraining").toolTip(), sentence.text());
    QVERIFY(!shown.find<QPushButton>("startTraining").isEnabled());
  }

  void startsByKey() {
    Shown shown;
    QTRY_VERIFY(shown.find<QPushButton>("startTraining").isEnabled());
    shown.find<QSpinBox>("epochs").setValue(1);
    shown.page.activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(&shown.page));
    QTest::keyClick(&shown.page, Qt::Key_Return, Qt::ControlModifier);
    QTRY_VERIFY(shown.session.training().state != State::None);  // the button shows the press first
    QVERIFY(shown.waitFor(State::Finished));
  }
};

QTEST_MAIN(TrainPageTest)
#include "tst_train_page.moc"
