#include "ui/importing/import_dialog.h"

#include <QAbstractButton>
#include <QComboBox>
#include <QDoubleSpinBox>
#include <QFile>
#include <QLabel>
#include <QLineEdit>
#include <QSettings>
#include <algorithm>
#include <cmath>

#include "core/beats/demo.h"
#include "tests/support/clean_home.h"
#include "tests/ui/window/window_fixture.h"
#include "ui/importing/opening.h"

using namespace ectopy;

namespace {

constexpr int kPatienceMs = 20'000;

/// A window and two synthetic recordings that nobody has opened yet.
struct ImportFixture : test::WindowFixture {
  QString recordings;

  ImportFixture() {
    QSettings().remove("recent");
    DemoOptions options;
    options.patients = 2;
    options.secondsPerRecord = 60;
    recordings = QString::fromStdString(
        writeDemo(folder.path().toStdString() + "/demo", options, {}).arrhythmia.string());
  }
  ui::ImportDialog* dialog() const {
    for (auto* found : window->findChildren<ui::ImportDialog*>())
      if (found->isVisible()) return found;
    return nullptr;
  }
  ui::ImportDialog* openAndLook() {
    ui::openFromWindow(*session, window.get(), recordings);
    if (!QTest::qWaitFor([this] { return dialog() != nullptr; }, kPatienceMs)) return nullptr;
    waitForSummary();
    return dialog();
  }
  void waitForSummary() {
    QVERIFY(QTest::qWaitFor([this] { return openButton()->isEnabled(); }, kPatienceMs));
  }
  QAbstractButton* openButton() const { return dialog()->findChild<QAbstractButton*>("importOpen"); }
  /// All that the summary says.
  QString words() const {
    QStringList all;
    for (const auto* label : dialog()->findChild<QWidget*>("importSummary")->findChildren<QLabel*>())
      all << label->text();
    return all.join('\n');
  }
  void choose(const char* box, const QString& text) {
    auto* choices = dialog()->findChild<QComboBox*>(box);
    choices->setFocus();
    const int wanted = choices->findText(text, Qt::MatchStartsWith);
    QVERIFY2(wanted >= 0, qPrintable(text));
    QTest::keyClick(choices, Qt::Key_Home);
    for (int i = 0; i < wanted; ++i) QTest::keyClick(choices, Qt::Key_Down);
    QCOMPARE(choices->currentIndex(), wanted);
  }
  bool waitForBeats() {
    return QTest::qWaitFor([this] { return session->beats() && session->jobs().isIdle(); }, kPatienceMs);
  }
};

}  // namespace

/// Recordings are shown before they are cut: in the real window, by keys and clicks.
class TestImportDialog : public QObject {
  Q_OBJECT

 private slots:
  void saysWhatWouldBeTaken() {
    ImportFixture fixture;
    QVERIFY(fixture.openAndLook());
    QVERIFY(!fixture.session->beats());
    const QString words = fixture.words();
    for (const char* expected :
         {"Records\n2", "Patients\n2", "360 Hz (2)", "MLII (2), V1 (2)", "atr (2)", "beats to cut"})
      QVERIFY2(words.contains(expected), qPrintable(words));
  }

  void returnCutsAndOpens() {
    ImportFixture fixture;
    QVERIFY(fixture.openAndLook());
    QVERIFY(fixture.dialog()->focusWidget());
    QVERIFY(!qobject_cast<QAbstractButton*>(fixture.dialog()->focusWidget()));
    QTest::keyClick(fixture.dialog()->focusWidget(), Qt::Key_Return);
    QVERIFY(fixture.waitForBeats());
    QCOMPARE(fixture.dialog(), nullptr);
  }

