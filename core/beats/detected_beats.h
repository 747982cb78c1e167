#pragma once

#include <filesystem>

#include "core/base/job_context.h"
#include "core/beats/beat_cut.h"
#include "core/signal/recording.h"

namespace ectopy {

/// The recording with its R peaks, detected from all its leads and placed on the lead the cut takes, as the
/// only annotations of cut.annotator (code N, for want of a class). The detector's warnings are added.
/// Throws Error: no such lead, a sample rate no detector can work with; Stopped.
Recording withDetectedBeats(Recording recording, const BeatCut& cut, const JobContext& job);

/// Whether `data` is a record (WFDB, EDF, text) or a folder of records none of which has annotations of
/// cut.annotator: its beats can only be detected. False where there are no records.
bool needsDetection(const std::filesystem::path& data, const BeatCut& cut, const JobContext& job);

}  // namespace ectopy
