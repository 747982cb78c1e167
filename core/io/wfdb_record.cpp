#include "core/io/wfdb_record.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "core/base/error.h"
#include "core/base/files.h"
#include "core/io/record_patient.h"
#include "core/io/text_fields.h"
#include "core/io/wfdb_annotations.h"
#include "core/io/wfdb_header.h"
#include "core/io/wfdb_signal_file.h"

namespace ectopy {

namespace {

/// One signal file with the signals that share it.
struct SignalGroup {
  std::string fileName;
  int format = 0;
  std::vector<std::size_t> signals;  // indices into the header's signal lines
  std::size_t frameSize = 0;         // samples of all its signals in a frame
  std::shared_ptr<const MappedFile> file;
  std::span<const std::byte> bytes;  // from the first sample on
};

std::filesystem::path headerPathOf(const std::filesystem::path& path) {
  if (path.extension() == ".hea") return path;
  std::filesystem::path appended = path;
  appended += ".hea";
  std::error_code ignored;
  if (std::filesystem::exists(appended, ignored)) return appended;
  std::filesystem::path replaced = path;
  replaced.replace_extension(".hea");
  return replaced;
}

void refuseWhatCantBeRead(const WfdbHeader& header, const std::string& headerName) {
  if (header.segmentCount > 0) {
    throw Error(
        fmt::format("{}: a record of {} segments can't be opened as a whole; open its segments one by one.",
                    headerName, header.segmentCount));
  }
  for (const WfdbSignalSpec& spec : header.signalSpecs) {
    if (isReadableWfdbFormat(spec.format)) continue;
    throw Error(fmt::format("{}: the signals of {} are stored in format {}; formats 16 and 212 can be read.",
                            headerName, spec.fileName, spec.format));
  }
}

/// Signals that share a file stand one after the other in the header.
std::vector<SignalGroup> groupSignals(const WfdbHeader& header, const std::string& headerName) {
  std::vector<SignalGroup> groups;
  for (std::size_t i = 0; i < header.signalSpecs.size(); ++i) {
    const WfdbSignalSpec& spec = header.signalSpecs[i];
    if (groups.empty() || groups.back().fileName != spec.fileName) {
      groups.push_back({spec.fileName, spec.format, {}, 0, nullptr, {}});
    }
    SignalGroup& group = groups.back();
    if (spec.format != group.format) {
      throw Error(fmt::format("{}: expected one format for all signals of {}, found {} and {}.", headerName,
                              spec.fileName, group.format, spec.format));
    }
    group.signals.push_back(i);
    group.frameSize += static_cast<std::size_t>(spec.samplesPerFrame);
  }
  return groups;
}

void openGroup(SignalGroup& group, const WfdbHeader& header, const std::filesystem::path& headerPath) {
  const std::filesystem::path path = headerPath.parent_path() / group.fileName;
  std::error_code ignored;
  if (!std::filesystem::exists(path, ignored)) {
    throw Error(fmt::format("{} names the signal file {}, and there is no such file beside it.",
                            headerPath.filename().string(), group.fileName));
  }
  group.file = MappedFile::open(path);
  const auto offset = static_cast<std::uint64_t>(header.signalSpecs[group.signals.front()].byteOffset);
  const std::span<const std::byte> all = group.file->bytes();
  if (offset > all.size()) {
    throw Error(fmt::format("{}: expected samples from byte {} on, found {} bytes.", group.fileName, offset,
                            all.size()));
  }
  group.bytes = all.subspan(static_cast<std::size_t>(offset));
}

std::uint64_t framesIn(const SignalGroup& group) {
  return wfdbSamplesIn(group.format, group.bytes.size()) / group.frameSize;
}

void refuseTruncated(const SignalGroup& group, std::uint64_t frameCount) {
  if (framesIn(group) >= frameCount) return;
  const std::size_t offset = group.file->bytes().size() - group.bytes.size();
  throw Error(fmt::format("{} is cut short: expected {} bytes ({} samples of {} signals), found {}.",
                          group.fileName, offset + wfdbBytes(group.format, frameCount * group.frameSize),
                          frameCount, group.signals.size(), group.file->bytes().size()));
}

/// Moves a signal that was stored `skew` samples late to its time; its end becomes a gap.
void removeSkew(std::vector<std::int16_t>& samples, int skew) {
  if (skew == 0) return;
  const auto shift = std::min(static_cast<std::size_t>(skew), samples.size());
  std::shift_left(samples.begin(), samples.end(), static_cast<std::ptrdiff_t>(shift));
  std::fill(samples.end() - static_cast<std::ptrdiff_t>(shift), samples.end(), Samples::kMissing16);
}

void verifyChecksum(const WfdbSignalSpec& spec, std::uint16_t found, Recording& recording) {
  if (!spec.checksum || static_cast<std::uint16_t>(*spec.checksum) == found) return;
  recording.warnings.push_back(
      fmt::format("{}: the samples of {} add up to {}, the header says {}: the file may be damaged.",
                  spec.fileName, spec.description.empty() ? "a signal" : spec.description,
                  static_cast<std::int16_t>(found), *spec.checksum));
}

Lead decodeLead(const SignalGroup& group, const WfdbHeader& header, std::size_t index,
                const WfdbReadOptions& options, Recording& recording) {
  const WfdbSignalSpec& spec = header.signalSpecs[index];
  WfdbInterleaving place{group.format, static_cast<std::size_t>(spec.samplesPerFrame), 0, group.frameSize};
  for (const std::size_t other : group.signals) {
    if (other == index) break;
    place.firstInFrame += static_cast<std::size_t>(header.signalSpecs[other].samplesPerFrame);
  }
  DecodedSignal signal =
      decodeWfdbSignal(group.bytes, static_cast<std::size_t>(recording.sampleCount), place);
  if (options.verifyChecksums) verifyChecksum(spec, signal.checksum, recording);
  removeSkew(signal.samples, spec.skew);
  if (spec.samplesPerFrame > 1) {
    recording.warnings.push_back(fmt::format("{}: {} has {} samples in a frame; their mean is shown.",
                                             spec.fileName, spec.description, spec.samplesPerFrame));
  }
  Lead lead;
  lead.name = spec.description.empty() ? fmt::format("signal {}", index + 1) : spec.description;
  lead.unit = spec.unit;
  lead.gain = spec.gain;
  lead.baseline = spec.baseline;
  lead.isCalibrated = spec.isCalibrated;
  lead.samples = Samples(std::move(signal.samples));
  return lead;
}

void readSignals(const WfdbHeader& header, const WfdbReadOptions& options, const JobContext& job,
                 Recording& recording) {
  std::vector<SignalGroup> groups = groupSignals(header, recording.path.filename().string());
  for (SignalGroup& group : groups) openGroup(group, header, recording.path);
  recording.sampleCount = header.sampleCount;
  if (header.sampleCount == 0 && !groups.empty()) {
    const auto shortest = std::ranges::min_element(groups, {}, framesIn);
    recording.sampleCount = static_cast<std::int64_t>(framesIn(*shortest));
  }
  for (const SignalGroup& group : groups) {
    refuseTruncated(group, static_cast<std::uint64_t>(recording.sampleCount));
    for (const std::size_t index : group.signals) {
      if (options.onlyLead && *options.onlyLead != index) continue;
      job.throwIfStopped();
      recording.leads.push_back(decodeLead(group, header, index, options, recording));
    }
  }
}

/// Times in the header's samples, in time order; what had to be done for that goes to the warnings.
void fitToRecord(WfdbAnnotations& file, const std::string& fileName, Recording& recording) {
  std::vector<Annotation>& annotations = file.annotations;
  if (file.timeResolutionHz > 0 && file.timeResolutionHz != recording.sampleRateHz) {
    const double ratio = recording.sampleRateHz / file.timeResolutionHz;
    for (Annotation& annotation : annotations) {
      annotation.sample = std::llround(static_cast<double>(annotation.sample) * ratio);
    }
  }
  if (!std::ranges::is_sorted(annotations, {}, &Annotation::sample)) {
    std::ranges::stable_sort(annotations, {}, &Annotation::sample);
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

Recording readWfdbRecord(const std::filesystem::path& path, const WfdbReadOptions& options,
                         const JobContext& job) {
  Recording recording;
  recording.path = headerPathOf(path);
  WfdbHeader header = readWfdbHeader(recording.path);
  const std::string headerName = recording.path.filename().string();
  refuseWhatCantBeRead(header, headerName);
  if (options.onlyLead && *options.onlyLead >= header.signalSpecs.size()) {
    throw Error(fmt::format("{}: expected a signal {}, found {} signals.", headerName, *options.onlyLead + 1,
                            header.signalSpecs.size()));
  }
  recording.name = header.recordName;
  recording.sampleRateHz = header.sampleRateHz;
  recording.comments = std::move(header.comments);
  recording.startTime = header.startTime;
  recording.isSynthetic = std::ranges::any_of(
      recording.comments, [](const std::string& comment) { return comment.starts_with("Synthetic:"); });
  readSignals(header, options, job, recording);
  recording.patient =
      patientOfWfdbRecord(recording.path, recording.name, recording.sampleRateHz, recording.sampleCount);
  readAnnotators(options, recording);
  return recording;
}

}  // namespace ectopy
