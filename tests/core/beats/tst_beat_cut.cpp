#include <QtTest>
#include <nlohmann/json.hpp>

#include "core/base/error.h"
#include "core/beats/beat_cut.h"

using namespace ectopy;

class TestBeatCut : public QObject {
  Q_OBJECT

 private slots:
  void rulesHaveTheirOwnRates() {
    QCOMPARE(defaultCut(CutRule::Kaggle).sampleRateHz, 120.0);
    QCOMPARE(defaultCut(CutRule::Paper).sampleRateHz, 125.0);
    QCOMPARE(defaultCut(CutRule::Paper).length, 187);
  }

  void roundTripsThroughJson() {
    BeatCut cut = defaultCut(CutRule::Paper);
    cut.classMap = ClassMap::Ec57;
    cut.task = BeatTask::NormalInfarction;
    cut.lead = "II";
    cut.annotator = "qrs";
    cut.length = 99;
    const nlohmann::json json = cut;
    QCOMPARE(nlohmann::json::parse(json.dump()).get<BeatCut>(), cut);
    const nlohmann::json scheme = aami5Scheme();
    QCOMPARE(scheme.get<LabelScheme>(), aami5Scheme());
  }

  void refusesJsonThatMakesNoSense() {
    for (const char* key : {"rule", "classMap", "task", "lead", "annotator", "length", "sampleRateHz"}) {
      nlohmann::json json = defaultCut(CutRule::Kaggle);
      json.erase(key);
      QVERIFY_EXCEPTION_THROWN(json.get<BeatCut>(), Error);
      json[key] = nlohmann::json::array();
      QVERIFY_EXCEPTION_THROWN(json.get<BeatCut>(), Error);
    }
    nlohmann::json json = defaultCut(CutRule::Kaggle);
    json["length"] = 0;
    QVERIFY_EXCEPTION_THROWN(json.get<BeatCut>(), Error);
    json["length"] = 4000000000;
    QVERIFY_EXCEPTION_THROWN(json.get<BeatCut>(), Error);
    nlohmann::json scheme = aami5Scheme();
    scheme["classes"].clear();
    QVERIFY_EXCEPTION_THROWN(scheme.get<LabelScheme>(), Error);
  }

  void aModelIsOnlyFedItsOwnBeats() {
    const BeatCut kaggle = defaultCut(CutRule::Kaggle);
    requireSameCut(kaggle, kaggle);
    requireSameCut(kaggle, defaultCut(CutRule::Given));
    requireSameCut(defaultCut(CutRule::Given), kaggle);
    QVERIFY_EXCEPTION_THROWN(requireSameCut(kaggle, defaultCut(CutRule::Paper)), Error);
    BeatCut longer = defaultCut(CutRule::Given);
    longer.length = 200;
    QVERIFY_EXCEPTION_THROWN(requireSameCut(kaggle, longer), Error);
  }

  void namesRoundTrip() {
    for (const CutRule rule : {CutRule::Kaggle, CutRule::Paper, CutRule::Given}) {
      QCOMPARE(cutRuleFromName(nameOf(rule)), rule);
    }
    QCOMPARE(beatTaskFromName("mi"), BeatTask::NormalInfarction);
    QVERIFY_EXCEPTION_THROWN(cutRuleFromName("context"), Error);
    QVERIFY_EXCEPTION_THROWN(beatTaskFromName(""), Error);
  }
};

QTEST_GUILESS_MAIN(TestBeatCut)
#include "tst_beat_cut.moc"
