#include <fmt/format.h>

#include <algorithm>

#include "core/base/error.h"
#include "core/workspace/beat_facts.h"
#include "core/workspace/label_journal.h"

namespace ectopy {

JournalStepPointer LabelJournal::restore(std::int64_t step, const EditSource& source) {
  const BeatFacts wanted = asOf(step);
  JournalStep made{.who = source.who, .why = source.why, .suggestedBy = source.suggestedBy};
  for (BeatIndex beat = 0; beat < m_labels->size(); ++beat)
    if ((*m_labels)[beat] != wanted.labels[beat])
      made.changes.push_back({beat, (*m_labels)[beat], wanted.labels[beat]});
  addMarks(m_isFlagged, wanted.isFlagged, BeatFact::Flag, made);
  addMarks(m_isExcluded, wanted.isExcluded, BeatFact::Exclusion, made);
  addNotes(m_notes, wanted.notes, made);
  made.peaks = m_peaks.changesTo(wanted.peaks);
  return commit(std::move(made));
}

JournalStepPointer LabelJournal::setFlag(std::span<const BeatIndex> beats, bool isOn,
                                         const EditSource& source) {
  return mark(beats, BeatFact::Flag, isOn, source);
}

JournalStepPointer LabelJournal::setExcluded(std::span<const BeatIndex> beats, bool isOn,
                                             const EditSource& source) {
  return mark(beats, BeatFact::Exclusion, isOn, source);
}

JournalStepPointer LabelJournal::mark(std::span<const BeatIndex> beats, BeatFact what, bool isOn,
                                      const EditSource& source) {
  const std::vector<bool>& marks = what == BeatFact::Flag ? m_isFlagged : m_isExcluded;
  std::vector<bool> wanted = marks;
  for (const BeatIndex beat : beats) {
    requireBeat(beat);
    wanted[beat] = isOn;
  }
  JournalStep step{.who = source.who, .why = source.why, .suggestedBy = source.suggestedBy};
  addMarks(marks, wanted, what, step);
  return commit(std::move(step));
}

JournalStepPointer LabelJournal::setNote(std::span<const BeatIndex> beats, const std::string& note,
                                         const EditSource& source) {
  auto wanted = m_notes;
  for (const BeatIndex beat : beats) {
    requireBeat(beat);
    putNote(wanted, {beat, "", note});
  }
  JournalStep step{.who = source.who, .why = source.why, .suggestedBy = source.suggestedBy};
  addNotes(m_notes, wanted, step);
  return commit(std::move(step));
}

void LabelJournal::requireBeat(BeatIndex beat) const {
  if (beat >= places())
    throw Error(fmt::format("Beat {} can't be labelled: there are {} beats.", beat, places()));
  if (isAbsent(beat)) throw Error(fmt::format("Beat {} can't be labelled: it was taken away.", beat));
}

JournalStepPointer LabelJournal::relabel(std::span<const BeatIndex> beats, ClassIndex to,
                                         const EditSource& source) {
  Labels wanted = *m_labels;
  for (const BeatIndex beat : beats) {
    requireBeat(beat);
    wanted[beat] = to;
  }
  return become(wanted, source);
}

JournalStepPointer LabelJournal::relabel(std::span<const WantedLabel> labels, const EditSource& source) {
  Labels wanted = *m_labels;
  for (const WantedLabel& label : labels) {
    requireBeat(label.beat);
    wanted[label.beat] = label.to;
  }
  return become(wanted, source);
}

/// The step that leads from the labels as they are to those wanted.
JournalStepPointer LabelJournal::become(const Labels& wanted, const EditSource& source) {
  JournalStep step{.who = source.who, .why = source.why, .suggestedBy = source.suggestedBy};
  const Labels& now = *m_labels;
  for (std::size_t beat = 0; beat < now.size(); ++beat) {
    if (now[beat] != wanted[beat])
      step.changes.push_back({static_cast<BeatIndex>(beat), now[beat], wanted[beat]});
  }
  return commit(std::move(step));
}

JournalStepPointer LabelJournal::addBeat(const BeatPeak& peak, ClassIndex label, const EditSource& source) {
  const auto beat = static_cast<BeatIndex>(places());
  m_peaks.requireFree(peak, beat);
  JournalStep step{.who = source.who, .why = source.why, .suggestedBy = source.suggestedBy};
  step.peaks.push_back({beat, peak.record, -1, peak.sample});
  if (label != kUnlabelled) step.changes.push_back({beat, kUnlabelled, label});
  return commit(std::move(step));
}

JournalStepPointer LabelJournal::moveBeat(BeatIndex beat, std::int64_t sample, const EditSource& source) {
  const std::pair wanted(beat, sample);
  return moveBeats({&wanted, 1}, source);
}

JournalStepPointer LabelJournal::moveBeats(std::span<const std::pair<BeatIndex, std::int64_t>> wanted,
                                           const EditSource& source) {
  JournalStep step{.who = source.who, .why = source.why, .suggestedBy = source.suggestedBy};
  for (const auto& [beat, sample] : wanted) {
    requireBeat(beat);
    const BeatPeak now = m_peaks.peakOf(beat);
    if (sample == now.sample) continue;
    m_peaks.requireFree({now.record, sample}, beat);
    step.peaks.push_back({beat, now.record, now.sample, sample});
  }
  return commit(std::move(step));
}

JournalStepPointer LabelJournal::deleteBeats(std::span<const BeatIndex> beats, const EditSource& source) {
  std::vector<BeatIndex> going(beats.begin(), beats.end());
  std::ranges::sort(going);
  going.erase(std::ranges::unique(going).begin(), going.end());
  JournalStep step{.who = source.who, .why = source.why, .suggestedBy = source.suggestedBy};
  for (const BeatIndex beat : going) {
    requireBeat(beat);
    const BeatPeak now = m_peaks.peakOf(beat);
    if (now.sample < 0 || now.record == BeatColumns::kNoRecord)
      throw Error("R peaks can be corrected only of beats that were cut from records, found cut beats.");
    if ((*m_labels)[beat] != kUnlabelled) step.changes.push_back({beat, (*m_labels)[beat], kUnlabelled});
    if (m_isFlagged[beat]) step.changes.push_back({beat, 1, 0, BeatFact::Flag});
    if (m_isExcluded[beat]) step.changes.push_back({beat, 1, 0, BeatFact::Exclusion});
    if (const std::string note = noteOf(beat); !note.empty()) step.notes.push_back({beat, note, ""});
    step.peaks.push_back({beat, now.record, now.sample, -1});
  }
  return commit(std::move(step));
}

}  // namespace ectopy
