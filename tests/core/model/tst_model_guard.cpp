#include <QtTest>

#include "core/model/model_guard.h"
#include "tests/support/beat_builders.h"

using namespace ectopy;

/// What is said of figures hangs on whether a model learned from the very beats it is judged by.
class TestModelGuard : public QObject {
  Q_OBJECT

 private slots:
  void ownDataHaveTheSplitsGuard() {
    const auto beats = test::makeBeats(20);
    Split split;
    split.guard = "2 of 3 patients stand on both sides: figures are optimistic.";
    QCOMPARE(guardOf(modelOf(*beats), *beats, &split), split.guard);
  }
  void allBeatsHoldThoseItLearnedFrom() {
    const auto beats = test::makeBeats(20);
    QVERIFY(guardOf(modelOf(*beats), *beats, nullptr).find("learned from included") != std::string::npos);
  }
  void otherDataAreNeverGivenTheSplitsGuard() {
    const auto beats = test::makeBeats(20);
    ModelInfo model = modelOf(*beats);
    model.dataFingerprint = "another";
    Split split;
    split.guard = "No patient stands on both sides.";
    const std::string words = guardOf(model, *beats, &split);
    QVERIFY(words.find("mitdb") != std::string::npos);
    QVERIFY(words.find(split.guard) == std::string::npos);
  }

 private:
  static ModelInfo modelOf(const BeatSet& beats) {
    ModelInfo model;
    model.dataName = "mitdb";
    model.dataFingerprint = beats.fingerprint();
    return model;
  }
};

QTEST_GUILESS_MAIN(TestModelGuard)
#include "tst_model_guard.moc"
