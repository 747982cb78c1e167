#include "core/beats/label_annotations.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "core/base/error.h"
#include "core/beats/cutting.h"
#include "core/io/annotation_target.h"
#include "core/io/wfdb_annotations.h"

namespace ectopy {
namespace {

constexpr auto kUnclassified = "?";  // LEARN: a beat that was not classified

/// The beats of a record that stand somewhere in it, by their R peak.
std::map<std::int64_t, BeatIndex> beatsOf(const BeatSet& beats, std::uint32_t record) {
  std::map<std::int64_t, BeatIndex> found;
  for (BeatIndex beat = 0; beat < beats.size(); ++beat) {
    const bool isHere = beats.columns().records[beat] == record && beats.columns().rSamples[beat] >= 0;
    if (isHere) found[beats.columns().rSamples[beat]] = beat;
  }
  return found;
}

AnnotationCode codeFor(const BeatSet& beats, ClassIndex label) {
  return label == kUnlabelled ? *codeOf(kUnclassified) : codeOfClass(beats.scheme(), label);
}

/// Puts a beat's label in its mark; false: the mark is none of a beat.
bool relabelMark(Annotation& mark, const BeatSet& beats, ClassIndex label) {
  const auto said = aamiClassOf(mark.code, beats.cut().classMap);
  if (!said) return false;
  const auto inSet = beats.scheme().indexOf(aami5Scheme().codeOf(*said));
  if (inSet != label) mark.code = codeFor(beats, label);  // none: "?", not what the file had said
  return true;
}

void requireRecords(const BeatSet& beats) {
  const auto& records = beats.columns().records;
  const bool haveAll =
      !beats.facts().records.empty() &&
      std::ranges::none_of(records, [](std::uint32_t record) { return record == BeatColumns::kNoRecord; });
  if (haveAll) return;
  throw Error(
      fmt::format("Annotations stand beside records, and the beats of \"{}\" came without: expected "
                  "beats cut from records, found cut beats; export them as CSV.",
                  beats.facts().name));
}

}  // namespace

AnnotationCode codeOfClass(const LabelScheme& scheme, ClassIndex index) {
  // A class is its letter only among its own kind: the A of "normal, abnormal" is no atrial premature beat.
  const LabelScheme known = aami5Scheme();
  for (const LabelClass& one : scheme.classes) {
    if (known.indexOf(one.code)) continue;
    throw Error(
        fmt::format("Annotations need the classes N, S, V, F, Q, which have WFDB codes; found class "
                    "\"{}\" of scheme {}.",
                    one.code, scheme.id));
  }
  return *codeOf(scheme.codeOf(index));
}

std::vector<Annotation> labelledAnnotations(const Recording& recording, const BeatSet& beats,
                                            std::span<const ClassIndex> labels, std::uint32_t record) {
  const auto marks = recording.annotations.find(beats.cut().annotator);
  const bool areMarks = marks != recording.annotations.end() && !beats.cut().detected;
  std::vector<Annotation> written = areMarks ? marks->second : std::vector<Annotation>();
  std::map<std::int64_t, BeatIndex> unmarked = beatsOf(beats, record);
  for (Annotation& mark : written) {
    const auto beat = unmarked.find(mark.sample);
    if (beat != unmarked.end() && relabelMark(mark, beats, labels[beat->second])) unmarked.erase(beat);
  }
  for (const auto& [sample, beat] : unmarked)
    written.push_back({.sample = sample, .code = codeFor(beats, labels[beat]), .text = {}});
  std::ranges::stable_sort(written, {}, &Annotation::sample);
  return written;
}

std::vector<std::filesystem::path> exportAnnotations(const BeatSet& beats, std::span<const ClassIndex> labels,
                                                     const AnnotationExport& target, const JobContext& job) {
  if (const std::string problem = annotatorProblem(target.annotator); !problem.empty())
    throw Error(fmt::format("\"{}\" is no annotator: {}.", target.annotator, problem));
  requireRecords(beats);
  const auto& records = beats.facts().records;
  std::vector<AnnotationTarget> targets;
  for (const RecordInfo& record : records) {
    const std::filesystem::path place =
        target.folder.empty() ? record.path : target.folder / record.path.filename();
    targets.push_back({record.path, annotationTarget(place, target.annotator).file});
  }
  requireWritable(targets, target.mayReplace);
  std::vector<std::vector<Annotation>> contents;
  for (std::uint32_t record = 0; record < records.size(); ++record) {
    job.report(static_cast<double>(record) / static_cast<double>(records.size()), records[record].name);
    job.throwIfStopped();
    contents.push_back(labelledAnnotations(openRawRecording(beats, record, job), beats, labels, record));
  }
  std::vector<std::filesystem::path> files;
  for (std::size_t record = 0; record < records.size(); ++record) {
    writeWfdbAnnotations(targets[record].file, contents[record]);
    files.push_back(targets[record].file);
  }
  return files;
}

}  // namespace ectopy
