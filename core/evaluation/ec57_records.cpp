#include "core/evaluation/ec57_records.h"

#include <algorithm>
#include <map>

#include "core/base/error.h"
#include "core/beats/label_annotations.h"
#include "core/io/wfdb_annotations.h"
#include "core/io/wfdb_header.h"

namespace ectopy {
namespace {

constexpr std::uintmax_t kMostAnnotationBytes = 64 << 20;

/// Whether a file reads as annotations, and holds some.
bool holdsMarks(const std::filesystem::path& file) {
  std::error_code problem;
  if (std::filesystem::file_size(file, problem) > kMostAnnotationBytes || problem) return false;
  try {
    return !readWfdbAnnotations(file).annotations.empty();
  } catch (const Error&) {
    return false;
  }
}

}  // namespace

MarksOfRecord marksOfAnnotator(const BeatSet& beats, const std::string& annotator) {
  return [&beats, annotator](std::uint32_t record, double sampleRateHz) {
    std::filesystem::path file = beats.facts().records.at(record).path;
    file.replace_extension(annotator);
    WfdbAnnotations marks = readWfdbAnnotations(file);
    fitToRate(marks.annotations, marks.timeResolutionHz, sampleRateHz);
    return std::move(marks.annotations);
  };
}

MarksOfRecord marksOfModel(const Predictions& predictions, const BeatSet& beats) {
  std::map<std::uint32_t, std::vector<Annotation>> marks;
  for (std::size_t place = 0; place < beats.size(); ++place) {
    const auto beat = static_cast<BeatIndex>(place);
    const std::uint32_t record = beats.columns().records[beat];
    if (record == BeatColumns::kNoRecord || beats.isAbsent(beat)) continue;
    Annotation mark;
    mark.sample = beats.columns().rSamples[beat];
    mark.code = codeOfClass(predictions.scheme, predictions.predicted(beat));
    marks[record].push_back(mark);
  }
  for (auto& [record, all] : marks)
    std::ranges::stable_sort(all, {}, [](const Annotation& mark) { return mark.sample; });
  return [marks = std::move(marks)](std::uint32_t record, double) {
    const auto found = marks.find(record);
    return found == marks.end() ? std::vector<Annotation>() : found->second;
  };
}

Ec57Report compareRecords(const BeatSet& beats, std::span<const std::uint32_t> records,
                          const MarksOfRecord& reference, const MarksOfRecord& test,
                          const Ec57Options& options, const JobContext& job) {
  Ec57Report report;
  for (const std::uint32_t record : records) {
    const RecordInfo& info = beats.facts().records.at(record);
    job.report(static_cast<double>(report.records.size()) / static_cast<double>(records.size()),
               "record " + info.name);
    job.throwIfStopped();
    const WfdbHeader header = readWfdbHeader(info.path);
    const std::vector<Annotation> referenceMarks = reference(record, header.sampleRateHz);
    const std::vector<Annotation> testMarks = test(record, header.sampleRateHz);
    report.places.push_back(record);
    report.records.push_back(compareBeats({.name = info.name,
                                           .reference = referenceMarks,
                                           .test = testMarks,
                                           .sampleRateHz = header.sampleRateHz,
                                           .sampleCount = header.sampleCount},
                                          options, &report.mismatches.emplace_back()));
  }
  report.summary = summarise(report.records);
  return report;
}

std::vector<std::string> annotatorsBeside(const BeatSet& beats) {
  std::vector<std::string> names;
  if (beats.facts().records.empty()) return names;
  const std::filesystem::path& header = beats.facts().records.front().path;
  std::error_code problem;
  for (const auto& entry : std::filesystem::directory_iterator(header.parent_path(), problem)) {
    const std::filesystem::path& file = entry.path();
    const std::string extension = file.extension().string();
    if (file.stem() != header.stem() || extension.size() < 2 || extension == ".hea" || extension == ".dat")
      continue;
    if (holdsMarks(file)) names.push_back(extension.substr(1));
  }
  std::ranges::sort(names);
  return names;
}

}  // namespace ectopy
