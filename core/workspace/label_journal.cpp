#include "core/workspace/label_journal.h"

#include <fmt/format.h>

#include <algorithm>
#include <limits>

#include "core/base/error.h"
#include "core/workspace/beat_facts.h"
#include "core/workspace/step_texts.h"
#include "core/workspace/utc_time.h"

namespace ectopy {

namespace {

[[noreturn]] void refuse(std::int64_t step, const std::string& why) {
  throw Error(fmt::format("The label journal does not fit this data set: step {} {}.", step, why));
}

// Places of changes are kept in 32 bits.
constexpr std::size_t kMaxChanges = std::numeric_limits<std::uint32_t>::max() - 1;

void requireRoom(std::size_t changes) {
  if (changes <= kMaxChanges) return;
  throw Error(fmt::format("The label journal has {} entries, at most {} can be kept.", changes, kMaxChanges));
}

LabelChange reversed(const LabelChange& change) {
  return {change.beat, change.to, change.from, change.what};
}

NoteChange reversed(const NoteChange& change) {
  return {change.beat, change.to, change.from};
}

PeakChange reversed(const PeakChange& change) {
  return {change.beat, change.record, change.to, change.from};
}

template <typename Changes>
bool areReversed(const Changes& changes, const Changes& target) {
  return std::equal(changes.begin(), changes.end(), target.rbegin(), target.rend(),
                    [](const auto& a, const auto& b) { return a == reversed(b); });
}

template <typename Changes>
void reverse(Changes& changes) {
  std::reverse(changes.begin(), changes.end());
  for (auto& change : changes) change = reversed(change);
}

std::vector<BeatIndex> beatsWhere(const std::vector<bool>& isSo) {
  std::vector<BeatIndex> beats;
  for (BeatIndex beat = 0; beat < isSo.size(); ++beat)
    if (isSo[beat]) beats.push_back(beat);
  return beats;
}

JournalEntry entryOf(const JournalStep& step, BeatIndex beat) {
  JournalEntry entry;
  entry.step = step.number;
  entry.kind = step.kind;
  entry.targetStep = step.targetStep;
  entry.beat = beat;
  entry.who = step.who;
  entry.when = utcText(step.whenMs);
  entry.why = step.why;
  entry.suggestedBy = step.suggestedBy;
  return entry;
}

/// A mark must be 0 or 1, and notes have a list of their own.
void requireKnown(const JournalStep& step, const LabelChange& change) {
  if (static_cast<int>(change.what) >= static_cast<int>(BeatFact::Note))
    refuse(step.number, fmt::format("changes an unknown fact ({})", static_cast<int>(change.what)));
  if (change.what != BeatFact::Label && (change.from > 1 || change.to > 1))
    refuse(step.number, fmt::format("marks beat {} with {}, expected 0 or 1", change.beat, change.to));
}

void requireBeatOf(const JournalStep& step, BeatIndex beat, const BeatFacts& facts) {
  if (beat >= facts.labels.size())
    refuse(step.number, fmt::format("names beat {}, there are {}", beat, facts.labels.size()));
}

void replayPeaks(const JournalStep& step, PeakLedger& peaks, BeatFacts& facts) {
  for (const PeakChange& change : step.peaks) {
    try {
      peaks.apply(change);
    } catch (const Error& error) {
      refuse(step.number, error.what());
    }
  }
  growTo(peaks.places(), facts);
}

/// Nothing may be said of a beat that is not there.
void requireNothingOfAbsent(const JournalStep& step, BeatIndex beat, const PeakLedger& peaks,
                            const BeatFacts& facts) {
  if (peaks.isAbsent(beat) && isSaidOf(facts, beat))
    refuse(step.number, fmt::format("says something of beat {}, which is not there", beat));
}

}  // namespace

LabelJournal::LabelJournal(std::vector<ClassIndex> fileLabels, std::vector<JournalStepPointer> steps)
    : LabelJournal(std::move(fileLabels), nullptr, std::move(steps)) {}

LabelJournal::LabelJournal(std::vector<ClassIndex> fileLabels, std::shared_ptr<const BeatSet> file,
                           std::vector<JournalStepPointer> steps)
    : m_fileLabels(std::move(fileLabels)),
      m_peaks(m_fileLabels.size(), std::move(file)),
      m_latestChange(m_fileLabels.size()) {
  std::size_t changes = 0;
  for (const auto& step : steps) changes += step->changes.size();
  requireRoom(changes);
  m_earlierChange.reserve(changes);
  m_firstChange.reserve(steps.size());
  m_steps.reserve(steps.size());
  BeatFacts facts = factsOfFile(m_fileLabels);
  for (auto& step : steps) {
    replay(*step, facts);
    index(*step);
    m_steps.push_back(std::move(step));
  }
  m_labels = std::make_shared<const Labels>(std::move(facts.labels));
  m_isFlagged = std::move(facts.isFlagged);
  m_isExcluded = std::move(facts.isExcluded);
  m_notes = std::move(facts.notes);
}

void LabelJournal::replay(const JournalStep& step, BeatFacts& facts) {
  const auto expected = static_cast<std::int64_t>(m_steps.size()) + 1;
  if (step.number != expected)
    refuse(step.number, fmt::format("stands where step {} was expected", expected));
  if (step.kind != JournalKind::Label) requireReversal(step);
  replayPeaks(step, m_peaks, facts);
  for (const LabelChange& change : step.changes) {
    requireBeatOf(step, change.beat, facts);
    requireKnown(step, change);
    if (change.from != valueOf(facts, change))
      refuse(step.number, fmt::format("expects class {} on beat {}, found {}", change.from, change.beat,
                                      valueOf(facts, change)));
    apply(facts, change);
  }
  for (const NoteChange& change : step.notes) {
    requireBeatOf(step, change.beat, facts);
    if (change.from != noteIn(facts.notes, change.beat))
      refuse(step.number, fmt::format("expects another note on beat {}", change.beat));
    putNote(facts.notes, change);
  }
  if (m_peaks.edits().empty()) return;
  for (const LabelChange& change : step.changes) requireNothingOfAbsent(step, change.beat, m_peaks, facts);
  for (const NoteChange& change : step.notes) requireNothingOfAbsent(step, change.beat, m_peaks, facts);
  for (const PeakChange& change : step.peaks) requireNothingOfAbsent(step, change.beat, m_peaks, facts);
}

/// An undo or redo must name the step whose turn it is and hold just that step's changes.
void LabelJournal::requireReversal(const JournalStep& step) const {
  if (step.kind != JournalKind::Undo && step.kind != JournalKind::Redo)
    refuse(step.number, fmt::format("is of an unknown kind ({})", static_cast<int>(step.kind)));
  const bool isUndo = step.kind == JournalKind::Undo;
  const auto& stack = isUndo ? m_undoable : m_redoable;
  if (stack.empty() || stack.back() != step.targetStep)
    refuse(step.number, fmt::format("{} step {}, which was not next to be {}", isUndo ? "undoes" : "redoes",
                                    step.targetStep, isUndo ? "undone" : "redone"));
  const JournalStep& target = stepNumbered(step.targetStep);
  const bool isSame =
      isUndo ? areReversed(step.changes, target.changes) && areReversed(step.notes, target.notes) &&
                   areReversed(step.peaks, target.peaks)
             : step.changes == target.changes && step.notes == target.notes && step.peaks == target.peaks;
  if (!isSame) refuse(step.number, fmt::format("does not hold the changes of step {}", step.targetStep));
}

void LabelJournal::index(const JournalStep& step) {
  m_firstChange.push_back(m_earlierChange.size());
  m_latestChange.resize(places());
  for (const LabelChange& change : step.changes) {
    std::uint32_t& latest = m_latestChange[change.beat];
    m_earlierChange.push_back(latest);
    latest = static_cast<std::uint32_t>(m_earlierChange.size());
  }
  for (std::size_t note = 0; note < step.notes.size(); ++note)
    m_noteHistory[step.notes[note].beat].push_back({m_firstChange.size() - 1, note});
  for (std::size_t peak = 0; peak < step.peaks.size(); ++peak)
    m_peakHistory[step.peaks[peak].beat].push_back({m_firstChange.size() - 1, peak});
  trackUndo(step);
}

void LabelJournal::trackUndo(const JournalStep& step) {
  switch (step.kind) {
    case JournalKind::Label:
      m_undoable.push_back(step.number);
      m_redoable.clear();
      break;
    case JournalKind::Undo:
      m_undoable.pop_back();
      m_redoable.push_back(step.targetStep);
      break;
    case JournalKind::Redo:
      m_redoable.pop_back();
      m_undoable.push_back(step.targetStep);
      break;
  }
}

const JournalStep& LabelJournal::stepNumbered(std::int64_t number) const {
  return *m_steps[static_cast<std::size_t>(number - 1)];
}

std::vector<JournalEntry> LabelJournal::historyOf(BeatIndex beat) const {
  std::vector<JournalEntry> history;
  if (beat >= m_latestChange.size()) return history;
  for (std::uint32_t next = m_latestChange[beat]; next != 0; next = m_earlierChange[next - 1]) {
    const std::size_t place = next - 1;
    const auto after = std::upper_bound(m_firstChange.begin(), m_firstChange.end(), place);
    const auto at = static_cast<std::size_t>(after - m_firstChange.begin()) - 1;
    const JournalStep& step = *m_steps[at];
    const LabelChange& change = step.changes[place - m_firstChange[at]];
    JournalEntry entry = entryOf(step, beat);
    entry.from = change.from;
    entry.to = change.to;
    entry.what = change.what;
    history.push_back(std::move(entry));
  }
  std::reverse(history.begin(), history.end());
  addRest(beat, history);
  return history;
}

/// Notes and R peaks, in their places.
void LabelJournal::addRest(BeatIndex beat, std::vector<JournalEntry>& history) const {
  const std::size_t labels = history.size();
  if (const auto notes = m_noteHistory.find(beat); notes != m_noteHistory.end())
    for (const NotePlace& place : notes->second) {
      JournalEntry& entry = history.emplace_back(entryOf(*m_steps[place.step], beat));
      entry.what = BeatFact::Note;
      entry.fromNote = m_steps[place.step]->notes[place.note].from;
      entry.toNote = m_steps[place.step]->notes[place.note].to;
    }
  if (const auto peaks = m_peakHistory.find(beat); peaks != m_peakHistory.end())
    for (const NotePlace& place : peaks->second) {
      JournalEntry& entry = history.emplace_back(entryOf(*m_steps[place.step], beat));
      entry.what = BeatFact::Peak;
      entry.fromSample = m_steps[place.step]->peaks[place.note].from;
      entry.toSample = m_steps[place.step]->peaks[place.note].to;
    }
  if (history.size() > labels) std::ranges::stable_sort(history, {}, &JournalEntry::step);
}

std::vector<BeatIndex> LabelJournal::corrections() const {
  std::vector<bool> isTouched(places());
  for (const std::int64_t number : m_undoable)
    for (const LabelChange& change : stepNumbered(number).changes)
      if (change.what == BeatFact::Label) isTouched[change.beat] = true;
  std::vector<BeatIndex> beats;
  for (BeatIndex beat = 0; beat < isTouched.size(); ++beat)
    if (isTouched[beat] && !m_isExcluded[beat] && (*m_labels)[beat] != kUnlabelled) beats.push_back(beat);
  return beats;
}

bool LabelJournal::hasCorrections() const {
  const auto isCorrection = [&](const LabelChange& change) {
    return change.what == BeatFact::Label && !m_isExcluded[change.beat] &&
           (*m_labels)[change.beat] != kUnlabelled;
  };
  return std::any_of(m_undoable.rbegin(), m_undoable.rend(), [&](std::int64_t number) {
    return std::ranges::any_of(stepNumbered(number).changes, isCorrection);
  });
}

std::vector<ClassIndex> LabelJournal::ownLabels() const {
  Labels labels(m_labels->size(), kUnlabelled);
  for (const BeatIndex beat : corrections()) labels[beat] = (*m_labels)[beat];
  return labels;
}

std::vector<BeatIndex> LabelJournal::flagged() const {
  return beatsWhere(m_isFlagged);
}
std::vector<BeatIndex> LabelJournal::excluded() const {
  return beatsWhere(m_isExcluded);
}
BeatMarks LabelJournal::marks() const {
  BeatMarks marks{m_isFlagged, m_isExcluded, std::vector<bool>(m_notes.empty() ? 0 : m_labels->size())};
  for (const auto& [beat, note] : m_notes) marks.hasNote[beat] = true;
  return marks;
}
std::string LabelJournal::noteOf(BeatIndex beat) const {
  return noteIn(m_notes, beat);
}

std::shared_ptr<const std::vector<ClassIndex>> LabelJournal::trainingLabels() const {
  const std::vector<BeatIndex> left = excluded();
  if (left.empty()) return m_labels;
  auto labels = std::make_shared<Labels>(*m_labels);
  for (const BeatIndex beat : left) (*labels)[beat] = kUnlabelled;
  return labels;
}

BeatFacts LabelJournal::now() const {
  return {*m_labels, m_isFlagged, m_isExcluded, m_notes, m_peaks.edits()};
}

BeatFacts LabelJournal::asOf(std::int64_t step) const {
  if (step < 0 || step > static_cast<std::int64_t>(m_steps.size()))
    throw Error(
        fmt::format("There is no step {} to go back to: the label journal has {}.", step, m_steps.size()));
  BeatFacts facts = factsOfFile(m_fileLabels);
  growTo(places(), facts);
  for (BeatIndex added = static_cast<BeatIndex>(m_fileLabels.size()); added < places(); ++added)
    facts.peaks[added] = {m_peaks.peakOf(added).record, -1};
  for (std::int64_t number = 1; number <= step; ++number) {
    for (const LabelChange& change : stepNumbered(number).changes) apply(facts, change);
    for (const NoteChange& change : stepNumbered(number).notes) putNote(facts.notes, change);
    for (const PeakChange& change : stepNumbered(number).peaks)
      facts.peaks[change.beat] = {change.record, change.to};
  }
  // Beats of the file that came back to where it has them are none of the edits.
  std::erase_if(facts.peaks, [&](const auto& edit) { return m_peaks.fileOf(edit.first) == edit.second; });
  return facts;
}

JournalStepPointer LabelJournal::undo(const EditSource& source) {
  if (!canUndo()) return {};
  JournalStep step = again(m_undoable.back(), JournalKind::Undo, source);
  reverse(step.changes);
  reverse(step.notes);
  reverse(step.peaks);
  return commit(std::move(step));
}

JournalStepPointer LabelJournal::redo(const EditSource& source) {
  if (!canRedo()) return {};
  return commit(again(m_redoable.back(), JournalKind::Redo, source));
}

/// The changes of a step as a new step.
JournalStep LabelJournal::again(std::int64_t number, JournalKind kind, const EditSource& source) const {
  return {.kind = kind,
          .targetStep = number,
          .who = source.who,
          .why = source.why,
          .suggestedBy = source.suggestedBy,
          .changes = stepNumbered(number).changes,
          .notes = stepNumbered(number).notes,
          .peaks = stepNumbered(number).peaks};
}

JournalStepPointer LabelJournal::commit(JournalStep step) {
  if (step.isEmpty()) return {};
  requireTexts(step);
  requireRoom(m_earlierChange.size() + step.changes.size());
  step.number = static_cast<std::int64_t>(m_steps.size()) + 1;
  step.whenMs = utcNowMs();
  applyPeaks(step);
  auto labels = std::make_shared<Labels>(*m_labels);
  labels->resize(places(), kUnlabelled);
  for (const LabelChange& change : step.changes)
    if (change.what == BeatFact::Label) (*labels)[change.beat] = change.to;
  applyMarksAndNotes(step);
  auto made = std::make_shared<const JournalStep>(std::move(step));
  index(*made);
  m_steps.push_back(made);
  m_labels = std::move(labels);
  return made;
}

void LabelJournal::applyPeaks(const JournalStep& step) {
  for (const PeakChange& change : step.peaks) m_peaks.apply(change);
  m_isFlagged.resize(places());
  m_isExcluded.resize(places());
}

void LabelJournal::applyMarksAndNotes(const JournalStep& step) {
  for (const LabelChange& change : step.changes) {
    if (change.what == BeatFact::Flag) m_isFlagged[change.beat] = change.to != 0;
    if (change.what == BeatFact::Exclusion) m_isExcluded[change.beat] = change.to != 0;
  }
  for (const NoteChange& change : step.notes) putNote(m_notes, change);
}

}  // namespace ectopy
