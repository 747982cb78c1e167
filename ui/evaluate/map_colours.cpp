#include "ui/evaluate/map_colours.h"

#include <algorithm>
#include <numeric>

#include "ui/theme/theme.h"
#include "ui/widgets/words.h"

namespace ectopy::ui {
namespace {

constexpr double kGoldenAngle = 137.508;  // degrees: hues of records that follow each other lie far apart
constexpr int kConfidenceSteps = 10;

/// Which key each beat has, and the keys.
struct Assigned {
  std::vector<std::size_t> keyOf;
  std::vector<MapKey> keys;
};

Assigned byClass(const LabelScheme& scheme, std::size_t beats,
                 const std::function<ClassIndex(BeatIndex)>& classOf) {
  Assigned assigned;
  for (std::size_t i = 0; i < scheme.size(); ++i) {
    const auto index = static_cast<ClassIndex>(i);
    assigned.keys.push_back({Theme::instance().classColour(scheme, index), text(scheme.classes[i].code),
                             text(scheme.classes[i].name)});
  }
  assigned.keys.push_back(
      {Theme::instance().palette().mutedText, QStringLiteral("-"), Session::tr("without a label")});
  for (BeatIndex beat = 0; beat < beats; ++beat) {
    const ClassIndex label = classOf(beat);
    assigned.keyOf.push_back(label < scheme.size() ? label : scheme.size());
  }
  return assigned;
}

Assigned byMistake(const MapFacts& facts) {
  const Palette& palette = Theme::instance().palette();
  Assigned assigned;
  assigned.keys = {{palette.traceMuted, {}, Session::tr("as labelled")},
                   {palette.wrong, {}, Session::tr("misclassified")},
                   {palette.mutedText, QStringLiteral("-"), Session::tr("without a label")}};
  for (BeatIndex beat = 0; beat < facts.beats.size(); ++beat) {
    const ClassIndex label = facts.labels[beat];
    assigned.keyOf.push_back(label == kUnlabelled ? 2 : facts.opinions->predicted(beat) == label ? 0 : 1);
  }
  return assigned;
}

Assigned byRecord(const BeatSet& beats) {
  Assigned assigned;
  const auto& records = beats.facts().records;
  for (std::size_t i = 0; i < records.size(); ++i) {
    const double hue = std::fmod(kGoldenAngle * static_cast<double>(i), 360.0);
    assigned.keys.push_back(
        {QColor::fromHsvF(static_cast<float>(hue / 360), 0.65F, i % 2 == 0 ? 0.85F : 0.65F),
         {},
         text(records[i].name)});
  }
  assigned.keys.push_back({Theme::instance().palette().mutedText, {}, Session::tr("of no record")});
  for (BeatIndex beat = 0; beat < beats.size(); ++beat) {
    const std::uint32_t record = beats.columns().records[beat];
    assigned.keyOf.push_back(record < records.size() ? record : records.size());
  }
  return assigned;
}

Assigned byConfidence(const MapFacts& facts) {
  Assigned assigned;
  for (int step = 0; step < kConfidenceSteps; ++step)
    assigned.keys.push_back({confidenceColour((step + 0.5) / kConfidenceSteps),
                             {},
                             Session::tr("%1 to %2 %").arg(10 * step).arg(10 * step + 10)});
  for (BeatIndex beat = 0; beat < facts.beats.size(); ++beat) {
    const double confidence = facts.opinions->confidence(beat);
    const int step = confidence > 0 ? static_cast<int>(confidence * kConfidenceSteps) : 0;  // NaN too
    assigned.keyOf.push_back(static_cast<std::size_t>(std::min(step, kConfidenceSteps - 1)));
  }
  return assigned;
}

Assigned assign(const MapFacts& facts, MapColouring colouring) {
  if (colouring == MapColouring::Record) return byRecord(facts.beats);
  if (facts.opinions) {
    switch (colouring) {
      case MapColouring::Predicted:
        return byClass(facts.opinions->scheme, facts.beats.size(),
                       [&](BeatIndex beat) { return facts.opinions->predicted(beat); });
      case MapColouring::Wrong:
        return byMistake(facts);
      case MapColouring::Confidence:
        return byConfidence(facts);
      default:
        break;
    }
  }
  return byClass(facts.beats.scheme(), facts.beats.size(),
                 [&](BeatIndex beat) { return facts.labels[beat]; });
}

}  // namespace

QColor confidenceColour(double confidence) {
  // From vermilion over yellow to blue: told apart without colour vision too.
  const QColor low("#D55E00");
  const QColor middle("#E8C547");
  const QColor high("#0072B2");
  const bool isLow = confidence < 0.5;
  const double share = std::clamp(isLow ? 2 * confidence : 2 * confidence - 1, 0.0, 1.0);
  const QColor& from = isLow ? low : middle;
  const QColor& to = isLow ? middle : high;
  const auto mix = [&](int a, int b) { return static_cast<int>(std::lround(a + (b - a) * share)); };
  return QColor(mix(from.red(), to.red()), mix(from.green(), to.green()), mix(from.blue(), to.blue()));
}

ColouredMap colourMap(const MapFacts& facts, MapColouring colouring) {
  Assigned assigned = assign(facts, colouring);
  const auto isShown = [&](BeatIndex beat) { return facts.isShown.empty() || facts.isShown[beat]; };
  for (BeatIndex beat = 0; beat < assigned.keyOf.size(); ++beat)
    if (isShown(beat)) ++assigned.keys[assigned.keyOf[beat]].beats;
  // Layers: what the filter leaves out, then the keys from the most frequent to the rarest.
  std::vector<std::size_t> byCount(assigned.keys.size());
  std::iota(byCount.begin(), byCount.end(), std::size_t{0});
  std::ranges::stable_sort(byCount, std::greater{},
                           [&](std::size_t key) { return assigned.keys[key].beats; });
  const bool mixesKeys = colouring == MapColouring::Record;  // none is rarer than the others in earnest
  std::vector<std::uint32_t> layerOf(assigned.keys.size(), 1);
  for (std::size_t place = 0; place < byCount.size() && !mixesKeys; ++place)
    layerOf[byCount[place]] = static_cast<std::uint32_t>(place + 1);
  ColouredMap map;
  const QRgb left = Theme::instance().palette().gridLine.rgb();
  std::vector<std::vector<BeatIndex>> layers(assigned.keys.size() + 1);
  map.look.colours.resize(assigned.keyOf.size());
  for (BeatIndex beat = 0; beat < assigned.keyOf.size(); ++beat) {
    const std::size_t key = assigned.keyOf[beat];
    map.look.colours[beat] = isShown(beat) ? assigned.keys[key].colour.rgb() : left;
    layers[isShown(beat) ? layerOf[key] : 0].push_back(beat);
  }
  for (const auto& layer : layers) map.look.order.insert(map.look.order.end(), layer.begin(), layer.end());
  map.keys = std::move(assigned.keys);
  return map;
}

}  // namespace ectopy::ui
