#include "core/beats/cutting.h"
#include "core/beats/detected_beats.h"
#include "core/beats/peak_correction.h"
#include "core/io/heartbeat_csv.h"
#include "core/io/path_kind.h"
#include "core/io/ptb_diagnosis.h"
#include "core/io/ptbxl_catalogue.h"
#include "core/io/recording_reader.h"
#include "core/io/wfdb_header.h"

namespace ectopy {

namespace fs = std::filesystem;

namespace {

constexpr AnnotationCode kNormalBeat = 1;

/// The R peaks of a record's beats.
std::vector<Annotation> marksOf(const BeatSet& beats, std::uint32_t record) {
  std::vector<Annotation> marks;
  for (BeatIndex i = 0; i < beats.size(); ++i)
    if (beats.columns().records[i] == record)
      marks.push_back({.sample = beats.columns().rSamples[i], .code = kNormalBeat});
  return marks;
}

BeatCut diagnosisCut() {
  BeatCut cut = defaultCut(CutRule::Paper);
  cut.task = BeatTask::NormalInfarction;
  return cut;
}

BeatCut annotatedCut(const fs::path& data) {
  const PathKind kind = pathKind(data);
  if (kind != PathKind::WfdbRecord && kind != PathKind::WfdbDatabase) return defaultCut(CutRule::Kaggle);
  if (isPtbXlFolder(data)) return diagnosisCut();
  const fs::path first = kind == PathKind::WfdbDatabase ? listRecordings(data).front() : data;
  const fs::path header = fs::path(first).replace_extension(".hea");
  std::error_code ignored;
  if (!fs::exists(header, ignored)) return defaultCut(CutRule::Kaggle);
  const bool isDiagnostic = !ptbDiagnosis(readWfdbHeader(header).comments).empty();
  return isDiagnostic ? diagnosisCut() : defaultCut(CutRule::Kaggle);
}

}  // namespace

BeatCut suggestedCut(const fs::path& data, const JobContext& job) {
  BeatCut cut = annotatedCut(data);
  cut.detected = needsDetection(data, cut, job);
  return cut;
}

Recording openRawRecording(const BeatSet& beats, std::uint32_t record, const JobContext& job) {
  const RecordInfo& info = beats.facts().records.at(record);
  const std::string& annotator = beats.cut().annotator;
  // Checksums were verified when the beats were cut.
  RecordingReadOptions options{.annotators = {annotator}, .verifyChecksums = false};
  if (fs::is_regular_file(info.path) && pathKind(info.path) != PathKind::WfdbRecord) {
    options.text.sampleRateHz = info.sampleRateHz;  // as it was told or read then
    options.text.unit = info.signalUnit;
  }
  Recording recording = readRecording(info.path, options, job);
  const BeatSet& asInSource = beats.overlay() ? *beats.overlay()->base : beats;
  if (beats.cut().detected) recording.annotations = {{annotator, marksOf(asInSource, record)}};
  const auto marks = recording.annotations.find(annotator);
  const auto corrections = correctionsOf(beats, record);
  if (marks != recording.annotations.end() && !corrections.empty())
    marks->second = corrected(std::move(marks->second), corrections, beats.cut().classMap);
  return recording;
}

void exportHeartbeatCsv(const fs::path& path, const BeatSet& beats, std::span<const ClassIndex> labels,
                        const JobContext& job) {
  writeHeartbeatCsv(path, rowsOf(beats, labels), job);
}

}  // namespace ectopy
