#include "ui/evaluate/evaluate_page.h"

#include <QComboBox>
#include <QFile>
#include <QHeaderView>
#include <QLabel>
#include <QPushButton>
#include <QSignalSpy>
#include <QTabBar>
#include <QTableView>
#include <QTest>
#include <QToolButton>
#include <nlohmann/json.hpp>

#include "tests/ui/evaluate/shown_evaluation.h"
#include "ui/theme/theme.h"
#include "ui/widgets/beat_gallery.h"
#include "ui/widgets/confusion_view.h"
#include "ui/widgets/figures.h"

using namespace ectopy;
using namespace ectopy::test;
using namespace ectopy::ui;

class EvaluatePageTest : public QObject {
  Q_OBJECT

 private slots:
  void initTestCase() { Theme::instance().apply(ThemeMode::Light); }

  void saysWhatToDoWithoutAModel() {
    ShownEvaluation shown(recordedBeats(), false);
    QCOMPARE(shown.text("evaluateEmpty"), QStringLiteral("No model yet: train one, or open one."));
    QSignalSpy train(&shown.page, &EvaluatePage::trainRequested);
    QSignalSpy open(&shown.page, &EvaluatePage::openModelRequested);
    QTest::mouseClick(&shown.find<QPushButton>("goToTrain"), Qt::LeftButton);
    QTest::mouseClick(&shown.find<QPushButton>("openModelHere"), Qt::LeftButton);
    QCOMPARE(train.count(), 1);
    QCOMPARE(open.count(), 1);
  }

  void saysWhyPredictionsCanNotBeJudged() {
    ShownEvaluation shown;
    const QString path = shown.folder.filePath("model.safetensors");
    shown.session.model()->save(path.toStdString());
    shown.learner.predictsNonsense = true;
    shown.session.setEvaluatedPart(Part::None);
    shown.session.openModel(path);
    QTRY_VERIFY(!shown.session.evaluationProblem().isEmpty());
    QTRY_COMPARE(shown.text("evaluateEmpty"), shown.session.evaluationProblem());
  }

  void saysWhyAModelForOtherBeatsIsNotJudged() {
    ShownEvaluation shown;
    const QString model = shown.folder.filePath("longer.safetensors");
    ModelInfo info = shown.session.model()->info();
    info.cut.length += 10;
    QFile file(model);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(QByteArray::fromStdString(nlohmann::json(info).dump()));
    file.close();
    shown.session.openModel(model);
    auto& words = shown.find<QLabel>("evaluateEmpty");
    QTRY_VERIFY2(words.isVisible() && words.text().contains(QString::number(info.cut.length)),
                 qPrintable(words.text()));
  }

  void saysThatNothingWasPredicted() {
    ShownEvaluation shown;
    const QString model = shown.folder.filePath("made-up.safetensors");
    shown.session.model()->save(model.toStdString());
    shown.learner.predictionError = "The memory ended.";
    shown.session.openModel(model);
    QTRY_VERIFY2(shown.text("evaluateEmpty").startsWith(QStringLiteral("Not judged")),
                 qPrintable(shown.text("evaluateEmpty")));
  }

  void showsTheFiguresOfTheEvaluation() {
    ShownEvaluation shown;
    const Evaluation& evaluation = *shown.session.evaluation();
    QCOMPARE(shown.matrix().confusion(), evaluation.confusion);
    QCOMPARE(evaluation.confusion, shown.session.model()->info().test);
    QCOMPARE(shown.text("accuracy"), percentText(evaluation.scores.accuracy));
    QCOMPARE(shown.text("macroF1"), percentText(evaluation.scores.macroF1));
    QCOMPARE(shown.text("balancedAccuracy"), percentText(evaluation.scores.balancedAccuracy));
    QCOMPARE(shown.text("calibrationError"), percentText(evaluation.calibrationError));
    QVERIFY(!shown.find<QLabel>("auc").isVisible());
    QVERIFY(shown.text("evaluateProtocol").contains(QString::fromStdString(shown.session.split()->guard)));
    for (int row = 0; row < 5; ++row) {
      const ClassScore& score = evaluation.scores.perClass[static_cast<std::size_t>(row)];
      QCOMPARE(shown.cell("classScores", row, 1), countText(score.support));
      QCOMPARE(shown.cell("classScores", row, 2), percentText(score.sensitivity));
      QCOMPARE(shown.cell("classScores", row, 3), percentText(score.ppv));
      QCOMPARE(shown.cell("classScores", row, 4), percentText(score.f1));
    }
  }

  void aClickOnACellShowsItsBeats() {
    ShownEvaluation shown;
    const auto [truth, predicted] = shown.someMistake();
    QTest::mouseClick(&shown.matrix(), Qt::LeftButton, {},
                      shown.matrix().cellRect(truth, predicted).center());
    QCOMPARE(shown.session.filter().labelled, std::optional(static_cast<ClassIndex>(truth)));
    QCOMPARE(shown.session.filter().order, BeatOrder::WrongConfidenceFalling);
    const auto wanted = shown.beatsOf(truth, predicted);
    QVERIFY(!wanted.empty());
    QTRY_COMPARE(shown.visibleSorted(), wanted);
    const auto& visible = *shown.session.visibleBeats();
    for (std::size_t place = 1; place < visible.size(); ++place)
      QVERIFY(shown.session.predictions()->confidence(visible[place - 1]) >=
              shown.session.predictions()->confidence(visible[place]));
  }

