#include <QtTest>

#include "core/beats/beat_query.h"
#include "tests/support/beat_builders.h"
#include "tests/support/error_text.h"

using namespace ectopy;
using namespace ectopy::test;

namespace {

/// 50 beats in each of the records 100, 203, 119a and 119A, R peaks 300/360 s apart from 300/360 s on.
std::shared_ptr<const BeatSet> recordedBeats() {
  BeatOptions options;
  options.records = {"100", "203", "119a", "119A"};
  return makeBeats(options);
}

}  // namespace

class TestBeatQuery : public QObject {
  Q_OBJECT

  std::shared_ptr<const BeatSet> m_beats = recordedBeats();

  static std::optional<BeatIndex> beatFor(const QString& text, const BeatSet& beats) {
    const BeatQuery query = parseBeatQuery(text.toStdString(), beats);
    const auto* beat = std::get_if<BeatIndex>(&query);
    return beat ? std::optional(*beat) : std::nullopt;
  }

 private slots:
  void findsABeat_data() {
    QTest::addColumn<QString>("text");
    QTest::addColumn<unsigned>("beat");
    QTest::newRow("first beat") << "1" << 0U;
    QTest::newRow("last beat, with blanks") << "  200 " << 199U;
    QTest::newRow("a record before a beat of that number") << "100" << 0U;
    QTest::newRow("the beat of that number") << "#100" << 99U;
    QTest::newRow("a record above all beats") << "203" << 50U;
    QTest::newRow("capitals tell two apart") << "119A" << 150U;
    QTest::newRow("and the other") << "119a" << 100U;
    QTest::newRow("minutes and seconds") << "203@0:10" << 61U;  // 12 * 300/360 = 10 s
    QTest::newRow("hours") << "203@0:00:10.000" << 61U;         // as the inspector shows it
    QTest::newRow("seconds") << "203@10" << 61U;
    QTest::newRow("parts of a second") << "203@10.43" << 62U;  // 10.83 is nearer than 10
    QTest::newRow("the nearer before") << "203@10.4" << 61U;
    QTest::newRow("blanks around @") << "203 @ 10" << 61U;
    QTest::newRow("before the first") << "203@0" << 50U;
    QTest::newRow("after the last") << "203@1:00:00" << 99U;
  }
  void findsABeat() {
    QFETCH(QString, text);
    QFETCH(unsigned, beat);
    QCOMPARE(beatFor(text, *m_beats), std::optional<BeatIndex>(beat));
  }

  void readsThousandsAsTheyAreShown() {
    const auto beats = makeBeats({.beats = 1300});
    for (const QString& text : {QString("1 234"), QString("1234"), QString("#1 234"),
                                QString("1") + QChar(0x202F) + "234", QString("1") + QChar(0x00A0) + "234"}) {
      QCOMPARE(beatFor(text, *beats), std::optional<BeatIndex>(1233));
    }
  }

  void readsTerms_data() {
    QTest::addColumn<QString>("text");
    QTest::addColumn<BeatFilter>("filter");
    const auto row = [](const char* text, const BeatFilter& filter) {
      QTest::newRow(text) << text << filter;
    };
    row("true:S", {.labelled = 1});
    row("pred:N", {.predicted = 0});
    row("PRED:n", {.predicted = 0});
    row("record:203", {.record = 1});
    row("part:train", {.part = Part::Train});
    row("part:validation", {.part = Part::Validation});
    row("part:test", {.part = Part::Test});
    row("is:wrong", {.onlyWrong = true});
    row("is:edited", {.onlyEdited = true});
    row("is:unlabelled", {.onlyUnlabelled = true});
    row("is:flagged", {.onlyFlagged = true});
    row("is:excluded", {.onlyExcluded = true});
    row("is:Noted", {.onlyNoted = true});
    row("conf<0.6", {.confidenceBelow = 0.6F});
    row("conf>.9", {.confidenceAbove = 0.9F});
    row("conf>90%", {.confidenceAbove = 0.9F});
    row("true:S  pred:N record:119A part:test conf<0.6 conf>0.5 is:wrong is:edited",
        {.labelled = 1,
         .predicted = 0,
         .record = 3,
         .part = Part::Test,
         .onlyWrong = true,
         .onlyEdited = true,
         .confidenceBelow = 0.6F,
         .confidenceAbove = 0.5F});
  }
  void readsTerms() {
    QFETCH(QString, text);
    QFETCH(BeatFilter, filter);
    const BeatQuery query = parseBeatQuery(text.toStdString(), *m_beats);
    QVERIFY(std::holds_alternative<BeatFilter>(query));
    QVERIFY(std::get<BeatFilter>(query) == filter);
  }

