#include <QCheckBox>
#include <QComboBox>
#include <QFileDialog>
#include <QInputDialog>
#include <QKeySequenceEdit>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSettings>
#include <QTableView>
#include <QTableWidget>
#include <QToolButton>
#include <QTreeWidget>

#include "core/io/wfdb_annotations.h"
#include "core/workspace/journal_file.h"
#include "tests/support/data_folder.h"
#include "tests/ui/window/window_fixture.h"
#include "ui/importing/scheme_dialog.h"
#include "ui/widgets/beat_grid.h"
#include "ui/window/actions.h"
#include "ui/window/history_dialog.h"
#include "ui/window/key_choice_dialog.h"

using namespace ectopy;
using namespace ectopy::ui;
using ectopy::test::WindowFixture;

/// Labelling, marking and undoing by keys and clicks in the real window.
class TestLabelling : public QObject {
  Q_OBJECT

 private slots:
  void init() { QSettings().clear(); }
  void keysFlagAndExclude();
  void marksShowInTheGallery();
  void aNoteIsKeptWhenItsWriterMovesOn();
  void aNoteIsKeptAfterAPause();
  void aPauseBehindABlankScramblesNothing();
  void aNoteIsKeptWhenItsDataAreClosed();
  void aLetterOfTheSchemeIsNoOtherCommandsKey();
  void lettersInANoteLabelNothing();
  void repeatGivesTheLastLabelAgain();
  void manyAreLabelledAfterAPreview();
  void theWholeFilterIsOneStep();
  void historyRestores();
  void aNewAnnotatorIsAskedFor();
  void theNavigatorFindsMarkedBeats();
  void aKeyCanBeChosen();
  void aKeyOfAnotherCommandIsRefused();
  void annotatorsAreComparedAndAThirdDecides();
  void aJournalComesBack();
  void beatsTakeAnotherScheme();
  void labelsLeaveAsAnnotations();
  void journalAndLabelsLeaveAsFiles();

 private:
  static std::unique_ptr<WindowFixture> opened() {
    auto fixture = std::make_unique<WindowFixture>();
    if (!fixture->open()) return nullptr;
    fixture->session->setCurrentBeat(0);
    return fixture;
  }
};

void TestLabelling::keysFlagAndExclude() {
  const auto fixture = opened();
  QVERIFY(fixture);
  Session& session = *fixture->session;
  fixture->press(Qt::Key_U);
  QVERIFY(session.marks()->flagged(0));
  QVERIFY(fixture->find<QToolButton>("flagButton")->isChecked());
  fixture->press(Qt::Key_X);
  QVERIFY(session.marks()->excluded(0));
  QVERIFY(fixture->find<QToolButton>("excludeButton")->isChecked());
  fixture->press(Qt::Key_Z, Qt::ControlModifier);
  QVERIFY(!session.marks()->excluded(0));
  fixture->press(Qt::Key_U);
  QVERIFY(!session.marks()->flagged(0));
  QTest::mouseClick(fixture->find<QToolButton>("flagButton"), Qt::LeftButton);
  QVERIFY(session.marks()->flagged(0));
  fixture->press(Qt::Key_Right, Qt::AltModifier);
  QVERIFY(!fixture->find<QToolButton>("flagButton")->isChecked());
}

void TestLabelling::marksShowInTheGallery() {
  const auto fixture = opened();
  QVERIFY(fixture);
  auto* grid = fixture->window->findChild<BeatGrid*>();
  fixture->session->setCurrentBeat(3);
  const auto look = [&] {
    QTest::qWait(300);
    return grid->viewport()->grab(grid->cellRect(1)).toImage();
  };
  const QImage plain = look();
  QCOMPARE(look(), plain);
  fixture->session->setSelection({1}, 1);
  fixture->session->toggleFlag();
  fixture->session->setCurrentBeat(3);
  const QImage flagged = look();
  QVERIFY(flagged != plain);
  fixture->session->setCurrentBeat(1);
  fixture->session->toggleExcluded();
  fixture->session->setCurrentBeat(3);
  QVERIFY(look() != flagged);
}

