#include "core/io/recording_reader.h"

#include <fmt/format.h>

#include <algorithm>

#include "core/base/error.h"
#include "core/io/edf_record.h"
#include "core/io/path_kind.h"
#include "core/io/record_patient.h"
#include "core/io/text_fields.h"
#include "core/io/wfdb_annotations.h"
#include "core/io/wfdb_header.h"
#include "core/io/wfdb_record.h"

namespace ectopy {

namespace {

namespace fs = std::filesystem;

/// Annotation files beside a recording that is no WFDB record: "x.qrs" or "x.edf.qrs" beside x.edf.
void readAnnotationFiles(const std::vector<std::string>& annotators, Recording& recording) {
  for (const std::string& annotator : annotators) {
    if (!staysInFolder(annotator))
      throw Error(fmt::format("Expected an annotator's name, found {}.", inQuotes(annotator)));
    if (recording.annotations.contains(annotator)) continue;
    fs::path appended = recording.path;
    appended += "." + annotator;
    for (const fs::path& path : {appended, fs::path(recording.path).replace_extension("." + annotator)}) {
      std::error_code ignored;
      if (path == recording.path || !fs::is_regular_file(path, ignored)) continue;
      WfdbAnnotations file = readWfdbAnnotations(path);
      fitToRate(file.annotations, file.timeResolutionHz, recording.sampleRateHz);
      std::ranges::move(file.warnings, std::back_inserter(recording.warnings));
      recording.annotations[annotator] = std::move(file.annotations);
      break;
    }
  }
}

/// The header of the segment that describes a record's leads: its own, or the first segment's.
WfdbHeader leadHeaderOf(const fs::path& headerPath, const WfdbHeader& header) {
  if (header.segmentCount == 0) return header;
  for (const WfdbHeader::Segment& segment : header.segments) {
    if (!staysInFolder(segment.recordName)) continue;  // "~": a gap
    const fs::path path = headerPath.parent_path() / (segment.recordName + ".hea");
    std::error_code ignored;
    if (fs::exists(path, ignored)) return readWfdbHeader(path);
  }
  return header;
}

Recording describeWfdbRecord(const fs::path& path, const RecordingReadOptions& options) {
  const fs::path headerPath = wfdbHeaderPath(path);
  const WfdbHeader header = readWfdbHeader(headerPath);
  Recording recording;
  recording.path = headerPath;
  recording.name = header.recordName;
  recording.patient =
      patientOfWfdbRecord(headerPath, header.recordName, header.sampleRateHz, header.sampleCount);
  recording.sampleRateHz = header.sampleRateHz;
  recording.sampleCount = header.sampleCount;
  recording.comments = header.comments;
  recording.startTime = header.startTime;
  recording.isSynthetic = std::ranges::any_of(
      header.comments, [](const std::string& comment) { return comment.starts_with("Synthetic:"); });
  for (const WfdbSignalSpec& spec : leadHeaderOf(headerPath, header).signalSpecs) {
    Lead lead;
    lead.name =
        spec.description.empty() ? fmt::format("signal {}", recording.leads.size() + 1) : spec.description;
    lead.unit = spec.unit;
    lead.gain = spec.gain;
    lead.baseline = spec.baseline;
    lead.isCalibrated = spec.isCalibrated;
    recording.leads.push_back(std::move(lead));
  }
  readAnnotationFiles(options.annotators, recording);
  return recording;
}

PathKind kindOfRecording(const fs::path& path, const RecordingReadOptions& options) {
  const PathKind kind = pathKind(path);
  // Whoever gives a sample rate says that the text holds signals.
  if (kind == PathKind::HeartbeatCsv && options.text.sampleRateHz > 0) return PathKind::SignalText;
  if (kind == PathKind::WfdbRecord || kind == PathKind::EdfRecording || kind == PathKind::SignalText)
    return kind;
  throw Error(fmt::format(
      "{}: expected a recording (a WFDB record, an EDF or BDF file, or signals as text), found a {}.",
      path.string(), nameOf(kind)));
}

}  // namespace

Recording readRecording(const fs::path& path, const RecordingReadOptions& options, const JobContext& job) {
  const PathKind kind = kindOfRecording(path, options);
  if (kind == PathKind::WfdbRecord) {
    return readWfdbRecord(path, {options.annotators, options.onlyLead, options.verifyChecksums}, job);
  }
  Recording recording = kind == PathKind::EdfRecording
                            ? readEdfRecord(path, options.onlyLead, job)
                            : readSignalText(path, options.text, options.onlyLead, job);
  readAnnotationFiles(options.annotators, recording);
  return recording;
}

Recording describeRecording(const fs::path& path, const RecordingReadOptions& options,
                            const JobContext& job) {
  const PathKind kind = kindOfRecording(path, options);
  if (kind == PathKind::WfdbRecord) return describeWfdbRecord(path, options);
  Recording recording = kind == PathKind::EdfRecording
                            ? describeEdfRecord(path, !options.annotators.empty(), job)
                            : describeSignalText(path, options.text, job);
  readAnnotationFiles(options.annotators, recording);
  return recording;
}

}  // namespace ectopy
