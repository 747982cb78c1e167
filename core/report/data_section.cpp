#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "core/report/colours.h"
#include "core/report/cut_words.h"
#include "core/report/number_format.h"
#include "core/report/report_sections.h"

namespace ectopy {
namespace {

constexpr std::size_t kMostWarnings = 12;

std::string countWords(std::size_t count) {
  return count == 0 ? "not known" : formatCount(static_cast<std::int64_t>(count));
}

std::size_t patientsOf(const BeatSet& beats) {
  std::set<std::string_view> patients;
  for (const RecordInfo& record : beats.facts().records) {
    if (!record.patient.empty()) patients.insert(record.patient);
  }
  return patients.size();
}

std::string leadsOf(const BeatSet& beats) {
  std::set<std::string_view> leads;
  for (const RecordInfo& record : beats.facts().records) {
    if (!record.leadName.empty()) leads.insert(record.leadName);
  }
  return fmt::format("{}", fmt::join(leads, ", "));
}

void writeDataFacts(HtmlWriter& html, const ReportInput& input) {
  const BeatSetFacts& facts = input.beats.facts();
  const auto table = html.scope("table", {{"class", "facts"}});
  const auto body = html.scope("tbody");
  writeFact(html, "Data set", facts.name + (facts.isSynthetic ? " (synthetic)" : ""));
  writeFact(html, "Source", facts.source);
  writeFact(html, "Beats", formatCount(static_cast<std::int64_t>(input.beats.size())));
  writeFact(html, "Records", countWords(facts.records.size()));
  writeFact(html, "Patients", countWords(patientsOf(input.beats)));
  writeFact(html, "Leads", leadsOf(input.beats));
  writeFact(html, "Labels edited", formatCount(static_cast<std::int64_t>(input.editedLabels)));
  writeHashFact(html, "Fingerprint (SHA-256)", input.beats.fingerprint());
}

/// Beats by label, over the whole set and over what was judged.
void writeClassCounts(HtmlWriter& html, const ReportInput& input) {
  const LabelScheme& scheme = input.beats.scheme();
  std::vector<std::int64_t> counts(scheme.size());
  for (const ClassIndex label : input.labels) {
    if (label < counts.size()) ++counts[label];
  }
  const bool hasSymbols = scheme.id == aami5Scheme().id && input.beats.cut().task == BeatTask::Aami5 &&
                          input.beats.cut().rule != CutRule::Given;
  const auto symbols = symbolsOfClasses(input.beats.cut().classMap);
  const auto all = static_cast<double>(std::max<std::size_t>(input.beats.size(), 1));
  const auto table = html.scope("table");
  writeTableHead(html, {"Class", hasSymbols ? "Annotations" : "", "Beats", "Share", "Judged"}, 2);
  const auto body = html.scope("tbody");
  for (std::size_t label = 0; label < scheme.size(); ++label) {
    const auto row = html.scope("tr");
    {
      const auto cell = html.scope("td");
      writeChip(html, scheme, static_cast<ClassIndex>(label));
      html.text(" " + scheme.classes[label].name);
    }
    html.open("td");
    if (hasSymbols && label < symbols.size()) html.element("code", symbols[label]);
    html.close();
    const std::size_t judgedClasses = input.evaluation.confusion.classes();
    writeNumberCell(html, formatCount(counts[label]));
    writeNumberCell(html, formatPercent(static_cast<double>(counts[label]) / all));
    writeNumberCell(html,
                    formatCount(label < judgedClasses ? input.evaluation.confusion.rowTotal(label) : 0));
  }
}

void writeProtocol(HtmlWriter& html, const ReportInput& input) {
  html.element("h3", "Protocol");
  const auto table = html.scope("table", {{"class", "facts"}});
  const auto body = html.scope("tbody");
  writeFact(html, "Judged", input.part);
  writeFact(html, "Split", input.protocol.empty() ? "none" : input.protocol);
  writeFact(html, "Guard", input.guard.empty() ? "patients on both sides are not known" : input.guard);
  if (isIntraPatient(input)) {
    writeFact(html, "Reading",
              "intra-patient, optimistic: expect less for patients the model has never seen");
  }
  writeFact(html, "Beat cut", describeCut(input.beats.cut()));
  writeFact(html, "Labels", describeLabels(input.beats.cut()));
}

void writeWarnings(HtmlWriter& html, const std::vector<std::string>& warnings) {
  if (warnings.empty()) return;
  html.element("h3", "Noticed while reading the data");
  const auto list = html.scope("ul", {{"class", "plain"}});
  for (std::size_t at = 0; at < std::min(warnings.size(), kMostWarnings); ++at)
    html.element("li", warnings[at]);
  if (warnings.size() > kMostWarnings) {
    html.element("li", fmt::format("and {} more", warnings.size() - kMostWarnings));
  }
}

}  // namespace

void writeDataSection(HtmlWriter& html, const ReportInput& input) {
  const auto section = html.scope("section", {{"id", "data"}});
  html.element("h2", "Data and protocol");
  writeDataFacts(html, input);
  writeProtocol(html, input);
  html.element("h3", "Beats by class");
  writeClassCounts(html, input);
  writeWarnings(html, input.beats.facts().warnings);
}

}  // namespace ectopy
