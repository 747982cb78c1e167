#pragma once

#include <filesystem>
#include <map>
#include <span>
#include <string>

#include "core/base/job_context.h"
#include "core/beats/beat_marks.h"
#include "core/beats/beat_set.h"

namespace ectopy {

/// What people say of the beats of a set: labels effective, one a beat.
struct LabelTable {
  const BeatSet& beats;
  std::span<const ClassIndex> labels;
  BeatMarks marks;
  std::map<BeatIndex, std::string> notes;
  std::string annotator;  // whose labels these are; may be empty
};

/// JSON, a beat a line: {"format": "ectopy-labels", "version": 1, "dataSet", "fingerprint", "annotator",
/// "classes": [{"code", "name"}], "beats": [{"beat", "record", "sample", "seconds", "label", "fileLabel",
/// "flagged", "excluded", "note", "fileSample"}]}. Unlabelled is null; record, sample and seconds are null
/// where they are not known, flags and notes left out where there are none; fileSample tells where a beat
/// whose R peak was corrected stood, null: nowhere. Absent beats are left out. Whole or not at all. Throws
/// Error, Stopped.
void writeLabelJson(const std::filesystem::path& path, const LabelTable& table, const JobContext& job);

}  // namespace ectopy