  void theKeyboardDoesTheSame() {
    ShownEvaluation shown;
    const auto [truth, predicted] = shown.someMistake();
    shown.matrix().setFocus();
    for (int row = 0; row < truth; ++row) QTest::keyClick(&shown.matrix(), Qt::Key_Down);
    for (int column = 0; column < predicted; ++column) QTest::keyClick(&shown.matrix(), Qt::Key_Right);
    QTest::keyClick(&shown.matrix(), Qt::Key_Return);
    QTRY_COMPARE(shown.visibleSorted(), shown.beatsOf(truth, predicted));
  }

  void aMarginShowsAClass() {
    ShownEvaluation shown;
    QTest::mouseClick(&shown.matrix(), Qt::LeftButton, {}, shown.matrix().cellRect(1, 5).center());
    QCOMPARE(shown.session.filter().labelled, std::optional(ClassIndex{1}));
    QVERIFY(!shown.session.filter().predicted);
    const auto rowTotal = static_cast<std::size_t>(shown.session.evaluation()->confusion.rowTotal(1));
    QTRY_COMPARE(shown.session.visibleBeats()->size(), rowTotal);
  }

  void aViewIsChosenByMouseAndByKeysAndTheRestStays() {
    ShownEvaluation shown;
    auto& bar = shown.find<QTabBar>("evaluateViews");
    QVERIFY(shown.matrix().isVisible());
    for (int place = bar.count() - 1; place > 0; --place) {
      QTest::mouseClick(&bar, Qt::LeftButton, {}, bar.tabRect(place).center());
      QCOMPARE(bar.currentIndex(), place);
      QVERIFY(!shown.matrix().isVisible());
      QVERIFY(shown.find<QLabel>("evaluateTitle").isVisible());
      QVERIFY(shown.page.findChild<BeatGallery*>()->isVisible());
    }
    shown.showView(QStringLiteral("Matrix"));
    QVERIFY(shown.matrix().isVisible());
    shown.page.setFocus();
    QTRY_VERIFY(shown.matrix().hasFocus());
  }

  void writesUndefinedFiguresAsADash() {
    BeatOptions options;
    options.beats = 600;
    for (std::size_t beat = 0; beat < options.beats; ++beat)
      options.classes.push_back(static_cast<ClassIndex>(beat % 3));
    ShownEvaluation shown(makeBeats(options));
    QVERIFY(std::isnan(shown.session.evaluation()->scores.perClass[4].sensitivity));
    QCOMPARE(shown.cell("classScores", 4, 2), QStringLiteral("-"));
    QCOMPARE(shown.cell("classScores", 4, 1), QStringLiteral("0"));
  }

  void twoClassesHaveAnAuc() {
    BeatOptions options;
    options.beats = 600;
    options.scheme = normalAbnormalScheme();
    ShownEvaluation shown(makeBeats(options));
    QVERIFY(shown.find<QLabel>("auc").isVisible());
    QCOMPARE(shown.text("auc"), decimalText(*shown.session.evaluation()->auc));
  }

  void judgesThePartChosen() {
    ShownEvaluation shown;
    const auto before = shown.session.evaluation();
    auto& part = shown.find<QComboBox>("evaluatedPart");
    QCOMPARE(part.currentText(), QStringLiteral("Test part"));
    part.setFocus();
    QTest::keyClick(&part, Qt::Key_End);
    QTRY_VERIFY(shown.session.evaluation() && shown.session.evaluation() != before);
    QCOMPARE(shown.session.evaluatedPart(), Part::None);
    QCOMPARE(shown.matrix().confusion().total(), std::int64_t{1200});
    QVERIFY(!part.hasFocus());
  }

  void sortsRecordsAndOpensOne() {
    ShownEvaluation shown;
    shown.session.setEvaluatedPart(Part::None);
    QTRY_VERIFY(shown.session.evaluation() && shown.session.evaluation()->beats.size() == 1200);
    shown.showView(QStringLiteral("Groups"));
    auto& records = shown.find<QTableView>("recordScores");
    const auto wrongAt = [&](int row) { return shown.cell("recordScores", row, 2).toInt(); };
    QTRY_VERIFY(records.model()->rowCount() > 1);
    for (int row = 1; row < records.model()->rowCount(); ++row) QVERIFY(wrongAt(row - 1) >= wrongAt(row));
    records.sortByColumn(0, Qt::AscendingOrder);
    QCOMPARE(shown.cell("recordScores", 0, 0), QStringLiteral("r1"));
    emit records.activated(records.model()->index(0, 0));
    QCOMPARE(shown.session.filter().record, std::optional<std::uint32_t>(0));
    QTRY_COMPARE(countText(static_cast<std::int64_t>(shown.session.visibleBeats()->size())),
                 shown.cell("recordScores", 0, 1));
  }

  void stepsThroughTheMistakes() {
    ShownEvaluation shown;
    shown.session.setCurrentBeat(0);
    QTest::mouseClick(&shown.find<QToolButton>("nextWrong"), Qt::LeftButton);
    const BeatIndex beat = *shown.session.currentBeat();
    QVERIFY((*shown.session.labels())[beat] != shown.session.predictions()->predicted(beat));
  }

  void exportsTheReport() {
    ShownEvaluation shown;
    QSignalSpy asked(&shown.page, &EvaluatePage::exportRequested);
    QTest::mouseClick(&shown.find<QPushButton>("exportReport"), Qt::LeftButton);
    QCOMPARE(asked.count(), 1);
    QSignalSpy exported(&shown.session, &Session::reportExported);
    const QString path = shown.folder.filePath("report.html");
    shown.page.exportReportTo(path);
    QTRY_COMPARE(exported.count(), 1);
    QFile file(path);
    QVERIFY(file.open(QIODevice::ReadOnly));
    QVERIFY(file.readAll().contains("<html"));
  }
};

QTEST_MAIN(EvaluatePageTest)
#include "tst_evaluate_page.moc"
