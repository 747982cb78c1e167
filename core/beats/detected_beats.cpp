#include "core/beats/detected_beats.h"

#include <algorithm>

#include "core/base/error.h"
#include "core/beats/record_selection.h"
#include "core/beats/recording_cut.h"
#include "core/io/path_kind.h"
#include "core/signal/qrs_detector.h"

namespace ectopy {
namespace {

constexpr AnnotationCode kDetectedBeat = 1;  // N, as WFDB's own detectors write

}  // namespace

Recording withDetectedBeats(Recording recording, const BeatCut& cut, const JobContext& job) {
  std::vector<std::string> names;
  for (const Lead& lead : recording.leads) names.push_back(lead.name);
  const Detection found = detectBeats(recording, {.peakLead = chooseLead(names, cut, recording.name)}, job);
  std::vector<Annotation> beats;
  beats.reserve(found.rSamples.size());
  for (const std::int64_t sample : found.rSamples) beats.push_back({.sample = sample, .code = kDetectedBeat});
  recording.annotations[cut.annotator] = std::move(beats);
  recording.warnings.insert(recording.warnings.end(), found.warnings.begin(), found.warnings.end());
  return recording;
}

bool needsDetection(const std::filesystem::path& data, const BeatCut& cut, const JobContext& job) {
  try {
    const PathKind kind = pathKind(data);
    if (kind != PathKind::WfdbRecord && kind != PathKind::WfdbDatabase) return false;
    const RecordSelection selection = selectRecords(data, cut, job);
    const auto isAnnotated = [&](const SelectedRecord& record) {
      std::filesystem::path file = record.header;
      std::error_code ignored;
      return std::filesystem::exists(file.replace_extension("." + cut.annotator), ignored);
    };
    return std::ranges::none_of(selection.records, isAnnotated);
  } catch (const Error&) {
    return false;  // whoever opens the data says what is wrong with it
  }
}

}  // namespace ectopy