  void refuses_data() {
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("sentence");
    const QString whole =
        "Expected a beat from 1 to 200, a record, RECORD@TIME or terms such as true:S, found ";
    const QString terms =
        "Expected terms such as true:S, pred:N, record:203, part:test, conf<0.6, conf>0.9, is:wrong or "
        "is:edited, found ";
    const QString time = "Expected a time such as 12:30, 0:12:30.456 or 750 (seconds) after \"@\", found ";
    const auto row = [](const QString& text, const QString& sentence) {
      QTest::newRow(qPrintable(text)) << text << sentence;
    };
    row("", whole + "nothing.");
    row("   ", whole + "nothing.");
    row("#", whole + "\"#\".");
    row("abc", whole + "\"abc\".");
    row("-1", whole + "\"-1\".");
    row("1 2", whole + "\"1 2\".");
    row("1 2345", whole + "\"1 2345\".");
    row("1.5", whole + "\"1.5\".");
    row("0", "Expected a beat from 1 to 200, found \"0\".");
    row("201", "Expected a beat from 1 to 200, found \"201\".");
    row("99999999999999999999", "Expected a beat from 1 to 200, found \"99999999999999999999\".");
    row("999@10", "Expected one of 4 records such as 100, found \"999\".");
    row("@10", "Expected one of 4 records such as 100, found \"\".");
    for (const char* wrong :
         {"", "x", "-5", "1:60", "1:60:00", "1:2:3:4", "1:-2", ":30", "1:", "nan", "inf"}) {
      row(QString("203@") + wrong, time + '"' + wrong + "\".");
    }
    row("colour:red", terms + "\"colour:red\".");
    row("true:S and", terms + "\"and\".");
    row("true<S", terms + "\"true<S\".");
    row("conf:0.6", terms + "\"conf:0.6\".");
    row(":S", terms + "\":S\".");
    row("true:X", "Expected a class (N, S, V, F, Q) after \"true:\", found \"X\".");
    row("pred:", "Expected a class (N, S, V, F, Q) after \"pred:\", found \"\".");
    row("record:7", "Expected one of 4 records such as 100, found \"7\".");
    row("part:none", "Expected train, validation or test after \"part:\", found \"none\".");
    row("conf<2", "Expected a number from 0 to 1 after \"conf<\", found \"2\".");
    row("conf>", "Expected a number from 0 to 1 after \"conf>\", found \"\".");
    row("conf>-0.1", "Expected a number from 0 to 1 after \"conf>\", found \"-0.1\".");
    row("conf>nan%", "Expected a number from 0 to 1 after \"conf>\", found \"nan%\".");
    row("is:right",
        "Expected wrong, edited, unlabelled, flagged, excluded or noted after \"is:\", found \"right\".");
    row("true:S true:V", "Expected \"true:\" once, found it again in \"true:V\".");
    row("conf<0.6 conf<0.7", "Expected \"conf<\" once, found it again in \"conf<0.7\".");
  }
  void refuses() {
    QFETCH(QString, text);
    QFETCH(QString, sentence);
    const std::string found = errorText([&] { parseBeatQuery(text.toStdString(), *m_beats); });
    QCOMPARE(QString::fromStdString(found), sentence);
  }

  void saysWhereThereIsNothingToFind() {
    const auto bare = makeBeats({.beats = 20});
    const auto refusal = [](const BeatSet& beats, const char* text) {
      return errorText([&] { parseBeatQuery(text, beats); });
    };
    QCOMPARE(refusal(*bare, "203@10"),
             std::string("These beats come without records: expected none, found \"203\"."));
    const auto few = makeBeats({.beats = 2, .records = {"a", "b", "c"}});
    QCOMPARE(refusal(*few, "c"), std::string("Record c: expected beats of it in this data set, found none."));
    QCOMPARE(refusal(*few, "c@1"), std::string("Record c: expected beats with a time, found none."));
  }
};

QTEST_GUILESS_MAIN(TestBeatQuery)
#include "tst_beat_query.moc"
