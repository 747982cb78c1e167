#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "core/io/wfdb_annotations.h"
#include "core/signal/recording.h"

namespace ectopy {

/// The samples `first` up to but without `end` as PhysioNet's `rdsamp -r RECORD` prints them: a line each,
/// the sample number and the raw value of every lead. A gap is printed as -32768, as WFDB does in every
/// format.
std::string rdsampText(const Recording& recording, std::int64_t first, std::int64_t end);

/// All annotations as PhysioNet's `rdann -r RECORD -a ANNOTATOR` prints them: time, sample number, mnemonic,
/// subtype, channel, number and text. The time is that of the day where the record says when it began.
std::string rdannText(const WfdbAnnotations& file, double sampleRateHz, std::string_view startTime);

}  // namespace ectopy
