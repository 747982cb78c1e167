#include "core/workspace/beat_facts.h"

namespace ectopy {

std::string noteIn(const BeatNotes& notes, BeatIndex beat) {
  const auto found = notes.find(beat);
  return found == notes.end() ? std::string() : found->second;
}

void putNote(BeatNotes& notes, const NoteChange& change) {
  if (change.to.empty())
    notes.erase(change.beat);
  else
    notes.insert_or_assign(change.beat, change.to);
}

BeatFacts factsOfFile(const std::vector<ClassIndex>& labels) {
  return {labels, std::vector<bool>(labels.size()), std::vector<bool>(labels.size()), {}, {}};
}

void growTo(std::size_t places, BeatFacts& facts) {
  if (places <= facts.labels.size()) return;
  facts.labels.resize(places, kUnlabelled);
  facts.isFlagged.resize(places);
  facts.isExcluded.resize(places);
}

bool isSaidOf(const BeatFacts& facts, BeatIndex beat) {
  return facts.labels[beat] != kUnlabelled || facts.isFlagged[beat] || facts.isExcluded[beat] ||
         facts.notes.contains(beat);
}

ClassIndex valueOf(const BeatFacts& facts, const LabelChange& change) {
  if (change.what == BeatFact::Flag) return facts.isFlagged[change.beat] ? 1 : 0;
  if (change.what == BeatFact::Exclusion) return facts.isExcluded[change.beat] ? 1 : 0;
  return facts.labels[change.beat];
}

void apply(BeatFacts& facts, const LabelChange& change) {
  if (change.what == BeatFact::Flag)
    facts.isFlagged[change.beat] = change.to != 0;
  else if (change.what == BeatFact::Exclusion)
    facts.isExcluded[change.beat] = change.to != 0;
  else
    facts.labels[change.beat] = change.to;
}

void addMarks(const std::vector<bool>& from, const std::vector<bool>& to, BeatFact what, JournalStep& step) {
  for (BeatIndex beat = 0; beat < from.size(); ++beat)
    if (from[beat] != to[beat])
      step.changes.push_back(
          {beat, static_cast<ClassIndex>(from[beat]), static_cast<ClassIndex>(to[beat]), what});
}

void addNotes(const BeatNotes& from, const BeatNotes& to, JournalStep& step) {
  for (const auto& [beat, note] : from)
    if (noteIn(to, beat) != note) step.notes.push_back({beat, note, noteIn(to, beat)});
  for (const auto& [beat, note] : to)
    if (!from.contains(beat)) step.notes.push_back({beat, "", note});
}

}  // namespace ectopy
