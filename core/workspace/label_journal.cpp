#include "core/workspace/label_journal.h"

#include <fmt/format.h>

#include <algorithm>
#include <limits>

#include "core/base/error.h"
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
  return {change.beat, change.to, change.from};
}

}  // namespace

LabelJournal::LabelJournal(std::vector<ClassIndex> fileLabels, std::vector<JournalStepPointer> steps)
    : m_fileLabels(std::move(fileLabels)), m_latestChange(m_fileLabels.size()) {
  std::size_t changes = 0;
  for (const auto& step : steps) changes += step->changes.size();
  requireRoom(changes);
  m_earlierChange.reserve(changes);
  Labels labels = m_fileLabels;
  for (auto& step : steps) {
    replay(*step, labels);
    index(*step);
    m_steps.push_back(std::move(step));
  }
  m_labels = std::make_shared<const Labels>(std::move(labels));
}

void LabelJournal::replay(const JournalStep& step, Labels& labels) const {
  const auto expected = static_cast<std::int64_t>(m_steps.size()) + 1;
  if (step.number != expected)
    refuse(step.number, fmt::format("stands where step {} was expected", expected));
  if (step.kind != JournalKind::Label) requireReversal(step);
  for (const LabelChange& change : step.changes) {
    if (change.beat >= labels.size())
      refuse(step.number, fmt::format("names beat {}, there are {}", change.beat, labels.size()));
    if (change.from != labels[change.beat])
      refuse(step.number, fmt::format("expects class {} on beat {}, found {}", change.from, change.beat,
                                      labels[change.beat]));
    labels[change.beat] = change.to;
  }
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
  const auto& target = stepNumbered(step.targetStep).changes;
  const bool isSame =
      isUndo ? std::equal(step.changes.begin(), step.changes.end(), target.rbegin(), target.rend(),
                          [](const LabelChange& a, const LabelChange& b) { return a == reversed(b); })
             : step.changes == target;
  if (!isSame) refuse(step.number, fmt::format("does not hold the changes of step {}", step.targetStep));
}

void LabelJournal::index(const JournalStep& step) {
  m_firstChange.push_back(m_earlierChange.size());
  for (const LabelChange& change : step.changes) {
    std::uint32_t& latest = m_latestChange[change.beat];
    m_earlierChange.push_back(latest);
    latest = static_cast<std::uint32_t>(m_earlierChange.size());
  }
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
    history.push_back({step.number, step.kind, step.targetStep, beat, change.from, change.to, step.who,
                       step.when, step.why, step.suggestedBy});
  }
  std::reverse(history.begin(), history.end());
  return history;
}

std::vector<BeatIndex> LabelJournal::corrections() const {
  std::vector<bool> isTouched(m_fileLabels.size());
  for (const std::int64_t number : m_undoable)
    for (const LabelChange& change : stepNumbered(number).changes) isTouched[change.beat] = true;
  std::vector<BeatIndex> beats;
  for (BeatIndex beat = 0; beat < isTouched.size(); ++beat)
    if (isTouched[beat] && (*m_labels)[beat] != kUnlabelled) beats.push_back(beat);
  return beats;
}

void LabelJournal::requireBeat(BeatIndex beat) const {
  if (beat < m_fileLabels.size()) return;
  throw Error(fmt::format("Beat {} can't be labelled: there are {} beats.", beat, m_fileLabels.size()));
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

JournalStepPointer LabelJournal::undo(const EditSource& source) {
  if (!canUndo()) return {};
  JournalStep step = again(m_undoable.back(), JournalKind::Undo, source);
  std::reverse(step.changes.begin(), step.changes.end());
  for (LabelChange& change : step.changes) change = reversed(change);
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
          .changes = stepNumbered(number).changes};
}

JournalStepPointer LabelJournal::commit(JournalStep step) {
  if (step.changes.empty()) return {};
  requireRoom(m_earlierChange.size() + step.changes.size());
  step.number = static_cast<std::int64_t>(m_steps.size()) + 1;
  step.when = utcNow();
  auto labels = std::make_shared<Labels>(*m_labels);
  for (const LabelChange& change : step.changes) (*labels)[change.beat] = change.to;
  auto made = std::make_shared<const JournalStep>(std::move(step));
  index(*made);
  m_steps.push_back(made);
  m_labels = std::move(labels);
  return made;
}

}  // namespace ectopy
