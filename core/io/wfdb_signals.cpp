#include "core/io/wfdb_signals.h"

#include <fmt/format.h>

#include <algorithm>

#include "core/base/error.h"
#include "core/base/files.h"
#include "core/io/text_fields.h"
#include "core/io/wfdb_flac.h"
#include "core/io/wfdb_sample_format.h"
#include "core/io/wfdb_signal_file.h"

namespace ectopy {

namespace {

/// One signal file with the signals that share it.
struct SignalGroup {
  std::string fileName;
  int format = 0;
  std::vector<std::size_t> signals;  // indices into the header's signal lines
  std::vector<WfdbStoredSignal> stored;
  std::shared_ptr<const MappedFile> file;
  std::span<const std::byte> bytes;                 // from the first sample on
  std::vector<std::vector<std::int32_t>> channels;  // FLAC: decoded when it is opened

  std::size_t frameSize() const { return wfdbFrameSize(stored); }
};

void refuseUnknownFormats(const WfdbHeader& header, const std::string& headerName) {
  for (const WfdbSignalSpec& spec : header.signalSpecs) {
    if (isReadableWfdbFormat(spec.format)) continue;
    throw Error(fmt::format(
        "{}: the signals of {} are stored in format {}; formats 8, 16, 24, 32, 61, 80, 160, 212, 310, 311, "
        "508, 516 and 524 can be read.",
        headerName, inQuotes(spec.fileName), spec.format));
  }
}

void refuseMixture(const SignalGroup& group, const WfdbSignalSpec& spec, const std::string& headerName) {
  if (spec.format != group.format) {
    throw Error(fmt::format("{}: expected one format for all signals of {}, found {} and {}.", headerName,
                            spec.fileName, group.format, spec.format));
  }
  const auto samplesPerFrame = static_cast<std::size_t>(spec.samplesPerFrame);
  if (isFlacWfdbFormat(spec.format) && samplesPerFrame != group.stored.front().samplesPerFrame) {
    throw Error(fmt::format("{}: expected as many samples in a frame for all signals of {}, found {} and {}.",
                            headerName, spec.fileName, group.stored.front().samplesPerFrame,
                            samplesPerFrame));
  }
}

/// Signals that share a file stand one after the other in the header. Null signals are in no group.
std::vector<SignalGroup> groupSignals(const WfdbHeader& header, const std::string& headerName,
                                      const std::optional<std::size_t>& onlyLead) {
  std::vector<SignalGroup> groups;
  for (std::size_t i = 0; i < header.signalSpecs.size(); ++i) {
    const WfdbSignalSpec& spec = header.signalSpecs[i];
    if (spec.format == 0) continue;
    if (groups.empty() || groups.back().fileName != spec.fileName) {
      if (std::ranges::find(groups, spec.fileName, &SignalGroup::fileName) != groups.end()) {
        throw Error(fmt::format("{}: expected the signals of {} one after the other, found others between.",
                                headerName, inQuotes(spec.fileName)));
      }
      groups.push_back({.fileName = spec.fileName, .format = spec.format});
    }
    SignalGroup& group = groups.back();
    if (!group.signals.empty()) refuseMixture(group, spec, headerName);
    const std::size_t firstInFrame = group.frameSize();
    group.signals.push_back(i);
    group.stored.push_back({static_cast<std::size_t>(spec.samplesPerFrame), firstInFrame,
                            static_cast<std::size_t>(spec.skew), spec.initialValue,
                            !onlyLead || *onlyLead == i});
  }
  return groups;
}

void openGroup(SignalGroup& group, const WfdbHeader& header, const std::filesystem::path& headerPath) {
  const std::filesystem::path path = headerPath.parent_path() / group.fileName;
  std::error_code ignored;
  if (!std::filesystem::exists(path, ignored)) {
    throw Error(fmt::format("{} names the signal file {}, and there is no such file beside it.",
                            headerPath.filename().string(), inQuotes(group.fileName)));
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

/// FLAC is decoded here: only then is known how long it is.
void decompress(SignalGroup& group, std::int64_t mostFrames, const JobContext& job) {
  const std::uint64_t mostSamples =
      static_cast<std::uint64_t>(mostFrames) * group.stored.front().samplesPerFrame;
  group.channels = decodeFlac(group.bytes, group.signals.size(), wfdbSampleBits(group.format), mostSamples,
                              group.fileName, job);
}

std::uint64_t framesIn(const SignalGroup& group) {
  if (isFlacWfdbFormat(group.format))
    return group.channels.front().size() / group.stored.front().samplesPerFrame;
  return wfdbSamplesIn(group.format, group.bytes.size()) / group.frameSize();
}

void refuseTruncated(const SignalGroup& group, std::uint64_t frameCount) {
  if (framesIn(group) >= frameCount) return;
  if (isFlacWfdbFormat(group.format)) {
    throw Error(fmt::format("{} is cut short: expected {} samples of {} signals, found {}.", group.fileName,
                            frameCount, group.signals.size(), framesIn(group)));
  }
  const std::size_t offset = group.file->bytes().size() - group.bytes.size();
  throw Error(fmt::format("{} is cut short: expected {} bytes ({} samples of {} signals), found {}.",
                          group.fileName, offset + wfdbBytes(group.format, frameCount * group.frameSize()),
                          frameCount, group.signals.size(), group.file->bytes().size()));
}

void verifyChecksum(const WfdbSignalSpec& spec, std::uint16_t found, std::vector<std::string>& warnings) {
  if (!spec.checksum || static_cast<std::uint16_t>(*spec.checksum) == found) return;
  warnings.push_back(
      fmt::format("{}: the samples of {} add up to {}, the header says {}: the file may be damaged.",
                  spec.fileName, spec.description.empty() ? "a signal" : spec.description,
                  static_cast<std::int16_t>(found), *spec.checksum));
}

/// The wanted leads of a group, each at its index.
void decodeGroup(const SignalGroup& group, const WfdbHeader& header, bool isWhole, WfdbSignals& signals,
                 std::vector<Lead>& leads, const JobContext& job) {
  const auto frameCount = static_cast<std::size_t>(signals.sampleCount);
  std::vector<DecodedSignal> decoded =
      isFlacWfdbFormat(group.format)
          ? arrangeFlacChannels(group.channels, wfdbSampleBits(group.format), frameCount, group.stored)
          : decodeWfdbSignals(group.format, group.bytes, frameCount, group.stored, job);
  auto next = decoded.begin();
  for (std::size_t i = 0; i < group.signals.size(); ++i) {
    if (!group.stored[i].isWanted) continue;
    const WfdbSignalSpec& spec = header.signalSpecs[group.signals[i]];
    if (isWhole) verifyChecksum(spec, next->checksum, signals.warnings);
    if (spec.samplesPerFrame > 1) {
      signals.warnings.push_back(fmt::format("{}: {} has {} samples in a frame; their mean is shown.",
                                             spec.fileName, spec.description, spec.samplesPerFrame));
    }
    leads[group.signals[i]].samples = std::move(next->samples);
    ++next;
  }
}

/// The header's number of samples, else what the shortest file holds.
std::int64_t sampleCountOf(const WfdbHeader& header, const std::vector<SignalGroup>& groups,
                           std::int64_t mostSamples) {
  std::int64_t count = header.sampleCount;
  if (count == 0 && !groups.empty()) {
    const auto shortest = std::ranges::min_element(groups, {}, framesIn);
    count = static_cast<std::int64_t>(framesIn(*shortest));
  }
  return std::min(count, mostSamples);
}

/// Format 0: a signal that was announced and never stored.
void fillNullSignals(const WfdbHeader& header, const std::filesystem::path& headerPath,
                     std::uint64_t fileBytes, std::int64_t sampleCount, std::vector<Lead>& leads) {
  const auto count = std::ranges::count(header.signalSpecs, 0, &WfdbSignalSpec::format);
  if (count == 0) return;
  refuseMostlyGaps(headerPath, sampleCount, static_cast<std::size_t>(count), sizeof(std::int16_t), fileBytes);
  for (std::size_t i = 0; i < leads.size(); ++i) {
    if (header.signalSpecs[i].format != 0) continue;
    leads[i].samples =
        Samples(std::vector<std::int16_t>(static_cast<std::size_t>(sampleCount), Samples::kMissing16));
  }
}

}  // namespace

Lead leadOf(const WfdbSignalSpec& spec, std::size_t index) {
  Lead lead;
  lead.name = spec.description.empty() ? fmt::format("signal {}", index + 1) : spec.description;
  lead.unit = spec.unit;
  lead.gain = spec.gain;
  lead.baseline = spec.baseline;
  lead.isCalibrated = spec.isCalibrated;
  return lead;
}

void refuseMostlyGaps(const std::filesystem::path& headerPath, std::int64_t sampleCount,
                      std::size_t signalCount, std::uint64_t bytesPerSample, std::uint64_t fileBytes) {
  constexpr std::uint64_t kAlwaysFine = 32 << 20;
  constexpr std::uint64_t kPerFileByte = 512;  // 20 seconds of each hour, in format 212
  const double needed = static_cast<double>(sampleCount) * static_cast<double>(signalCount * bytesPerSample);
  if (needed <= static_cast<double>(kAlwaysFine + kPerFileByte * fileBytes)) return;
  throw Error(
      fmt::format("{} announces {} samples of {} signals, but its signal files hold only {} bytes: the rest "
                  "would be gaps.",
                  headerPath.filename().string(), sampleCount, signalCount, fileBytes));
}

WfdbSignals readWfdbSignals(const WfdbHeader& header, const std::filesystem::path& headerPath,
                            const WfdbReadOptions& options, std::int64_t mostSamples, const JobContext& job) {
  const std::string headerName = headerPath.filename().string();
  refuseUnknownFormats(header, headerName);
  std::vector<SignalGroup> groups = groupSignals(header, headerName, options.onlyLead);
  std::uint64_t fileBytes = 0;
  for (SignalGroup& group : groups) {
    openGroup(group, header, headerPath);
    fileBytes += group.file->bytes().size();
    if (!isFlacWfdbFormat(group.format)) continue;
    decompress(group, std::min(header.sampleCount == 0 ? mostSamples : header.sampleCount, mostSamples), job);
  }
  WfdbSignals signals;
  signals.sampleCount = sampleCountOf(header, groups, mostSamples);
  for (const SignalGroup& group : groups)
    refuseTruncated(group, static_cast<std::uint64_t>(signals.sampleCount));
  std::vector<Lead> leads;
  for (std::size_t i = 0; i < header.signalSpecs.size(); ++i)
    leads.push_back(leadOf(header.signalSpecs[i], i));
  const bool isCut =
      header.sampleCount == 0 ? signals.sampleCount == mostSamples : signals.sampleCount < header.sampleCount;
  const bool isWhole = options.verifyChecksums && !isCut;
  for (const SignalGroup& group : groups) decodeGroup(group, header, isWhole, signals, leads, job);
  fillNullSignals(header, headerPath, fileBytes, signals.sampleCount, leads);
  if (options.onlyLead) leads = {std::move(leads.at(*options.onlyLead))};
  signals.leads = std::move(leads);
  return signals;
}

}  // namespace ectopy
