#include "ui/session/review_work.h"

#include <QtTest>

#include "tests/support/beat_builders.h"
#include "tests/support/error_text.h"
#include "ui/session/review_pace.h"

using namespace ectopy;
using namespace ectopy::ui;

namespace {

const std::shared_ptr<const BeatSet>& someBeats() {
  static const auto beats = test::makeBeats(20);
  return beats;
}

std::shared_ptr<const ReviewQueue> someQueue(ReviewKind kind = ReviewKind::Audit,
                                             std::initializer_list<BeatIndex> beats = {7, 3, 11, 2}) {
  std::vector<ReviewItem> items;
  for (const BeatIndex beat : beats)
    items.push_back({.beat = beat, .suggested = 4, .score = 0.25, .why = "because " + std::to_string(beat)});
  items[2].suggested = kUnlabelled;
  items[2].score = std::nan("");
  const ReviewFacts facts{.kind = kind,
                          .id = "made",
                          .dataFingerprint = someBeats()->fingerprint(),
                          .suggestedBy = "a model",
                          .seed = 9,
                          .population = 20,
                          .found = 15};
  return std::make_shared<const ReviewQueue>(facts, items,
                                             labelsOfItems(items, test::labelsOf(*someBeats())));
}

}  // namespace

class ReviewWorkTest : public QObject {
  Q_OBJECT

 private slots:
  void countsRelabelledBeatsByTheirLabels();
  void countsOnlyWhatAnAuditJudged();
  void undoneStepsTakeTheirVerdictsAlong();
  void carriesVerdictsOver();
  void takesMarksBackInTheOrderOfTheJournal();
  void findsWhatIsUndecided();
  void comesBackFromItsText();
  void refusesDamagedTexts();
  void startsAfreshForAnotherQueue();
  void tellsThePaceWithoutBreaks();
};

void ReviewWorkTest::countsRelabelledBeatsByTheirLabels() {
  ReviewWork work(someQueue(ReviewKind::Suspects));
  auto labels = test::labelsOf(*someBeats());
  work.mark({{0}, Verdict::Kept, 0});
  work.mark({{1}, Verdict::Skipped, 0});
  QCOMPARE(work.standing(labels), (ReviewStanding{.beats = 4, .kept = 1, .skipped = 1}));
  labels[7] = 4;
  labels[11] = 4;
  QCOMPARE(work.standing(labels), (ReviewStanding{.beats = 4, .relabelled = 2, .skipped = 1}));
  QCOMPARE(work.standing(labels).done(), std::size_t{2});
  labels[7] = test::labelsOf(*someBeats())[7];
  QCOMPARE(work.verdictOf(0, labels), Verdict::Kept);
}

void ReviewWorkTest::countsOnlyWhatAnAuditJudged() {
  ReviewWork work(someQueue());
  auto labels = test::labelsOf(*someBeats());
  labels[7] = 4;  // somewhere else
  QCOMPARE(work.standing(labels), (ReviewStanding{.beats = 4}));
  QCOMPARE(work.nextUndecided(3, labels), std::optional<std::size_t>(0));
  work.mark({{0}, Verdict::Relabelled, 1});  // "V is right"
  work.mark({{1}, Verdict::Kept, 1});
  labels[3] = 4;  // what the audit said of it stays
  QCOMPARE(work.standing(labels), (ReviewStanding{.beats = 4, .relabelled = 1, .kept = 1}));
  work.takeBack();
  work.takeBack();
  QCOMPARE(work.standing(labels), (ReviewStanding{.beats = 4}));
}

void ReviewWorkTest::undoneStepsTakeTheirVerdictsAlong() {
  ReviewWork work(someQueue());
  auto labels = test::labelsOf(*someBeats());
  const ClassIndex before = labels[7];
  labels[7] = 4;
  work.mark({{0}, Verdict::Relabelled, 5, true});
  work.mark({{1}, Verdict::Kept, 5});
  work.takeBack();
  QVERIFY(!work.canTakeBack(5));  // that is the journal's
  QVERIFY(!work.stepUndone(4));
  QVERIFY(work.stepUndone(5));
  labels[7] = before;
  QVERIFY(!work.canDoAgain(4));
  labels[7] = 4;  // given again, but elsewhere
  QCOMPARE(work.verdictOf(0, labels), Verdict::Open);
  QVERIFY(work.stepDoneAgain(5));
  QCOMPARE(work.verdictOf(0, labels), Verdict::Relabelled);
  QVERIFY(work.canDoAgain(5));
  work.doAgain();
  QCOMPARE(work.standing(labels), (ReviewStanding{.beats = 4, .relabelled = 1, .kept = 1}));
}

void ReviewWorkTest::carriesVerdictsOver() {
  ReviewWork work(someQueue());
  auto labels = test::labelsOf(*someBeats());
  work.mark({{0, 1}, Verdict::Kept, 0});
  labels[11] = static_cast<ClassIndex>((labels[11] + 1) % 5);
  work.mark({{2}, Verdict::Relabelled, 1, true});
  work.goTo(3);
  // Beat 3 is no longer among those drawn.
  const auto drawn = someQueue(ReviewKind::Audit, {7, 11, 2, 5, 6});
  std::vector<ReviewItem> items;
  for (std::size_t place = 0; place < drawn->size(); ++place) items.push_back(drawn->item(place));
  const ReviewQueue sample(drawn->facts(), items, labelsOfItems(items, labels));
  const ReviewWork carried = carriedOver(work, sample);
  QCOMPARE(carried.standing(labels), (ReviewStanding{.beats = 5, .relabelled = 1, .kept = 1}));
  QCOMPARE(carried.verdictOf(0, labels), Verdict::Kept);
  QCOMPARE(carried.verdictOf(1, labels), Verdict::Relabelled);
  QCOMPARE(carried.place(), std::size_t{2});
}

