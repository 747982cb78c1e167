#include <qcustomplot.h>

#include <QAction>
#include <QClipboard>
#include <QComboBox>
#include <QDoubleSpinBox>
#include <QFile>
#include <QFileDialog>
#include <QGuiApplication>
#include <QPushButton>
#include <QTest>

#include "tests/ui/evaluate/shown_evaluation.h"
#include "ui/evaluate/calibration_view.h"
#include "ui/evaluate/compare_view.h"
#include "ui/evaluate/curve_plot.h"
#include "ui/evaluate/reliability_plot.h"
#include "ui/session/comparison_desk.h"
#include "ui/session/judgement_desk.h"
#include "ui/theme/theme.h"
#include "ui/widgets/figures.h"
#include "ui/widgets/table_text.h"

using namespace ectopy;
using namespace ectopy::test;
using namespace ectopy::ui;

namespace {

QAction& actionOf(QWidget& widget, const char* name) {
  for (QAction* action : widget.actions())
    if (action->objectName() == QLatin1String(name)) return *action;
  qFatal("No action %s.", name);
}

/// Chooses a file in the dialog that an export opens.
void saveAs(QWidget& page, const QString& path) {
  auto* dialog = page.findChild<QFileDialog*>(QStringLiteral("exportDialog"));
  if (!dialog) qFatal("No dialog.");
  dialog->selectFile(path);
  static_cast<QDialog*>(dialog)->accept();
}

QByteArray contentOf(const QString& path) {
  QFile file(path);
  return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

double firstNumber(const QString& text) {
  return text.section(QLatin1Char(' '), 0, 0).toDouble();
}

}  // namespace

class EvaluateViewsTest : public QObject {
  Q_OBJECT

 private slots:
  void initTestCase() { Theme::instance().apply(ThemeMode::Light); }

  void figuresHaveIntervals() {
    ShownEvaluation shown;
    shown.session.setEvaluatedPart(Part::None);
    auto& table = shown.find<QTableView>("classScores");
    QTRY_VERIFY(shown.text("intervalMethod").contains(QStringLiteral("by patient, 6 patients")));
    const ScoreIntervals intervals = shown.session.judgement().intervals()->shown();
    QCOMPARE(table.model()->index(0, 2).data(kNoteRole).toString(),
             intervalText(intervals.perClass[0].sensitivity.low, intervals.perClass[0].sensitivity.high));
    QCOMPARE(shown.text("accuracyInterval"), intervalText(intervals.accuracy.low, intervals.accuracy.high));
    QCOMPARE(shown.cell("classScores", 0, 5),
             percentText(shown.session.evaluation()->scores.perClass[0].specificity));
    QCOMPARE(shown.cell("classScores", 5, 4), percentText(shown.session.evaluation()->scores.macro.f1));
    table.sortByColumn(4, Qt::DescendingOrder);
    QCOMPARE(shown.cell("classScores", 6, 4), percentText(shown.session.evaluation()->scores.weighted.f1));
  }

  void aRelabelledBeatMovesTheFigures() {
    ShownEvaluation shown;
    QTRY_VERIFY(shown.session.judgement().intervals());
    const auto before = shown.session.judgement().intervals();
    const BeatIndex beat = shown.session.evaluation()->beats.front();
    shown.session.setSelection({beat}, beat);
    shown.session.relabel((*shown.session.labels())[beat] == 0 ? 1 : 0, false);
    QTRY_VERIFY(shown.session.judgement().intervals() != before);
  }

  void onlyWhatIsLookedAtIsWorkedOut() {
    ShownEvaluation shown;
    QTRY_VERIFY(shown.session.judgement().intervals());
    QTRY_VERIFY(shown.session.jobs().isIdle());
    QVERIFY(!shown.session.judgement().curves() && !shown.session.judgement().reliability());
    shown.showView(QStringLiteral("Curves"));
    QTRY_VERIFY(shown.session.judgement().curves());
    QVERIFY(!shown.session.judgement().reliability());
  }