void TestLabelling::aNoteIsKeptWhenItsWriterMovesOn() {
  const auto fixture = opened();
  QVERIFY(fixture);
  Session& session = *fixture->session;
  auto* note = fixture->find<QLineEdit>("noteEdit");
  fixture->press(Qt::Key_K, Qt::ControlModifier);
  QVERIFY(note->hasFocus());
  QTest::keyClicks(note, "P wave buried");
  session.setCurrentBeat(1);
  QCOMPARE(session.noteOf(0), QString("P wave buried"));
  QVERIFY(session.noteOf(1).isEmpty());
  QVERIFY(note->text().isEmpty());
  session.setCurrentBeat(0);
  QCOMPARE(note->text(), QString("P wave buried"));
}

void TestLabelling::aNoteIsKeptAfterAPause() {
  const auto fixture = opened();
  QVERIFY(fixture);
  auto* note = fixture->find<QLineEdit>("noteEdit");
  note->setFocus();
  QTest::keyClicks(note, "slurred");
  QTRY_COMPARE_WITH_TIMEOUT(fixture->session->noteOf(0), QString("slurred"), 5000);
  QVERIFY(note->hasFocus());
  QCOMPARE(note->text(), QString("slurred"));
}

void TestLabelling::aPauseBehindABlankScramblesNothing() {
  const auto fixture = opened();
  QVERIFY(fixture);
  auto* note = fixture->find<QLineEdit>("noteEdit");
  note->setFocus();
  QTest::keyClicks(note, "P wave ");
  QTRY_COMPARE_WITH_TIMEOUT(fixture->session->noteOf(0), QString("P wave"), 5000);
  QTest::keyClicks(note, "buried");
  QTest::keyClick(note, Qt::Key_Return);
  QCOMPARE(fixture->session->noteOf(0), QString("P wave buried"));
}

void TestLabelling::aNoteIsKeptWhenItsDataAreClosed() {
  const auto fixture = opened();
  QVERIFY(fixture);
  auto* note = fixture->find<QLineEdit>("noteEdit");
  note->setFocus();
  QTest::keyClicks(note, "half written");
  fixture->session->close();
  QTRY_VERIFY(!fixture->session->beats());
  QVERIFY(fixture->open());
  QCOMPARE(fixture->session->noteOf(0), QString("half written"));
}

void TestLabelling::aLetterOfTheSchemeIsNoOtherCommandsKey() {
  WindowFixture fixture;
  const auto beats =
      test::makeBeats({.beats = 60, .scheme = namedScheme({"T", "U", "a", "A"}), .name = "letters"});
  const QString file = fixture.folder.filePath("letters.beats");
  writeBeatFile(file.toStdString(), *beats, {});
  fixture.session->open(file, fixture.folder.filePath("letters.ectopy"));
  QTRY_VERIFY(fixture.session->beats() && fixture.session->jobs().isIdle());
  Session& session = *fixture.session;
  const auto gives = [&](int key, ClassIndex expected) {
    session.setCurrentBeat(9);
    fixture.press(key);
    return (*session.labels())[9] == expected;
  };
  QVERIFY(gives(Qt::Key_T, 0));
  QCOMPARE(fixture.window->currentPage(), QString("browse"));
  QVERIFY(gives(Qt::Key_U, 1));
  QVERIFY(!session.marks()->flagged(9));
  QVERIFY(gives(Qt::Key_A, 2));
  QVERIFY(gives(Qt::Key_4, 3));
  QVERIFY(fixture.open());  // the five AAMI classes: the keys are the commands' again
  session.setCurrentBeat(0);
  fixture.press(Qt::Key_U);
  QVERIFY(session.marks()->flagged(0));
}

void TestLabelling::lettersInANoteLabelNothing() {
  const auto fixture = opened();
  QVERIFY(fixture);
  auto* note = fixture->find<QLineEdit>("noteEdit");
  note->setFocus();
  const std::vector<ClassIndex> before = *fixture->session->labels();
  QTest::keyClicks(note, "uxVSFr1 ");
  QCOMPARE(*fixture->session->labels(), before);
  QVERIFY(!fixture->session->marks()->flagged(0));
  QTest::keyClick(note, Qt::Key_Return);
  QCOMPARE(fixture->session->noteOf(0), QString("uxVSFr1"));
  QVERIFY(!note->hasFocus());
}

void TestLabelling::repeatGivesTheLastLabelAgain() {
  const auto fixture = opened();
  QVERIFY(fixture);
  fixture->press(Qt::Key_F);
  QCOMPARE(fixture->session->currentBeat(), std::optional<BeatIndex>(1));
  fixture->press(Qt::Key_R);
  QCOMPARE((*fixture->session->labels())[1], ClassIndex{3});
  QCOMPARE(fixture->session->currentBeat(), std::optional<BeatIndex>(2));
}

