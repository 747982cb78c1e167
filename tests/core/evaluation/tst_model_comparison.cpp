#include "core/evaluation/model_comparison.h"

#include <QtTest>
#include <nlohmann/json.hpp>

#include "tests/support/error_text.h"
#include "tests/support/seeded_case.h"

using namespace ectopy;
using test::ScriptedModel;

namespace {

/// Another class for each seventh beat, the right one for each other fifth.
Opinions otherOpinions(ScriptedModel& model) {
  Opinions other = opinionsOf(model.predictions());
  other.probabilities = nullptr;
  other.name = "other";
  for (std::size_t beat = 0; beat < other.classes.size(); ++beat) {
    if (beat % 7 == 0)
      other.classes[beat] = static_cast<ClassIndex>((other.classes[beat] + 1) % 3);
    else if (beat % 5 == 0)
      other.classes[beat] = model.labels()[beat];
  }
  return other;
}

}  // namespace

class TestModelComparison : public QObject {
  Q_OBJECT

 private slots:
  void isScipysMcNemar_data() {
    QTest::addColumn<int>("fixed");
    QTest::addColumn<int>("broken");
    QTest::addColumn<double>("exactP");
    QTest::addColumn<double>("chiSquared");
    QTest::addColumn<double>("correctedP");
    // Fagerland, Lydersen, Laake, BMC Medical Research Methodology 13, 2013, airway hyper-responsiveness:
    // exact p 0.070, with continuity correction 0.077.
    QTest::newRow("published") << 1 << 7 << 0.0703125 << 3.125 << 0.07709987174354202;
    // Agresti, Categorical Data Analysis, approval of the prime minister.
    QTest::newRow("approval") << 86 << 150 << 3.715936139571387e-05 << 16.81779661016949
                              << 4.114562281345944e-05;
    QTest::newRow("few") << 6 << 16 << 0.052478790283203125 << 3.6818181818181817 << 0.055008833629265896;
    QTest::newRow("equal") << 5 << 5 << 1.0 << 0.0 << 1.0;
    QTest::newRow("one side") << 0 << 3 << 0.25 << 1.3333333333333333 << 0.24821307898992026;
    QTest::newRow("many") << 1200 << 1400 << 9.44223476534101e-05 << 15.231153846153846
                          << 9.512121836463195e-05;
    QTest::newRow("very many") << 30000 << 30700 << 0.004551381101499753 << 8.049439868204283
                               << 0.004551772570342646;
    QTest::newRow("none") << 0 << 0 << 1.0 << 0.0 << 1.0;
  }
  void isScipysMcNemar() {
    QFETCH(int, fixed);
    QFETCH(int, broken);
    QFETCH(double, exactP);
    QFETCH(double, chiSquared);
    QFETCH(double, correctedP);
    const McNemar test = mcNemarTest(fixed, broken);
    REQUIRE_NEAR(test.exactP, exactP);
    REQUIRE_NEAR(test.chiSquared, chiSquared);
    REQUIRE_NEAR(test.correctedP, correctedP);
    REQUIRE_NEAR(mcNemarTest(broken, fixed).exactP, exactP);
  }