  void theOperatingPointMovesByKeysAndMouse() {
    ShownEvaluation shown;
    shown.showView(QStringLiteral("Curves"));
    QTRY_VERIFY(shown.session.judgement().curves());
    auto& box = shown.find<QComboBox>("curveClass");
    QCOMPARE(box.count(), 5);
    box.setFocus();
    QTest::keyClick(&box, Qt::Key_Down);
    QCOMPARE(box.currentIndex(), 1);
    const ScoreCurve& curve = (*shown.session.judgement().curves())[1];
    QCOMPARE(shown.text("curveAuc"), decimalText(curve.auc, 4));
    auto& plot = shown.find<CurvePlot>("rocPlot");
    auto& threshold = shown.find<QDoubleSpinBox>("curveThreshold");
    const auto expect = [&] {
      const OperatingPoint point = operatingPoint(curve, threshold.value() - 5e-6);
      QCOMPARE(shown.text("pointSensitivity"), percentText(point.sensitivity));
      QCOMPARE(shown.text("pointPpv"), percentText(point.ppv));
      QCOMPARE(shown.text("pointSpecificity"), percentText(point.specificity));
      QCOMPARE(plot.markPosition(), std::optional(plot.positionOf(1 - point.specificity, point.sensitivity)));
    };
    expect();
    plot.plot().setFocus();
    QTest::keyClick(&plot.plot(), Qt::Key_Up);
    QCOMPARE(threshold.value(), 0.51);
    QTest::keyClick(&plot.plot(), Qt::Key_PageDown);
    QCOMPARE(threshold.value(), 0.41);
    expect();
    const QPoint start = plot.plot().mapFrom(&plot, *plot.markPosition());
    const QPoint end = plot.plot().mapFrom(&plot, plot.positionOf(1, 1));
    QTest::mousePress(&plot.plot(), Qt::LeftButton, {}, start);
    QTest::mouseMove(&plot.plot(), end);
    QTest::mouseRelease(&plot.plot(), Qt::LeftButton, {}, end);
    QCOMPARE(shown.text("pointSensitivity"), percentText(1));
    QCOMPARE(shown.text("pointSpecificity"), percentText(0));
    expect();
    QTest::mouseClick(&shown.find<QPushButton>("bestF1"), Qt::LeftButton);
    QCOMPARE(shown.text("pointF1"), percentText(bestF1Point(curve).f1));
  }

  void theTemperatureAndItsEffectAreTold() {
    ShownEvaluation shown;
    shown.showView(QStringLiteral("Calibration"));
    QTRY_VERIFY(shown.session.judgement().reliability());
    const TemperatureEffect& effect = shown.session.judgement().reliability()->temperature;
    QVERIFY(effect.fit.beats > 0);
    QCOMPARE(shown.text("temperature"), decimalText(effect.fit.temperature));
    QVERIFY(shown.text("calibrationBefore").startsWith(percentText(effect.before.expectedError)));
    QVERIFY(shown.text("calibrationBefore").endsWith(percentText(effect.after.expectedError)));
    QVERIFY(shown.find<ReliabilityPlot>("reliabilityPlot").pointCount() > 1);
  }

  void abstainingShowsTheUncertainBeats() {
    ShownEvaluation shown;
    shown.showView(QStringLiteral("Calibration"));
    QTRY_VERIFY(shown.session.judgement().reliability());
    auto& threshold = shown.find<QDoubleSpinBox>("abstainBelow");
    auto& plot = shown.find<CurvePlot>("coveragePlot");
    const CoverageCurve& curve = shown.session.judgement().reliability()->coverage;
    plot.plot().setFocus();
    QTest::keyClick(&plot.plot(), Qt::Key_PageUp);
    QTest::keyClick(&plot.plot(), Qt::Key_PageUp);
    QCOMPARE(threshold.value(), 0.7);
    const CoveragePoint point = keptAt(curve, 0.7);
    QVERIFY(shown.text("keptBeats").startsWith(countText(point.kept)));
    QTRY_COMPARE(shown.session.filter().confidenceBelow, std::optional(0.7F));
    QTRY_COMPARE(static_cast<std::int64_t>(shown.session.visibleBeats()->size()), curve.beats - point.kept);
    for (const BeatIndex beat : *shown.session.visibleBeats())
      QVERIFY(shown.session.predictions()->confidence(beat) < 0.7F);
    auto& risk = shown.find<QDoubleSpinBox>("wantedRisk");
    risk.setValue(0.5);
    const auto wanted = coverageAtRisk(curve, 0.005);
    if (wanted) QVERIFY(std::abs(threshold.value() - wanted->threshold) < 1e-5);
    const QPoint all = plot.plot().mapFrom(&plot, plot.positionOf(1, curve.risk(curve.points.back())));
    QTest::mouseClick(&plot.plot(), Qt::LeftButton, {}, all);
    QVERIFY(shown.text("keptBeats").startsWith(countText(curve.beats)));
  }