  void cutsAsChosenAndRemembersIt() {
    ImportFixture fixture;
    QVERIFY(fixture.openAndLook());
    fixture.choose("cutRule", "paper");
    fixture.waitForSummary();
    fixture.choose("cutLead", "V1");
    fixture.waitForSummary();
    QTest::mouseClick(fixture.openButton(), Qt::LeftButton);
    QVERIFY(fixture.waitForBeats());
    QCOMPARE(fixture.session->beats()->cut().rule, CutRule::Paper);
    QCOMPARE(fixture.session->beats()->facts().records.front().leadName, std::string("V1"));

    fixture.session->close();
    QVERIFY(QTest::qWaitFor([&] { return !fixture.session->beats(); }, kPatienceMs));
    ui::openFromWindow(*fixture.session, fixture.window.get(), fixture.recordings);
    QVERIFY(fixture.waitForBeats());
    QCOMPARE(fixture.dialog(), nullptr);
    QCOMPARE(fixture.session->beats()->cut().rule, CutRule::Paper);
  }

  void showsOpenRecordingsAgain() {
    ImportFixture fixture;
    BeatCut cut = defaultCut(CutRule::Kaggle);
    cut.lead = "V1";
    fixture.session->open(fixture.recordings, {}, ui::OpenChoice{.cut = cut});
    QVERIFY(fixture.waitForBeats());
    QCOMPARE(fixture.session->beats()->cut().rule, CutRule::Kaggle);
    fixture.action("cutAgain")->trigger();
    QVERIFY(QTest::qWaitFor([&] { return fixture.dialog() != nullptr; }, kPatienceMs));
    fixture.waitForSummary();
    fixture.choose("cutRule", "context");
    fixture.waitForSummary();
    QTest::keyClick(fixture.openButton(), Qt::Key_Space);
    QVERIFY(QTest::qWaitFor([&] { return fixture.session->beats()->cut().rule == CutRule::Context; },
                            kPatienceMs));
    QCOMPARE(fixture.session->beats()->cut().lead, std::string("V1"));
  }

  void detectsRPeaksWhenAsked() {
    ImportFixture fixture;
    QVERIFY(fixture.openAndLook());
    fixture.choose("cutAnnotator", "detect");
    fixture.waitForSummary();
    QVERIFY2(fixture.words().contains("Beats are counted when they are cut"), qPrintable(fixture.words()));
    QVERIFY2(fixture.words().contains("an R peak that is detected has no label"),
             qPrintable(fixture.words()));
    QTest::mouseClick(fixture.openButton(), Qt::LeftButton);
    QVERIFY(fixture.waitForBeats());
    QVERIFY(fixture.session->beats()->cut().detected);
    QVERIFY(fixture.session->beats()->size() > 80);
  }

  void asksForTheRateOfSignalsAsText() {
    ImportFixture fixture;
    const QString path = fixture.folder.filePath("signal.csv");
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write("MLII,V1\n");
    for (int i = 0; i < 7200; ++i) {  // a triangle of 80 ms a second
      const double height = std::max(0.0, 1.0 - std::abs(i % 360 - 180) / 15.0);
      file.write(QByteArray::number(1.5 * height) + ',' + QByteArray::number(0.5 * height) + '\n');
    }
    file.close();
    ui::openFromWindow(*fixture.session, fixture.window.get(), path);
    QVERIFY(QTest::qWaitFor([&] { return fixture.dialog() != nullptr; }, kPatienceMs));
    auto* rate = fixture.dialog()->findChild<QDoubleSpinBox*>("textRate");
    QVERIFY(rate);
    QVERIFY(!fixture.openButton()->isEnabled());
    rate->setFocus();
    rate->selectAll();
    QTest::keyClicks(rate, "360");
    QTest::keyClick(rate, Qt::Key_Tab);
    fixture.choose("textUnit", "mV");
    fixture.waitForSummary();
    QVERIFY2(fixture.words().contains("360 Hz (1)"), qPrintable(fixture.words()));
    QTest::mouseClick(fixture.openButton(), Qt::LeftButton);
    QVERIFY(fixture.waitForBeats());
    QCOMPARE(fixture.session->beats()->facts().records.front().sampleRateHz, 360.0);
  }

