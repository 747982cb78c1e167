#pragma once

#include <map>
#include <string>
#include <vector>

#include "core/workspace/journal_step.h"

namespace ectopy {

using BeatNotes = std::map<BeatIndex, std::string>;

/// The file's labels, nothing else said.
BeatFacts factsOfFile(const std::vector<ClassIndex>& labels);

/// What a change speaks of, as it stands: to be its `from` before it is applied, its `to` after.
ClassIndex valueOf(const BeatFacts& facts, const LabelChange& change);
void apply(BeatFacts& facts, const LabelChange& change);
/// Room for beats up to so many; the new ones have no label yet.
void growTo(std::size_t places, BeatFacts& facts);
/// Whether anything is said of a beat but where it stands.
bool isSaidOf(const BeatFacts& facts, BeatIndex beat);

/// Empty: none.
std::string noteIn(const BeatNotes& notes, BeatIndex beat);
void putNote(BeatNotes& notes, const NoteChange& change);

/// Adds to a step what leads from one to the other.
void addMarks(const std::vector<bool>& from, const std::vector<bool>& to, BeatFact what, JournalStep& step);
void addNotes(const BeatNotes& from, const BeatNotes& to, JournalStep& step);

}  // namespace ectopy
