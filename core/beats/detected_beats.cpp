#include "core/beats/detected_beats.h"

#include <algorithm>

#include "core/base/error.h"
#include "core/beats/record_selection.h"
#include "core/beats/recording_cut.h"
#include "core/io/path_kind.h"
#include "core/io/recording_reader.h"
#include "core/signal/qrs_detector.h"

namespace ectopy {
namespace {

constexpr AnnotationCode kDetectedBeat = 1;  // N, as WFDB's own detectors write

/// An annotation file stands for beats; what an EDF file holds itself is mostly words.
bool hasBeats(const SelectedRecord& record, const BeatCut& cut, const JobContext& job) {
  std::filesystem::path file = record.header;
  std::error_code ignored;
  if (std::filesystem::exists(file.replace_extension("." + cut.annotator), ignored)) return true;
  if (record.header.extension() == ".hea") return false;
  RecordingReadOptions options{.annotators = {cut.annotator}};
  options.text = record.text;
  const Recording described = describeRecording(record.header, options, job);
  const auto marks = described.annotations.find(cut.annotator);
  return marks != described.annotations.end() &&
         std::ranges::any_of(marks->second, [&](const Annotation& mark) {
           return aamiClassOf(mark.code, cut.classMap).has_value();
         });
}

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
    if (kind == PathKind::SignalText) return true;  // text holds signals alone
    if (kind != PathKind::WfdbRecord && kind != PathKind::WfdbDatabase && kind != PathKind::EdfRecording)
      return false;
    const RecordSelection selection = selectRecords(data, cut, job);
    return std::ranges::none_of(selection.records, [&](const SelectedRecord& record) {
      job.throwIfStopped();
      return hasBeats(record, cut, job);
    });
  } catch (const Error&) {
    return false;  // whoever opens the data says what is wrong with it
  }
}

}  // namespace ectopy