  void patientsAndSidesAreTabled() {
    BeatOptions options;
    options.beats = 1200;
    options.records = {"r1", "r2", "r3", "r4", "r5", "r6"};
    options.patients = {"Ann", "Ann", "Bob", "Cid", "Dan", "Eve"};
    ShownEvaluation shown(makeBeats(options));
    shown.session.setEvaluatedPart(Part::None);
    shown.showView(QStringLiteral("Groups"));
    auto& kinds = shown.find<QTabBar>("groupKinds");
    auto& patients = shown.find<QTableView>("patientScores");
    QTRY_COMPARE(patients.model()->rowCount(), 5);
    kinds.setFocus();
    QTest::keyClick(&kinds, Qt::Key_Right);
    QVERIFY(patients.isVisible());
    patients.sortByColumn(0, Qt::AscendingOrder);
    QCOMPARE(shown.cell("patientScores", 0, 0), QStringLiteral("Ann"));
    emit patients.activated(patients.model()->index(0, 0));
    QTRY_COMPARE(countText(static_cast<std::int64_t>(shown.session.visibleBeats()->size())),
                 shown.cell("patientScores", 0, 1));
    QTest::keyClick(&kinds, Qt::Key_Right);
    auto& sides = shown.find<QTableView>("sideScores");
    QVERIFY(sides.isVisible() && sides.model()->rowCount() >= 3);
    QVERIFY(!shown.text("patientGuard").isEmpty());
  }

  void anotherModelIsCompared() {
    ShownEvaluation shown;
    const QString path = shown.folder.filePath("other.safetensors");
    shown.session.model()->save(path.toStdString());
    shown.showView(QStringLiteral("Compare"));
    QVERIFY(shown.text("compareState").startsWith(QStringLiteral("Choose")));
    shown.page.findChild<CompareView*>()->compareWithFile(path);
    QTRY_VERIFY(shown.session.comparison().comparison());
    const auto comparison = shown.session.comparison().comparison();
    QCOMPARE(comparison->fixed.size(), std::size_t{0});
    QVERIFY(shown.text("compareWords").contains(QStringLiteral("do not differ")));
    QVERIFY(!shown.find<QPushButton>("compareFixed").isEnabled());
    auto& wrong = shown.find<QPushButton>("compareBothWrong");
    QVERIFY(wrong.text().endsWith(countText(static_cast<std::int64_t>(comparison->bothWrong.size()))));
    QVERIFY(!comparison->bothWrong.empty());
    QTest::mouseClick(&wrong, Qt::LeftButton);
    QTRY_COMPARE(shown.visibleSorted(), comparison->bothWrong);
    auto& other = shown.find<QComboBox>("compareWith");
    other.setFocus();
    QTest::keyClick(&other, Qt::Key_Home);
    QTRY_VERIFY(!shown.session.comparison().comparison());
  }

  void anAnnotatorIsCompared() {
    ShownEvaluation shown;
    const QString own = shown.session.annotator();
    shown.session.setAnnotator("Ada");
    QTRY_COMPARE(shown.session.annotator(), QString("Ada"));
    const BeatIndex beat = shown.session.evaluation()->beats.front();
    shown.session.setSelection({beat}, beat);
    shown.session.relabel((*shown.session.labels())[beat] == 0 ? 1 : 0, false);
    shown.session.setAnnotator(own);
    QTRY_COMPARE(shown.session.annotator(), own);
    QTRY_VERIFY(shown.session.jobs().isIdle());
    shown.showView(QStringLiteral("Compare"));
    const auto choices = shown.session.comparison().choices();
    const auto ada = std::ranges::find(choices, ComparisonChoice::Kind::Annotator, &ComparisonChoice::kind);
    QVERIFY(ada != choices.end());
    shown.session.comparison().compareWith(*ada);
    QTRY_VERIFY(shown.session.comparison().comparison());
    // Ada's labels are those of now but for one beat: only there she is wrong.
    const auto comparison = shown.session.comparison().comparison();
    QCOMPARE(comparison->firstConfusion.total() - static_cast<std::int64_t>(comparison->beats.size()), 0);
    QCOMPARE(comparison->fixed.size() + comparison->bothWrong.size(), std::size_t{1});
  }

  void aModelThatIsGoneIsToldOf() {
    ShownEvaluation shown;
    shown.showView(QStringLiteral("Compare"));
    shown.page.findChild<CompareView*>()->compareWithFile(shown.folder.filePath("gone.safetensors"));
    QTRY_VERIFY(!shown.session.comparison().problem().isEmpty());
    QCOMPARE(shown.text("compareState"), shown.session.comparison().problem());
  }