void TestLabelling::manyAreLabelledAfterAPreview() {
  const auto fixture = opened();
  QVERIFY(fixture);
  Session& session = *fixture->session;
  session.setSelection({0, 1, 2, 5, 6}, 6);  // N S V N S
  fixture->press(Qt::Key_L, Qt::ControlModifier);
  auto* dialog = fixture->find<QDialog>("bulkLabelDialog");
  QVERIFY(dialog && dialog->isVisible());
  auto* to = dialog->findChild<QComboBox*>("bulkClass");
  to->setCurrentIndex(1);
  const QString preview = dialog->findChild<QLabel*>("bulkPreview")->text();
  QCOMPARE(preview, QString("3 beats become S: 2 N, 1 V. 2 have it already."));
  QTest::mouseClick(dialog->findChild<QPushButton*>("bulkAccept"), Qt::LeftButton);
  for (const BeatIndex beat : {0, 1, 2, 5, 6}) QCOMPARE((*session.labels())[beat], ClassIndex{1});
  QCOMPARE(session.journalSteps().size(), std::size_t{1});
}

void TestLabelling::theWholeFilterIsOneStep() {
  const auto fixture = opened();
  QVERIFY(fixture);
  Session& session = *fixture->session;
  session.setFilter({.labelled = ClassIndex{4}});
  QTRY_COMPARE(session.visibleBeats()->size(), std::size_t{80});
  fixture->press(Qt::Key_L, Qt::ControlModifier);
  auto* dialog = fixture->find<QDialog>("bulkLabelDialog");
  QVERIFY(dialog);
  dialog->findChild<QComboBox*>("bulkClass")->setCurrentIndex(4);
  QVERIFY(dialog->findChild<QLabel*>("bulkPreview")->text().startsWith("Nothing changes"));
  QVERIFY(!dialog->findChild<QPushButton*>("bulkAccept")->isEnabled());
  dialog->findChild<QComboBox*>("bulkClass")->setCurrentIndex(0);
  QCOMPARE(dialog->findChild<QLabel*>("bulkPreview")->text(), QString("80 beats become N: 80 Q."));
  QTest::keyClick(dialog, Qt::Key_Return);
  QTRY_COMPARE(session.counts().labelled[4], std::size_t{0});
  fixture->window->activateWindow();  // as a window manager does when a dialog goes
  QVERIFY(QTest::qWaitForWindowActive(fixture->window.get()));
  fixture->press(Qt::Key_Z, Qt::ControlModifier);
  QTRY_COMPARE(session.counts().labelled[4], std::size_t{80});
  QCOMPARE(session.journalSteps().size(), std::size_t{2});
}

void TestLabelling::historyRestores() {
  const auto fixture = opened();
  QVERIFY(fixture);
  Session& session = *fixture->session;
  const std::vector<ClassIndex> file = *session.labels();
  fixture->press(Qt::Key_V);
  const std::vector<ClassIndex> afterOne = *session.labels();
  fixture->press(Qt::Key_V);
  fixture->press(Qt::Key_U);
  fixture->press(Qt::Key_H, Qt::ControlModifier);
  auto* dialog = fixture->find<QDialog>("historyDialog");
  QVERIFY(dialog && dialog->isVisible());
  auto* table = dialog->findChild<QTableView*>("historyTable");
  QCOMPARE(table->model()->rowCount(), 3);
  const auto cell = [&](int row, int column) { return table->model()->index(row, column).data().toString(); };
  QCOMPARE(cell(0, 3), QString("beat 3 flagged"));
  QCOMPARE(cell(2, 3), QString::fromUtf8("beat 1 N → V"));
  QCOMPARE(cell(2, 4), QString("key"));
  table->selectRow(2);
  QTest::mouseClick(dialog->findChild<QPushButton*>("historyRestore"), Qt::LeftButton);
  QCOMPARE(*session.labels(), afterOne);
  QVERIFY(!session.marks()->flagged(2));
  QCOMPARE(table->model()->rowCount(), 4);
  QTest::mouseClick(dialog->findChild<QPushButton*>("historyRestoreFile"), Qt::LeftButton);
  QCOMPARE(*session.labels(), file);
  table->selectRow(2);
  QTest::mouseClick(dialog->findChild<QPushButton*>("historyShow"), Qt::LeftButton);
  QTRY_COMPARE(session.visibleBeats()->size(), std::size_t{1});
}

