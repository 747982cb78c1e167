#include <QAbstractItemView>
#include <QAction>
#include <QApplication>
#include <QComboBox>
#include <QDockWidget>
#include <QDragEnterEvent>
#include <QFileDialog>
#include <QLabel>
#include <QMenuBar>
#include <QMimeData>
#include <QPushButton>
#include <QSettings>
#include <QSpinBox>
#include <QTabBar>
#include <QThread>
#include <QToolBar>
#include <QToolButton>

#include "tests/ui/window/window_fixture.h"
#include "ui/main_window.h"
#include "ui/theme/theme.h"
#include "ui/widgets/confusion_view.h"
#include "ui/window/message_bar.h"

using namespace ectopy;
using namespace ectopy::ui;
using ectopy::test::WindowFixture;

namespace {

void collect(const QMenu* menu, QList<QAction*>& actions) {
  for (QAction* action : menu->actions()) {
    if (action->menu()) {
      collect(action->menu(), actions);
    } else if (!action->isSeparator()) {
      actions << action;
    }
  }
}

}  // namespace

class TestMainWindow : public QObject {
  Q_OBJECT

 private slots:
  void init();
  void everyActionIsNamedAndHasKeys();
  void startPageComesFirstAndBrowseWithTheData();
  void pagesHaveKeys();
  void docksShowOnlyWhereTheyHaveAUse();
  void lettersAndDigitsLabel();
  void shiftLabelsWithoutMovingOn();
  void keysDoNothingOnTheTrainPage();
  void aLetterOnTheMapLabels();
  void aKeyAsksWhy();
  void backspaceInANumberTakesNoLabelBack();
  void lettersInAListOfOrdersStayThere();
  void spaceInTheConfusionMatrixOpensTheCell();
  void spaceInAFloatingDockStaysThere();
  void heldKeysLabelOnce();
  void spaceAcceptsAndBracketsFindErrors();
  void undoByBackspaceAndControlZ();
  void errorsStayUntilDismissed();
  void longMessagesAreWhollySeen();
  void theBottomBarKeepsItsHeight();
  void theTitleNamesTheData();
  void droppedFilesAreOpened();
  void dialogsAnswerToTheSession();
  void keysAreListed();
  void theJobStripShowsAndStopsAJob();
  void aReadOnlyWindowSaysSo();
};

void TestMainWindow::init() {
  QSettings().clear();
  Theme::instance().apply(ThemeMode::Light);
}

void TestMainWindow::everyActionIsNamedAndHasKeys() {
  WindowFixture fixture;
  QVERIFY(fixture.open());
  QList<QAction*> actions;
  for (QAction* menu : fixture.window->menuBar()->actions()) collect(menu->menu(), actions);
  QVERIFY(actions.size() > 30);
  QMap<QString, QString> owners;
  for (const QAction* action : actions) {
    if (action->objectName().startsWith("recent:") || action->objectName().startsWith("annotator:")) continue;
    const QByteArray name = action->objectName().toUtf8();
    QVERIFY2(!name.isEmpty(), qPrintable(action->text()));
    QVERIFY2(!action->icon().isNull(), name);
    QVERIFY2(!action->shortcuts().isEmpty(), name);
    QVERIFY2(action->toolTip().contains(action->shortcut().toString(QKeySequence::NativeText)), name);
    for (const auto& key : action->shortcuts()) {
      const QString text = key.toString();
      QVERIFY2(!owners.contains(text), qPrintable(text + " is taken twice: " + owners[text] + ", " + name));
      owners[text] = name;
    }
  }
  for (const char* name :
       {"open",         "openFolder", "openDemo",  "saveModel",     "exportCsv",        "exportReport",
        "quit",         "undo",       "redo",      "labelN",        "labelS",           "labelV",
        "labelF",       "labelQ",     "nextWrong", "previousWrong", "acceptPrediction", "openModel",
        "flag",         "exclude",    "note",      "repeatLabel",   "labelMany",        "history",
        "newAnnotator", "train",      "keys",      "about"}) {
    QVERIFY2(fixture.action(name), name);
  }
}

void TestMainWindow::startPageComesFirstAndBrowseWithTheData() {
  WindowFixture fixture;
  QCOMPARE(fixture.window->currentPage(), QString("start"));
  QVERIFY(fixture.find<QWidget>("startDemo")->isVisible());
  QVERIFY(fixture.open());
  QCOMPARE(fixture.window->currentPage(), QString("browse"));
  fixture.session->close();
  QTRY_COMPARE(fixture.window->currentPage(), QString("start"));
}

