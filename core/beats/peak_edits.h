#pragma once

#include <functional>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "core/base/job_context.h"
#include "core/beats/beat_peak.h"
#include "core/signal/recording.h"

namespace ectopy {

/// Gives the raw recording of a record (place in the set's facts), with its annotations as openRawRecording
/// has them of the set before any R peak was corrected. Throws Error.
using RecordingSource = std::function<std::shared_ptr<const Recording>(std::uint32_t, const JobContext&)>;

/// Beats whose R peaks were corrected.
struct CorrectedBeats {
  std::shared_ptr<const BeatSet> beats;
  std::vector<BeatIndex> changed;     // ascending: other samples, features or R peak than in the set before
  std::vector<std::string> warnings;  // what could not be cut anew, a sentence each
};

/// The beats of `base` with R peaks corrected, and after them those added, each in its place. Every record
/// that an edit is of is cut anew as a whole by the set's own rule, because the neighbours' intervals and
/// windows change too; a neighbour that can't be cut any more keeps its row, and one that the set never had
/// stays out. The other records' rows are as they were. A beat that is absent has a row of zeros without R
/// peak and class. `before`, an earlier result of the same base, saves cutting records whose edits are the
/// same; null: `base`. Where a record can't be read, its rows stay as they are in `base`, zeros for an added
/// beat, and a warning says so. Throws Error: edits of other beats; Stopped.
CorrectedBeats withPeaks(const std::shared_ptr<const BeatSet>& base, const PeakEdits& edits,
                         const RecordingSource& raw, const JobContext& job,
                         std::shared_ptr<const BeatSet> before = {});
/// The same, with recordings read from where the set knows them.
CorrectedBeats withPeaks(const std::shared_ptr<const BeatSet>& base, const PeakEdits& edits,
                         const JobContext& job);

/// The beats as their source has them, before any R peak was corrected. Null for null.
std::shared_ptr<const BeatSet> asInSource(const std::shared_ptr<const BeatSet>& beats);

/// Another annotator's labels for beats of the same source: those of its own beats, none for added ones,
/// which each annotator counts on its own.
std::vector<ClassIndex> labelsFrom(std::vector<ClassIndex> others, const BeatSet& beats);

/// Throws Error, saying why, unless those of `places` that `edits` do not take away can be cut where they
/// stand, all in the one record of `recording` (as RecordingSource gives it): inside the signal, without gap,
/// with a beat after it where the rule asks for one, no other annotated beat within 0.1 s. Looks at times and
/// at the beats' own samples alone.
void requirePeaksFit(const BeatSet& base, const PeakEdits& edits, std::span<const BeatIndex> places,
                     const Recording& recording);

}  // namespace ectopy