void TestLabelling::aNewAnnotatorIsAskedFor() {
  const auto fixture = opened();
  QVERIFY(fixture);
  QCOMPARE(fixture->find<QLabel>("labelTitle")->text(), QString("Label"));
  fixture->press(Qt::Key_V);
  fixture->action("newAnnotator")->trigger();
  auto* question = fixture->find<QInputDialog>("annotatorDialog");
  QVERIFY(question && question->isVisible());
  question->setTextValue("anna");
  question->accept();
  QTRY_COMPARE(fixture->session->annotator(), QString("anna"));
  QCOMPARE(fixture->find<QLabel>("labelTitle")->text(), QString("Label by anna"));
  QCOMPARE((*fixture->session->labels())[0], ClassIndex{0});
  auto* menu = fixture->find<QMenu>("annotatorMenu");
  QAction* own = menu->actions().front();
  QVERIFY(own->isCheckable() && !own->isChecked());
  own->trigger();
  QTRY_COMPARE((*fixture->session->labels())[0], ClassIndex{2});
}

void TestLabelling::theNavigatorFindsMarkedBeats() {
  const auto fixture = opened();
  QVERIFY(fixture);
  Session& session = *fixture->session;
  session.setSelection({4, 9}, 9);
  fixture->press(Qt::Key_U);
  auto* tree = fixture->find<QTreeWidget>("navigatorTree");
  const auto rows = tree->findItems("Flagged", Qt::MatchExactly | Qt::MatchRecursive);
  QCOMPARE(rows.size(), 1);
  QTest::mouseClick(tree->viewport(), Qt::LeftButton, {}, tree->visualItemRect(rows.front()).center());
  QTRY_COMPARE(*session.visibleBeats(), (std::vector<BeatIndex>{4, 9}));
}

void TestLabelling::aKeyCanBeChosen() {
  auto fixture = opened();
  QVERIFY(fixture);
  fixture->press(Qt::Key_Question);
  auto* keys = fixture->find<QDialog>("keysDialog");
  QVERIFY(keys);
  QTest::mouseClick(keys->findChild<QToolButton*>("key:labelV"), Qt::LeftButton);
  auto* choice = keys->findChild<QDialog*>("keyChoiceDialog");
  QVERIFY(choice && choice->isVisible());
  QTest::keyClick(choice->findChild<QKeySequenceEdit*>("keyChoice"), Qt::Key_D);
  QTRY_VERIFY2(choice->findChild<QPushButton*>("keyChoiceUse")->isEnabled(),
               qPrintable(choice->findChild<QLabel*>("keyChoiceWords")->text()));
  QTest::mouseClick(choice->findChild<QPushButton*>("keyChoiceUse"), Qt::LeftButton);
  QCOMPARE(keys->findChild<QToolButton*>("key:labelV")->text(), QString("D"));
  fixture = opened();  // as after a restart
  QVERIFY(fixture);
  fixture->press(Qt::Key_V);
  QCOMPARE((*fixture->session->labels())[0], ClassIndex{0});
  fixture->press(Qt::Key_D);
  QCOMPARE((*fixture->session->labels())[0], ClassIndex{2});
  QVERIFY(fixture->find<QToolButton>("labelV")->toolTip().contains("key D"));
  chooseKeys(*fixture->action("labelV"), {});
  fixture->press(Qt::Key_V);
  QCOMPARE((*fixture->session->labels())[1], ClassIndex{2});
}

void TestLabelling::aKeyOfAnotherCommandIsRefused() {
  const auto fixture = opened();
  QVERIFY(fixture);
  KeyChoiceDialog choice(*fixture->action("labelV"), *fixture->window, fixture->window.get());
  auto* edit = choice.findChild<QKeySequenceEdit*>("keyChoice");
  auto* use = choice.findChild<QPushButton*>("keyChoiceUse");
  QVERIFY(!use->isEnabled());
  edit->setKeySequence(QKeySequence(Qt::Key_U));
  QVERIFY(!use->isEnabled());
  QVERIFY(choice.findChild<QLabel*>("keyChoiceWords")->text().contains("Flag"));
  edit->setKeySequence(QKeySequence(Qt::Key_Left));
  QVERIFY(!use->isEnabled());
  edit->setKeySequence(QKeySequence(Qt::Key_W));
  QVERIFY(use->isEnabled());
}

