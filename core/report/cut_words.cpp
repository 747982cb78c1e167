#include "core/report/cut_words.h"

#include <fmt/format.h>

#include "core/report/number_format.h"

namespace ectopy {
namespace {

constexpr AnnotationCode kLastCode = 49;  // WFDB ecgcodes.h, ACMAX

std::string leadWords(const BeatCut& cut, std::string_view ownChoice) {
  return cut.lead.empty() ? std::string(ownChoice) : fmt::format("lead {}", cut.lead);
}

std::string_view unitWords(AmplitudeUnit unit) {
  switch (unit) {
    case AmplitudeUnit::Record:
      return "units of the record\u2019s typical QRS height";
    case AmplitudeUnit::Millivolts:
      return "millivolts";
    case AmplitudeUnit::Beat:
      break;
  }
  return "units of each beat\u2019s own height";
}

}  // namespace

std::string describeCut(const BeatCut& cut) {
  const std::string size =
      fmt::format("{} samples at {} Hz, {} s", cut.length, fmt::format("{}", cut.sampleRateHz),
                  formatFixed(cut.length / cut.sampleRateHz, 3));
  switch (cut.rule) {
    case CutRule::Kaggle:
      return fmt::format(
          "Rule \u201Ckaggle\u201D ({}): from the R peak to 20 % of the interval after the next annotation, "
          "{}, every "
          "third sample, each beat scaled to 0 \u2026 1 and filled up with zeros. It rebuilds the published "
          "Kaggle "
          "files. The P wave and the interval before the beat are not part of it.",
          size, leadWords(cut, "the record\u2019s first signal"));
    case CutRule::Paper:
      return fmt::format(
          "Rule \u201Cpaper\u201D ({}; Kachuee, Fazeli, Sarrafzadeh 2018): {} resampled to 125 Hz, from the "
          "R peak on "
          "1.2 times the median RR interval of its 10 s window, each beat scaled to 0 \u2026 1 and filled up "
          "with "
          "zeros.",
          size, leadWords(cut, "lead MLII or II"));
    case CutRule::Context:
      return fmt::format(
          "Rule \u201Ccontext\u201D ({}): {} resampled to {} Hz, the baseline taken out by running medians "
          "of 0.2 "
          "and 0.6 s, from {} s before the R peak on, in {}; with {} numbers of rhythm and shape beside each "
          "beat.",
          size, leadWords(cut, "lead MLII or II"), fmt::format("{}", cut.sampleRateHz),
          formatFixed(cut.rOffsetSeconds, 3), unitWords(cut.unit), featureNames(cut).size());
    case CutRule::Given:
      break;
  }
  return fmt::format("Cut beats as the file gives them ({}); it does not say how they were cut.", size);
}

std::string describeLabels(const BeatCut& cut) {
  if (cut.rule == CutRule::Given) return "As the file labels them.";
  if (cut.task == BeatTask::NormalInfarction && cut.detected) {
    return "Detected R peaks; every beat of a record has the class of its diagnosis.";
  }
  if (cut.detected) return "Detected R peaks, without labels.";
  if (cut.task == BeatTask::NormalInfarction) {
    return "By the record\u2019s diagnosis: every beat of a record has the class of its diagnosis.";
  }
  const std::string annotator = fmt::format("Annotator \u201C{}\u201D, ", cut.annotator);
  if (cut.classMap == ClassMap::Ec57) {
    return annotator +
           "map \u201Cec57\u201D (WFDB bxb): atrial and junctional escape beats count as S, learning beats "
           "as Q.";
  }
  return annotator +
         "map \u201Cml\u201D (Kachuee 2018 and Kaggle): atrial and junctional escape beats count as N.";
}

std::vector<std::string> symbolsOfClasses(ClassMap map) {
  std::vector<std::string> symbols(aami5Scheme().size());
  for (AnnotationCode code = 1; code <= kLastCode; ++code) {
    const std::optional<ClassIndex> label = aamiClassOf(code, map);
    if (!label) continue;
    std::string& known = symbols[*label];
    known += (known.empty() ? "" : " ") + symbolOf(code);
  }
  return symbols;
}

}  // namespace ectopy
