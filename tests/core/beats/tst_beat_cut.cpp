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

  void everythingThatDecidesTheNumbersIsCompared() {
    const BeatCut context = defaultCut(CutRule::Context);
    const auto refused = [&context](const auto& change) {
      BeatCut other = context;
      change(other);
      try {
        requireSameCut(context, other);
      } catch (const Error& error) {
        return std::string(error.what());
      }
      return std::string();
    };
    QVERIFY(refused([](BeatCut&) {}).empty());
    QVERIFY(refused([](BeatCut& cut) { cut.sampleRateHz = 128; }).find("128 Hz") != std::string::npos);
    QVERIFY(refused([](BeatCut& cut) { cut.rOffsetSeconds = 0.2; }).find("0.2 s") != std::string::npos);
    QVERIFY(refused([](BeatCut& cut) { cut.unit = AmplitudeUnit::Millivolts; }).find("mV") !=
            std::string::npos);
    QVERIFY(refused([](BeatCut& cut) { cut.lead = "V1"; }).find("lead V1") != std::string::npos);
    BeatCut lower = context;
    lower.lead = "v1";
    BeatCut upper = context;
    upper.lead = "V1";
    requireSameCut(lower, upper);
  }

  void newFieldsAreWrittenWhereTheySaySomething() {
    const nlohmann::json old = defaultCut(CutRule::Kaggle);
    QVERIFY(!old.contains("rOffsetSeconds") && !old.contains("unit") && !old.contains("recordRateHz"));
    BeatCut context = defaultCut(CutRule::Context);
    context.recordRateHz = 100;
    const nlohmann::json json = context;
    QCOMPARE(json.get<BeatCut>(), context);
    for (const auto& [key, value] : {std::pair<std::string, nlohmann::json>{"rOffsetSeconds", 1.2},
                                     {"rOffsetSeconds", -0.1},
                                     {"rOffsetSeconds", "x"},
                                     {"unit", "inch"},
                                     {"unit", 3},
                                     {"recordRateHz", -1}}) {
      nlohmann::json broken = json;
      broken[key] = value;
      QVERIFY_EXCEPTION_THROWN(broken.get<BeatCut>(), Error);
    }
  }

  void namesRoundTrip() {
    for (const CutRule rule : {CutRule::Kaggle, CutRule::Paper, CutRule::Context, CutRule::Given}) {
      QCOMPARE(cutRuleFromName(nameOf(rule)), rule);
    }
    QCOMPARE(beatTaskFromName("mi"), BeatTask::NormalInfarction);
    QVERIFY_EXCEPTION_THROWN(cutRuleFromName("window"), Error);
    QVERIFY_EXCEPTION_THROWN(beatTaskFromName(""), Error);
  }
};

QTEST_GUILESS_MAIN(TestBeatCut)
#include "tst_beat_cut.moc"
