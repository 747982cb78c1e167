#include <fmt/format.h>

#include "core/report/colours.h"
#include "core/report/line_chart.h"
#include "core/report/number_format.h"
#include "core/report/report_sections.h"

namespace ectopy {
namespace {

std::string_view endWords(TrainingEnd end) {
  switch (end) {
    case TrainingEnd::Epochs:
      return "all epochs were run";
    case TrainingEnd::EarlyStop:
      return "stopped early, validation did not improve any more";
    case TrainingEnd::TimeLimit:
      return "the time limit was reached";
    case TrainingEnd::StoppedAndKept:
      return "stopped by hand, the best epoch kept";
  }
  return "";
}

std::string originWords(const ModelInfo& model) {
  if (model.continuedAfter > 0)
    return fmt::format("the run of \u201C{}\u201D, which went on after its {} epochs", model.parentName,
                       model.continuedAfter);
  if (model.corrections > 0)
    return fmt::format("\u201C{}\u201D, fine-tuned on {} corrections", model.parentName, model.corrections);
  if (model.transferMode.empty()) return "trained from scratch";
  const std::string parent =
      model.parentName.empty() ? "another model" : "\u201C" + model.parentName + "\u201D";
  if (model.transferMode == nameOf(TransferMode::Freeze)) {
    return fmt::format("transfer from {}, convolutions frozen: only the dense head learned", parent);
  }
  if (model.transferMode == nameOf(TransferMode::FineTune)) {
    return fmt::format("transfer from {}, all weights fine-tuned", parent);
  }
  if (model.transferMode == nameOf(TransferMode::Gradual)) {
    return fmt::format(
        "transfer from {}, the dense head first, then all weights at rates that fall with the "
        "distance from it",
        parent);
  }
  return fmt::format("architecture of {}, new weights (the yardstick for transfer)", parent);
}

void writeIdentity(HtmlWriter& html, const ModelInfo& model) {
  const auto table = html.scope("table", {{"class", "facts"}});
  const auto body = html.scope("tbody");
  writeFact(html, "Name", model.name);
  writeFact(html, "Architecture", model.architecture);
  writeFact(html, "Parameters",
            fmt::format("{}, of which {} moved in training", formatCount(model.parameters),
                        formatCount(model.trainableParameters)));
  writeFact(html, "Origin", originWords(model));
  if (!model.parentSha256.empty()) writeHashFact(html, "Parent\u2019s weights (SHA-256)", model.parentSha256);
  writeFact(html, "Trained on", model.dataName + (model.isSyntheticData ? " (synthetic)" : ""));
  writeHashFact(html, "Its fingerprint (SHA-256)", model.dataFingerprint);
  writeFact(html, "Training split", model.protocol);
  writeHashFact(html, "Weights (SHA-256)", model.weightsSha256);
  writeFact(html, "Trained by", model.programVersion.empty() ? "" : "Ectopy " + model.programVersion);
}

std::string validationWords(const ModelInfo& model) {
  if (model.validation.total() == 0) return "";
  const Scores scores = scoresOf(model.validation);
  return fmt::format("accuracy {}, macro F1 {} on {} beats", formatPercent(scores.accuracy),
                     formatPercent(scores.macroF1), formatCount(model.validation.total()));
}

std::string patienceWords(const TrainingConfig& config) {
  return config.stopPatience == 0
             ? "runs to its last epoch"
             : fmt::format("end after {} epochs without improvement", config.stopPatience);
}

void writeTraining(HtmlWriter& html, const ModelInfo& model) {
  const TrainingConfig& config = model.config;
  const auto table = html.scope("table", {{"class", "facts"}});
  const auto body = html.scope("tbody");
  writeFact(html, "Recipe", recipeWords(config));
  writeFact(html, "Patience", patienceWords(config));
  writeFact(
      html, "Limits",
      fmt::format("{} epochs at most, {}", config.epochs,
                  config.timeLimitSeconds > 0 ? formatDuration(config.timeLimitSeconds) : "no time limit"));
  writeFact(html, "Seed", fmt::format("{}", config.seed));
  writeFact(html, "Device",
            fmt::format("{}, {}", config.device,
                        config.threads == 0 ? "all cores" : fmt::format("{} threads", config.threads)));
  writeFact(
      html, "Ran",
      fmt::format("{} epochs in {}, {} beats/s; {}", model.history.size(), formatDuration(model.seconds),
                  formatFixed(model.beatsPerSecond, 0), endWords(model.end)));
  writeFact(html, "Best epoch", model.bestEpoch == 0 ? "" : fmt::format("{}", model.bestEpoch));
  writeFact(html, "Validation there", validationWords(model));
}

ChartSeries seriesOf(const ModelInfo& model, std::string name, std::string_view colour,
                     double EpochRecord::*value) {
  ChartSeries series{std::move(name), std::string(colour), false, {}};
  for (const EpochRecord& record : model.history) series.points.emplace_back(record.epoch, record.*value);
  return series;
}

LineChart chartOf(const ModelInfo& model, const char* title, double EpochRecord::*training,
                  double EpochRecord::*validation) {
  LineChart chart;
  chart.title = title;
  chart.xLabel = "epoch";
  chart.series.push_back(seriesOf(model, "training", kFaint, training));
  chart.series.back().isDashed = true;
  chart.series.push_back(seriesOf(model, "validation", kAccent, validation));
  if (model.bestEpoch > 0) {
    chart.markedX = model.bestEpoch;
    chart.markText = fmt::format("best: {}", model.bestEpoch);
  }
  return chart;
}

void writeCurves(HtmlWriter& html, const ModelInfo& model) {
  html.element("h3", "Training curves");
  if (model.history.empty()) {
    html.element("p", "The model file holds no training history.");
    return;
  }
  const auto curves = html.scope("div", {{"class", "curves"}});
  LineChart f1 = chartOf(model, "Macro F1", &EpochRecord::trainMacroF1, &EpochRecord::validationMacroF1);
  f1.largestY = 1;
  {
    const auto figure = html.scope("figure");
    drawLineChart(
        html, chartOf(model, "Loss (cross entropy)", &EpochRecord::trainLoss, &EpochRecord::validationLoss));
  }
  const auto figure = html.scope("figure");
  drawLineChart(html, f1);
}

}  // namespace

void writeModelSection(HtmlWriter& html, const ReportInput& input) {
  const auto section = html.scope("section", {{"id", "model"}});
  html.element("h2", "Model card");
  writeIdentity(html, input.model);
  html.element("h3", "Training");
  writeTraining(html, input.model);
  writeCurves(html, input.model);
}

}  // namespace ectopy