void ReviewWorkTest::takesMarksBackInTheOrderOfTheJournal() {
  ReviewWork work(someQueue());
  const auto labels = test::labelsOf(*someBeats());
  work.mark({{2}, Verdict::Kept, 5});
  QVERIFY(!work.canTakeBack(6));  // a later step stands
  QVERIFY(work.canTakeBack(5));
  QCOMPARE(work.takeBack(), std::size_t{2});
  QCOMPARE(work.verdictOf(2, labels), Verdict::Open);
  QVERIFY(!work.canTakeBack(0));
  QVERIFY(!work.canDoAgain(4));
  QVERIFY(work.canDoAgain(5));
  work.doAgain();
  QCOMPARE(work.verdictOf(2, labels), Verdict::Kept);
  work.mark({{2}, Verdict::Skipped, 5});
  work.takeBack();
  QCOMPARE(work.verdictOf(2, labels), Verdict::Kept);
}

void ReviewWorkTest::findsWhatIsUndecided() {
  ReviewWork work(someQueue());
  const auto labels = test::labelsOf(*someBeats());
  work.mark({{1, 2}, Verdict::Kept, 0});
  QCOMPARE(work.nextUndecided(0, labels), std::optional<std::size_t>(3));
  QCOMPARE(work.nextUndecided(3, labels), std::optional<std::size_t>(0));
  work.mark({{0}, Verdict::Kept, 0});
  work.mark({{3}, Verdict::Skipped, 0});
  QCOMPARE(work.nextUndecided(3, labels), std::optional<std::size_t>(3));
  work.mark({{3}, Verdict::Kept, 0});
  QVERIFY(!work.nextUndecided(0, labels));
}

void ReviewWorkTest::comesBackFromItsText() {
  ReviewWork work(someQueue());
  work.mark({{0, 3}, Verdict::Kept, 12});
  work.mark({{1}, Verdict::Skipped, 13});
  work.mark({{2}, Verdict::Relabelled, 14, true});
  work.goTo(2);
  const auto queue =
      reviewQueueFrom(textOf(*work.queue(), someBeats()->scheme()), ReviewKind::Audit, *someBeats());
  QCOMPARE(queue->beats(), work.queue()->beats());
  QCOMPARE(queue->facts().population, std::size_t{20});
  QCOMPARE(queue->facts().found, std::size_t{15});
  QCOMPARE(queue->facts().suggestedBy, std::string("a model"));
  QCOMPARE(queue->item(0).why, std::string("because 7"));
  QCOMPARE(queue->item(0).score, 0.25);
  QCOMPARE(queue->item(2).suggested, kUnlabelled);
  QCOMPARE(queue->labelThen(1), work.queue()->labelThen(1));
  const ReviewWork again = reviewWorkFrom(textOf(work), queue);
  QCOMPARE(again.marks(), work.marks());
  QCOMPARE(again.place(), std::size_t{2});
}

void ReviewWorkTest::refusesDamagedTexts() {
  const std::string good = textOf(*someQueue(), someBeats()->scheme());
  const auto read = [](const std::string& text) { reviewQueueFrom(text, ReviewKind::Audit, *someBeats()); };
  const auto with = [&](const std::string& from, const std::string& to) {
    std::string text = good;
    text.replace(text.find(from), from.size(), to);
    return text;
  };
  for (const std::string& text :
       {std::string(), std::string("{"), std::string("[]"), good.substr(0, good.size() / 2),
        with("\"version\":1", "\"version\":2"), with("[7,", "[20,"), with("[7,", "[-1,"),
        with("\"Q\"", "\"?\""), with(someBeats()->fingerprint(), "other"),
        with("\"kind\":\"audit\"", "\"kind\":\"flagged\"")})
    QVERIFY_EXCEPTION_THROWN(read(text), Error);
  for (const char* text : {"", "{\"version\":1,\"id\":\"made\",\"place\":0,\"marks\":[[[4],\"kept\",1]]}",
                           "{\"version\":1,\"id\":\"made\",\"place\":0,\"marks\":[[[],\"kept\",1]]}",
                           "{\"version\":1,\"id\":\"made\",\"place\":0,\"marks\":[[[1],\"open\",1]]}"})
    QVERIFY_EXCEPTION_THROWN(reviewWorkFrom(text, someQueue()), Error);
}

void ReviewWorkTest::startsAfreshForAnotherQueue() {
  const ReviewWork work = reviewWorkFrom(
      "{\"version\":1,\"id\":\"earlier\",\"place\":3,\"marks\":[[[1],\"kept\",1]]}", someQueue());
  QVERIFY(work.marks().empty());
  QCOMPARE(work.place(), std::size_t{0});
}

void ReviewWorkTest::tellsThePaceWithoutBreaks() {
  ReviewPace pace;
  std::int64_t now = 0;
  for (int i = 0; i < 4; ++i) pace.note(now += 2000, 1);
  QCOMPARE(pace.beatsPerMinute(), 0.0);  // too few to tell
  pace.note(now += 2000, 1);
  QCOMPARE(pace.beatsPerMinute(), 30.0);
  now += 120'000;  // a cup of tea
  pace.note(now, 1);
  QCOMPARE(pace.beatsPerMinute(), 30.0);
  for (int i = 0; i < 400; ++i) pace.note(now += 1000, 1);
  QCOMPARE(pace.beatsPerMinute(), 60.0);
}

QTEST_GUILESS_MAIN(ReviewWorkTest)
#include "tst_review_work.moc"
