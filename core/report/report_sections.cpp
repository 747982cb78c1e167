#include "core/report/report_sections.h"

#include "core/report/colours.h"

namespace ectopy {

void writeChip(HtmlWriter& html, const LabelScheme& scheme, ClassIndex label) {
  const std::string colour = safeColour(label < scheme.size() ? scheme.classes[label].colour : "");
  html.element("span", scheme.codeOf(label),
               {{"class", "chip"}, {"style", "background:" + colour + ";color:" + inkOn(colour)}});
}

void writeFact(HtmlWriter& html, std::string_view name, std::string_view value) {
  const auto row = html.scope("tr");
  html.element("th", name, {{"scope", "row"}});
  html.element("td", value.empty() ? "\u2013" : value);
}

void writeHashFact(HtmlWriter& html, std::string_view name, std::string_view hash) {
  const auto row = html.scope("tr");
  html.element("th", name, {{"scope", "row"}});
  const auto cell = html.scope("td");
  html.element("code", hash.empty() ? "\u2013" : hash);
}

void writeTableHead(HtmlWriter& html, std::initializer_list<std::string_view> heads,
                    std::size_t firstNumber) {
  const auto head = html.scope("thead");
  const auto row = html.scope("tr");
  std::size_t column = 0;
  for (const std::string_view text : heads) {
    html.element("th", text, {{"scope", "col"}, {"class", column >= firstNumber ? "n" : "t"}});
    ++column;
  }
}

void writeNumberCell(HtmlWriter& html, std::string_view number) {
  html.element("td", number, {{"class", "n"}});
}

bool isIntraPatient(const ReportInput& input) {
  return input.protocol.find("intra-patient") != std::string::npos ||
         input.protocol.find("Intra-patient") != std::string::npos;
}

}  // namespace ectopy
