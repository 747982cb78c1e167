#include <QComboBox>
#include <QDoubleSpinBox>
#include <QLabel>
#include <QPushButton>
#include <QSettings>
#include <QSpinBox>
#include <QToolButton>
#include <algorithm>

#include "tests/ui/templates/shaped_beats.h"
#include "tests/ui/window/window_fixture.h"
#include "ui/templates/template_cards.h"
#include "ui/widgets/beat_grid.h"

using namespace ectopy;
using namespace ectopy::ui;
using ectopy::test::ShapedBeats;
using ectopy::test::WindowFixture;

namespace {

constexpr ClassIndex kN = 0;
constexpr ClassIndex kS = 1;
constexpr ClassIndex kV = 2;
constexpr ClassIndex kF = 3;

/// Groups of 60 (50 N, 10 V), 30 V, 20 S, and two single beats.
std::shared_ptr<const BeatSet> fiveShapes() {
  return test::shapedBeats(
      {{3, kN, 50}, {3, kV, 10}, {12, kV, 30}, {20, kS, 20, 1}, {27, kN, 1}, {33, kF, 1}});
}

/// The window with the Templates page and the made-up beats.
struct Page : WindowFixture {
  explicit Page(bool isReadOnly = false) : Page(*fiveShapes(), isReadOnly) {}
  explicit Page(const BeatSet& beats, bool isReadOnly = false) {
    writeBeatFile(file().toStdString(), beats, {});
    if (isReadOnly) {
      other = std::make_unique<Session>([this]() -> Learner& { return learner; });
      openIn(*other);
    }
    openIn(*session);
    window->showPage("templates");
  }

  void openIn(Session& one) {
    one.open(file(), folder.filePath("shaped.ectopy"));
    if (!QTest::qWaitFor([&] { return one.beats() && one.jobs().isIdle(); }, 20'000)) qFatal("No data came.");
  }
  QString file() const { return folder.filePath("shaped.beats"); }
  TemplateCards& cards() { return *find<TemplateCards>("templateCards"); }
  QString text(const QString& name) { return find<QLabel>(name)->text(); }
  BeatGrid& grid() { return *page()->findChild<BeatGrid*>(); }
  QWidget* page() { return find<QWidget>("templatesPage"); }
  void choose(const QString& combo, const QString& item) {
    auto* box = find<QComboBox>(combo);
    const int row = box->findText(item, Qt::MatchStartsWith);
    if (row < 0) qFatal("No %s.", qPrintable(item));
    box->setCurrentIndex(row);
  }
  void startGrouping() {
    choose("templateScope", "All records");
    QTest::mouseClick(find<QPushButton>("groupButton"), Qt::LeftButton);
  }
  void group() {
    startGrouping();
    wait();
  }
  void wait() {
    if (!waitUntilIdle()) qFatal("It does not end.");
  }
  void click(std::size_t card, Qt::KeyboardModifiers modifiers = Qt::NoModifier) {
    QTest::mouseClick(cards().viewport(), Qt::LeftButton, modifiers, cards().cardRect(card).center());
    wait();
  }
  void key(int key, Qt::KeyboardModifiers modifiers = Qt::NoModifier) {
    press(key, modifiers);
    wait();
  }
  std::size_t steps() const { return session->journalSteps().size(); }
  /// How many beats have this label.
  long labelled(ClassIndex label) const { return std::ranges::count(*session->labels(), label); }

  std::unique_ptr<Session> other;
};

}  // namespace

/// The Templates page in the real window.
class TestTemplatesPage : public QObject {
  Q_OBJECT

