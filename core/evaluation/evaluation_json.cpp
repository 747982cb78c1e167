#include "core/evaluation/evaluation.h"
#include "core/evaluation/json_number.h"

namespace ectopy {
namespace {

nlohmann::json countsToJson(const ConfusionMatrix& confusion) {
  nlohmann::json rows = nlohmann::json::array();
  for (std::size_t truth = 0; truth < confusion.classes(); ++truth) {
    nlohmann::json row = nlohmann::json::array();
    for (std::size_t predicted = 0; predicted < confusion.classes(); ++predicted) {
      row.push_back(confusion.at(truth, predicted));
    }
    rows.push_back(std::move(row));
  }
  return rows;
}

nlohmann::json meanToJson(const MeanScore& mean) {
  return {{"sensitivity", numberOrNull(mean.sensitivity)},
          {"specificity", numberOrNull(mean.specificity)},
          {"ppv", numberOrNull(mean.ppv)},
          {"f1", numberOrNull(mean.f1)}};
}

}  // namespace

nlohmann::json scoresToJson(const LabelScheme& scheme, const ConfusionMatrix& confusion) {
  const Scores scores = scoresOf(confusion);
  nlohmann::json perClass = nlohmann::json::object();
  for (std::size_t label = 0; label < scores.perClass.size(); ++label) {
    const ClassScore& score = scores.perClass[label];
    perClass[std::string(scheme.codeOf(static_cast<ClassIndex>(label)))] = {
        {"sensitivity", numberOrNull(score.sensitivity)},
        {"specificity", numberOrNull(score.specificity)},
        {"ppv", numberOrNull(score.ppv)},
        {"f1", numberOrNull(score.f1)},
        {"support", score.support}};
  }
  return {{"accuracy", numberOrNull(scores.accuracy)},
          {"macroF1", numberOrNull(scores.macroF1)},
          {"balancedAccuracy", numberOrNull(scores.balancedAccuracy)},
          {"perClass", std::move(perClass)},
          {"macro", meanToJson(scores.macro)},
          {"weighted", meanToJson(scores.weighted)},
          {"confusion", countsToJson(confusion)}};
}

nlohmann::json evaluationToJson(const Evaluation& evaluation, const BeatSet& beats) {
  nlohmann::json json = scoresToJson(evaluation.scheme, evaluation.confusion);
  json["beats"] = evaluation.beats.size();
  json["unlabelled"] = evaluation.unlabelled;
  json["unanswered"] = evaluation.unanswered;
  json["calibrationError"] = numberOrNull(evaluation.calibrationError);
  if (evaluation.scheme.size() == 2) json["auc"] = numberOrNull(evaluation.auc.value_or(std::nan("")));
  nlohmann::json& perRecord = json["perRecord"] = nlohmann::json::array();
  for (const RecordScore& score : evaluation.perRecord) {
    perRecord.push_back({{"record", beats.facts().records.at(score.record).name},
                         {"beats", score.beats},
                         {"wrong", score.wrong},
                         {"accuracy", numberOrNull(score.accuracy)}});
  }
  return json;
}

}  // namespace ectopy
