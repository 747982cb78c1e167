#include <QLineEdit>
#include <QSettings>

#include "tests/ui/window/window_fixture.h"
#include "ui/window/message_bar.h"

using namespace ectopy;
using namespace ectopy::ui;
using ectopy::test::FakeLearner;
using ectopy::test::WindowFixture;

namespace {

/// 100 beats in each of the records r1 to r4, classes in turn.
struct JumpFixture : WindowFixture {
  QLineEdit& box() const { return *find<QLineEdit>("jumpBox"); }
  bool hasFocus() const { return QApplication::focusWidget() == &box(); }
  /// Ctrl+F, the text, Enter.
  void jump(const QString& text) {
    press(Qt::Key_F, Qt::ControlModifier);
    QVERIFY(hasFocus());
    QTest::keyClicks(&box(), text);
    QCOMPARE(box().text(), text);
    QTest::keyClick(&box(), Qt::Key_Return);
  }
};

}  // namespace

class TestJumpBox : public QObject {
  Q_OBJECT

 private slots:
  void init() { QSettings().clear(); }

  void goesToABeat() {
    JumpFixture fixture;
    QVERIFY(fixture.open());
    for (const auto& [text, beat] : std::initializer_list<std::pair<const char*, BeatIndex>>{
             {"321", 320}, {"r2", 100}, {"r3@0:10", 211}, {"1", 0}}) {
      fixture.jump(text);
      QCOMPARE(fixture.session->currentBeat(), std::optional<BeatIndex>(beat));
      QVERIFY(!fixture.hasFocus());
    }
    QVERIFY(fixture.errors.isEmpty());
    fixture.press(Qt::Key_V);
    QCOMPARE((*fixture.session->labels())[0], ClassIndex{2});
  }

  void showsWhatTheTermsSay() {
    JumpFixture fixture;
    QVERIFY(fixture.open());
    Session& session = *fixture.session;
    fixture.jump("true:S record:r2");
    QCOMPARE(session.filter(), (BeatFilter{.labelled = 1, .record = 1}));
    QTRY_COMPARE(session.visibleBeats()->size(), std::size_t{20});
    QCOMPARE(session.currentBeat(), std::optional<BeatIndex>(101));
    fixture.jump("106");
    QCOMPARE(session.currentBeat(), std::optional<BeatIndex>(105));
    QVERIFY2(session.filter().isEverything(), "A filter that hides the beat is cleared.");
    QTRY_COMPARE(session.visibleBeats()->size(), std::size_t{400});
    QCOMPARE(session.currentBeat(), std::optional<BeatIndex>(105));
  }

  void keepsAFilterThatShowsTheBeat() {
    JumpFixture fixture;
    QVERIFY(fixture.open());
    fixture.jump("true:S");
    QTRY_COMPARE(fixture.session->visibleBeats()->size(), std::size_t{80});
    fixture.jump("107");
    QCOMPARE(fixture.session->currentBeat(), std::optional<BeatIndex>(106));
    QCOMPARE(fixture.session->filter().labelled, std::optional(ClassIndex{1}));
  }

  void asksForAModelWhereTermsNeedOne() {
    JumpFixture fixture;
    QVERIFY(fixture.open());
    fixture.jump("is:wrong");
    QCOMPARE(fixture.errors.size(), 1);
    QVERIFY2(fixture.errors.first().contains("No model yet"), qPrintable(fixture.errors.first()));
    QVERIFY(fixture.session->filter().isEverything());
    QVERIFY(fixture.train());
    fixture.jump("is:wrong conf>0");
    QTRY_VERIFY(fixture.session->visibleBeats()->size() < 100);
    for (const BeatIndex beat : *fixture.session->visibleBeats()) QVERIFY(FakeLearner::isMistaken(beat));
    fixture.jump("conf>1");
    QTRY_VERIFY(fixture.session->visibleBeats()->empty());
  }

  void confidenceBoundsComeBackAfterARestart() {
    JumpFixture fixture;
    QVERIFY(fixture.open());
    QVERIFY(fixture.train());
    fixture.jump("conf>0.25 conf<0.6");
    const BeatFilter filter = fixture.session->filter();
    QCOMPARE(filter, (BeatFilter{.confidenceBelow = 0.6F, .confidenceAbove = 0.25F}));
    QVERIFY(fixture.save());
    fixture.window.reset();
    fixture.start();
    QVERIFY(fixture.open());
    QCOMPARE(fixture.session->filter(), filter);
  }

  void saysWhatItExpects() {
    JumpFixture fixture;
    QVERIFY(fixture.open());
    fixture.session->setCurrentBeat(20);
    fixture.jump("401");
    QCOMPARE(fixture.errors, QStringList("Expected a beat from 1 to 400, found \"401\"."));
    QVERIFY(fixture.find<MessageBar>("messageBar")->isVisible());
    QVERIFY2(fixture.hasFocus(), "The text can be put right at once.");
    QCOMPARE(fixture.box().selectedText(), QString("401"));
    QCOMPARE(fixture.session->currentBeat(), std::optional<BeatIndex>(20));
  }

  void lettersLabelNothingAndEscapeLeaves() {
    JumpFixture fixture;
    QVERIFY(fixture.open());
    fixture.session->setCurrentBeat(20);
    const auto before = fixture.session->labels();
    fixture.press(Qt::Key_F, Qt::ControlModifier);
    QTest::keyClicks(&fixture.box(), "nsvfq123 NSVFQ t?[]{}");
    QTest::keyClick(&fixture.box(), Qt::Key_Backspace);
    QCOMPARE(fixture.box().text(), QString("nsvfq123 NSVFQ t?[]{"));
    QTest::keyClick(&fixture.box(), Qt::Key_Escape);
    QVERIFY(!fixture.hasFocus());
    QVERIFY(QApplication::focusWidget());
    QCOMPARE(*fixture.session->labels(), *before);
    QCOMPARE(fixture.session->currentBeat(), std::optional<BeatIndex>(20));
    QCOMPARE(fixture.window->currentPage(), QString("browse"));
  }

  void showsTheBeatWhereItCanBeSeen() {
    JumpFixture fixture;
    QVERIFY2(!fixture.box().isEnabled() && !fixture.action("jump")->isEnabled(),
             "There is nowhere to go yet.");
    QVERIFY(!fixture.session->jump("1"));
    QVERIFY(fixture.open());
    fixture.window->showPage("train");
    fixture.jump("7");
    QCOMPARE(fixture.window->currentPage(), QString("browse"));
    QCOMPARE(fixture.session->currentBeat(), std::optional<BeatIndex>(6));
  }
};

QTEST_MAIN(TestJumpBox)
#include "tst_jump_box.moc"