  // Counted by numpy.
  void listsWhatIsFixedAndBroken() {
    ScriptedModel model = test::seededCase();
    const Predictions predictions = model.predictions();
    const Opinions first = opinionsOf(predictions);
    const Opinions second = otherOpinions(model);
    const ModelComparison comparison =
        compareOpinions(first, second, model.labels(), test::seededJudged(), 3);
    QCOMPARE(comparison.fixed.size(), 5);
    QCOMPARE(comparison.broken.size(), 16);
    QCOMPARE(comparison.bothWrong.size(), 18);
    QCOMPARE(comparison.bothRight.size(), 81);
    QCOMPARE(comparison.sameMistake, 18);
    QVERIFY(comparison.change.empty());
    const std::int64_t difference[3][3] = {{-10, 12, -2}, {0, 1, -1}, {2, 0, -2}};
    for (std::size_t truth = 0; truth < 3; ++truth)
      for (std::size_t said = 0; said < 3; ++said)
        QCOMPARE(comparison.difference(truth, said), difference[truth][said]);
    for (const BeatIndex beat : comparison.broken) {
      QCOMPARE(first.classes[beat], model.labels()[beat]);
      QVERIFY(second.classes[beat] != model.labels()[beat]);
    }
    REQUIRE_NEAR(comparison.test.exactP, 0.02660369873046875);
    REQUIRE_NEAR(comparison.test.correctedP, 0.029096331741252267);
    QCOMPARE(describe(comparison),
             std::string("other is right on 5 beats that scripted gets wrong, and wrong on 16 that scripted "
                         "gets right: more than chance explains (McNemar, exact p = 0.027)."));
    const nlohmann::json json = comparisonJson(comparison, numberedScheme(3));
    QCOMPARE(json["broken"].get<int>(), 16);
    QCOMPARE(json["difference"][0][1].get<int>(), 12);
    QCOMPARE(json["first"]["name"].get<std::string>(), std::string("scripted"));
  }

  void tellsHowProbabilitiesMoved() {
    ScriptedModel model(numberedScheme(2));
    for (const float probability : {.9F, .4F, .6F}) model.add(0, {probability, 1 - probability});
    const Predictions before = model.predictions();
    Predictions after = before;
    after.modelName = "tuned";
    after.probabilities = {.8F, .2F, .9F, .1F, .5F, .5F};
    const ModelComparison comparison =
        compareOpinions(opinionsOf(before), opinionsOf(after), model.labels(), model.allBeats(), 2);
    QCOMPARE(comparison.change.size(), 3);
    QVERIFY(std::abs(comparison.change[0] + .1F) < 1e-6F);
    QVERIFY(std::abs(comparison.change[1] - .5F) < 1e-6F);
    QCOMPARE(comparison.fixed, (std::vector<BeatIndex>{1}));
    QCOMPARE(byChange(comparison, comparison.beats).front(), BeatIndex{1});
  }

  void withoutAnAnswerOrALabelABeatIsLeftOut() {
    ScriptedModel model(numberedScheme(2));
    for (int beat = 0; beat < 4; ++beat) model.addSure(0, 0, .9F);
    model.labels()[1] = kUnlabelled;
    Predictions broken = model.predictions();
    broken.probabilities[4] = std::nanf("");
    const ModelComparison comparison = compareOpinions(opinionsOf(model.predictions()), opinionsOf(broken),
                                                       model.labels(), model.allBeats(), 2);
    QCOMPARE(comparison.beats, (std::vector<BeatIndex>{0, 3}));
    QCOMPARE(comparison.leftOut, 2);
    QVERIFY(describe(comparison).find("do not differ") != std::string::npos);
  }

  void otherBeatsAreRefused() {
    ScriptedModel model(numberedScheme(2));
    model.addSure(0, 0, .9F);
    const Opinions good = opinionsOf(model.predictions());
    Opinions shorter = good;
    shorter.classes.clear();
    Opinions beyond = good;
    beyond.classes[0] = 7;
    const auto all = model.allBeats();
    const std::vector<BeatIndex> late = {9};
    QVERIFY(test::errorText([&] { compareOpinions(good, shorter, model.labels(), all, 2); }) != "no error");
    QVERIFY(test::errorText([&] { compareOpinions(beyond, good, model.labels(), all, 2); }) != "no error");
    QVERIFY(test::errorText([&] { compareOpinions(good, good, model.labels(), late, 2); }) != "no error");
    QVERIFY(test::errorText([] { mcNemarTest(-1, 2); }) != "no error");
  }
};

QTEST_GUILESS_MAIN(TestModelComparison)
#include "tst_model_comparison.moc"
