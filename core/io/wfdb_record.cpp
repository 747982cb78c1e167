#include "core/io/wfdb_record.h"

#include <fmt/format.h>

#include <algorithm>

#include "core/base/error.h"
#include "core/base/files.h"
#include "core/io/record_patient.h"
#include "core/io/text_fields.h"
#include "core/io/wfdb_annotations.h"
#include "core/io/wfdb_header.h"
#include "core/io/wfdb_signals.h"

namespace ectopy {

namespace {

constexpr std::int64_t kAllSamples = std::int64_t{1} << 40;

/// Times in the header's samples, in time order; what had to be done for that goes to the warnings.
void fitToRecord(WfdbAnnotations& file, const std::string& fileName, Recording& recording) {
  std::vector<Annotation>& annotations = file.annotations;
  if (!fitToRate(annotations, file.timeResolutionHz, recording.sampleRateHz)) {
    file.warnings.push_back(fmt::format("{}: the annotations were not in time order.", fileName));
  }
  const auto beyond = std::ranges::count_if(
      annotations, [&](const Annotation& annotation) { return annotation.sample >= recording.sampleCount; });
  if (beyond > 0 && recording.sampleCount > 0) {
    file.warnings.push_back(
        fmt::format("{}: {} annotations lie behind the end of the record.", fileName, beyond));
  }
}

void readAnnotators(const WfdbReadOptions& options, Recording& recording) {
  for (const std::string& annotator : options.annotators) {
    if (!staysInFolder(annotator))
      throw Error(fmt::format("Expected an annotator's name, found {}.", inQuotes(annotator)));
    std::filesystem::path path = recording.path;
    path.replace_extension("." + annotator);
    std::error_code ignored;
    if (!std::filesystem::exists(path, ignored)) continue;
    WfdbAnnotations file = readWfdbAnnotations(path);
    fitToRecord(file, path.filename().string(), recording);
    std::ranges::move(file.warnings, std::back_inserter(recording.warnings));
    recording.annotations[annotator] = std::move(file.annotations);
  }
}

}  // namespace

std::filesystem::path wfdbHeaderPath(const std::filesystem::path& path) {
  if (path.extension() == ".hea") return path;
  std::filesystem::path appended = path;
  appended += ".hea";
  std::error_code ignored;
  if (std::filesystem::exists(appended, ignored)) return appended;
  std::filesystem::path replaced = path;
  replaced.replace_extension(".hea");
  return replaced;
}

Recording readWfdbRecord(const std::filesystem::path& path, const WfdbReadOptions& options,
                         const JobContext& job) {
  Recording recording;
  recording.path = wfdbHeaderPath(path);
  WfdbHeader header = readWfdbHeader(recording.path);
  const std::string headerName = recording.path.filename().string();
  if (header.segmentCount == 0 && options.onlyLead && *options.onlyLead >= header.signalSpecs.size()) {
    throw Error(fmt::format("{}: expected a signal {}, found {} signals.", headerName, *options.onlyLead + 1,
                            header.signalSpecs.size()));
  }
  recording.name = header.recordName;
  recording.sampleRateHz = header.sampleRateHz;
  recording.comments = std::move(header.comments);
  recording.startTime = header.startTime;
  recording.isSynthetic = std::ranges::any_of(
      recording.comments, [](const std::string& comment) { return comment.starts_with("Synthetic:"); });
  recording.warnings = std::move(header.warnings);
  WfdbSignals signals = header.segmentCount > 0
                            ? readWfdbSegments(header, recording.path, options, job)
                            : readWfdbSignals(header, recording.path, options, kAllSamples, job);
  recording.sampleCount = signals.sampleCount;
  recording.leads = std::move(signals.leads);
  std::ranges::move(signals.warnings, std::back_inserter(recording.warnings));
  recording.patient =
      patientOfWfdbRecord(recording.path, recording.name, recording.sampleRateHz, recording.sampleCount);
  readAnnotators(options, recording);
  return recording;
}

}  // namespace ectopy