void TestMainWindow::pagesHaveKeys() {
  WindowFixture fixture;
  QVERIFY(fixture.open());
  const QStringList pages = {"start", "browse", "train", "evaluate", "review", "templates"};
  for (int place = 0; place < pages.size(); ++place) {
    fixture.press(Qt::Key_1 + place, Qt::ControlModifier);
    QCOMPARE(fixture.window->currentPage(), pages[place]);
    QVERIFY(fixture.action(pages[place] + "Page")->isChecked());
  }
}

void TestMainWindow::docksShowOnlyWhereTheyHaveAUse() {
  WindowFixture fixture;
  QVERIFY(fixture.open());
  auto* navigator = fixture.find<QDockWidget>("navigatorDock");
  auto* inspector = fixture.find<QDockWidget>("inspectorDock");
  QVERIFY(navigator->isVisible() && inspector->isVisible());
  fixture.window->showPage("train");
  QVERIFY(!navigator->isVisible() && !inspector->isVisible());
  fixture.window->showPage("browse");
  fixture.action("showNavigator")->trigger();
  QVERIFY(!navigator->isVisible() && inspector->isVisible());
  fixture.window->showPage("start");
  fixture.window->showPage("browse");
  QVERIFY(!navigator->isVisible() && inspector->isVisible());
}

void TestMainWindow::lettersAndDigitsLabel() {
  WindowFixture fixture;
  QVERIFY(fixture.open());
  Session& session = *fixture.session;
  session.setCurrentBeat(20);
  fixture.press(Qt::Key_V);
  QCOMPARE((*session.labels())[20], ClassIndex{2});
  QCOMPARE(session.currentBeat(), std::optional<BeatIndex>(21));
  fixture.press(Qt::Key_5);
  QCOMPARE((*session.labels())[21], ClassIndex{4});
  QCOMPARE(session.currentBeat(), std::optional<BeatIndex>(22));
}

void TestMainWindow::shiftLabelsWithoutMovingOn() {
  WindowFixture fixture;
  QVERIFY(fixture.open());
  fixture.session->setCurrentBeat(20);
  fixture.press(Qt::Key_F, Qt::ShiftModifier);
  QCOMPARE((*fixture.session->labels())[20], ClassIndex{3});
  QCOMPARE(fixture.session->currentBeat(), std::optional<BeatIndex>(20));
}

void TestMainWindow::keysDoNothingOnTheTrainPage() {
  WindowFixture fixture;
  QVERIFY(fixture.open());
  fixture.window->showPage("train");
  const auto before = fixture.session->labels();
  for (const int key : {Qt::Key_N, Qt::Key_S, Qt::Key_V, Qt::Key_F, Qt::Key_Q, Qt::Key_2}) fixture.press(key);
  QCOMPARE(*fixture.session->labels(), *before);
}

void TestMainWindow::backspaceInANumberTakesNoLabelBack() {
  WindowFixture fixture;
  QVERIFY(fixture.open());
  fixture.session->setCurrentBeat(20);
  fixture.press(Qt::Key_V);
  QVERIFY(fixture.action("undo")->isEnabled());
  fixture.window->showPage("train");
  auto* epochs = fixture.find<QSpinBox>("epochs");
  QTRY_VERIFY(epochs->isEnabled());
  epochs->setFocus();
  QTRY_COMPARE(QApplication::focusWidget(), epochs);
  epochs->setValue(12);
  QTest::keyClick(epochs, Qt::Key_End);
  QTest::keyClick(epochs, Qt::Key_Backspace);
  QCOMPARE(epochs->value(), 1);
  QCOMPARE((*fixture.session->labels())[20], ClassIndex{2});
}

void TestMainWindow::lettersInAListOfOrdersStayThere() {
  WindowFixture fixture;
  QVERIFY(fixture.open());
  auto* order = fixture.find<QComboBox>("beatOrder");
  order->setFocus();
  QTRY_COMPARE(QApplication::focusWidget(), order);
  const auto before = fixture.session->labels();
  for (const int key : {Qt::Key_V, Qt::Key_S, Qt::Key_2, Qt::Key_T}) QTest::keyClick(order, Qt::Key(key));
  QCOMPARE(*fixture.session->labels(), *before);
  QCOMPARE(fixture.window->currentPage(), QString("browse"));
  emit order->activated(0);
  QVERIFY(!order->hasFocus());
  fixture.press(Qt::Key_V);
  QVERIFY(*fixture.session->labels() != *before);
}

