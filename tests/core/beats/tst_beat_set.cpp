#include <QtTest>
#include <cmath>

#include "core/base/error.h"
#include "core/beats/fingerprint.h"
#include "tests/support/beat_builders.h"

using namespace ectopy;
using namespace ectopy::test;

class TestBeatSet : public QObject {
  Q_OBJECT

 private slots:
  void givesBeatsAndWhereTheyCameFrom() {
    const auto beats = makeBeats(100);
    QCOMPARE(beats->size(), std::size_t{100});
    QCOMPARE(beats->beat(99).size(), std::size_t{187});
    QCOMPARE(beats->recordOf(0)->name, std::string("r1"));
    QCOMPARE(beats->recordOf(99)->name, std::string("r4"));
    QCOMPARE(beats->secondsOf(0), 300.0 / 360.0);
    QCOMPARE(beats->classCounts(), (std::vector<std::size_t>{20, 20, 20, 20, 20}));
  }

  void knowsNoPlaceWithoutARecord() {
    const auto beats = makeBeats(BeatOptions{.beats = 5});
    QVERIFY(beats->recordOf(0) == nullptr);
    QVERIFY(std::isnan(beats->secondsOf(0)));
  }

  void refusesColumnsThatDisagree() {
    const auto beats = makeBeats(10);
    BeatColumns columns = beats->columns();
    columns.rrAfter = columns.rrAfter.first(9);
    QVERIFY_EXCEPTION_THROWN(BeatSet(beats->facts(), columns, beats), Error);
    BeatSetFacts facts = beats->facts();
    facts.records.pop_back();
    QVERIFY_EXCEPTION_THROWN(BeatSet(facts, beats->columns(), beats), Error);
    facts = beats->facts();
    facts.scheme = normalAbnormalScheme();
    QVERIFY_EXCEPTION_THROWN(BeatSet(facts, beats->columns(), beats), Error);
    facts.scheme.classes.clear();
    QVERIFY_EXCEPTION_THROWN(BeatSet(facts, beats->columns(), beats), Error);
  }

  void refusesSamplesThatAreNotNumbers() {
    const auto beats = makeBeats(40);
    for (const std::size_t place :
         {std::size_t{0}, std::size_t{1023}, std::size_t{5000}, std::size_t{40 * 187 - 1}}) {
      for (const float value : {std::nanf(""), HUGE_VALF, -HUGE_VALF}) {
        std::vector<float> samples(beats->columns().samples.begin(), beats->columns().samples.end());
        samples[place] = value;
        BeatColumns columns = beats->columns();
        columns.samples = samples;
        QVERIFY_EXCEPTION_THROWN(BeatSet(beats->facts(), columns, nullptr), Error);
      }
    }
  }

  void fingerprintTellsDataApart() {
    const auto beats = makeBeats(60, 1);
    QCOMPARE(beats->fingerprint().size(), std::size_t{64});
    QCOMPARE(makeBeats(60, 1)->fingerprint(), beats->fingerprint());
    QVERIFY(makeBeats(60, 2)->fingerprint() != beats->fingerprint());

    BeatSetFacts facts = beats->facts();
    facts.records[0].name = "other";
    QVERIFY(fingerprintOf(facts, beats->columns()) != beats->fingerprint());
    facts = beats->facts();
    facts.cut.lead = "V1";
    QVERIFY(fingerprintOf(facts, beats->columns()) != beats->fingerprint());
    facts = beats->facts();
    facts.source = "elsewhere";  // where it lies does not make it other data
    facts.records[0].path = "elsewhere/r1.hea";
    QCOMPARE(fingerprintOf(facts, beats->columns()), beats->fingerprint());

    std::vector<ClassIndex> classes = labelsOf(*beats);
    classes[7] = kUnlabelled;
    BeatColumns columns = beats->columns();
    columns.classes = classes;
    QVERIFY(fingerprintOf(beats->facts(), columns) != beats->fingerprint());
  }

  void appendsPartsAsIfTheyWereOne() {
    const std::vector<float> samples(187, 0.25F);
    BeatSetBuilder first;
    BeatSetBuilder second;
    first.add({samples, 0, 0, 10, 1, 2, FilePart::Train});
    second.add({samples, 1, 0, 20});
    BeatSetBuilder whole;
    whole.reserve(2, 187);
    whole.append(std::move(first), 0);
    whole.append(std::move(second), 1);
    BeatSetFacts facts;
    facts.scheme = aami5Scheme();
    facts.records.resize(2);
    const auto beats = std::move(whole).build(facts);
    QCOMPARE(beats->size(), std::size_t{2});
    QCOMPARE(beats->columns().records[1], std::uint32_t{1});
    QCOMPARE(beats->columns().fileParts[0], FilePart::Train);
    QVERIFY(std::isnan(beats->columns().rrBefore[1]));
  }
};

QTEST_GUILESS_MAIN(TestBeatSet)
#include "tst_beat_set.moc"
