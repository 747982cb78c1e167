#include "ui/train/run_comparison.h"

#include <QLabel>
#include <QPushButton>
#include <QRadioButton>
#include <QSignalSpy>
#include <QSpinBox>
#include <QTableView>
#include <QTableWidget>
#include <QTest>

#include "tests/support/shown_page.h"
#include "ui/train/run_pairs.h"
#include "ui/train/train_page.h"
#include "ui/widgets/confusion_view.h"
#include "ui/widgets/curves_plot.h"
#include "ui/widgets/figures.h"

using namespace ectopy;
using namespace ectopy::test;
using namespace ectopy::ui;

namespace {

using State = TrainingStatus::State;
using Curve = CurvesPlot::Curve;

ModelInfo infoOf(const std::string& name, int wrong, double seconds) {
  ModelInfo info;
  info.name = name;
  info.architecture = "cvxtz";
  info.parameters = 100;
  info.trainableParameters = 20;
  info.scheme = normalAbnormalScheme();
  info.splitId = "beat";
  info.history = {{.epoch = 1}, {.epoch = 2}, {.epoch = 3}};
  info.bestEpoch = 2;
  info.seconds = seconds;
  info.validation = info.test = ConfusionMatrix(2);
  info.validation.add(0, 0, 50);
  info.validation.add(1, 1, 50);
  info.test.add(0, 0, 90);
  info.test.add(1, 1, static_cast<std::uint64_t>(10 - wrong));
  info.test.add(1, 0, static_cast<std::uint64_t>(wrong));
  return info;
}

Run runOf(std::int64_t id, const ModelInfo& info) {
  return {{.id = id, .name = info.name}, std::make_shared<const ModelInfo>(info)};
}

struct Table {
  Session session{[]() -> Learner& { throw Error("None here."); }};
  RunComparison comparison{session};
  QTableWidget& table = *comparison.findChild<QTableWidget*>("runComparison");

  int row(const QString& title) {
    for (int place = 0; place < table.rowCount(); ++place)
      if (table.verticalHeaderItem(place)->text() == title) return place;
    return -1;
  }
  QString text(const QString& title, int column) { return table.item(row(title), column)->text(); }
  bool isBold(const QString& title, int column) { return table.item(row(title), column)->font().bold(); }
};

/// The page with a trained model open.
struct Shown : ShownPage<TrainPage> {
  Shown() : ShownPage(makeBeats(options())) {}