void TestMainWindow::spaceInTheConfusionMatrixOpensTheCell() {
  WindowFixture fixture;
  QVERIFY(fixture.open());
  QVERIFY(fixture.train());
  fixture.session->stepToWrong(1);  // a beat that accepting the prediction would relabel
  const auto before = fixture.session->labels();
  fixture.window->showPage("evaluate");
  auto* matrix = fixture.find<ConfusionView>("confusion");
  QTRY_COMPARE(QApplication::focusWidget(), matrix);
  QVERIFY(fixture.action("acceptPrediction")->isEnabled());
  fixture.press(Qt::Key_Space);
  QCOMPARE(*fixture.session->labels(), *before);
  QCOMPARE(fixture.session->filter().labelled, std::optional(ClassIndex{0}));
}

void TestMainWindow::spaceInAFloatingDockStaysThere() {
  WindowFixture fixture;
  QVERIFY(fixture.open());
  QVERIFY(fixture.train());
  fixture.session->stepToWrong(1);
  const auto before = fixture.session->labels();
  auto* dock = fixture.find<QDockWidget>("navigatorDock");
  dock->setFloating(true);
  auto* tree = fixture.find<QAbstractItemView>("navigatorTree");
  dock->activateWindow();
  tree->setFocus();
  QTRY_COMPARE(QApplication::focusWidget(), tree);
  QVERIFY(fixture.action("acceptPrediction")->isEnabled());
  QTest::keyClick(tree, Qt::Key_Space);
  QCOMPARE(*fixture.session->labels(), *before);
}

void TestMainWindow::heldKeysLabelOnce() {
  WindowFixture fixture;
  QVERIFY(fixture.open());
  for (const char* name : {"labelV", "labelAndStayV", "acceptPrediction", "undo", "redo"})
    QVERIFY2(!fixture.action(name)->autoRepeat(), name);
  QVERIFY(fixture.action("nextBeat")->autoRepeat());
}

void TestMainWindow::spaceAcceptsAndBracketsFindErrors() {
  WindowFixture fixture;
  QVERIFY(fixture.open());
  QVERIFY(!fixture.action("acceptPrediction")->isEnabled());
  QVERIFY(fixture.train());
  Session& session = *fixture.session;
  session.setCurrentBeat(0);
  QTest::keyClick(fixture.window.get(), ']');
  QCOMPARE(session.currentBeat(), std::optional<BeatIndex>(5));
  QTest::keyClick(fixture.window.get(), ']');
  QTest::keyClick(fixture.window.get(), '[');
  QCOMPARE(session.currentBeat(), std::optional<BeatIndex>(5));
  const ClassIndex predicted = session.predictions()->predicted(5);
  QTest::keyClick(fixture.window.get(), Qt::Key_Space);
  QCOMPARE((*session.labels())[5], predicted);
  session.setCurrentBeat(0);
  QTest::keyClick(fixture.window.get(), '}');
  QCOMPARE((*session.labels())[*session.currentBeat()], (*session.labels())[0]);
  QVERIFY(*session.currentBeat() > 0);
}

void TestMainWindow::undoByBackspaceAndControlZ() {
  WindowFixture fixture;
  QVERIFY(fixture.open());
  const auto before = fixture.session->labels();
  fixture.session->setCurrentBeat(20);
  fixture.press(Qt::Key_V);
  fixture.press(Qt::Key_F);
  QVERIFY(fixture.action("undo")->isEnabled());
  fixture.press(Qt::Key_Z, Qt::ControlModifier);
  fixture.press(Qt::Key_Backspace);
  QCOMPARE(*fixture.session->labels(), *before);
  QVERIFY(!fixture.action("undo")->isEnabled());
  fixture.press(Qt::Key_Y, Qt::ControlModifier);
  QVERIFY(fixture.session->isEdited(20));
}

