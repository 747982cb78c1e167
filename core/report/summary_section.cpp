#include <fmt/format.h>

#include "core/report/number_format.h"
#include "core/report/report_sections.h"

namespace ectopy {
namespace {

void writeBanner(HtmlWriter& html, const ReportInput& input) {
  const bool data = input.beats.facts().isSynthetic;
  const bool training = input.model.isSyntheticData;
  if (!data && !training) return;
  const std::string_view what = data && training ? "the model was trained and judged on synthetic beats"
                                : data           ? "the model was judged on synthetic beats"
                                                 : "the model was trained on synthetic beats";
  html.element(
      "p",
      fmt::format("Synthetic: {}, made by a mathematical model of the ECG and never by a heart. These "
                  "figures say nothing about people.",
                  what),
      {{"class", "banner"}, {"id", "synthetic"}});
}

void writeTitle(HtmlWriter& html, const ReportInput& input) {
  const auto header = html.scope("header");
  {
    const auto kicker = html.scope("p", {{"class", "kicker"}});
    html.element("b", "Ectopy report");
    html.element("span", input.dateUtc);
  }
  html.element("h1", fmt::format("{} on {}", input.model.name.empty() ? "Model" : input.model.name,
                                 input.beats.facts().name));
  std::string subtitle = fmt::format("{} beats judged", formatCount(input.evaluation.confusion.total()));
  for (const std::string& part : {input.part, input.protocol}) {
    if (!part.empty()) subtitle += " \u00B7 " + part;
  }
  html.element("p", subtitle, {{"class", "subtitle"}});
  const auto device = html.scope("p", {{"class", "device"}});
  html.element("b", "Not a medical device.");
  html.text(" For research and teaching; no diagnosis or treatment may rest on it.");
}

void writeFigure(HtmlWriter& html, std::string_view value, std::string_view name, std::string_view meaning) {
  const auto item = html.scope("li");
  html.element("b", value);
  html.element("span", name);
  html.element("small", meaning);
}

void writeFigures(HtmlWriter& html, const Evaluation& evaluation) {
  const std::int64_t beats = evaluation.confusion.total();
  std::int64_t right = 0;
  for (std::size_t label = 0; label < evaluation.confusion.classes(); ++label) {
    right += evaluation.confusion.at(label, label);
  }
  const auto list = html.scope("ul", {{"class", "figures"}, {"id", "overall"}});
  writeFigure(html, formatPercent(evaluation.scores.accuracy), "Accuracy",
              fmt::format("{} of {} beats right", formatCount(right), formatCount(beats)));
  writeFigure(html, formatPercent(evaluation.scores.macroF1), "Macro F1", "mean F1 of the classes");
  writeFigure(html, formatPercent(evaluation.scores.balancedAccuracy), "Balanced accuracy",
              "mean sensitivity of the classes");
  if (evaluation.auc) writeFigure(html, formatFixed(*evaluation.auc, 4), "ROC area", "of the second class");
  writeFigure(html, formatPercent(evaluation.calibrationError), "Calibration error",
              "expected gap of confidence and accuracy, 15 bins");
}

void writeNote(HtmlWriter& html, std::string_view text, bool isCalm = false) {
  html.element("p", text, {{"class", isCalm ? "note calm" : "note"}});
}

void writeCautions(HtmlWriter& html, const ReportInput& input) {
  const bool isSameData = input.beats.isOfSource(input.model.dataSource());
  if (isIntraPatient(input)) {
    writeNote(html,
              "Intra-patient, an optimistic protocol: the model has learned from other beats of the very "
              "patients it is judged on; expect less for new patients. " +
                  input.guard);
  } else if (!input.guard.empty()) {
    const bool isClean = input.guard.starts_with("No patient");
    writeNote(html, input.guard, isClean);
  }
  if (isSameData && input.evaluation.beats.size() + static_cast<std::size_t>(input.evaluation.unlabelled) ==
                        input.beats.size()) {
    writeNote(html,
              "All beats of the data the model was trained on are judged, those it learned from among them: "
              "these figures are optimistic.");
  }
  if (!isSameData) {
    writeNote(html,
              fmt::format("The model was trained on other data (\u201C{}\u201D) than it is judged on here.",
                          input.model.dataName),
              true);
  }
  if (input.evaluation.unlabelled > 0) {
    writeNote(html,
              fmt::format("Left out: {} beats without a label, or with one the model does not know.",
                          formatCount(input.evaluation.unlabelled)),
              true);
  }
}

}  // namespace

void writeSummarySection(HtmlWriter& html, const ReportInput& input) {
  writeBanner(html, input);
  writeTitle(html, input);
  const auto section = html.scope("section", {{"id", "summary"}});
  writeFigures(html, input.evaluation);
  writeCautions(html, input);
}

}  // namespace ectopy
