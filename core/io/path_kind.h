#pragma once

#include <filesystem>
#include <string_view>

namespace ectopy {

/// What lies at a path, told from its name and its first bytes, in milliseconds.
enum class PathKind {
  WfdbRecord,    // a .hea file, or a record's name, or its .dat/.atr
  WfdbDatabase,  // a folder with records: WFDB, EDF or both
  EdfRecording,  // EDF, EDF+, BDF, BDF+: .edf, .bdf in any case; with any other name (.rec too, which other
                 // recorders use as well) by its first bytes
  SignalText,    // text with one or several continuous signals
  HeartbeatCsv,
  BeatFile,   // .beats
  ModelFile,  // .safetensors
  Workspace,  // a folder NAME.ectopy
};

/// Throws Error: nothing there, or nothing this program can open (and what it can).
PathKind pathKind(const std::filesystem::path& path);
/// "wfdb-record", "wfdb-database", "edf", "signal-text", "heartbeat-csv", "beat-file", "model", "workspace".
std::string_view nameOf(PathKind kind);

}  // namespace ectopy
