#include <QDoubleSpinBox>
#include <QSettings>
#include <QSpinBox>
#include <QToolButton>

#include "tests/ui/templates/templates_fixture.h"

using namespace ectopy;
using namespace ectopy::test;
using namespace ectopy::ui;

/// The Templates page in the real window: what is grouped, and how the groups stand there.
class TestTemplatesPage : public QObject {
  Q_OBJECT

 private slots:
  void init() { QSettings().clear(); }
  void saysWhatToDoFirst();
  void groupsAreCards();
  void onlyWhatIsChosenIsGrouped();
  void theBeatsShownAreGrouped();
  void nothingToGroupIsSaid();
  void mergeAndSplit();
  void oneShapeCanNotBeSplit();
  void smallGroupsUnfold();
  void groupsMadeInTheBackgroundSelectNothing();
  void leavingKeepsOneBeatSelected();
  void theMostGroupsAreChosen();
  void longWordsDoNotWidenTheWindow();
  void groupsGoWithTheData();
};

void TestTemplatesPage::saysWhatToDoFirst() {
  WindowFixture empty;
  empty.window->showPage("templates");
  QCOMPARE(empty.find<QLabel>("templatesEmptyTitle")->text(), QString("No data yet"));
  QVERIFY(!empty.action("groupTemplates")->isEnabled());
  TemplatesFixture page;
  QVERIFY(page.find<QPushButton>("groupButton")->hasFocus());
  QVERIFY(page.text("templatesEmpty").contains("press Group"));
  QVERIFY(page.text("templatesEmpty").contains("can't tell S from N"));
  QVERIFY(page.action("groupTemplates")->isEnabled());
  QVERIFY(!page.action("mergeTemplates")->isEnabled());
  page.window->showPage("train");
  QVERIFY(!page.action("groupTemplates")->isEnabled());
}

void TestTemplatesPage::groupsAreCards() {
  TemplatesFixture page;
  page.group();
  QVERIFY(page.text("templateSummary").startsWith("5 groups of 112 beats; 2 beats are alone in theirs."));
  QCOMPARE(page.cards().count(), std::size_t{4});  // the single ones are one card
  QVERIFY(page.cards().hasFocus());
  QCOMPARE(page.text("templateTarget"), QString("A label goes to all 60 beats of this group."));
  QCOMPARE(page.session->visibleBeats()->size(), std::size_t{60});
  QCOMPARE(page.session->selection(), *page.session->visibleBeats());
  page.key(Qt::Key_End);
  QCOMPARE(page.text("templateTarget"), QString("A label goes to all 2 beats of 2 groups."));
  QCOMPARE(*page.session->visibleBeats(), (std::vector<BeatIndex>{110, 111}));
  page.key(Qt::Key_Left);
  QCOMPARE(page.session->visibleBeats()->size(), std::size_t{20});
}

void TestTemplatesPage::onlyWhatIsChosenIsGrouped() {
  TemplatesFixture page;
  QCOMPARE(page.find<QComboBox>("templateRecord")->currentText(), QString("r1"));
  page.choose("templateScope", "One record");
  page.choose("templateRecord", "r2");
  page.find<QDoubleSpinBox>("templateThreshold")->setValue(0.8);
  page.key(Qt::Key_G, Qt::ControlModifier | Qt::AltModifier);
  QVERIFY2(page.text("templateSummary").startsWith("1 group of 20 beats"),
           qPrintable(page.text("templateSummary")));
  page.choose("templateScope", "All records");
  page.choose("templateClass", "Class V");
  page.key(Qt::Key_G, Qt::ControlModifier | Qt::AltModifier);
  QVERIFY2(page.text("templateSummary").startsWith("2 groups of 40 beats"),
           qPrintable(page.text("templateSummary")));
}

void TestTemplatesPage::theBeatsShownAreGrouped() {
  TemplatesFixture page;
  page.session->setFilter({.labelled = kV});
  page.choose("templateScope", "Beats shown: truth V");
  page.key(Qt::Key_G, Qt::ControlModifier | Qt::AltModifier);
  QVERIFY(page.text("templateSummary").startsWith("2 groups of 40 beats"));
  // What the page lists is not what is grouped the next time.
  QVERIFY(page.session->filter().among);
  QVERIFY(page.find<QComboBox>("templateScope")->currentText().contains("truth V"));
}

void TestTemplatesPage::nothingToGroupIsSaid() {
  TemplatesFixture page;
  page.choose("templateScope", "All records");
  page.choose("templateClass", "Class Q");
  page.key(Qt::Key_G, Qt::ControlModifier | Qt::AltModifier);
  QCOMPARE(page.errors.size(), 1);
  QVERIFY2(page.errors.front().startsWith("There is nothing to group"), qPrintable(page.errors.front()));
  QVERIFY(page.action("groupTemplates")->isEnabled());
}

