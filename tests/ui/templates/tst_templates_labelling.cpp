#include <QSettings>

#include "tests/ui/templates/templates_fixture.h"

using namespace ectopy;
using namespace ectopy::test;
using namespace ectopy::ui;

/// Whole groups labelled, flagged and excluded by keys in the real window.
class TestTemplatesLabelling : public QObject {
  Q_OBJECT

 private slots:
  void init() { QSettings().clear(); }
  void aKeyLabelsTheWholeGroupAndMovesOn();
  void undoComesBackToTheGroup();
  void undoElsewhereLeavesTheGroup();
  void severalGroupsAreLabelledAtOnce();
  void groupsAreFlaggedAndExcluded();
  void aKeyHeldDownLabelsOneGroup();
  void aSingleBeatIsLabelledInTheGallery();
  void focusBackOnTheCardsMeansTheGroup();
  void nothingIsLabelledBeforeThereAreGroups();
  void repeatingMovesOn();
  void acceptingTheModelsClassesMovesOn();
  void aReadOnlyWorkspaceLabelsNothing();
};

void TestTemplatesLabelling::aKeyLabelsTheWholeGroupAndMovesOn() {
  TemplatesFixture page;
  page.group();
  page.key(Qt::Key_N);
  QCOMPARE(page.steps(), std::size_t{1});
  QCOMPARE(page.labelled(kN), 61);
  QCOMPARE(page.labelled(kV), 30);
  const auto history = page.session->historyOf(55);
  QCOMPARE(history.size(), std::size_t{1});
  QCOMPARE(QString::fromStdString(history.front().why), QString("template"));
  QCOMPARE(page.text("templateTarget"), QString("A label goes to all 30 beats of this group."));
  page.key(Qt::Key_4);  // its number does the same as its letter
  QCOMPARE(page.labelled(kF), 31);
  QCOMPARE(page.steps(), std::size_t{2});
}

void TestTemplatesLabelling::undoComesBackToTheGroup() {
  TemplatesFixture page;
  page.group();
  page.key(Qt::Key_F);
  QCOMPARE(page.labelled(kF), 61);
  page.key(Qt::Key_Z, Qt::ControlModifier);
  QCOMPARE(page.labelled(kF), 1);
  QCOMPARE(page.labelled(kV), 40);
  QCOMPARE(page.cards().selectedGroups(), (std::vector<std::size_t>{0}));
  QCOMPARE(page.text("templateTarget"), QString("A label goes to all 60 beats of this group."));
  page.key(Qt::Key_Y, Qt::ControlModifier);
  QCOMPARE(page.labelled(kF), 61);
}

void TestTemplatesLabelling::undoElsewhereLeavesTheGroup() {
  TemplatesFixture page;
  page.session->setCurrentBeat(95);  // of r2
  page.session->relabel(kF, false);
  page.choose("templateScope", "One record");
  page.choose("templateRecord", "r1");
  page.key(Qt::Key_G, Qt::ControlModifier | Qt::AltModifier);
  page.key(Qt::Key_Z, Qt::ControlModifier);
  QCOMPARE((*page.session->labels())[95], kS);
  // What the line says is what the key does.
  QCOMPARE(page.text("templateTarget"), QString("A label goes to all 60 beats of this group."));
  QCOMPARE(page.session->selection().size(), std::size_t{60});
}

void TestTemplatesLabelling::severalGroupsAreLabelledAtOnce() {
  TemplatesFixture page;
  page.group();
  page.key(Qt::Key_Right, Qt::ShiftModifier);
  QCOMPARE(page.text("templateTarget"), QString("A label goes to all 90 beats of 2 groups."));
  page.click(2, Qt::ControlModifier);
  QCOMPARE(page.text("templateTarget"), QString("A label goes to all 110 beats of 3 groups."));
  page.click(1, Qt::ControlModifier);
  QCOMPARE(page.cards().selectedGroups(), (std::vector<std::size_t>{0, 2}));
  QCOMPARE(page.session->visibleBeats()->size(), std::size_t{80});
  page.key(Qt::Key_Home, Qt::ControlModifier);
  page.key(Qt::Key_Space, Qt::ControlModifier);
  QCOMPARE(page.cards().selectedGroups(), (std::vector<std::size_t>{2}));
  page.key(Qt::Key_Space, Qt::ControlModifier);
  page.key(Qt::Key_Right, Qt::ControlModifier);
  QCOMPARE(page.text("templateTarget"), QString("A label goes to all 80 beats of 2 groups."));
  page.key(Qt::Key_Space, Qt::ControlModifier);
  page.key(Qt::Key_V);
  QCOMPARE(page.labelled(kV), 110);
  QCOMPARE(page.labelled(kS), 0);
  QCOMPARE(page.steps(), std::size_t{1});
}

void TestTemplatesLabelling::groupsAreFlaggedAndExcluded() {
  TemplatesFixture page;
  page.group();
  page.click(1);
  page.key(Qt::Key_U);
  const auto flagged = [&] { return std::ranges::count(page.session->marks()->isFlagged, true); };
  QCOMPARE(flagged(), 30);
  page.key(Qt::Key_X);
  QCOMPARE(std::ranges::count(page.session->marks()->isExcluded, true), 30);
  QCOMPARE(page.steps(), std::size_t{2});
  page.key(Qt::Key_Z, Qt::ControlModifier);
  page.key(Qt::Key_Z, Qt::ControlModifier);
  QCOMPARE(flagged(), 0);
  QCOMPARE(page.cards().selectedGroups(), (std::vector<std::size_t>{1}));
}