  static BeatOptions options() {
    BeatOptions options;
    options.beats = 600;
    return options;
  }
  bool start(const char* button = "startTraining") {
    auto& start = find<QPushButton>(button);
    if (!QTest::qWaitFor([&] { return start.isEnabled(); }, 60'000)) return false;
    QTest::mouseClick(&start, Qt::LeftButton);
    return session.training().isActive();
  }
  bool waitForRuns(std::size_t count) {
    auto& runs = find<QTableView>("runs");
    return QTest::qWaitFor(
        [&] {
          return session.runs().size() == count && !session.training().isActive() &&
                 runs.model()->rowCount() == static_cast<int>(count);
        },
        20'000);
  }
};

}  // namespace

class RunComparisonTest : public QObject {
  Q_OBJECT

 private slots:
  void showsFiguresSideBySideAndTheBestInBold() {
    Table shown;
    const ModelInfo first = infoOf("first", 4, 60), second = infoOf("second", 1, 90);
    shown.comparison.showRuns({runOf(1, first), runOf(2, second)});
    QCOMPARE(shown.table.columnCount(), 2);
    QCOMPARE(shown.text("Run", 1), QString("second"));
    QCOMPARE(shown.text("Start", 0), QString("from scratch"));
    QCOMPARE(shown.text("Parameters moved", 0), countText(20));
    QCOMPARE(shown.text("Best epoch", 0), QString("2 of 3"));
    QCOMPARE(shown.text("Time", 1), durationText(90));
    QCOMPARE(shown.text("Test accuracy", 0), percentText(0.96));
    QCOMPARE(shown.text("Test macro F1", 1), percentText(scoresOf(second.test).macroF1));
    QVERIFY(!shown.isBold("Test accuracy", 0) && shown.isBold("Test accuracy", 1));
    QVERIFY(!shown.isBold("Test macro F1", 0) && shown.isBold("Test macro F1", 1));
    QVERIFY(shown.isBold("Time", 0) && !shown.isBold("Time", 1));
    QVERIFY(!shown.isBold("Validation accuracy", 0) && !shown.isBold("Validation accuracy", 1));  // alike
    QVERIFY(!shown.isBold("Parameters moved", 0));
    QVERIFY(shown.row("Test AUC") > 0);
  }

  void whatIsWrittenAlikeIsAlike() {
    Table shown;
    shown.comparison.showRuns({runOf(1, infoOf("first", 4, 60.1)), runOf(2, infoOf("second", 4, 60.2))});
    QVERIFY(!shown.isBold("Time", 0) && !shown.isBold("Time", 1));
    QVERIFY(!shown.isBold("Test accuracy", 0) && !shown.isBold("Test accuracy", 1));
    shown.comparison.showRuns({runOf(1, infoOf("first", 1, 60)), runOf(2, infoOf("second", 1, 60)),
                               runOf(3, infoOf("third", 4, 60))});
    QVERIFY(shown.isBold("Test accuracy", 0) && shown.isBold("Test accuracy", 1));
    QVERIFY(!shown.isBold("Test accuracy", 2));
  }

  void saysWhenFiguresAreNotToBeCompared() {
    Table shown;
    ModelInfo other = infoOf("other", 1, 90);
    other.config.seed = 7;
    shown.comparison.showRuns({runOf(1, infoOf("first", 4, 60)), runOf(2, other)});
    auto* note = shown.comparison.findChild<QLabel*>("comparisonNote");
    QVERIFY(note->isVisibleTo(&shown.comparison) && note->text().contains("seed"));
    QVERIFY(!shown.isBold("Test accuracy", 1));
  }

  void hasNoAreaForMoreThanTwoClasses() {
    Table shown;
    ModelInfo info = infoOf("five", 1, 90);
    info.scheme = aami5Scheme();
    info.validation = info.test = ConfusionMatrix(5);
    shown.comparison.showRuns({runOf(1, info), runOf(2, info)});
    QCOMPARE(shown.row("Test AUC"), -1);
    QCOMPARE(shown.text("Test accuracy", 0), QString("-"));
  }

  void knowsATransferAndItsYardstick() {
    ModelInfo transfer = infoOf("t", 1, 1);
    transfer.transferMode = "finetune";
    transfer.parentSha256 = "abc";
    ModelInfo yardstick = transfer;
    yardstick.transferMode = "scratch";
    ModelInfo ofOtherSeed = yardstick;
    ofOtherSeed.config.seed = 3;
    const std::vector<Run> runs = {runOf(4, yardstick), runOf(3, infoOf("plain", 1, 1)),
                                   runOf(2, ofOtherSeed), runOf(1, transfer)};
    QCOMPARE(pairOf(runs[0], runs), (std::vector<std::int64_t>{4, 1}));
    QCOMPARE(pairOf(runs[3], runs), (std::vector<std::int64_t>{1, 4}));
    QVERIFY(pairOf(runs[1], runs).empty());
    QVERIFY(pairOf(runs[2], runs).empty());
  }

  void namesLoseWhatTheyShare() {
    const auto named = [](const char* name) { return runOf(1, infoOf(name, 1, 1)); };
    QCOMPARE(tellingNames({named("ptb-xl-s1-scratch"), named("ptb-xl-s1-finetune")}),
             (QStringList{"scratch", "finetune"}));
    QCOMPARE(tellingNames({named("a-s1"), named("a-s1-freeze")}), (QStringList{"s1", "s1-freeze"}));
    QCOMPARE(tellingNames({named("a-s1")}), (QStringList{"a-s1"}));
    QCOMPARE(tellingNames({named("a-s1"), named("a-s1")}), (QStringList{"s1", "s1"}));
  }

  void comparesATransferWithScratchAtOneClick() {
    Shown shown;
    shown.find<QSpinBox>("epochs").setValue(2);
    QVERIFY(shown.start());
    QVERIFY(shown.waitForRuns(1));
    auto& compare = shown.find<QPushButton>("compareWithScratch");
    QVERIFY(!compare.isVisible());
    shown.find<QRadioButton>("startFreeze").setChecked(true);
    shown.find<QSpinBox>("seed").setValue(5);
    QVERIFY(compare.isVisible());
    QVERIFY(shown.start("compareWithScratch"));
    QCOMPARE(shown.session.waitingRuns().size(), std::size_t{1});
    QCOMPARE(*shown.session.waitingRuns().front().request.transfer, TransferMode::Scratch);
    QVERIFY(shown.waitForRuns(3));
    auto& table = shown.find<QTableWidget>("runComparison");
    QTRY_VERIFY(table.isVisible());
    QCOMPARE(table.columnCount(), 2);
    QStringList starts;
    for (int row = 0; row < table.rowCount(); ++row)
      if (table.verticalHeaderItem(row)->text() == "Start")
        starts = {table.item(row, 0)->text(), table.item(row, 1)->text()};
    QCOMPARE(starts, (QStringList{"from scratch, as scripted", "frozen, from scripted"}));
    const auto runs = readRuns(shown.session.runs());
    QCOMPARE(runs[0].info->config, runs[1].info->config);
    QCOMPARE(runs[0].info->config.seed, std::uint64_t{5});
    auto& curves = shown.find<CurvesPlot>("curves");
    QCOMPARE(curves.pointCount(0, Curve::ValidationMacroF1), 2);
    QCOMPARE(curves.pointCount(1, Curve::ValidationMacroF1), 2);
    QCOMPARE(curves.legend().size(), 2);
    QVERIFY(!shown.find<ConfusionView>("liveConfusion").isVisible());
    QTest::mouseClick(&shown.find<QPushButton>("backToTraining"), Qt::LeftButton);
    QVERIFY(!table.isVisible());
    QVERIFY(shown.find<ConfusionView>("liveConfusion").isVisible());
  }

  void aSelectedRunGoesOn() {
    Shown shown;
    auto& go = shown.find<QPushButton>("continueRun");
    shown.find<QSpinBox>("epochs").setValue(2);
    QVERIFY(shown.start());
    QVERIFY(shown.waitForRuns(1));
    QVERIFY(!go.isVisible());
    shown.find<QTableView>("runs").selectRow(0);
    QVERIFY(go.isVisible() && go.isEnabled());
    shown.find<QSpinBox>("moreEpochs").setValue(3);
    QTRY_COMPARE(shown.page.childAt(go.mapTo(&shown.page, go.rect().center())), &go);
    QTest::mouseClick(&go, Qt::LeftButton);
    QVERIFY(shown.session.training().isActive());
    QVERIFY(!go.isVisible());
    QVERIFY(shown.waitForRuns(2));
    const auto runs = readRuns(shown.session.runs());
    QCOMPARE(runs[0].info->history.size(), std::size_t{5});
    QCOMPARE(shown.find<QTableView>("runs").model()->index(0, RunsModel::Start).data().toString(),
             QString("goes on after epoch 2 of scripted"));
  }

  void theAreaIsByTheLabelsOfNow() {
    BeatOptions options = Shown::options();
    options.scheme = normalAbnormalScheme();
    ShownPage<TrainPage> shown(makeBeats(options));
    Session& session = shown.session;
    session.startTraining({.config = {.epochs = 1}, .splitId = "beat", .transfer = {}});
    QTRY_VERIFY(session.runs().size() == 1 && session.jobs().isIdle());
    QSignalSpy judged(&session, &Session::runJudged);
    const auto relabel = [&](ClassIndex to) {
      session.setSelection({session.split()->test.front()}, session.split()->test.front());
      session.relabel(to, false);
    };
    const ClassIndex was = (*session.labels())[session.split()->test.front()];
    RunComparison comparison(session);
    comparison.showRuns(readRuns(session.runs()));  // asks
    relabel(was == 0 ? 1 : 0);
    QTRY_VERIFY(session.jobs().isIdle());
    QCOMPARE(judged.count(), 0);  // that was of other labels
    comparison.show();
    QTRY_COMPARE(judged.count(), 1);
    relabel(was);
    QTRY_COMPARE(judged.count(), 2);
  }

  void oneRunShowsItsOwnConfusion() {
    Shown shown;
    for (const int epochs : {1, 2}) {
      shown.find<QSpinBox>("epochs").setValue(epochs);
      QVERIFY(shown.start());
      QVERIFY(shown.waitForRuns(static_cast<std::size_t>(epochs)));
    }
    shown.find<QTableView>("runs").selectRow(1);
    QCOMPARE(shown.find<CurvesPlot>("curves").pointCount(0, Curve::TrainLoss), 1);
    QCOMPARE(shown.find<ConfusionView>("liveConfusion").confusion(),
             readRuns(shown.session.runs())[1].info->test);
  }
};

QTEST_MAIN(RunComparisonTest)
#include "tst_run_comparison.moc"
