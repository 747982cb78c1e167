#include <fmt/format.h>

#include <algorithm>

#include "core/report/colours.h"
#include "core/report/number_format.h"
#include "core/report/report_sections.h"

namespace ectopy {
namespace {

constexpr std::size_t kMostRecords = 30;

void writeClassRow(HtmlWriter& html, const Evaluation& evaluation, std::size_t label) {
  const ClassScore& score = evaluation.scores.perClass[label];
  const auto row = html.scope("tr");
  {
    const auto cell = html.scope("td");
    writeChip(html, evaluation.scheme, static_cast<ClassIndex>(label));
    html.text(" " + evaluation.scheme.classes[label].name);
  }
  writeNumberCell(html, formatPercent(score.sensitivity));
  writeNumberCell(html, formatPercent(score.ppv));
  writeNumberCell(html, formatPercent(score.f1));
  writeNumberCell(html, formatCount(score.support));
}

void writeMeans(HtmlWriter& html, const Evaluation& evaluation) {
  const auto foot = html.scope("tfoot");
  const auto row = html.scope("tr");
  html.element("td", "Mean of the classes, all beats");
  writeNumberCell(html, formatPercent(evaluation.scores.balancedAccuracy));
  writeNumberCell(html, "");
  writeNumberCell(html, formatPercent(evaluation.scores.macroF1));
  writeNumberCell(html, formatCount(evaluation.confusion.total()));
}

std::vector<RecordScore> worstFirst(const Evaluation& evaluation) {
  std::vector<RecordScore> records = evaluation.perRecord;
  std::stable_sort(records.begin(), records.end(), [](const RecordScore& a, const RecordScore& b) {
    return a.accuracy != b.accuracy ? a.accuracy < b.accuracy : a.wrong > b.wrong;
  });
  return records;
}

void writeBar(HtmlWriter& html, double fraction, std::string_view colour) {
  const auto cell = html.scope("td", {{"class", "wide"}});
  const auto bar = html.scope("span", {{"class", "bar"}});
  html.element("i", "", {{"style", fmt::format("width:{:.1f}%;background:{}", 100 * fraction, colour)}});
}

void writeRecordRow(HtmlWriter& html, const RecordScore& score, const RecordInfo& record,
                    double largestError) {
  const auto row = html.scope("tr");
  html.element("td", record.name);
  html.element("td", record.patient);
  writeNumberCell(html, formatCount(score.beats));
  writeNumberCell(html, formatCount(score.wrong));
  writeNumberCell(html, formatPercent(score.accuracy));
  writeBar(html, largestError > 0 ? (1 - score.accuracy) / largestError : 0, kWrong);
}

}  // namespace

void writeClassSection(HtmlWriter& html, const ReportInput& input) {
  const Evaluation& evaluation = input.evaluation;
  const auto section = html.scope("section", {{"id", "classes"}, {"class", "keep"}});
  html.element("h2", "Per class");
  html.element(
      "p",
      "Sensitivity: share of the class's beats that were found. PPV: share of the beats said to be of the "
      "class that are. F1: their harmonic mean. A dash: not defined, as no beat is of the class or said to "
      "be.",
      {{"class", "caption"}});
  const auto table = html.scope("table");
  writeTableHead(html, {"Class", "Sensitivity", "PPV", "F1", "Beats"}, 1);
  {
    const auto body = html.scope("tbody");
    for (std::size_t label = 0; label < evaluation.scores.perClass.size(); ++label) {
      writeClassRow(html, evaluation, label);
    }
  }
  writeMeans(html, evaluation);
}

void writeRecordSection(HtmlWriter& html, const ReportInput& input) {
  if (input.evaluation.perRecord.empty()) return;
  const auto section = html.scope("section", {{"id", "records"}});
  html.element("h2", "Per record");
  const std::vector<RecordScore> records = worstFirst(input.evaluation);
  const std::size_t shown = std::min(records.size(), kMostRecords);
  html.element(
      "p",
      shown < records.size()
          ? fmt::format("The worst {} of {} records, worst first. The other {} have at least {}.", shown,
                        records.size(), records.size() - shown, formatPercent(records[shown].accuracy))
          : fmt::format("All {} records, worst first.", records.size()),
      {{"class", "caption"}});
  const auto table = html.scope("table");
  {
    const auto head = html.scope("thead");
    const auto row = html.scope("tr");
    html.element("th", "Record");
    html.element("th", "Patient");
    for (const auto* text : {"Beats", "Wrong", "Accuracy"}) html.element("th", text, {{"class", "n"}});
    html.element("th", "Share wrong, relative to the worst", {{"class", "wide"}});
  }
  const auto body = html.scope("tbody");
  for (std::size_t at = 0; at < shown; ++at) {
    writeRecordRow(html, records[at], input.beats.facts().records.at(records[at].record),
                   1 - records.front().accuracy);
  }
}

}  // namespace ectopy
