#include <QToolButton>
#include <algorithm>

#include "tests/ui/window/window_fixture.h"

using namespace ectopy;
using namespace ectopy::ui;
using ectopy::test::FakeLearner;
using ectopy::test::WindowFixture;

namespace {

/// The words of the filter's list; empty: there is none.
QString listedWords(const Session& session) {
  const auto& among = session.filter().among;
  return among ? QString::fromStdString(among->words) : QString();
}

/// The beats asked for come first.
bool areOfOneClass(const Session& session, std::size_t first) {
  const auto& classes = session.beats()->columns().classes;
  const auto& beats = *session.visibleBeats();
  return std::all_of(beats.begin(), beats.begin() + static_cast<std::ptrdiff_t>(first),
                     [&](BeatIndex beat) { return classes[beat] == classes[beats.front()]; });
}

}  // namespace

class TestSimilarBeats : public QObject {
  Q_OBJECT

 private slots:
  void withoutAModelShapeDecides();
  void aModelDecidesWhereThereIsOne();
  void severalAreOneQuestion();
  void theyAreLabelledTogether();
  void nothingWithoutData();
  void whatIsComparedIsKept();
  void whatComesLateWaits();
};

void TestSimilarBeats::withoutAModelShapeDecides() {
  WindowFixture fixture;
  QVERIFY(fixture.open());
  fixture.window->showPage("evaluate");
  fixture.session->setCurrentBeat(20);  // an N
  fixture.press(Qt::Key_J, Qt::ControlModifier);
  QCOMPARE(fixture.window->currentPage(), QString("browse"));
  QVERIFY(fixture.waitUntilIdle());
  QCOMPARE(listedWords(*fixture.session), QString("like beat 21, by shape"));
  QCOMPARE(fixture.session->visibleBeats()->size(), std::size_t{201});
  QCOMPARE(fixture.session->visibleBeats()->front(), BeatIndex{20});
  QVERIFY(areOfOneClass(*fixture.session, 80));
  QVERIFY(fixture.find<QToolButton>("filterChip")->text().contains("like beat 21"));
}

void TestSimilarBeats::aModelDecidesWhereThereIsOne() {
  WindowFixture fixture;
  QVERIFY(fixture.open());
  QVERIFY(fixture.train());
  fixture.session->setCurrentBeat(2);
  fixture.press(Qt::Key_J, Qt::ControlModifier);
  QVERIFY(fixture.waitUntilIdle());
  QCOMPARE(listedWords(*fixture.session), QString("like beat 3, by model scripted"));
  // Beats that the fake model takes for one class lie together, and their shapes would mix S V F and Q.
  const auto& beats = *fixture.session->visibleBeats();
  for (std::size_t place = 0; place < 60; ++place)
    QCOMPARE(fixture.session->predictions()->predicted(beats[place]), ClassIndex{2});
}

void TestSimilarBeats::severalAreOneQuestion() {
  WindowFixture fixture;
  QVERIFY(fixture.open());
  fixture.session->setSelection({0, 5, 10}, 5);
  fixture.press(Qt::Key_J, Qt::ControlModifier);
  QVERIFY(fixture.waitUntilIdle());
  QCOMPARE(listedWords(*fixture.session), QString("like 3 beats, by shape"));
  std::vector<BeatIndex> first(fixture.session->visibleBeats()->begin(),
                               fixture.session->visibleBeats()->begin() + 3);
  std::ranges::sort(first);
  QCOMPARE(first, (std::vector<BeatIndex>{0, 5, 10}));
}

void TestSimilarBeats::theyAreLabelledTogether() {
  WindowFixture fixture;
  QVERIFY(fixture.open());
  fixture.session->setCurrentBeat(20);
  fixture.press(Qt::Key_J, Qt::ControlModifier);
  QVERIFY(fixture.waitUntilIdle());
  fixture.press(Qt::Key_A, Qt::ControlModifier);
  fixture.press(Qt::Key_F);
  QVERIFY(std::ranges::count(*fixture.session->labels(), ClassIndex{3}) >= 201);
  QCOMPARE(fixture.session->journalSteps().size(), std::size_t{1});
}

void TestSimilarBeats::nothingWithoutData() {
  WindowFixture fixture;
  QVERIFY(!fixture.action("findSimilar")->isEnabled());
  fixture.session->findSimilar();
  QVERIFY(fixture.waitUntilIdle());
  QVERIFY(fixture.errors.isEmpty());
}

void TestSimilarBeats::whatIsComparedIsKept() {
  WindowFixture fixture;
  QVERIFY(fixture.open());
  QVERIFY(fixture.train());
  QStringList titles;
  QObject::connect(&fixture.session->jobs(), &JobRunner::jobsChanged, fixture.session.get(), [&] {
    for (const JobInfo& job : fixture.session->jobs().jobs()) titles << job.title;
  });
  const auto find = [&](BeatIndex beat) {
    titles.clear();
    fixture.session->setCurrentBeat(beat);
    fixture.session->findSimilar();
    for (const JobInfo& job : fixture.session->jobs().jobs()) titles << job.title;
    return fixture.waitUntilIdle();
  };
  QVERIFY(find(2));
  QVERIFY2(titles.contains("Finding beats like beat 3: scripted looks at 400 beats, once"),
           qPrintable(titles.join('\n')));
  QVERIFY(find(7));
  QVERIFY2(titles.contains("Finding beats like beat 8"), qPrintable(titles.join('\n')));
}

void TestSimilarBeats::whatComesLateWaits() {
  WindowFixture fixture;
  QVERIFY(fixture.open());
  fixture.session->setCurrentBeat(20);
  fixture.session->findSimilar();
  fixture.session->setCurrentBeat(33);  // before they are found
  QVERIFY(fixture.waitUntilIdle());
  QCOMPARE(fixture.session->currentBeat(), std::optional<BeatIndex>(33));
  QVERIFY(listedWords(*fixture.session).isEmpty());
  QVERIFY2(fixture.notes.contains("The beats like beat 21 are ready: Find similar shows them."),
           qPrintable(fixture.notes.join('\n')));
  fixture.press(Qt::Key_J, Qt::ControlModifier);
  QVERIFY(fixture.waitUntilIdle());
  QCOMPARE(listedWords(*fixture.session), QString("like beat 21, by shape"));
}

QTEST_MAIN(TestSimilarBeats)
#include "tst_similar_beats.moc"