void TestLabelling::annotatorsAreComparedAndAThirdDecides() {
  const auto fixture = opened();
  QVERIFY(fixture);
  Session& session = *fixture->session;
  const QString own = session.annotator();
  session.setSelection({0, 1, 2, 3}, 0);
  session.relabel(4, false);  // N S V F
  session.setAnnotator("anna");
  QTRY_COMPARE(session.annotator(), QString("anna"));
  session.setSelection({0, 1, 2}, 0);
  session.relabel(4, false);
  session.setSelection({3}, 3);
  session.relabel(2, false);
  QVERIFY(fixture->waitUntilIdle());
  fixture->action("compareAnnotators")->trigger();
  auto* dialog = fixture->find<QDialog>("agreementDialog");
  QVERIFY(dialog && dialog->isVisible());
  const auto words = [&] { return dialog->findChild<QLabel*>("agreementWords")->text(); };
  QTRY_VERIFY2(words().contains("4 beats, 75.0 % alike"), qPrintable(words()));
  QVERIFY2(words().contains("They differ on 1."), qPrintable(words()));
  dialog->findChild<QCheckBox*>("agreementOnlyOwn")->setChecked(false);
  QTRY_VERIFY2(words().contains("400 beats"), qPrintable(words()));
  QVERIFY2(words().startsWith("Kappa 0.99"), qPrintable(words()));
  QTest::mouseClick(dialog->findChild<QPushButton*>("agreementJudge"), Qt::LeftButton);
  QTRY_COMPARE(session.annotator(), QString("adjudicated"));
  QTRY_COMPARE(*session.visibleBeats(), (std::vector<BeatIndex>{3}));
  QCOMPARE((*session.labels())[0], ClassIndex{4});
  QCOMPARE((*session.labels())[3], kUnlabelled);
  QCOMPARE(session.annotators(), (QStringList{own, "anna", "adjudicated"}));
  QVERIFY2(fixture->errors.isEmpty(), qPrintable(fixture->errors.join(' ')));
}

void TestLabelling::aJournalComesBack() {
  const auto fixture = opened();
  QVERIFY(fixture);
  Session& session = *fixture->session;
  fixture->press(Qt::Key_V);
  const QString file = fixture->folder.filePath("journal.json");
  session.exportJournal(file);
  QTRY_COMPARE(fixture->notes.size(), 1);
  session.close();
  QTRY_VERIFY(!session.beats());
  session.open(fixture->dataPath(), fixture->folder.filePath("another.ectopy"));
  QTRY_VERIFY(session.beats() && session.jobs().isIdle());
  QCOMPARE((*session.labels())[0], ClassIndex{0});
  session.importJournal(file);
  QTRY_COMPARE((*session.labels())[0], ClassIndex{2});
  QVERIFY(session.canUndo());
  fixture->notes.clear();
  session.importJournal(file);
  QTRY_COMPARE(fixture->notes.size(), 1);
  QVERIFY(fixture->notes.back().contains("here already"));
  session.importJournal(fixture->dataPath());
  QTRY_COMPARE(fixture->errors.size(), 1);
}

