#include <QFile>
#include <QLabel>
#include <QMenu>
#include <QMouseEvent>
#include <QPushButton>
#include <QTableView>
#include <cmath>

#include "core/beats/beat_peak.h"
#include "core/beats/demo.h"
#include "tests/ui/window/window_fixture.h"
#include "ui/theme/theme.h"
#include "ui/widgets/beat_grid.h"
#include "ui/widgets/context_strip.h"

using namespace ectopy;
using namespace ectopy::ui;
using ectopy::test::WindowFixture;

namespace {

constexpr BeatIndex kBeat = 20;

/// The real window over two synthetic records of a minute, a beat of the first in front.
struct PeaksWindow : WindowFixture {
  PeaksWindow() {
    writeDemo(folder.path().toStdString(), {.patients = 2, .secondsPerRecord = 60}, {});
    window->resize(1440, 900);
  }
  bool openRecords() {
    session->open(folder.filePath("arrhythmia"), folder.filePath("demo.ectopy"));
    if (!QTest::qWaitFor([this] { return session->beats() && session->jobs().isIdle(); }, 20'000))
      return false;
    session->setCurrentBeat(kBeat);
    grid()->setFocus();
    return QTest::qWaitFor([this] { return strip() && strip()->emptyText().isEmpty(); }, 20'000) && settles();
  }
  bool settles() {
    return QTest::qWaitFor([this] { return session->jobs().isIdle(); }, 20'000);
  }
  ContextStrip* strip() const { return find<ContextStrip>("contextStrip"); }
  BeatGrid* grid() const { return window->findChild<BeatGrid*>(); }
  std::int64_t sampleOf(BeatIndex beat) const { return session->beats()->columns().rSamples[beat]; }
  /// In the band of letters above a sample.
  QPoint above(std::int64_t sample) const { return {qRound(strip()->pointOf(sample).value().x()), 6}; }
  QString fact(const char* name) const { return find<QLabel>(name)->text(); }

  void mouse(QEvent::Type type, QPoint place, Qt::KeyboardModifiers modifiers = {}) const {
    const bool isMove = type == QEvent::MouseMove;
    const auto held = type == QEvent::MouseButtonRelease ? Qt::NoButton : Qt::LeftButton;
    QMouseEvent event(type, place, strip()->mapToGlobal(place), isMove ? Qt::NoButton : Qt::LeftButton, held,
                      modifiers);
    QApplication::sendEvent(strip(), &event);
  }
  void shoot(const char* name) const {
    QDir().mkpath(QStringLiteral(ECTOPY_BINARY_DIR "/screenshots"));
    window->grab().save(QStringLiteral(ECTOPY_BINARY_DIR "/screenshots/%1.png").arg(QLatin1String(name)));
  }
};

}  // namespace

/// R peaks corrected on the context strip of the real window.
class TestPeaks : public QObject {
  Q_OBJECT

 private slots:
  void initTestCase() { Theme::instance().apply(ThemeMode::Light); }
  void draggingMovesTheBeatAndSaysHowFar();
  void escapeLeavesItWhereItWas();
  void aDoubleClickAddsABeatOnThePeak();
  void keysDeleteSnapAndNudge();
  void severalAreDeletedAfterAQuestion();
  void aRestartFindsEverything();
  void theMenuSaysWhyNot();
};

void TestPeaks::draggingMovesTheBeatAndSaysHowFar() {
  PeaksWindow open;
  QVERIFY(open.openRecords());
  const std::int64_t before = open.sampleOf(kBeat);
  const QPoint from = open.above(before);
  const QPoint to = open.above(before + 30);
  open.mouse(QEvent::MouseButtonPress, from, Qt::ShiftModifier);
  open.mouse(QEvent::MouseMove, (from + to) / 2, Qt::ShiftModifier);
  open.mouse(QEvent::MouseMove, to, Qt::ShiftModifier);
  QVERIFY2(open.strip()->dragWords().startsWith("R peak +"), qPrintable(open.strip()->dragWords()));
  QVERIFY(open.strip()->dragWords().endsWith("mV"));
  open.shoot("peaks-drag-light");
  open.mouse(QEvent::MouseButtonRelease, to, Qt::ShiftModifier);
  QVERIFY(open.strip()->dragWords().isEmpty());
  QTRY_VERIFY(open.sampleOf(kBeat) != before);
  QVERIFY(std::abs(open.sampleOf(kBeat) - before - 30) <= 5);
  QVERIFY(open.settles());
  QVERIFY2(open.fact("factPeak").startsWith("moved by +"), qPrintable(open.fact("factPeak")));
  QVERIFY(open.find<QLabel>("history")->text().startsWith("R peak +"));
  open.press(Qt::Key_Z, Qt::ControlModifier);
  QTRY_COMPARE(open.sampleOf(kBeat), before);
  QVERIFY(open.settles());
  QCOMPARE(open.fact("factPeak"), QString("as in the file"));

  // Without Alt it snaps: a small way off it comes back to where it was.
  open.mouse(QEvent::MouseButtonPress, from);
  open.mouse(QEvent::MouseMove, open.above(before + 12));
  open.mouse(QEvent::MouseMove, open.above(before + 14));
  QVERIFY(!open.strip()->dragWords().isEmpty());
  open.mouse(QEvent::MouseButtonRelease, open.above(before + 14));
  QVERIFY(open.settles());
  QVERIFY(std::abs(open.sampleOf(kBeat) - before) <= 2);
}

void TestPeaks::escapeLeavesItWhereItWas() {
  PeaksWindow open;
  QVERIFY(open.openRecords());
  const std::int64_t before = open.sampleOf(kBeat);
  open.strip()->setFocus();
  open.mouse(QEvent::MouseButtonPress, open.above(before), Qt::AltModifier);
  open.mouse(QEvent::MouseMove, open.above(before + 30), Qt::AltModifier);
  QVERIFY(!open.strip()->dragWords().isEmpty());
  QTest::keyClick(open.strip(), Qt::Key_Escape);
  QVERIFY(open.strip()->dragWords().isEmpty());
  open.mouse(QEvent::MouseButtonRelease, open.above(before + 30), Qt::AltModifier);
  QVERIFY(open.settles());
  QCOMPARE(open.sampleOf(kBeat), before);
  QVERIFY(open.session->journalSteps().empty());
}

void TestPeaks::aDoubleClickAddsABeatOnThePeak() {
  PeaksWindow open;
  QVERIFY(open.openRecords());
  // A beat is missing: its place is where a deleted one stood.
  const auto places = static_cast<BeatIndex>(open.session->beats()->size());
  const std::int64_t peak = open.sampleOf(kBeat + 1);
  open.session->setCurrentBeat(kBeat + 1);
  open.press(Qt::Key_Delete);
  QTRY_VERIFY(open.session->beats()->isAbsent(kBeat + 1));
  open.session->setCurrentBeat(kBeat);
  QVERIFY(open.settles());
  QTest::mouseDClick(open.strip(), Qt::LeftButton, {}, open.above(peak + 8));
  QTRY_COMPARE(open.session->currentBeat(), std::optional(places));
  QVERIFY(std::abs(open.sampleOf(places) - peak) <= 2);
  QVERIFY(open.settles());
  QVERIFY2(open.fact("factPeak").startsWith("added by "), qPrintable(open.fact("factPeak")));
  open.press(Qt::Key_V);
  QCOMPARE((*open.session->labels())[places], ClassIndex{2});
  open.session->setCurrentBeat(places);
  QVERIFY(open.settles());
  open.shoot("peaks-added-light");
  open.press(Qt::Key_Z, Qt::ControlModifier);
  open.press(Qt::Key_Z, Qt::ControlModifier);
  QTRY_VERIFY(open.session->beats()->isAbsent(places));
  QVERIFY(open.settles());
  QVERIFY(*open.session->currentBeat() != places);
}

void TestPeaks::keysDeleteSnapAndNudge() {
  PeaksWindow open;
  QVERIFY(open.openRecords());
  const std::int64_t before = open.sampleOf(kBeat);
  for (int press = 0; press < 5; ++press) open.press(Qt::Key_Right, Qt::AltModifier | Qt::ShiftModifier);
  QTRY_COMPARE(open.sampleOf(kBeat), before + 5);
  open.press(Qt::Key_Left, Qt::AltModifier | Qt::ShiftModifier);
  QTRY_COMPARE(open.sampleOf(kBeat), before + 4);
  open.press(Qt::Key_P);
  QTRY_VERIFY(std::abs(open.sampleOf(kBeat) - before) <= 2);
  open.press(Qt::Key_Delete);
  QTRY_VERIFY(open.session->beats()->isAbsent(kBeat));
  QCOMPARE(open.session->currentBeat(), std::optional<BeatIndex>(kBeat + 1));
  open.session->setCurrentBeat(kBeat - 1);
  QVERIFY(open.settles());
  open.press(Qt::Key_Insert);  // where the missing one is
  const auto added = static_cast<BeatIndex>(open.session->beats()->size());
  QTRY_COMPARE(open.session->currentBeat(), std::optional(added));
  QVERIFY2(std::abs(open.sampleOf(added) - before) <= 2,
           qPrintable(QString("%1 for %2").arg(open.sampleOf(added)).arg(before)));
  open.action("history")->trigger();
  auto* steps = open.find<QTableView>("historyTable");
  QVERIFY(steps);
  QStringList words;
  for (int row = 0; row < steps->model()->rowCount(); ++row)
    words << steps->model()->index(row, 3).data().toString();
  QVERIFY2(words[0].endsWith("added"), qPrintable(words[0]));
  QVERIFY2(words[1] == "beat 21 deleted", qPrintable(words[1]));
  QVERIFY2(words.last() == "beat 21 R peak moved by +3 ms", qPrintable(words.last()));
}

void TestPeaks::severalAreDeletedAfterAQuestion() {
  PeaksWindow open;
  QVERIFY(open.openRecords());
  open.session->setSelection({kBeat, kBeat + 1, kBeat + 2}, kBeat);
  open.press(Qt::Key_Delete);
  auto* question = open.find<QDialog>("deleteBeatsQuestion");
  QVERIFY(question);
  QVERIFY(open.session->journalSteps().empty());
  for (auto* button : question->findChildren<QPushButton*>())
    if (button->text().contains("3 beats")) button->click();
  QTRY_VERIFY(open.session->beats()->isAbsent(kBeat + 2));
  QCOMPARE(open.session->journalSteps().size(), std::size_t{1});
  QVERIFY(open.settles());
  const auto left = open.session->beats()->size() - 3;
  QVERIFY(open.find<QLabel>("beatCount")->text().contains(QString::number(left)));
}

void TestPeaks::aRestartFindsEverything() {
  PeaksWindow open;
  QVERIFY(open.openRecords());
  const std::int64_t before = open.sampleOf(kBeat);
  open.press(Qt::Key_Right, Qt::AltModifier | Qt::ShiftModifier);
  QTRY_COMPARE(open.sampleOf(kBeat), before + 1);
  QVERIFY(open.settles());
  open.window.reset();
  open.start();
  open.show();
  QVERIFY(open.openRecords());
  QCOMPARE(open.sampleOf(kBeat), before + 1);
  open.press(Qt::Key_Z, Qt::ControlModifier);
  QTRY_COMPARE(open.sampleOf(kBeat), before);
}

void TestPeaks::theMenuSaysWhyNot() {
  PeaksWindow open;
  QVERIFY(open.openRecords());
  for (const char* name : {"addBeat", "snapPeak", "peakEarlier", "peakLater", "deleteBeats"}) {
    QAction* action = open.action(name);
    QVERIFY2(action && action->isEnabled() && !action->icon().isNull(), name);
    QVERIFY(action->toolTip().contains('('));  // its key
  }
  WindowFixture cut;  // beats whose recordings are gone
  QVERIFY(cut.open());
  cut.session->setCurrentBeat(3);
  QTRY_VERIFY(!cut.session->recordingProblem(3).isEmpty());
  QVERIFY(!cut.action("deleteBeats")->isEnabled());
  QVERIFY(cut.action("deleteBeats")->toolTip().contains(cut.session->recordingProblem(3)));
}

QTEST_MAIN(TestPeaks)
#include "tst_peaks.moc"