  void tablesAreCopiedAndSaved() {
    ShownEvaluation shown;
    auto& table = shown.find<QTableView>("classScores");
    QTRY_VERIFY(shown.session.judgement().intervals());
    table.setFocus();
    QTest::keyClick(&table, Qt::Key_C, Qt::ControlModifier);
    QString copied = QGuiApplication::clipboard()->text();
    QCOMPARE(copied.count('\n'), 8);
    QVERIFY(copied.startsWith(QStringLiteral("Class\tBeats\tSe")));
    actionOf(table, "saveCsv").trigger();
    const QString path = shown.folder.filePath("classes.csv");
    saveAs(shown.page, path);
    QTRY_VERIFY(!contentOf(path).isEmpty());
    const QByteArray csv = contentOf(path);
    QVERIFY2(csv.startsWith("Class,Beats,Se,Se low,Se high"), csv);
    const double exact = csv.split('\n')[1].split(',')[2].toDouble();
    QCOMPARE(exact, shown.session.evaluation()->scores.perClass[0].sensitivity);

    shown.matrix().setFocus();
    QTest::keyClick(&shown.matrix(), Qt::Key_C, Qt::ControlModifier);
    copied = QGuiApplication::clipboard()->text();
    QCOMPARE(copied.split('\n')[1].split('\t')[1].toLongLong(), shown.matrix().countAt(0, 0));
  }

  void picturesAreSaved_data() {
    QTest::addColumn<QString>("ending");
    QTest::addColumn<QString>("action");
    QTest::addColumn<QByteArray>("begin");
    QTest::newRow("SVG") << ".svg"
                         << "saveSvg" << QByteArray("<?xml");
    QTest::newRow("PNG") << ".png"
                         << "savePng" << QByteArray("\x89PNG");
    QTest::newRow("PDF") << ".pdf"
                         << "savePdf" << QByteArray("%PDF");
  }
  void picturesAreSaved() {
    QFETCH(QString, ending);
    QFETCH(QString, action);
    QFETCH(QByteArray, begin);
    ShownEvaluation shown;
    shown.showView(QStringLiteral("Curves"));
    QTRY_VERIFY(shown.session.judgement().curves());
    const struct {
      QWidget& widget;
      const char* name;
    } pictures[] = {{shown.find<CurvePlot>("rocPlot").plot(), "roc"}, {shown.matrix(), "matrix"}};
    for (const auto& picture : pictures) {
      actionOf(picture.widget, action.toLatin1()).trigger();
      const QString path = shown.folder.filePath(picture.name + ending);
      saveAs(shown.page, path);
      QTRY_VERIFY(contentOf(path).startsWith(begin));
      if (ending == ".svg") QVERIFY(contentOf(path).contains("<text"));
    }
  }

  void aPlaceThatCanNotBeWrittenIsToldOf() {
    ShownEvaluation shown;
    QString said;
    connect(&shown.session, &Session::message, this, [&](const QString& sentence, bool isError) {
      if (isError) said = sentence;
    });
    actionOf(shown.matrix(), "saveSvg").trigger();
    auto* dialog = shown.page.findChild<QFileDialog*>(QStringLiteral("exportDialog"));
    emit dialog->fileSelected(shown.folder.filePath("nowhere/at/all.svg"));
    QVERIFY2(said.contains(QStringLiteral("all.svg")), qPrintable(said));
  }

  void strangeSetsAreShown_data() {
    QTest::addColumn<int>("classes");
    QTest::addColumn<int>("used");
    QTest::newRow("classes without beats") << 5 << 2;
    QTest::newRow("sixty classes") << 60 << 60;
  }
  void strangeSetsAreShown() {
    QFETCH(int, classes);
    QFETCH(int, used);
    BeatOptions options;
    options.beats = 1200;
    options.records = {"only"};
    options.scheme = numberedScheme(static_cast<std::size_t>(classes));
    for (std::size_t beat = 0; beat < options.beats; ++beat)
      options.classes.push_back(static_cast<ClassIndex>(beat % static_cast<std::size_t>(used)));
    ShownEvaluation shown(makeBeats(options));
    auto& bar = shown.find<QTabBar>("evaluateViews");
    for (int view = 0; view < bar.count(); ++view) {
      bar.setCurrentIndex(view);
      QTRY_VERIFY_WITH_TIMEOUT(shown.session.jobs().isIdle(), 60'000);
      QVERIFY(!shown.page.grab().isNull());
    }
    QCOMPARE(shown.find<QTableView>("classScores").model()->rowCount(), classes + 2);
    QVERIFY(shown.session.judgement().curves()->size() == static_cast<std::size_t>(classes));
    QVERIFY(shown.text("intervalMethod").contains(QStringLiteral("by beat")));
    if (used == classes) return;
    QCOMPARE(shown.cell("classScores", 4, 2), QStringLiteral("-"));
    shown.find<QComboBox>("curveClass").setCurrentIndex(4);
    QCOMPARE(shown.text("curveAuc"), QStringLiteral("-"));
    QCOMPARE(shown.text("pointSensitivity"), QStringLiteral("-"));
    QCOMPARE(firstNumber(shown.text("pointFound")), 0.0);
  }
};

QTEST_MAIN(EvaluateViewsTest)
#include "tst_evaluate_views.moc"
