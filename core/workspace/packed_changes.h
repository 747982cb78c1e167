#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "core/workspace/journal_step.h"

namespace ectopy {

/// Changes as a workspace keeps them: 7 bytes each, beat (4, little-endian), from, to, what.
std::string packChanges(std::span<const LabelChange> changes);
/// Throws Error when the bytes are none such.
std::vector<LabelChange> unpackChanges(std::span<const std::byte> bytes);

/// The same of notes: beat, then both texts, each after its length (4, little-endian).
std::string packNotes(std::span<const NoteChange> notes);
std::vector<NoteChange> unpackNotes(std::span<const std::byte> bytes);

/// The same of R peaks: 24 bytes each, beat and record (4, little-endian), from and to (8).
std::string packPeaks(std::span<const PeakChange> peaks);
std::vector<PeakChange> unpackPeaks(std::span<const std::byte> bytes);

}  // namespace ectopy