  void asksHowNumberedClassesAreCalled() {
    ImportFixture fixture;
    const QString path = fixture.folder.filePath("own.csv");
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    for (int row = 0; row < 30; ++row) {
      for (int i = 0; i < 100; ++i) file.write(QByteArray::number((row + i) % 7 / 7.0) + ',');
      file.write(QByteArray::number(row % 3) + '\n');
    }
    file.close();
    ui::openFromWindow(*fixture.session, fixture.window.get(), path);
    const auto dialog = [&] { return fixture.find<QDialog>("classNamesDialog"); };
    QVERIFY(QTest::qWaitFor([&] { return dialog() != nullptr; }, kPatienceMs));
    auto* names = dialog()->findChild<QLineEdit*>("classNames");
    auto* open = dialog()->findChild<QAbstractButton*>("classNamesOpen");
    QTest::keyClicks(names, "A, A");
    QVERIFY2(!open->isEnabled(), "the same name twice");
    names->selectAll();
    QTest::keyClicks(names, "quiet, fast, odd");
    QVERIFY(open->isEnabled());
    QTest::keyClick(names, Qt::Key_Return);
    QVERIFY2(fixture.waitForBeats(), qPrintable(fixture.errors.join(' ')));
    QCOMPARE(fixture.session->beats()->scheme().codeOf(2), std::string("odd"));
  }

  void aWorkspaceKnowsHowItsDataWereCut() {
    ImportFixture fixture;
    const QString workspace = fixture.folder.filePath("mine.ectopy");
    fixture.session->open(fixture.recordings, workspace, ui::OpenChoice{.cut = defaultCut(CutRule::Context)});
    QVERIFY(fixture.waitForBeats());
    fixture.session->close();
    QVERIFY(QTest::qWaitFor([&] { return !fixture.session->beats(); }, kPatienceMs));
    QSettings().remove("recent");
    fixture.session->open(workspace);
    QVERIFY(fixture.waitForBeats());
    QCOMPARE(fixture.session->beats()->cut().rule, CutRule::Context);
    QVERIFY2(fixture.errors.isEmpty(), qPrintable(fixture.errors.join(' ')));
  }

  void theNewestPathWins() {
    ImportFixture fixture;
    ui::openFromWindow(*fixture.session, fixture.window.get(), fixture.recordings);
    ui::openFromWindow(*fixture.session, fixture.window.get(), fixture.dataPath());
    QVERIFY(fixture.waitForBeats());
    QTest::qWait(300);
    QCOMPARE(fixture.dialog(), nullptr);
    QCOMPARE(fixture.session->beats()->facts().name, std::string("small"));
  }

  void takesNothingWhenCancelled() {
    ImportFixture fixture;
    QVERIFY(fixture.openAndLook());
    QTest::keyClick(fixture.dialog(), Qt::Key_Escape);
    QTRY_COMPARE(fixture.dialog(), nullptr);
    QVERIFY(fixture.session->jobs().isIdle() ||
            QTest::qWaitFor([&] { return fixture.session->jobs().isIdle(); }));
    QVERIFY(!fixture.session->beats());
  }

  void asksNothingForABeatFile() {
    ImportFixture fixture;
    ui::openFromWindow(*fixture.session, fixture.window.get(), fixture.dataPath());
    QVERIFY(fixture.waitForBeats());
    QCOMPARE(fixture.dialog(), nullptr);
  }

  void saysWhatCantBeOpened() {
    ImportFixture fixture;
    ui::openFromWindow(*fixture.session, fixture.window.get(), fixture.folder.filePath("nothing-here"));
    QTRY_VERIFY_WITH_TIMEOUT(!fixture.errors.isEmpty(), kPatienceMs);
    QVERIFY2(fixture.errors.constFirst().contains("nothing-here"), qPrintable(fixture.errors.constFirst()));
  }
};

QTEST_MAIN(TestImportDialog)
#include "tst_import_dialog.moc"
