#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "core/beats/class_template.h"
#include "core/report/colours.h"
#include "core/report/number_format.h"
#include "core/report/report_sections.h"
#include "core/report/svg.h"

namespace ectopy {
namespace {

constexpr double kWidth = 200;
constexpr double kHeight = 96;
constexpr double kGridSeconds = 0.2;  // the heavy lines of ECG paper
constexpr double kLeastGridGap = 4;   // drawing units: closer lines are noise

/// Where samples lie on one small drawing.
struct Frame {
  double low = 0;
  double high = 1;
  std::size_t length = 1;

  SvgPoint at(std::size_t sample, double value) const {
    const double x = length < 2 ? 0 : static_cast<double>(sample) / static_cast<double>(length - 1) * kWidth;
    return {x, 3 + (high - value) / (high - low) * (kHeight - 6)};
  }
};

Frame frameOf(std::span<const float> samples) {
  Frame frame{.length = samples.size()};
  for (const float sample : samples) {
    if (!std::isfinite(sample)) continue;
    frame.low = std::min(frame.low, double{sample});
    frame.high = std::max(frame.high, double{sample});
  }
  return frame;
}

/// Samples before the zeros the beat was filled up with.
std::size_t lengthWithoutPadding(std::span<const float> samples) {
  std::size_t length = samples.size();
  while (length > 0 && samples[length - 1] == 0) --length;
  return length;
}

void drawGrid(HtmlWriter& html, const BeatCut& cut) {
  const double seconds = cut.length / cut.sampleRateHz;
  if (!(seconds > 0) || kWidth * kGridSeconds / seconds < kLeastGridGap) return;
  for (int line = 0; line * kGridSeconds <= seconds; ++line) {
    const double x = line * kGridSeconds / seconds * kWidth;
    svgLine(html, {x, 0}, {x, kHeight}, kPaperGrid);
  }
}

void drawTrace(HtmlWriter& html, std::span<const float> samples, const Frame& frame, std::string_view colour,
               std::string_view cssClass) {
  std::vector<SvgPoint> points;
  for (std::size_t sample = 0; sample < samples.size(); ++sample) {
    if (std::isfinite(samples[sample])) points.push_back(frame.at(sample, samples[sample]));
  }
  if (points.size() > 1) svgPolyline(html, points, colour, cssClass);
}

void drawBeat(HtmlWriter& html, const BeatSet& beats, BeatIndex beat, const ClassTemplate& typical,
              std::string_view typicalColour) {
  const std::span<const float> samples = beats.beat(beat);
  const Frame frame = frameOf(samples);
  const std::size_t length = lengthWithoutPadding(samples);
  const auto svg = svgScope(html, kWidth, kHeight, fmt::format("Beat {}", beat));
  drawGrid(html, beats.cut());
  if (typical.mean.size() == samples.size())
    drawTrace(html, typical.mean, frame, typicalColour, "typical dashed");
  if (length < samples.size()) {
    svgLine(html, frame.at(length, 0), frame.at(samples.size() - 1, 0), kFaint, "dashed");
  }
  drawTrace(html, samples.first(length), frame, kInk, "trace");
}

std::string placeOf(const BeatSet& beats, BeatIndex beat) {
  const RecordInfo* record = beats.recordOf(beat);
  if (record == nullptr) return fmt::format("beat {}", beat);
  const double seconds = beats.secondsOf(beat);
  if (!std::isfinite(seconds)) return fmt::format("{}, beat {}", record->name, beat);
  return fmt::format("{} @ {}", record->name, formatClock(seconds));
}

void writeBeat(HtmlWriter& html, const ReportInput& input, BeatIndex beat,
               const std::vector<ClassTemplate>& templates) {
  const LabelScheme& scheme = input.evaluation.scheme;
  const ClassIndex truth = input.labels[beat];
  const ClassIndex predicted = input.predictions.predicted(beat);
  const auto figure = html.scope("figure");
  {
    const auto verdict = html.scope("div", {{"class", "verdict"}});
    writeChip(html, scheme, truth);
    html.text("\u2192");
    writeChip(html, scheme, predicted);
    html.element("b", formatPercent(input.predictions.confidence(beat), 1));
  }
  drawBeat(html, input.beats, beat, templates[predicted], safeColour(scheme.classes[predicted].colour));
  const bool isEdited = input.beats.columns().classes[beat] != truth;
  html.element("figcaption", placeOf(input.beats, beat) + (isEdited ? ", label edited" : ""));
}

}  // namespace

void writeWrongBeatsSection(HtmlWriter& html, const ReportInput& input) {
  const std::vector<BeatIndex>& wrong = input.evaluation.mostWrong;
  const std::size_t drawn =
      std::min(wrong.size(), static_cast<std::size_t>(std::max(input.wrongBeatsDrawn, 0)));
  const auto section = html.scope("section", {{"id", "wrong-beats"}});
  html.element("h2", "Most confidently wrong beats");
  if (drawn == 0) {
    html.element("p", wrong.empty() ? "No judged beat was misclassified." : "None is drawn in this report.");
    return;
  }
  html.element(
      "p",
      "Label \u2192 prediction, the model\u2019s confidence, record @ time of the R peak. Dark: the beat; "
      "coloured dashes: the mean beat of the predicted class; grey dashes: padding. Vertical lines every "
      "0.2 s; the beat\u2019s own scale, so no millivolts. Some of these may be labelling errors.",
      {{"class", "caption"}});
  const std::vector<ClassTemplate> templates = classTemplates(input.beats, input.labels);
  const auto grid = html.scope("div", {{"class", "beats"}});
  for (const BeatIndex beat : std::span(wrong).first(drawn)) writeBeat(html, input, beat, templates);
}

}  // namespace ectopy