void TestTemplatesLabelling::aKeyHeldDownLabelsOneGroup() {
  TemplatesFixture page;
  page.group();
  QKeyEvent held(QEvent::KeyPress, Qt::Key_V, Qt::NoModifier, "v", true);
  QApplication::sendEvent(&page.cards(), &held);
  page.wait();
  QCOMPARE(page.steps(), std::size_t{0});
}

void TestTemplatesLabelling::aSingleBeatIsLabelledInTheGallery() {
  TemplatesFixture page;
  page.group();
  const BeatIndex second = (*page.session->visibleBeats())[1];
  const ClassIndex before = (*page.session->labels())[second];
  QTest::mouseClick(page.grid().viewport(), Qt::LeftButton, {}, page.grid().cellRect(second).center());
  QVERIFY(page.grid().hasFocus());
  QCOMPARE(page.text("templateTarget"), QString("A label goes to the 1 beat selected below."));
  page.key(Qt::Key_Q);
  QCOMPARE(page.labelled(4), 1);
  QCOMPARE((*page.session->labels())[second], ClassIndex{4});
  page.key(Qt::Key_Z, Qt::ControlModifier);
  QCOMPARE((*page.session->labels())[second], before);
  QVERIFY(page.grid().hasFocus());
}

void TestTemplatesLabelling::focusBackOnTheCardsMeansTheGroup() {
  TemplatesFixture page;
  page.group();
  const BeatIndex second = (*page.session->visibleBeats())[1];
  QTest::mouseClick(page.grid().viewport(), Qt::LeftButton, {}, page.grid().cellRect(second).center());
  QCOMPARE(page.session->selection().size(), std::size_t{1});
  page.cards().setFocus();
  QCOMPARE(page.session->selection().size(), std::size_t{60});
  QCOMPARE(page.session->currentBeat(), std::optional<BeatIndex>(second));
}

void TestTemplatesLabelling::nothingIsLabelledBeforeThereAreGroups() {
  TemplatesFixture page;
  page.session->setSelection({0, 1, 2}, 0);
  for (const auto key : {Qt::Key_V, Qt::Key_U, Qt::Key_X}) page.key(key);
  QCOMPARE(page.steps(), std::size_t{0});
  QVERIFY(!page.action("flag")->isEnabled());
  page.window->showPage("browse");
  QVERIFY(page.action("flag")->isEnabled());
  page.window->showPage("templates");
  QVERIFY(!page.action("flag")->isEnabled());
  page.group();
  QVERIFY(page.action("flag")->isEnabled());
  page.window->showPage("train");
  QVERIFY(!page.action("flag")->isEnabled());
}

void TestTemplatesLabelling::repeatingMovesOn() {
  TemplatesFixture page;
  page.group();
  page.key(Qt::Key_R);  // nothing to repeat yet
  QCOMPARE(page.cards().selectedGroups(), (std::vector<std::size_t>{0}));
  page.key(Qt::Key_F);
  page.key(Qt::Key_R);
  QCOMPARE(page.labelled(kF), 91);
  QCOMPARE(page.cards().selectedGroups(), (std::vector<std::size_t>{2}));
  QCOMPARE(page.text("templateTarget"), QString("A label goes to all 20 beats of this group."));
  page.key(Qt::Key_Home);
  page.key(Qt::Key_Right, Qt::ShiftModifier);
  page.key(Qt::Key_R);  // behind the last of several
  QCOMPARE(page.cards().selectedGroups(), (std::vector<std::size_t>{2}));
  const BeatIndex first = page.session->visibleBeats()->front();
  QTest::mouseClick(page.grid().viewport(), Qt::LeftButton, {}, page.grid().cellRect(first).center());
  page.key(Qt::Key_R);  // one beat alone: the group is not through
  QCOMPARE(page.labelled(kF), 92);
  QCOMPARE(page.cards().selectedGroups(), (std::vector<std::size_t>{2}));
}

void TestTemplatesLabelling::acceptingTheModelsClassesMovesOn() {
  TemplatesFixture page;
  QVERIFY(page.train());
  page.group();
  const std::vector<BeatIndex> members = page.session->selection();
  page.key(Qt::Key_Space);
  for (const BeatIndex beat : members)
    QCOMPARE((*page.session->labels())[beat], page.session->predictions()->predicted(beat));
  QCOMPARE(page.cards().selectedGroups(), (std::vector<std::size_t>{1}));
  QCOMPARE(page.session->selection().size(), std::size_t{30});
}

void TestTemplatesLabelling::aReadOnlyWorkspaceLabelsNothing() {
  TemplatesFixture page(true);
  QVERIFY(!page.session->canEdit());
  page.group();
  QCOMPARE(page.text("templateTarget"), page.session->whyNotEdit());
  page.key(Qt::Key_V);
  QCOMPARE(page.labelled(kV), 40);
  QCOMPARE(page.cards().selectedGroups(), (std::vector<std::size_t>{0}));
  QVERIFY(page.errors.contains(page.session->whyNotEdit()));
}

QTEST_MAIN(TestTemplatesLabelling)
#include "tst_templates_labelling.moc"
