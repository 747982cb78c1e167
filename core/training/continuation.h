#pragma once

#include <string>

#include "core/model/model_info.h"

namespace ectopy {

/// Why a finished run can't go on with data of this fingerprint, one sentence; empty: it can. Its model file
/// must know every epoch behind it, and the data must be the very data that it learned from.
std::string whyNotContinue(const ModelInfo& run, const std::string& dataFingerprint);

/// The settings a run goes on with: its own (seed included), for `moreEpochs` epochs after those behind it.
/// Threads and time limit are those of the machine it went on: set them anew.
TrainingConfig continuedConfig(const ModelInfo& run, int moreEpochs);

}  // namespace ectopy
