#include <QtTest>

#include "core/beats/peak_edits.h"
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

  // Whoever corrects an R peak has not changed what the model learned from.
  void correctedPeaksAreTheSameData() {
    const auto source = test::makeBeats(20);
    const auto once = corrected(source, {{0, {0, -1}}});
    const auto twice = corrected(source, {{0, {0, -1}}, {1, {0, -1}}});
    Split split;
    split.guard = "2 of 3 patients stand on both sides: figures are optimistic.";
    QCOMPARE(guardOf(modelOf(*source), *once, &split), split.guard);
    ModelInfo model = modelOf(*once);
    model.sourceFingerprint = source->fingerprint();
    for (const auto& beats : {source, once, twice}) QCOMPARE(guardOf(model, *beats, &split), split.guard);
    const auto other = test::makeBeats(20, 2);
    QVERIFY(guardOf(model, *other, &split) != split.guard);
  }

 private:
  static std::shared_ptr<const BeatSet> corrected(const std::shared_ptr<const BeatSet>& source,
                                                  const PeakEdits& edits) {
    return withPeaks(source, edits, {}).beats;
  }
  static ModelInfo modelOf(const BeatSet& beats) {
    ModelInfo model;
    model.dataName = "mitdb";
    model.dataFingerprint = beats.fingerprint();
    return model;
  }
};

QTEST_GUILESS_MAIN(TestModelGuard)
#include "tst_model_guard.moc"