 private slots:
  void init() { QSettings().clear(); }
  void saysWhatToDoFirst();
  void groupsAreCards();
  void onlyWhatIsChosenIsGrouped();
  void theBeatsShownAreGrouped();
  void nothingToGroupIsSaid();
  void aKeyLabelsTheWholeGroupAndMovesOn();
  void undoComesBackToTheGroup();
  void undoElsewhereLeavesTheGroup();
  void severalGroupsAreLabelledAtOnce();
  void groupsAreFlaggedAndExcluded();
  void aKeyHeldDownLabelsOneGroup();
  void mergeAndSplit();
  void oneShapeCanNotBeSplit();
  void smallGroupsUnfold();
  void aSingleBeatIsLabelledInTheGallery();
  void focusBackOnTheCardsMeansTheGroup();
  void groupsMadeInTheBackgroundSelectNothing();
  void leavingKeepsOneBeatSelected();
  void nothingIsLabelledBeforeThereAreGroups();
  void repeatingMovesOn();
  void acceptingTheModelsClassesMovesOn();
  void theMostGroupsAreChosen();
  void longWordsDoNotWidenTheWindow();
  void groupsGoWithTheData();
  void aReadOnlyWorkspaceLabelsNothing();
};

void TestTemplatesPage::saysWhatToDoFirst() {
  WindowFixture empty;
  empty.window->showPage("templates");
  QCOMPARE(empty.find<QLabel>("templatesEmptyTitle")->text(), QString("No data yet"));
  QVERIFY(!empty.action("groupTemplates")->isEnabled());
  Page page;
  QVERIFY(page.find<QPushButton>("groupButton")->hasFocus());
  QVERIFY(page.text("templatesEmpty").contains("press Group"));
  QVERIFY(page.text("templatesEmpty").contains("can't tell S from N"));
  QVERIFY(page.action("groupTemplates")->isEnabled());
  QVERIFY(!page.action("mergeTemplates")->isEnabled());
  page.window->showPage("train");
  QVERIFY(!page.action("groupTemplates")->isEnabled());
}

void TestTemplatesPage::groupsAreCards() {
  Page page;
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
  Page page;
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
  Page page;
  page.session->setFilter({.labelled = kV});
  page.choose("templateScope", "Beats shown: truth V");
  page.key(Qt::Key_G, Qt::ControlModifier | Qt::AltModifier);
  QVERIFY(page.text("templateSummary").startsWith("2 groups of 40 beats"));
  // What the page lists is not what is grouped the next time.
  QVERIFY(page.session->filter().among);
  QVERIFY(page.find<QComboBox>("templateScope")->currentText().contains("truth V"));
}

void TestTemplatesPage::nothingToGroupIsSaid() {
  Page page;
  page.choose("templateScope", "All records");
  page.choose("templateClass", "Class Q");
  page.key(Qt::Key_G, Qt::ControlModifier | Qt::AltModifier);
  QCOMPARE(page.errors.size(), 1);
  QVERIFY2(page.errors.front().startsWith("There is nothing to group"), qPrintable(page.errors.front()));
  QVERIFY(page.action("groupTemplates")->isEnabled());
}

void TestTemplatesPage::aKeyLabelsTheWholeGroupAndMovesOn() {
  Page page;
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

void TestTemplatesPage::undoComesBackToTheGroup() {
  Page page;
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

void TestTemplatesPage::undoElsewhereLeavesTheGroup() {
  Page page;
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

void TestTemplatesPage::severalGroupsAreLabelledAtOnce() {
  Page page;
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

void TestTemplatesPage::groupsAreFlaggedAndExcluded() {
  Page page;
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

void TestTemplatesPage::aKeyHeldDownLabelsOneGroup() {
  Page page;
  page.group();
  QKeyEvent held(QEvent::KeyPress, Qt::Key_V, Qt::NoModifier, "v", true);
  QApplication::sendEvent(&page.cards(), &held);
  page.wait();
  QCOMPARE(page.steps(), std::size_t{0});
}

void TestTemplatesPage::mergeAndSplit() {
  Page page;
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
  Page page;
  page.group();
  page.find<QToolButton>("unfoldButton")->click();
  page.key(Qt::Key_End);
  QCOMPARE(page.session->selection().size(), std::size_t{1});
  QVERIFY(!page.action("splitTemplate")->isEnabled());
}

void TestTemplatesPage::smallGroupsUnfold() {
  Page page;
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

void TestTemplatesPage::aSingleBeatIsLabelledInTheGallery() {
  Page page;
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

void TestTemplatesPage::focusBackOnTheCardsMeansTheGroup() {
  Page page;
  page.group();
  const BeatIndex second = (*page.session->visibleBeats())[1];
  QTest::mouseClick(page.grid().viewport(), Qt::LeftButton, {}, page.grid().cellRect(second).center());
  QCOMPARE(page.session->selection().size(), std::size_t{1});
  page.cards().setFocus();
  QCOMPARE(page.session->selection().size(), std::size_t{60});
  QCOMPARE(page.session->currentBeat(), std::optional<BeatIndex>(second));
}

void TestTemplatesPage::groupsMadeInTheBackgroundSelectNothing() {
  Page page;
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
  Page page;
  page.group();
  page.click(1);
  const BeatIndex current = *page.session->currentBeat();
  page.window->showPage("browse");
  QCOMPARE(page.session->selection(), (std::vector<BeatIndex>{current}));
  page.key(Qt::Key_F);
  QCOMPARE(page.labelled(kF), 2);
}

void TestTemplatesPage::nothingIsLabelledBeforeThereAreGroups() {
  Page page;
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

void TestTemplatesPage::repeatingMovesOn() {
  Page page;
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

void TestTemplatesPage::acceptingTheModelsClassesMovesOn() {
  Page page;
  QVERIFY(page.train());
  page.group();
  const std::vector<BeatIndex> members = page.session->selection();
  page.key(Qt::Key_Space);
  for (const BeatIndex beat : members)
    QCOMPARE((*page.session->labels())[beat], page.session->predictions()->predicted(beat));
  QCOMPARE(page.cards().selectedGroups(), (std::vector<std::size_t>{1}));
  QCOMPARE(page.session->selection().size(), std::size_t{30});
}

void TestTemplatesPage::theMostGroupsAreChosen() {
  std::vector<ShapedBeats> shapes;
  for (int bump = 0; bump < 36; bump += 3) shapes.push_back({bump, kN, 4});
  const auto beats = test::shapedBeats(shapes);
  {
    Page page(*beats);
    QCOMPARE(page.find<QSpinBox>("templateMost")->value(), 40);
    page.group();
    QVERIFY2(page.text("templateSummary").startsWith("12 groups"), qPrintable(page.text("templateSummary")));
    page.find<QSpinBox>("templateMost")->setValue(10);
    page.group();
    QVERIFY2(page.text("templateSummary").startsWith("10 groups"), qPrintable(page.text("templateSummary")));
  }
  Page again(*beats);
  QCOMPARE(again.find<QSpinBox>("templateMost")->value(), 10);
}

void TestTemplatesPage::longWordsDoNotWidenTheWindow() {
  Page page;
  page.group();
  const int before = page.page()->minimumSizeHint().width();
  page.session->showListed(QString("like beat 1, ").repeated(20), {0, 1, 2});
  page.wait();
  QCOMPARE(page.page()->minimumSizeHint().width(), before);
}

void TestTemplatesPage::groupsGoWithTheData() {
  Page page;
  page.group();
  QVERIFY(page.open());
  page.window->showPage("templates");
  QCOMPARE(page.cards().count(), std::size_t{0});
  QVERIFY(page.find<QLabel>("templatesEmpty")->isVisible());
}

void TestTemplatesPage::aReadOnlyWorkspaceLabelsNothing() {
  Page page(true);
  QVERIFY(!page.session->canEdit());
  page.group();
  QCOMPARE(page.text("templateTarget"), page.session->whyNotEdit());
  page.key(Qt::Key_V);
  QCOMPARE(page.labelled(kV), 40);
  QCOMPARE(page.cards().selectedGroups(), (std::vector<std::size_t>{0}));
  QVERIFY(page.errors.contains(page.session->whyNotEdit()));
}

QTEST_MAIN(TestTemplatesPage)
#include "tst_templates_page.moc"
