#pragma once

#include <cmath>
#include <memory>
#include <string>
#include <vector>

#include "core/report/report.h"
#include "tests/support/beat_builders.h"

namespace ectopy::test {

/// All that a report is made from, made up: beats, a model that is right nine times in ten, its history.
class ReportFixture {
 public:
  explicit ReportFixture(const BeatOptions& options)
      : m_beats(makeBeats(options)), m_labels(labelsOf(*m_beats)), m_predictions(makePredictions(*m_beats)) {
    for (BeatIndex beat = 0; beat < m_beats->size(); ++beat) m_judged.push_back(beat);
    m_model.name = "first model";
    m_model.architecture = "cvxtz";
    m_model.parameters = 258'053;
    m_model.trainableParameters = 258'053;
    m_model.scheme = m_beats->scheme();
    m_model.dataName = m_beats->facts().name;
    m_model.dataFingerprint = m_beats->fingerprint();
    m_model.config.seed = 4711;
    m_model.seconds = 754;
    m_model.weightsSha256 = "9f86d081884c7d65";
    for (int epoch = 1; epoch <= 6; ++epoch) {
      m_model.history.push_back({.epoch = epoch,
                                 .trainLoss = 1.0 / epoch,
                                 .trainMacroF1 = 1 - 0.5 / epoch,
                                 .validationLoss = epoch == 3 ? std::nan("") : 1.2 / epoch,
                                 .validationMacroF1 = 1 - 0.6 / epoch});
    }
    m_model.bestEpoch = 5;
  }

  /// 200 beats of five classes in four records.
  static ReportFixture usual() {
    BeatOptions options;
    options.records = {"r1", "r2", "r3", "r4"};
    return ReportFixture(options);
  }

  const BeatSet& beats() const { return *m_beats; }
  ModelInfo& model() { return m_model; }
  std::vector<ClassIndex>& labels() { return m_labels; }
  std::vector<BeatIndex>& judged() { return m_judged; }
  Evaluation evaluation() const { return evaluate(m_predictions, *m_beats, m_labels, m_judged); }

  std::string render() const {
    const Evaluation judgement = evaluation();
    return renderHtmlReport({.beats = *m_beats,
                             .labels = m_labels,
                             .predictions = m_predictions,
                             .evaluation = judgement,
                             .model = m_model,
                             .part = part,
                             .protocol = protocol,
                             .guard = guard,
                             .editedLabels = editedLabels,
                             .dateUtc = "2001-02-03 04:05 UTC",
                             .wrongBeatsDrawn = wrongBeatsDrawn});
  }

  std::string part = "test part";
  std::string protocol = "inter-patient: whole records";
  std::string guard = "No patient stands on both sides.";
  std::size_t editedLabels = 3;
  int wrongBeatsDrawn = 24;

 private:
  std::shared_ptr<const BeatSet> m_beats;
  std::vector<ClassIndex> m_labels;
  Predictions m_predictions;
  std::vector<BeatIndex> m_judged;
  ModelInfo m_model;
};

}  // namespace ectopy::test