void TestMainWindow::errorsStayUntilDismissed() {
  WindowFixture fixture;
  auto* bar = fixture.find<MessageBar>("messageBar");
  QVERIFY(!bar->isVisible());
  fixture.session->open("/nowhere/at/all.beats");
  QTRY_VERIFY(bar->isVisible());
  const QString sentence = bar->sentence();
  QVERIFY(sentence.contains("nowhere"));
  emit fixture.session->message("A note.", false);
  QCOMPARE(bar->sentence(), sentence);
  const auto* timer = bar->findChild<QTimer*>("noteTimer");
  QVERIFY(!timer->isActive());  // the note waits unseen
  QTest::mouseClick(fixture.find<QWidget>("dismissMessage"), Qt::LeftButton);
  QCOMPARE(bar->sentence(), QString("A note."));
  QVERIFY(timer->isActive());
  bar->dismiss();
  QVERIFY(!bar->isVisible());

  for (const char* problem : {"First.", "Second.", "First."}) emit fixture.session->message(problem, true);
  QCOMPARE(bar->sentence(), QString("First."));  // what happened last
  bar->dismiss();
  QCOMPARE(bar->sentence(), QString("Second."));
  bar->dismiss();
  QVERIFY(!bar->isVisible());
}

void TestMainWindow::longMessagesAreWhollySeen() {
  WindowFixture fixture;
  auto* bar = fixture.find<MessageBar>("messageBar");
  const auto* text = bar->findChild<QLabel*>("messageText");
  QString sentence = QStringLiteral("48 beats of 48 records were left out.");
  for (int i = 0; i < 14; ++i) sentence += ' ' + sentence.left(80);
  emit fixture.session->message(sentence, false);
  QVERIFY(QTest::qWaitForWindowExposed(fixture.window.get()));
  QTRY_VERIFY(bar->isVisible());
  QCoreApplication::sendPostedEvents(nullptr, QEvent::LayoutRequest);
  QVERIFY2(text->height() >= text->heightForWidth(text->width()), "the sentence is cut off");
  QVERIFY(text->heightForWidth(text->width()) > 2 * text->fontMetrics().lineSpacing());
  QVERIFY(bar->rect().contains(text->geometry()));
  QVERIFY(bar->parentWidget()->rect().contains(bar->geometry()));
}

void TestMainWindow::theBottomBarKeepsItsHeight() {
  WindowFixture fixture;
  const int before = fixture.find<QWidget>("bottomBar")->height();
  Theme::instance().apply(ThemeMode::Dark);
  QTest::qWait(50);
  QCOMPARE(fixture.find<QWidget>("bottomBar")->height(), before);
}

void TestMainWindow::theTitleNamesTheData() {
  WindowFixture fixture;
  QCOMPARE(fixture.window->windowTitle(), QString("Ectopy"));
  QVERIFY(fixture.open());
  QVERIFY(fixture.window->windowTitle().contains("small"));
  QVERIFY(fixture.find<QLabel>("dataName")->text().contains("small"));
  QCOMPARE(fixture.find<QLabel>("saveState")->text(), QString("Labels saved"));
}

void TestMainWindow::droppedFilesAreOpened() {
  WindowFixture fixture;
  QMimeData files;
  files.setUrls({QUrl::fromLocalFile(fixture.dataPath())});
  QDragEnterEvent enter(QPoint(50, 50), Qt::CopyAction, &files, Qt::LeftButton, Qt::NoModifier);
  QApplication::sendEvent(fixture.window.get(), &enter);
  QVERIFY(enter.isAccepted());
  QDropEvent drop(QPointF(50, 50), Qt::CopyAction, &files, Qt::LeftButton, Qt::NoModifier);
  QApplication::sendEvent(fixture.window.get(), &drop);
  QTRY_VERIFY(fixture.session->beats());
}

void TestMainWindow::dialogsAnswerToTheSession() {
  WindowFixture fixture;
  fixture.action("open")->trigger();
  auto* dialog = fixture.find<QFileDialog>("openDialog");
  QVERIFY(dialog && dialog->isVisible());
  emit dialog->fileSelected(fixture.dataPath());
  dialog->close();
  QTRY_VERIFY(fixture.session->beats());
  fixture.action("exportCsv")->trigger();
  dialog = fixture.find<QFileDialog>("exportCsvDialog");
  QVERIFY(dialog);
  QCOMPARE(dialog->defaultSuffix(), QString("csv"));
  const QString path = fixture.folder.filePath("out.csv");
  emit dialog->fileSelected(path);
  dialog->close();
  QVERIFY(fixture.waitUntilIdle());
  QVERIFY(QFile::exists(path));
}

