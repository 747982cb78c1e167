#include "core/io/edf_record.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "core/base/error.h"
#include "core/base/files.h"
#include "core/io/edf_annotations.h"
#include "core/io/edf_facts.h"
#include "core/io/edf_leads.h"
#include "core/io/edf_library.h"
#include "core/io/edf_samples.h"
#include "core/signal/resampling.h"

namespace ectopy {

namespace {

namespace fs = std::filesystem;

/// A file with its header, and what EDFlib says of it.
struct OpenEdf {
  std::shared_ptr<const MappedFile> file;
  std::string name;  // for sentences: "x.edf"
  EdfHeader header;

  std::span<const std::byte> records() const { return file->bytes().subspan(header.headerBytes); }
};

OpenEdf openEdf(const fs::path& path) {
  OpenEdf edf;
  edf.file = MappedFile::open(path);
  edf.name = path.filename().string();
  edf.header = parseEdfHeader(edf.file->bytes(), edf.file->bytes().size(), edf.name);
  return edf;
}

EdfLeadChoice leadsOf(const OpenEdf& edf) {
  constexpr double kSlowestHz = 0.01;
  EdfLeadChoice choice = chooseEdfLeads(edf.header, edf.name);
  if (choice.indices.empty() || choice.rateHz >= kSlowestHz) return choice;
  throw Error(fmt::format("{}: expected at least {} samples a second, found {:g}.", edf.name, kSlowestHz,
                          choice.rateHz));
}

/// A file EDFlib refuses may still make sense; the user hears that other programs may not open it.
void tellIfRefused(const fs::path& path, const OpenEdf& edf, std::vector<std::string>& warnings) {
  if (edf.header.isDiscontinuous) return;  // beyond EDFlib, though no offence
  const EdfLibraryAnswer answer = askEdfLibrary(path, edf.header);
  if (answer.isAccepted) return;
  const std::string defect = strictEdfDefect(edf.file->bytes(), edf.header);
  warnings.push_back(fmt::format("{} is not quite {} and EDFlib refuses it: {}. It was read all the same.",
                                 edf.name, edf.header.formatName(), defect.empty() ? answer.reason : defect));
}

/// All but samples and annotations.
Recording described(const fs::path& path, const OpenEdf& edf, const EdfLeadChoice& choice,
                    double startSeconds) {
  Recording recording;
  recording.name = path.stem().string();
  recording.path = path;
  recording.sampleRateHz = choice.indices.empty() ? kEdfAnnotationRateHz : choice.rateHz;
  recording.comments = edfFacts(edf.header, choice);
  recording.patient = patientOf(edf.header);
  if (recording.patient.empty()) recording.patient = recording.name;
  recording.startTime = startTimeOf(edf.header, startSeconds);
  recording.warnings = edf.header.warnings;
  recording.warnings.insert(recording.warnings.end(), choice.warnings.begin(), choice.warnings.end());
  for (std::size_t i = 0; i < choice.indices.size(); ++i) {
    const EdfSignal& signal = edf.header.signalSpecs[choice.indices[i]];
    recording.leads.push_back(leadOf(signal, choice.names[i], edf.name, recording.warnings));
  }
  if (choice.indices.empty()) {
    recording.warnings.push_back(fmt::format("{} holds annotations alone, no signal.", edf.name));
  }
  return recording;
}

std::int32_t nearestStored(double value) {
  if (std::isnan(value)) return Samples::kMissing;
  constexpr double kLargest = std::numeric_limits<std::int32_t>::max();
  return static_cast<std::int32_t>(std::lround(std::clamp(value, -kLargest, kLargest)));
}

Samples resampled(const Samples& samples, double fromHz, double toHz, std::size_t count) {
  std::vector<double> values(samples.size());
  for (std::size_t i = 0; i < values.size(); ++i) {
    const std::int32_t value = samples[i];
    values[i] = value == Samples::kMissing ? std::numeric_limits<double>::quiet_NaN() : value;
  }
  values = resample(values, fromHz, toHz);
  std::vector<std::int32_t> stored(count, Samples::kMissing);
  std::ranges::transform(values.begin(),
                         values.begin() + static_cast<std::ptrdiff_t>(std::min(count, values.size())),
                         stored.begin(), nearestStored);
  // The time between the last slow sample and the end of the record has no sample of its own to be made from.
  const std::size_t last = std::min(count, values.size());
  if (last > 0) std::fill(stored.begin() + static_cast<std::ptrdiff_t>(last), stored.end(), stored[last - 1]);
  return Samples(std::move(stored));
}

/// One length for all leads: rounding at a gap's end may part them by a sample.
Samples ofLength(Samples samples, std::size_t count) {
  if (samples.size() == count) return samples;
  std::vector<std::int32_t> stored(count, Samples::kMissing);
  for (std::size_t i = 0; i < std::min(count, samples.size()); ++i) stored[i] = samples[i];
  return Samples(std::move(stored));
}

void readLeads(const OpenEdf& edf, const EdfLeadChoice& choice, const EdfTimeline& timeline,
               const JobContext& job, Recording& recording) {
  std::vector<std::size_t> slower;
  for (std::size_t i = 0; i < choice.indices.size(); ++i) {
    const EdfSignal& signal = edf.header.signalSpecs[choice.indices[i]];
    job.report(static_cast<double>(i) / static_cast<double>(choice.indices.size()), recording.name);
    recording.leads[i].samples = decodeEdfSamples(edf.records(), edf.header, signal, timeline, job);
    if (edf.header.rateOf(signal) != choice.rateHz) slower.push_back(i);
  }
  for (const std::size_t i : slower) {
    job.throwIfStopped();
    const double ownHz = edf.header.rateOf(edf.header.signalSpecs[choice.indices[i]]);
    recording.leads[i].samples = resampled(recording.leads[i].samples, ownHz, choice.rateHz,
                                           static_cast<std::size_t>(recording.sampleCount));
  }
  for (Lead& lead : recording.leads) {
    lead.samples = ofLength(std::move(lead.samples), static_cast<std::size_t>(recording.sampleCount));
  }
}

EdfLeadChoice keepOne(EdfLeadChoice choice, std::size_t lead, const std::string& name) {
  if (lead >= choice.indices.size()) {
    throw Error(
        fmt::format("{}: expected a lead {}, found {} leads.", name, lead + 1, choice.indices.size()));
  }
  choice.indices = {choice.indices[lead]};
  choice.names = {choice.names[lead]};
  return choice;
}

double firstStart(const EdfAnnotations& annotations) {
  if (annotations.recordStarts.empty() || std::isnan(annotations.recordStarts.front())) return 0;
  return annotations.recordStarts.front();
}

/// The time the first data record gives itself, without reading the others.
double startOf(const OpenEdf& edf) {
  EdfHeader first = edf.header;
  first.recordCount = 1;
  return firstStart(readEdfAnnotations(edf.records(), first, {}));
}

/// Facts, annotations and length, and where the data records stand in time.
Recording withoutSamples(const fs::path& path, const OpenEdf& edf, const EdfLeadChoice& choice,
                         const JobContext& job, EdfTimeline* timeline = nullptr) {
  const EdfAnnotations annotations = readEdfAnnotations(edf.records(), edf.header, job);
  const EdfTimeline found = edfTimeline(edf.header, annotations, edf.name);
  const double start = firstStart(annotations);
  Recording recording = described(path, edf, choice, start);
  tellIfRefused(path, edf, recording.warnings);
  if (annotations.unreadable > 0) {
    recording.warnings.push_back(
        fmt::format("{}: {} time-stamped annotation lists could not be read and were left out.", edf.name,
                    annotations.unreadable));
  }
  if (!choice.indices.empty()) recording.sampleCount = std::llround(found.seconds * choice.rateHz);
  if (!annotations.recordStarts.empty()) {
    recording.annotations[std::string(kEdfAnnotator)] =
        annotationsOf(annotations, start, recording.sampleRateHz, edf.name, recording.warnings);
  }
  if (timeline != nullptr) *timeline = found;
  return recording;
}

}  // namespace

EdfHeader readEdfHeader(const fs::path& path) {
  return openEdf(path).header;
}

Recording describeEdfRecord(const fs::path& path, bool withAnnotations, const JobContext& job) {
  const OpenEdf edf = openEdf(path);
  const EdfLeadChoice choice = leadsOf(edf);
  if (withAnnotations) return withoutSamples(path, edf, choice, job);
  Recording recording = described(path, edf, choice, startOf(edf));
  tellIfRefused(path, edf, recording.warnings);
  const double seconds = static_cast<double>(edf.header.recordCount) * edf.header.recordSeconds;
  if (!choice.indices.empty()) recording.sampleCount = std::llround(seconds * choice.rateHz);
  return recording;
}

Recording readEdfRecord(const fs::path& path, std::optional<std::size_t> onlyLead, const JobContext& job) {
  const OpenEdf edf = openEdf(path);
  EdfLeadChoice choice = leadsOf(edf);
  // The rate stays that of the fastest lead, so that annotations stand at the same samples.
  if (onlyLead) choice = keepOne(std::move(choice), *onlyLead, edf.name);
  EdfTimeline timeline;
  Recording recording = withoutSamples(path, edf, choice, job, &timeline);
  readLeads(edf, choice, timeline, job, recording);
  return recording;
}

}  // namespace ectopy