void TestTemplatesPage::mergeAndSplit() {
  TemplatesFixture page;
  page.group();
  page.click(1);
  page.click(2, Qt::ControlModifier);
  QVERIFY(!page.action("splitTemplate")->isEnabled());
  QTest::mouseClick(page.find<QToolButton>("mergeButton"), Qt::LeftButton);
  page.wait();
  QVERIFY(page.text("templateSummary").startsWith("4 groups of 112 beats"));
  QCOMPARE(page.cards().selectedGroups(), (std::vector<std::size_t>{1}));
  QCOMPARE(page.text("templateTarget"), QString("A label goes to all 50 beats of this group."));
  QVERIFY(!page.action("mergeTemplates")->isEnabled());
  page.key(Qt::Key_S, Qt::ControlModifier | Qt::ShiftModifier);
  QVERIFY(page.text("templateSummary").startsWith("5 groups of 112 beats"));
  QCOMPARE(page.cards().selectedGroups(), (std::vector<std::size_t>{1, 2}));
  QCOMPARE(page.steps(), std::size_t{0});  // no label was touched
  page.key(Qt::Key_J, Qt::ControlModifier | Qt::ShiftModifier);
  QVERIFY(page.text("templateSummary").startsWith("4 groups of 112 beats"));
  page.window->showPage("browse");
  page.window->showPage("templates");
  QVERIFY(page.text("templateSummary").startsWith("4 groups of 112 beats"));
}

void TestTemplatesPage::oneShapeCanNotBeSplit() {
  TemplatesFixture page;
  page.group();
  page.find<QToolButton>("unfoldButton")->click();
  page.key(Qt::Key_End);
  QCOMPARE(page.session->selection().size(), std::size_t{1});
  QVERIFY(!page.action("splitTemplate")->isEnabled());
}

void TestTemplatesPage::smallGroupsUnfold() {
  TemplatesFixture page;
  page.group();
  page.key(Qt::Key_End);
  page.key(Qt::Key_Return);
  QCOMPARE(page.cards().count(), std::size_t{5});
  QVERIFY(page.action("unfoldTemplates")->isChecked());
  page.key(Qt::Key_End);
  QCOMPARE(page.text("templateTarget"), QString("A label goes to the one beat of this group."));
  page.key(Qt::Key_A, Qt::ControlModifier | Qt::ShiftModifier);
  QCOMPARE(page.cards().count(), std::size_t{4});
}

void TestTemplatesPage::groupsMadeInTheBackgroundSelectNothing() {
  TemplatesFixture page;
  page.startGrouping();
  page.window->showPage("browse");
  page.wait();
  QCOMPARE(page.session->selection(), (std::vector<BeatIndex>{0}));
  QCOMPARE(page.session->visibleBeats()->size(), std::size_t{112});
  page.key(Qt::Key_F);
  QCOMPARE(page.labelled(kF), 2);
  page.window->showPage("templates");
  page.wait();
  QCOMPARE(page.text("templateTarget"), QString("A label goes to all 60 beats of this group."));
  QCOMPARE(page.session->visibleBeats()->size(), std::size_t{60});
  page.key(Qt::Key_Right, Qt::ShiftModifier);
  page.action("mergeTemplates")->trigger();
  page.window->showPage("browse");
  page.wait();
  QCOMPARE(page.session->selection().size(), std::size_t{1});
  page.window->showPage("templates");
  QCOMPARE(page.text("templateTarget"), QString("A label goes to all 90 beats of this group."));
}

void TestTemplatesPage::leavingKeepsOneBeatSelected() {
  TemplatesFixture page;
  page.group();
  page.click(1);
  const BeatIndex current = *page.session->currentBeat();
  page.window->showPage("browse");
  QCOMPARE(page.session->selection(), (std::vector<BeatIndex>{current}));
  page.key(Qt::Key_F);
  QCOMPARE(page.labelled(kF), 2);
}

void TestTemplatesPage::theMostGroupsAreChosen() {
  std::vector<ShapedBeats> shapes;
  for (int bump = 0; bump < 36; bump += 3) shapes.push_back({bump, kN, 4});
  const auto beats = test::shapedBeats(shapes);
  {
    TemplatesFixture page(*beats);
    QCOMPARE(page.find<QSpinBox>("templateMost")->value(), 40);
    page.group();
    QVERIFY2(page.text("templateSummary").startsWith("12 groups"), qPrintable(page.text("templateSummary")));
    page.find<QSpinBox>("templateMost")->setValue(10);
    page.group();
    QVERIFY2(page.text("templateSummary").startsWith("10 groups"), qPrintable(page.text("templateSummary")));
  }
  TemplatesFixture again(*beats);
  QCOMPARE(again.find<QSpinBox>("templateMost")->value(), 10);
}

void TestTemplatesPage::longWordsDoNotWidenTheWindow() {
  TemplatesFixture page;
  page.group();
  const int before = page.page()->minimumSizeHint().width();
  page.session->showListed(QString("like beat 1, ").repeated(20), {0, 1, 2});
  page.wait();
  QCOMPARE(page.page()->minimumSizeHint().width(), before);
}

void TestTemplatesPage::groupsGoWithTheData() {
  TemplatesFixture page;
  page.group();
  QVERIFY(page.open());
  page.window->showPage("templates");
  QCOMPARE(page.cards().count(), std::size_t{0});
  QVERIFY(page.find<QLabel>("templatesEmpty")->isVisible());
}

QTEST_MAIN(TestTemplatesPage)
#include "tst_templates_page.moc"
