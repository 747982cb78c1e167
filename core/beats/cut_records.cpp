#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <exception>
#include <optional>
#include <thread>

#include "core/base/error.h"
#include "core/beats/cutting.h"
#include "core/beats/detected_beats.h"
#include "core/beats/recording_cut.h"
#include "core/io/recording_reader.h"

namespace ectopy {
namespace {

/// What one record gave.
struct RecordPart {
  BeatSetBuilder builder;
  std::optional<RecordInfo> info;  // absent: left out
  LeftOut leftOut;
  std::vector<std::string> warnings;
  bool isSynthetic = false;
};

/// Only the lead that is cut is read; a detector, and a rule that looks at a second lead, see them all.
RecordingReadOptions readOptionsFor(const SelectedRecord& record, const BeatCut& cut, const JobContext& job) {
  RecordingReadOptions options;
  options.annotators = {};
  options.text = record.text;
  if (cut.detected) return options;
  options.annotators = {cut.annotator};
  if (cut.rule == CutRule::Context) return options;
  const Recording described = describeRecording(record.header, options, job);
  std::vector<std::string> names;
  for (const Lead& lead : described.leads) names.push_back(lead.name);
  if (names.size() > 1) options.onlyLead = chooseLead(names, cut, described.name);
  return options;
}

RecordPart cutOne(const SelectedRecord& record, const BeatCut& cut, const JobContext& job) {
  RecordPart part;
  try {
    Recording recording = readRecording(record.header, readOptionsFor(record, cut, job), job);
    if (cut.detected) recording = withDetectedBeats(std::move(recording), cut, job);
    if (!record.corrections.empty()) {
      auto& marks = recording.annotations[cut.annotator];
      marks = corrected(std::move(marks), record.corrections, cut.classMap);
    }
    part.leftOut = cutRecordingCounted(recording, cut, record.diagnosis, 0, part.builder);
    part.info = recordInfoOf(recording, cut);
    part.info->fold = record.fold;
    part.info->signalUnit = record.text.unit;
    if (!record.patient.empty()) part.info->patient = record.patient;
    part.isSynthetic = recording.isSynthetic;
    part.warnings = recording.warnings;
    if (!isUsualLead(part.info->leadName, cut)) {
      part.warnings.push_back(
          fmt::format("Record {}: no lead MLII or II, {} was taken.", recording.name, part.info->leadName));
    }
  } catch (const Error& error) {
    part = RecordPart();
    part.warnings.emplace_back(error.what());
  }
  return part;
}

/// Cuts all records, each by whichever thread is free; the calling thread works too and tells the progress.
std::vector<RecordPart> cutAll(const std::vector<SelectedRecord>& records, const BeatCut& cut,
                               const JobContext& job) {
  std::vector<RecordPart> parts(records.size());
  std::vector<std::exception_ptr> failures(records.size());
  std::atomic<std::size_t> next = 0;
  std::atomic<std::size_t> done = 0;
  const JobContext silent(job.token(), {});
  const auto work = [&](bool tells) {
    for (std::size_t i = next++; i < records.size() && !job.isStopRequested(); i = next++) {
      try {
        parts[i] = cutOne(records[i], cut, silent);
      } catch (...) {
        failures[i] = std::current_exception();
      }
      ++done;
      if (tells) {
        job.report(static_cast<double>(done) / static_cast<double>(records.size()),
                   fmt::format("record {}", records[i].header.stem().string()));
      }
    }
  };
  const std::size_t cores = std::max(1U, std::thread::hardware_concurrency());
  std::vector<std::jthread> helpers;
  for (std::size_t i = 1; i < std::min(cores, records.size()); ++i) helpers.emplace_back(work, false);
  work(true);
  helpers.clear();
  job.throwIfStopped();
  for (const std::exception_ptr& failure : failures) {
    if (failure) std::rethrow_exception(failure);
  }
  return parts;
}

/// What was left out over all records, a sentence a reason.
std::vector<std::string> sentencesOf(const std::vector<RecordPart>& parts) {
  LeftOut sum;
  std::size_t records = 0;
  std::vector<std::string> sentences;
  for (const RecordPart& part : parts) {
    sum.add(part.leftOut);
    records += part.info ? 1 : 0;
    sentences.insert(sentences.end(), part.warnings.begin(), part.warnings.end());
  }
  const std::vector<std::string> counted =
      sum.sentences(records == 1 ? "one record" : fmt::format("{} records", records));
  sentences.insert(sentences.end(), counted.begin(), counted.end());
  return sentences;
}

}  // namespace

std::shared_ptr<const BeatSet> cutRecords(const RecordSelection& selection, const BeatCut& cut,
                                          const JobContext& job) {
  std::vector<RecordPart> parts = cutAll(selection.records, cut, job);
  BeatSetFacts facts;
  facts.name = selection.name;
  facts.source = selection.source;
  facts.scheme = cut.task == BeatTask::Aami5 ? aami5Scheme() : normalInfarctionScheme();
  facts.cut = cut;
  facts.features = featureNames(cut);
  facts.warnings = selection.sentences();
  std::ranges::move(sentencesOf(parts), std::back_inserter(facts.warnings));
  std::size_t beats = 0;
  for (const RecordPart& part : parts) beats += part.builder.size();
  if (beats == 0) {
    throw Error(fmt::format("{}: no beat could be cut by rule \"{}\"{}{}", selection.name, nameOf(cut.rule),
                            facts.warnings.empty() ? "." : ": ",
                            facts.warnings.empty() ? "" : facts.warnings.back()));
  }
  BeatSetBuilder builder;
  builder.reserve(beats, static_cast<std::size_t>(cut.length));
  for (RecordPart& part : parts) {
    if (!part.info) continue;
    builder.append(std::move(part.builder), static_cast<std::uint32_t>(facts.records.size()));
    facts.records.push_back(std::move(*part.info));
    facts.isSynthetic = facts.isSynthetic || part.isSynthetic;
  }
  job.throwIfStopped();
  return std::move(builder).build(std::move(facts));
}

}  // namespace ectopy
