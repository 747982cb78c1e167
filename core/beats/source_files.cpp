#include <algorithm>

#include "core/beats/cutting.h"
#include "core/io/heartbeat_csv.h"
#include "core/io/path_kind.h"
#include "core/io/wfdb_header.h"
#include "core/io/wfdb_record.h"

namespace ectopy {

namespace fs = std::filesystem;

BeatCut suggestedCut(const fs::path& data) {
  const PathKind kind = pathKind(data);
  if (kind != PathKind::WfdbRecord && kind != PathKind::WfdbDatabase) return defaultCut(CutRule::Kaggle);
  const fs::path first = kind == PathKind::WfdbDatabase ? listWfdbRecords(data).front() : data;
  const fs::path header = fs::path(first).replace_extension(".hea");
  std::error_code ignored;
  if (!fs::exists(header, ignored)) return defaultCut(CutRule::Kaggle);
  const auto comments = readWfdbHeader(header).comments;
  const bool isDiagnostic = std::any_of(comments.begin(), comments.end(), [](const std::string& comment) {
    return comment.find("Reason for admission") != std::string::npos;
  });
  if (!isDiagnostic) return defaultCut(CutRule::Kaggle);
  BeatCut cut = defaultCut(CutRule::Paper);
  cut.task = BeatTask::NormalInfarction;
  return cut;
}

Recording openRawRecording(const RecordInfo& record, const std::string& annotator, const JobContext& job) {
  // Checksums were verified when the beats were cut.
  return readWfdbRecord(record.path, {.annotators = {annotator}, .verifyChecksums = false}, job);
}

void exportHeartbeatCsv(const fs::path& path, const BeatSet& beats, std::span<const ClassIndex> labels,
                        const JobContext& job) {
  writeHeartbeatCsv(path, rowsOf(beats, labels), job);
}

}  // namespace ectopy
