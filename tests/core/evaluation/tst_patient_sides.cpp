#include "core/evaluation/patient_sides.h"

#include <QtTest>
#include <nlohmann/json.hpp>

#include "core/evaluation/group_scores.h"
#include "tests/support/seeded_case.h"

using namespace ectopy;
using test::ScriptedModel;

namespace {

/// Ten beats in each of four records; Ann has r0 and r1, the others are of nobody else. Right in r0 and r2,
/// half right in r1, wrong in r3.
ScriptedModel fourRecords() {
  ScriptedModel model(numberedScheme(2));
  model.facts().records = {
      {.name = "r0", .patient = "Ann"}, {.name = "r1", .patient = "Ann"}, {.name = "r2"}, {.name = "r3"}};
  for (std::uint32_t record = 0; record < 4; ++record)
    for (int beat = 0; beat < 10; ++beat) {
      const bool isRight = record == 0 || record == 2 || (record == 1 && beat < 5);
      model.addSure(static_cast<ClassIndex>(beat % 2), static_cast<ClassIndex>((beat + !isRight) % 2), .9F,
                    record);
    }
  return model;
}

}  // namespace

class TestPatientSides : public QObject {
  Q_OBJECT

 private slots:
  void partsWhatTheModelKnewFromWhatItDidNot() {
    ScriptedModel model = fourRecords();
    Split split;
    split.train = test::beatsFrom(0, 10);
    split.validation = test::beatsFrom(20, 30);
    split.test = test::beatsFrom(30, 40);
    split.patientsOnBothSides = 1;
    split.guard = "One patient on both sides.";
    const PatientSides sides =
        patientSides(model.predictions(), *model.beats(), model.labels(), &split, "not said");
    QCOMPARE(sides.sides.size(), 4);
    const double accuracies[] = {1, 1, .5, 0};
    for (std::size_t side = 0; side < 4; ++side) {
      QVERIFY(sides.sides[side].side == kPatientSides[side]);
      QCOMPARE(sides.sides[side].beats, 10);
      QCOMPARE(sides.sides[side].patients, 1);
      REQUIRE_NEAR(sides.sides[side].scores.accuracy, accuracies[side]);
      QVERIFY(sides.sides[side].accuracy.isDefined());
    }
    QCOMPARE(sides.guard, std::string("One patient on both sides."));
    const nlohmann::json json = patientSidesJson(sides, numberedScheme(2));
    QCOMPARE(json["sides"][2]["side"].get<std::string>(), std::string("knownPatient"));
    QCOMPARE(json["patientsOnBothSides"].get<int>(), 1);
  }

  void ofAnotherSetAllPatientsAreNew() {
    ScriptedModel model = fourRecords();
    const PatientSides sides = patientSides(model.predictions(), *model.beats(), model.labels(), nullptr,
                                            "It learned from other data.");
    QCOMPARE(sides.sides.size(), 1);
    QVERIFY(sides.sides[0].side == PatientSide::NewPatient);
    QCOMPARE(sides.sides[0].beats, 40);
    QCOMPARE(sides.sides[0].patients, 3);
    QCOMPARE(sides.guard, std::string("It learned from other data."));
    QVERIFY(patientSidesJson(sides, numberedScheme(2))["patientsOnBothSides"].is_null());
  }

  void withoutRecordsNobodyIsKnown() {
    ScriptedModel model = test::seededCase();
    Split split;
    split.train = test::beatsFrom(0, 50);
    split.test = test::beatsFrom(50, 200);
    model.labels()[60] = kUnlabelled;
    const PatientSides sides = patientSides(model.predictions(), *model.beats(), model.labels(), &split, {});
    QCOMPARE(sides.sides.size(), 2);
    QVERIFY(sides.sides[1].side == PatientSide::Unknown);
    QCOMPARE(sides.sides[1].beats, 149);
    QCOMPARE(sides.sides[1].patients, 0);
  }

  void recordsAndPatientsAreScored() {
    ScriptedModel model = fourRecords();
    const Predictions predictions = model.predictions();
    const auto judged = test::beatsFrom(0, 30);
    const auto records = scoresByRecord(predictions, *model.beats(), model.labels(), judged);
    QCOMPARE(records.size(), 3);
    QCOMPARE(records[1].name, std::string("r1"));
    QCOMPARE(records[1].wrong, 5);
    QCOMPARE(records[1].perClass[0].support, 5);
    const auto patients = scoresByPatient(predictions, *model.beats(), model.labels(), judged);
    QCOMPARE(patients.size(), 2);
    QCOMPARE(patients[0].name, std::string("Ann"));
    QCOMPARE(patients[0].records, (std::vector<std::uint32_t>{0, 1}));
    QCOMPARE(patients[0].beats, 20);
    REQUIRE_NEAR(scoresOf(patients[0].perClass, patients[0].beats).accuracy, .75);
    QVERIFY(knowsPatients(*model.beats(), judged));
    const nlohmann::json json = groupScoresJson(patients, *model.beats(), "patient");
    QCOMPARE(json[0]["patient"].get<std::string>(), std::string("Ann"));
    QCOMPARE(json[0]["records"].size(), 2);
    REQUIRE_NEAR(json[0]["accuracy"].get<double>(), .75);
    QVERIFY(json[1]["perClass"]["1"]["sensitivity"].get<double>() == 1);
  }

  void beatsWithoutRecordsMakeNoGroups() {
    ScriptedModel model = test::seededCase();
    QVERIFY(scoresByPatient(model.predictions(), *model.beats(), model.labels(), model.allBeats()).empty());
    QVERIFY(!knowsPatients(*model.beats(), model.allBeats()));
  }
};

QTEST_GUILESS_MAIN(TestPatientSides)
#include "tst_patient_sides.moc"
