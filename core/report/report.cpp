#include "core/report/report.h"

#include <fmt/format.h>

#include "core/base/error.h"
#include "core/report/report_sections.h"
#include "core/report/report_style.h"

namespace ectopy {
namespace {

void requireOneSet(const ReportInput& input) {
  const std::size_t beats = input.beats.size();
  if (input.labels.size() != beats || input.predictions.size() != beats) {
    throw Error(fmt::format(
        "A report needs one label and one prediction a beat: {} beats, {} labels, {} predictions.", beats,
        input.labels.size(), input.predictions.size()));
  }
}

void writeHead(HtmlWriter& html, const ReportInput& input) {
  const auto head = html.scope("head");
  html.empty("meta", {{"charset", "utf-8"}});
  html.empty("meta", {{"name", "viewport"}, {"content", "width=device-width, initial-scale=1"}});
  html.element("title",
               fmt::format("{} on {} \u2013 Ectopy report", input.model.name, input.beats.facts().name));
  const auto style = html.scope("style");
  html.raw(reportStyle());
}

void writeFooter(HtmlWriter& html, const ReportInput& input) {
  const auto footer = html.scope("footer");
  html.element("p", fmt::format("Written by Ectopy {}. {}", ECTOPY_VERSION, input.dateUtc));
  html.element("p",
               "Not a medical device: for research and teaching, no diagnosis or treatment may rest on it.");
}

}  // namespace

std::string renderHtmlReport(const ReportInput& input) {
  requireOneSet(input);
  HtmlWriter html;
  html.raw("<!DOCTYPE html>\n");
  html.open("html", {{"lang", "en"}});
  writeHead(html, input);
  html.open("body");
  writeSummarySection(html, input);
  writeConfusionSection(html, input);
  writeClassSection(html, input);
  writeWrongBeatsSection(html, input);
  writeRecordSection(html, input);
  writeDataSection(html, input);
  writeModelSection(html, input);
  writeFooter(html, input);
  return std::move(html).finish();
}

}  // namespace ectopy