void TestLabelling::beatsTakeAnotherScheme() {
  const auto fixture = opened();
  QVERIFY(fixture);
  fixture->press(Qt::Key_V);  // beat 1, an N in the file
  fixture->action("otherScheme")->trigger();
  auto* dialog = fixture->find<SchemeDialog>("schemeDialog");
  QVERIFY(dialog && dialog->isVisible());
  auto* classes = dialog->findChild<QTableWidget*>("schemeClasses");
  auto* targets = dialog->findChild<QTableWidget*>("schemeTargets");
  const auto words = [&] { return dialog->findChild<QLabel*>("schemeWords")->text(); };
  auto* write = dialog->findChild<QPushButton*>("schemeWrite");
  QCOMPARE(classes->rowCount(), 5);
  QCOMPARE(words(), QString("Every labelled beat keeps a label."));
  classes->item(2, 0)->setText("PVC");
  QVERIFY(dialog->mapping().target == (std::vector<ClassIndex>{0, 1, 2, 3, 4}));
  classes->item(1, 0)->setText("PVC");
  QVERIFY(words().contains("two classes") && !write->isEnabled());
  classes->item(1, 0)->setText("A");
  classes->setCurrentCell(4, 0);
  QTest::mouseClick(dialog->findChild<QPushButton*>("schemeRemove"), Qt::LeftButton);
  QCOMPARE(words(), QString("80 beats lose their label."));
  qobject_cast<QComboBox*>(targets->cellWidget(3, 2))->setCurrentText("PVC");
  QVERIFY(dialog->mapping().target == (std::vector<ClassIndex>{0, 1, 2, 2, kUnlabelled}));
  QVERIFY(write->isEnabled());
  QTest::mouseClick(write, Qt::LeftButton);
  auto* file = dialog->findChild<QFileDialog*>("schemeFileDialog");
  QVERIFY(file);
  file->selectFile(fixture->folder.filePath("own.beats"));
  static_cast<QDialog*>(file)->accept();
  QTRY_COMPARE(fixture->session->beats()->scheme().size(), std::size_t{4});
  QVERIFY(fixture->waitUntilIdle());
  QCOMPARE((*fixture->session->labels())[0], ClassIndex{2});
  QTRY_COMPARE(fixture->session->counts().unlabelled, std::size_t{80});
  fixture->session->setCurrentBeat(1);
  fixture->window->activateWindow();
  QVERIFY(QTest::qWaitForWindowActive(fixture->window.get()));
  fixture->press(Qt::Key_A);
  QCOMPARE((*fixture->session->labels())[1], ClassIndex{1});
}

void TestLabelling::labelsLeaveAsAnnotations() {
  ECTOPY_NEEDS_DATA();
  WindowFixture fixture;
  const QString record = QString::fromStdString((test::dataFolder() / "mitdb" / "222.hea").string());
  fixture.session->open(record, fixture.folder.filePath("222.ectopy"));
  QTRY_VERIFY_WITH_TIMEOUT(fixture.session->beats() && fixture.session->jobs().isIdle(), 60'000);
  fixture.session->setCurrentBeat(0);
  fixture.press(Qt::Key_V);
  fixture.action("exportAnnotations")->trigger();
  auto* dialog = fixture.find<QDialog>("annotationsDialog");
  QVERIFY(dialog && dialog->isVisible());
  auto* name = dialog->findChild<QLineEdit*>("annotationsName");
  auto* write = dialog->findChild<QPushButton*>("annotationsWrite");
  name->setText("hea");
  QVERIFY(!write->isEnabled());
  QVERIFY(dialog->findChild<QLabel*>("annotationsWords")->text().contains("no suffix of other files"));
  name->setText("anna");
  QVERIFY(dialog->findChild<QLabel*>("annotationsWords")->text().startsWith("One file, 222.anna."));
  dialog->findChild<QLineEdit*>("annotationsFolder")->setText(fixture.folder.path());
  QTest::mouseClick(write, Qt::LeftButton);
  QTRY_VERIFY(!fixture.notes.isEmpty() && fixture.notes.back().contains("222.anna"));
  const auto marks = readWfdbAnnotations(fixture.folder.filePath("222.anna").toStdString()).annotations;
  const std::int64_t sample = fixture.session->beats()->columns().rSamples[0];
  const auto first = std::ranges::find(marks, sample, &Annotation::sample);
  QVERIFY(first != marks.end());
  QCOMPARE(symbolOf(first->code), std::string("V"));
}

void TestLabelling::journalAndLabelsLeaveAsFiles() {
  const auto fixture = opened();
  QVERIFY(fixture);
  fixture->press(Qt::Key_V);
  fixture->press(Qt::Key_U);
  const QString labels = fixture->folder.filePath("labels.json");
  const QString journal = fixture->folder.filePath("journal.csv");
  fixture->session->exportJson(labels);
  fixture->session->exportJournal(journal);
  QTRY_COMPARE(fixture->notes.size(), 2);
  QVERIFY(QFile::exists(labels));
  const JournalFile read = readJournalCsv(journal.toStdString(), {});
  QCOMPARE(read.journals.size(), std::size_t{1});
  QCOMPARE(read.journals.front().steps.size(), std::size_t{2});
  fixture->session->exportJson(fixture->folder.filePath("no/such/folder.json"));
  QTRY_COMPARE(fixture->errors.size(), 1);
}

QTEST_MAIN(TestLabelling)
#include "tst_labelling.moc"
