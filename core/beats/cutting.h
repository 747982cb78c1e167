#pragma once

#include <filesystem>
#include <memory>

#include "core/base/job_context.h"
#include "core/beats/beat_set.h"
#include "core/beats/record_selection.h"
#include "core/io/signal_text_reader.h"
#include "core/signal/recording.h"

namespace ectopy {

/// Adds one recording's beats, cut by cut.rule, to the builder under record index `record`. Returns what was
/// left out and why (a sentence each). Throws Error: lead or annotator missing.
std::vector<std::string> cutRecording(const Recording& recording, const BeatCut& cut, std::uint32_t record,
                                      BeatSetBuilder& builder);

/// What describes a recording in a BeatSet.
RecordInfo recordInfoOf(const Recording& recording, const BeatCut& cut);

/// Cuts the records of a selection on all cores; the result does not depend on their number.
/// A record that can't be read is left out with a warning; throws Error when none gives a beat.
std::shared_ptr<const BeatSet> cutRecords(const RecordSelection& selection, const BeatCut& cut,
                                          const JobContext& job);

/// "One door" for DATA: a beat file (its own cut stands), a heartbeat CSV, a record, a database folder (PTB
/// and PTB-XL too).
/// For mitbih_train.csv / mitbih_test.csv, ptbdb_normal.csv / ptbdb_abnormal.csv the partner beside it is
/// opened too. Throws Error.
std::shared_ptr<const BeatSet> openBeats(const std::filesystem::path& data, const BeatCut& cut,
                                         const JobContext& job, const SignalTextOptions& text = {});

/// The cut that fits data nobody gave one for: rule `paper` by diagnosis for PTB-XL and where the records'
/// headers say why the patient was admitted (PTB), else rule `kaggle` by annotation. Beats are
/// detected where no record has annotations.
BeatCut suggestedCut(const std::filesystem::path& data, const JobContext& job = {});

/// The raw recording `record` (place in the set's facts) that beats were cut from, with the annotations they
/// were cut at, corrected as the set's are; where R peaks were detected, those of the set's beats (code N,
/// for want of a class) under the cut's annotator. Throws Error.
Recording openRawRecording(const BeatSet& beats, std::uint32_t record, const JobContext& job);

/// Writes beats and labels as a heartbeat CSV, whole or not at all. Throws Error.
void exportHeartbeatCsv(const std::filesystem::path& path, const BeatSet& beats,
                        std::span<const ClassIndex> labels, const JobContext& job);

/// Rows for writeHeartbeatCsv, with `labels` (one a beat) in place of the file's when not empty. Beats
/// without a label have no row.
struct HeartbeatRows rowsOf(const BeatSet& beats, std::span<const ClassIndex> labels);

}  // namespace ectopy