void TestMainWindow::keysAreListed() {
  WindowFixture fixture;
  QVERIFY(fixture.open());
  QTest::keyClick(fixture.window.get(), '?');
  auto* dialog = fixture.find<QDialog>("keysDialog");
  QVERIFY(dialog && dialog->isVisible());
  QStringList words;
  for (const auto* label : dialog->findChildren<QLabel*>()) words << label->text();
  for (const auto* key : dialog->findChildren<QToolButton*>()) words << key->text();
  QVERIFY(words.contains("V, 3"));
  QVERIFY(words.contains("]"));
  QVERIFY(words.contains("Next misclassified"));
  dialog->grab().save(QStringLiteral(ECTOPY_BINARY_DIR "/screenshots/keys-light.png"));
  dialog->close();
}

void TestMainWindow::theJobStripShowsAndStopsAJob() {
  WindowFixture fixture;
  bool stopped = false;
  fixture.session->jobs().start<void>(
      {.title = "Cutting beats"}, this,
      [](const JobContext& job) {
        while (true) {
          job.throwIfStopped();
          job.report(0.4, "record 203");
          QThread::msleep(1);
        }
      },
      {}, {}, [&] { stopped = true; });
  auto* title = fixture.find<QLabel>("jobTitle0");
  QVERIFY(!title->isVisible());
  QTRY_VERIFY(title->isVisible());
  QCOMPARE(title->text(), QString("Cutting beats"));
  QVERIFY(fixture.find<QLabel>("jobState0")->text().contains("record 203, 40 %"));
  QTest::mouseClick(fixture.find<QToolButton>("jobStop0"), Qt::LeftButton);
  QTRY_VERIFY(stopped);
  QTRY_VERIFY(!title->isVisible());
}

void TestMainWindow::aLetterOnTheMapLabels() {
  WindowFixture fixture;
  QVERIFY(fixture.open());
  fixture.window->showPage("evaluate");
  auto* views = fixture.find<QTabBar>("evaluateViews");
  views->setCurrentIndex(views->count() - 1);
  auto* map = fixture.find<QWidget>("beatMap");
  QVERIFY(map->isVisible());
  map->setFocus();
  const BeatIndex beat = *fixture.session->currentBeat();
  fixture.press(Qt::Key_V);
  QCOMPARE((*fixture.session->labels())[beat], ClassIndex{2});
  fixture.press(Qt::Key_Z, Qt::ControlModifier);
  QVERIFY((*fixture.session->labels())[beat] != ClassIndex{2});
}

void TestMainWindow::aKeyAsksWhy() {
  WindowFixture fixture;
  QVERIFY(fixture.open());
  auto* ribbon = fixture.find<QWidget>("browsePage")->findChild<QWidget*>("whyRibbon");
  QVERIFY(!ribbon->isVisible());
  fixture.press(Qt::Key_W, Qt::AltModifier);
  QVERIFY(ribbon->isVisible());
  QVERIFY(fixture.action("showWhy")->isChecked());
  fixture.press(Qt::Key_W, Qt::AltModifier);
  QVERIFY(!ribbon->isVisible());
  fixture.press(Qt::Key_W, Qt::AltModifier | Qt::ShiftModifier);
  QVERIFY(ribbon->isVisible() && fixture.action("whyGradCam")->isChecked());
}

void TestMainWindow::aReadOnlyWindowSaysSo() {
  WindowFixture fixture;
  Session other;  // another window of the program
  other.open(fixture.dataPath(), fixture.workspacePath());
  QTRY_VERIFY(other.beats() != nullptr);
  QVERIFY(other.canEdit());
  QVERIFY(fixture.open());
  QVERIFY(!fixture.session->canEdit());
  const QString reason = fixture.session->whyNotEdit();
  QVERIFY(reason.contains("another window"));
  for (const char* name : {"labelV", "labelAndStayV", "undo", "acceptPrediction"}) {
    QVERIFY(!fixture.action(name)->isEnabled());
    QVERIFY(fixture.action(name)->toolTip().contains(reason));
  }
  auto* button = fixture.find<QWidget>("inspector")->findChild<QToolButton*>("labelV");
  QVERIFY(!button->isEnabled() && button->toolTip().contains(reason));
  const auto labels = fixture.session->labels();
  fixture.find<QToolButton>("dismissMessage")->click();
  fixture.press(Qt::Key_V);
  QCOMPARE(fixture.find<QLabel>("messageText")->text(), reason);
  QCOMPARE(*fixture.session->labels(), *labels);
  // Looking and moving stay possible.
  fixture.press(Qt::Key_Right);
  QCOMPARE(fixture.session->currentBeat(), std::optional<BeatIndex>(1));
}

QTEST_MAIN(TestMainWindow)
#include "tst_main_window.moc"
