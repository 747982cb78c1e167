#include "core/beats/peak_correction.h"

#include <algorithm>

namespace ectopy {
namespace {

constexpr AnnotationCode kNormalBeat = 1;

}  // namespace

std::vector<PeakCorrection> correctionsOf(const BeatSet& base, const PeakEdits& edits, std::uint32_t record) {
  std::vector<PeakCorrection> corrections;
  for (const auto& [place, peak] : edits) {
    if (peak.record != record) continue;
    const PeakCorrection correction{place < base.size() ? base.columns().rSamples[place] : -1, peak.sample};
    if (correction.from != correction.to) corrections.push_back(correction);
  }
  return corrections;
}

std::vector<PeakCorrection> correctionsOf(const BeatSet& beats, std::uint32_t record) {
  const auto& overlay = beats.overlay();
  return overlay ? correctionsOf(*overlay->base, overlay->edits, record) : std::vector<PeakCorrection>();
}

std::vector<Annotation> corrected(std::vector<Annotation> annotations,
                                  std::span<const PeakCorrection> corrections, ClassMap classMap) {
  constexpr std::int64_t kGone = -1;
  const std::size_t ofFile = annotations.size();
  std::vector<bool> isDone(ofFile);
  for (const PeakCorrection& correction : corrections) {
    std::size_t at = correction.from < 0 ? ofFile : 0;
    for (; at < ofFile; ++at) {
      const Annotation& mark = annotations[at];
      if (!isDone[at] && mark.sample == correction.from && aamiClassOf(mark.code, classMap)) break;
    }
    if (at < ofFile) {
      isDone[at] = true;
      annotations[at].sample = correction.to < 0 ? kGone : correction.to;
    } else if (correction.to >= 0) {
      annotations.push_back({.sample = correction.to, .code = kNormalBeat, .text = {}});
    }
  }
  std::erase_if(annotations, [](const Annotation& mark) { return mark.sample == kGone; });
  std::ranges::stable_sort(annotations, {}, &Annotation::sample);
  return annotations;
}

}  // namespace ectopy
