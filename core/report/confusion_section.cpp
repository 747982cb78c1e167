#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "core/report/colours.h"
#include "core/report/number_format.h"
#include "core/report/report_sections.h"
#include "core/report/svg.h"

namespace ectopy {
namespace {

constexpr std::size_t kMostClassesWithPercent = 8;
constexpr std::size_t kMostClassesWithCounts = 16;
constexpr std::size_t kLargestConfusions = 5;
constexpr double kLargest = 460;  // of the cells together: title and matrix share the first printed page
constexpr double kTop = 64;       // of the first row: axis name and class letters stand above

/// Sizes of the drawing, which shrink as the classes grow in number.
struct Layout {
  double left = 96;
  double cellWidth = 0;
  double cellHeight = 0;
  double margin = 92;
  double width = 0;
  double height = 0;
  bool hasPercent = true;
  bool hasCounts = true;
};

Layout layoutFor(std::size_t classes) {
  Layout layout;
  const auto count = static_cast<double>(std::max<std::size_t>(classes, 1));
  layout.cellWidth = std::min(128.0, 640 / count);
  layout.cellHeight = std::min(58.0, kLargest / count);
  layout.hasPercent = classes <= kMostClassesWithPercent;
  layout.hasCounts = classes <= kMostClassesWithCounts;
  if (!layout.hasCounts) layout.margin = 12;
  layout.width = layout.left + count * layout.cellWidth + layout.margin;
  layout.height = kTop + count * layout.cellHeight + (layout.hasCounts ? 58 : 12);
  return layout;
}

double share(std::int64_t part, std::int64_t whole) {
  return whole == 0 ? std::nan("") : static_cast<double>(part) / static_cast<double>(whole);
}

/// Small shares must show too: the square root lifts 1 % to a tenth of the full colour.
std::string fillOf(double fraction, bool isRight) {
  if (!(fraction > 0)) return "#ffffff";
  return tint(isRight ? kAccent : kWrong, 0.05 + 0.8 * std::sqrt(fraction));
}

void drawCell(HtmlWriter& html, const ConfusionMatrix& confusion, const Layout& layout, std::size_t truth,
              std::size_t predicted) {
  const SvgPoint corner{layout.left + static_cast<double>(predicted) * layout.cellWidth,
                        kTop + static_cast<double>(truth) * layout.cellHeight};
  const double fraction = share(confusion.at(truth, predicted), confusion.rowTotal(truth));
  const std::string fill = fillOf(fraction, truth == predicted);
  if (fraction > 0) {
    const double gap = layout.hasCounts ? 1 : 0;
    svgRect(html, {corner.x + gap, corner.y + gap}, layout.cellWidth - 2 * gap, layout.cellHeight - 2 * gap,
            fill);
  }
  if (!layout.hasCounts) return;
  const SvgPoint centre{corner.x + layout.cellWidth / 2, corner.y + layout.cellHeight / 2};
  const bool isEmpty = confusion.at(truth, predicted) == 0;
  const std::string ink = isEmpty ? std::string(kFaint) : inkOn(fill);
  const bool hasPercent = layout.hasPercent && !isEmpty;
  svgText(html, {centre.x, centre.y + (hasPercent ? -2 : 5)}, formatCount(confusion.at(truth, predicted)),
          layout.hasPercent ? "middle count" : "middle small", ink);
  if (hasPercent) svgText(html, {centre.x, centre.y + 15}, formatPercent(fraction, 1), "middle small", ink);
}

void drawLetter(HtmlWriter& html, const LabelClass& label, SvgPoint centre, double size) {
  const std::string colour = safeColour(label.colour);
  const bool hasText = size >= 14;
  const double width = hasText ? std::max(size, 8.0 * static_cast<double>(label.code.size()) + 8) : size;
  svgRect(html, {centre.x - width / 2, centre.y - size / 2}, width, size, colour);
  if (hasText) svgText(html, {centre.x, centre.y + 4.5}, label.code, "middle letter", inkOn(colour));
}

void drawAxes(HtmlWriter& html, const Evaluation& evaluation, const Layout& layout) {
  const double letter = std::min(20.0, layout.cellHeight - 2);
  const std::size_t classes = evaluation.confusion.classes();
  for (std::size_t label = 0; label < classes && label < evaluation.scheme.size(); ++label) {
    const double x = layout.left + (static_cast<double>(label) + 0.5) * layout.cellWidth;
    const double y = kTop + (static_cast<double>(label) + 0.5) * layout.cellHeight;
    drawLetter(html, evaluation.scheme.classes[label], {x, kTop - 18}, letter);
    drawLetter(html, evaluation.scheme.classes[label], {layout.left - 24, y}, letter);
  }
  const double middleX = layout.left + static_cast<double>(classes) * layout.cellWidth / 2;
  const double middleY = kTop + static_cast<double>(classes) * layout.cellHeight / 2;
  svgText(html, {middleX, 18}, "Predicted by the model", "axis middle");
  html.element("text", "Truth (label)",
               {{"class", "axis middle"},
                {"transform", fmt::format("translate(14 {}) rotate(-90)", svgNumber(middleY))}});
}

void drawMargins(HtmlWriter& html, const Evaluation& evaluation, const Layout& layout) {
  const ConfusionMatrix& confusion = evaluation.confusion;
  const auto classes = static_cast<double>(confusion.classes());
  const double right = layout.left + classes * layout.cellWidth;
  const double bottom = kTop + classes * layout.cellHeight;
  svgText(html, {right + layout.margin - 4, kTop - 13}, layout.hasPercent ? "beats, Se" : "beats",
          "tick end");
  svgText(html, {layout.left - 8, bottom + 26}, layout.hasPercent ? "beats, PPV" : "beats", "tick end");
  for (std::size_t label = 0; label < confusion.classes(); ++label) {
    const double x = layout.left + (static_cast<double>(label) + 0.5) * layout.cellWidth;
    const double y = kTop + (static_cast<double>(label) + 0.5) * layout.cellHeight;
    const ClassScore& score = evaluation.scores.perClass[label];
    svgText(html, {right + layout.margin - 4, y + (layout.hasPercent ? -2 : 5)}, formatCount(score.support),
            "end");
    svgText(html, {x, bottom + 22}, formatCount(confusion.columnTotal(label)), "middle");
    if (!layout.hasPercent) continue;
    svgText(html, {right + layout.margin - 4, y + 15}, formatPercent(score.sensitivity, 1), "end small",
            kFaint);
    svgText(html, {x, bottom + 39}, formatPercent(score.ppv, 1), "middle small", kFaint);
  }
  svgText(html, {right + layout.margin - 4, bottom + 22}, formatCount(confusion.total()), "end count");
}

/// A frame around the cells and, while they are few, lines between them.
void drawFrame(HtmlWriter& html, const Layout& layout, std::size_t classes) {
  const double right = layout.left + static_cast<double>(classes) * layout.cellWidth;
  const double bottom = kTop + static_cast<double>(classes) * layout.cellHeight;
  const std::size_t step = layout.hasCounts ? 1 : classes;
  for (std::size_t line = 0; line <= classes; line += step) {
    const double x = layout.left + static_cast<double>(line) * layout.cellWidth;
    const double y = kTop + static_cast<double>(line) * layout.cellHeight;
    svgLine(html, {x, kTop}, {x, bottom}, kGrid);
    svgLine(html, {layout.left, y}, {right, y}, kGrid);
  }
}

void drawMatrix(HtmlWriter& html, const Evaluation& evaluation) {
  const Layout layout = layoutFor(evaluation.confusion.classes());
  const auto figure = html.scope("figure");
  const auto svg = svgScope(html, layout.width, layout.height, "Confusion matrix: truth by predicted class");
  drawFrame(html, layout, evaluation.confusion.classes());
  for (std::size_t truth = 0; truth < evaluation.confusion.classes(); ++truth) {
    for (std::size_t predicted = 0; predicted < evaluation.confusion.classes(); ++predicted) {
      drawCell(html, evaluation.confusion, layout, truth, predicted);
    }
  }
  drawAxes(html, evaluation, layout);
  if (layout.hasCounts) drawMargins(html, evaluation, layout);
}

struct Confused {
  std::int64_t count;
  std::size_t truth;
  std::size_t predicted;
};

std::vector<Confused> largestConfusions(const ConfusionMatrix& confusion) {
  std::vector<Confused> confused;
  for (std::size_t truth = 0; truth < confusion.classes(); ++truth) {
    for (std::size_t predicted = 0; predicted < confusion.classes(); ++predicted) {
      const std::int64_t count = confusion.at(truth, predicted);
      if (truth != predicted && count > 0) confused.push_back({count, truth, predicted});
    }
  }
  std::stable_sort(confused.begin(), confused.end(),
                   [](const Confused& a, const Confused& b) { return a.count > b.count; });
  if (confused.size() > kLargestConfusions) confused.resize(kLargestConfusions);
  return confused;
}

void writeLargest(HtmlWriter& html, const Evaluation& evaluation) {
  const std::vector<Confused> confused = largestConfusions(evaluation.confusion);
  if (confused.empty()) return;
  const auto block = html.scope("div", {{"class", "keep"}});
  html.element("h3", "Largest confusions");
  const auto table = html.scope("table");
  writeTableHead(html, {"Truth", "Predicted", "Beats", "Of the class"}, 2);
  const auto body = html.scope("tbody");
  for (const Confused& pair : confused) {
    const auto row = html.scope("tr");
    for (const std::size_t label : {pair.truth, pair.predicted}) {
      const auto cell = html.scope("td");
      writeChip(html, evaluation.scheme, static_cast<ClassIndex>(label));
      html.text(" " + evaluation.scheme.classes[label].name);
    }
    writeNumberCell(html, formatCount(pair.count));
    writeNumberCell(html, formatPercent(share(pair.count, evaluation.confusion.rowTotal(pair.truth)), 1));
  }
}

}  // namespace

void writeConfusionSection(HtmlWriter& html, const ReportInput& input) {
  const auto section = html.scope("section", {{"id", "confusion"}});
  html.element("h2", "Confusion matrix");
  if (input.evaluation.confusion.total() == 0) {
    html.element("p", "No beat was judged.");
    return;
  }
  html.element(
      "p",
      "Rows are the labels, columns what the model says; percentages are shares of the row. Right answers "
      "lie on the diagonal (blue), errors beside it (red).",
      {{"class", "caption"}});
  drawMatrix(html, input.evaluation);
  writeLargest(html, input.evaluation);
}

}  // namespace ectopy
