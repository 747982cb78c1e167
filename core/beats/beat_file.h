#pragma once

#include <filesystem>
#include <memory>

#include "core/base/job_context.h"
#include "core/beats/beat_set.h"

namespace ectopy {

/// Writes a beat file: magic and version, JSON facts, column table, columns (64-byte aligned), checksums.
/// Written whole or not at all.
void writeBeatFile(const std::filesystem::path& path, const BeatSet& beats, const JobContext& job);

/// Maps a beat file. Every size and offset is checked against the file before it is used, the checksums of
/// header and columns are verified. Throws Error (what, byte, expected, found).
std::shared_ptr<const BeatSet> openBeatFile(const std::filesystem::path& path);

}  // namespace ectopy
