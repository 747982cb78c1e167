#pragma once

#include <cstdint>
#include <filesystem>
#include <vector>

#include "core/base/job_context.h"
#include "core/signal/recording.h"

namespace ectopy {

/// Synthetic recordings from the dynamical model of McSharry et al. 2003 (ECGSYN), never from a heart.
/// Leads "MLII" and "V1", 360 Hz, 200 ADC units/mV, baseline wander, muscle and mains noise, annotations
/// under "atr" with WFDB codes. The same options give the same samples.
struct DemoOptions {
  std::uint64_t seed = 1;
  int patients = 8;  // one record each: "demo01" ...
  double secondsPerRecord = 600;
};

/// First set: the five AAMI classes with plausible rhythm and morphology.
std::vector<Recording> makeArrhythmiaDemo(const DemoOptions& options, const JobContext& job);
/// Second set, for transfer: healthy and infarction-like (Q wave, ST elevation, T inversion); the diagnosis
/// stands in the header comments as in the PTB database.
std::vector<Recording> makeInfarctionDemo(const DemoOptions& options, const JobContext& job);

/// Writes both as WFDB folders `arrhythmia` and `infarction` with RECORDS files; returns the two folders.
struct DemoFolders {
  std::filesystem::path arrhythmia;
  std::filesystem::path infarction;
  std::size_t records = 0;
};
DemoFolders writeDemo(const std::filesystem::path& folder, const DemoOptions& options, const JobContext& job);

}  // namespace ectopy
