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

bool isOneAction(const JournalEntry& a, const JournalEntry& b) {
  return a.kind == b.kind && a.targetStep == b.targetStep && a.who == b.who && a.when == b.when &&
         a.why == b.why && a.suggestedBy == b.suggestedBy;
}

// Places in m_entries are kept in 32 bits.
constexpr std::size_t kMaxEntries = std::numeric_limits<std::uint32_t>::max() - 1;

}  // namespace

LabelJournal::LabelJournal(std::vector<ClassIndex> fileLabels, std::vector<JournalEntry> entries)
    : m_fileLabels(std::move(fileLabels)),
      m_entries(std::move(entries)),
      m_latestEntry(m_fileLabels.size()),
      m_earlierEntry() {
  if (m_entries.size() > kMaxEntries)
    throw Error(fmt::format("The label journal has {} entries, at most {} can be kept.", m_entries.size(),
                            kMaxEntries));
  m_earlierEntry.reserve(m_entries.size());
  Labels labels = m_fileLabels;
  for (std::size_t first = 0; first < m_entries.size();) {
    std::size_t end = first + 1;
    while (end < m_entries.size() && m_entries[end].step == m_entries[first].step) ++end;
    replayStep(std::span(m_entries).subspan(first, end - first), labels);
    indexStep(first, end - first);
    first = end;
  }
  m_labels = std::make_shared<const Labels>(std::move(labels));
}

void LabelJournal::replayStep(std::span<const JournalEntry> step, Labels& labels) {
  const JournalEntry& head = step.front();
  const auto expected = static_cast<std::int64_t>(m_stepStarts.size()) + 1;
  if (head.step != expected) refuse(head.step, fmt::format("stands where step {} was expected", expected));
  if (head.kind != JournalKind::Label) requireReversal(step);
  for (const JournalEntry& entry : step) {
    if (!isOneAction(entry, head)) refuse(head.step, "mixes entries of different actions");
    if (entry.beat >= labels.size())
      refuse(head.step, fmt::format("names beat {}, there are {}", entry.beat, labels.size()));
    if (entry.from != labels[entry.beat])
      refuse(head.step, fmt::format("expects class {} on beat {}, found {}", entry.from, entry.beat,
                                    labels[entry.beat]));
    labels[entry.beat] = entry.to;
  }
}

/// An undo or redo must name the step whose turn it is and hold just that step's changes.
void LabelJournal::requireReversal(std::span<const JournalEntry> step) const {
  const JournalEntry& head = step.front();
  if (head.kind != JournalKind::Undo && head.kind != JournalKind::Redo)
    refuse(head.step, fmt::format("is of an unknown kind ({})", static_cast<int>(head.kind)));
  const bool isUndo = head.kind == JournalKind::Undo;
  const auto& stack = isUndo ? m_undoable : m_redoable;
  if (stack.empty() || stack.back() != head.targetStep)
    refuse(head.step, fmt::format("{} step {}, which was not next to be {}", isUndo ? "undoes" : "redoes",
                                  head.targetStep, isUndo ? "undone" : "redone"));
  const auto target = entriesOf(head.targetStep);
  const auto matches = [&](const JournalEntry& a, const JournalEntry& b) {
    return a.beat == b.beat && a.from == (isUndo ? b.to : b.from) && a.to == (isUndo ? b.from : b.to);
  };
  const bool isSame = isUndo ? std::equal(step.begin(), step.end(), target.rbegin(), target.rend(), matches)
                             : std::equal(step.begin(), step.end(), target.begin(), target.end(), matches);
  if (!isSame) refuse(head.step, fmt::format("does not hold the changes of step {}", head.targetStep));
}

void LabelJournal::indexStep(std::size_t first, std::size_t count) {
  m_stepStarts.push_back(first);
  for (std::size_t i = first; i < first + count; ++i) {
    std::uint32_t& latest = m_latestEntry[m_entries[i].beat];
    m_earlierEntry.push_back(latest);
    latest = static_cast<std::uint32_t>(i + 1);
  }
  trackUndo(m_entries[first]);
}

void LabelJournal::trackUndo(const JournalEntry& entry) {
  switch (entry.kind) {
    case JournalKind::Label:
      m_undoable.push_back(entry.step);
      m_redoable.clear();
      break;
    case JournalKind::Undo:
      m_undoable.pop_back();
      m_redoable.push_back(entry.targetStep);
      break;
    case JournalKind::Redo:
      m_redoable.pop_back();
      m_undoable.push_back(entry.targetStep);
      break;
  }
}

std::span<const JournalEntry> LabelJournal::entriesOf(std::int64_t step) const {
  const auto index = static_cast<std::size_t>(step - 1);
  const std::size_t first = m_stepStarts[index];
  const std::size_t end = index + 1 < m_stepStarts.size() ? m_stepStarts[index + 1] : m_earlierEntry.size();
  return std::span(m_entries).subspan(first, end - first);
}

std::vector<JournalEntry> LabelJournal::historyOf(BeatIndex beat) const {
  std::vector<JournalEntry> history;
  if (beat >= m_latestEntry.size()) return history;
  for (std::uint32_t place = m_latestEntry[beat]; place != 0; place = m_earlierEntry[place - 1])
    history.push_back(m_entries[place - 1]);
  std::reverse(history.begin(), history.end());
  return history;
}

std::vector<JournalEntry> LabelJournal::relabel(std::span<const BeatIndex> beats, ClassIndex to,
                                                const EditSource& source) {
  std::vector<BeatIndex> changed;
  for (const BeatIndex beat : beats) {
    if (beat >= m_fileLabels.size())
      throw Error(fmt::format("Beat {} can't be labelled: there are {} beats.", beat, m_fileLabels.size()));
    if ((*m_labels)[beat] != to) changed.push_back(beat);
  }
  std::sort(changed.begin(), changed.end());
  changed.erase(std::unique(changed.begin(), changed.end()), changed.end());
  std::vector<JournalEntry> step;
  step.reserve(changed.size());
  const std::string when = utcNow();
  const auto number = static_cast<std::int64_t>(m_stepStarts.size()) + 1;
  for (const BeatIndex beat : changed)
    step.push_back({number, JournalKind::Label, 0, beat, (*m_labels)[beat], to, source.who, when, source.why,
                    source.suggestedBy});
  commit(step);
  return step;
}

std::vector<JournalEntry> LabelJournal::undo(const EditSource& source) {
  if (!canUndo()) return {};
  auto step = again(m_undoable.back(), JournalKind::Undo, source);
  std::reverse(step.begin(), step.end());
  for (JournalEntry& entry : step) std::swap(entry.from, entry.to);
  commit(step);
  return step;
}

std::vector<JournalEntry> LabelJournal::redo(const EditSource& source) {
  if (!canRedo()) return {};
  auto step = again(m_redoable.back(), JournalKind::Redo, source);
  commit(step);
  return step;
}

/// The changes of a step as a new step.
std::vector<JournalEntry> LabelJournal::again(std::int64_t step, JournalKind kind,
                                              const EditSource& source) const {
  const auto target = entriesOf(step);
  const std::string when = utcNow();
  const auto number = static_cast<std::int64_t>(m_stepStarts.size()) + 1;
  std::vector<JournalEntry> made;
  made.reserve(target.size());
  for (const JournalEntry& entry : target)
    made.push_back({number, kind, step, entry.beat, entry.from, entry.to, source.who, when, source.why,
                    source.suggestedBy});
  return made;
}

void LabelJournal::commit(const std::vector<JournalEntry>& step) {
  if (step.empty()) return;
  if (m_entries.size() + step.size() > kMaxEntries)
    throw Error(fmt::format("The label journal is full: at most {} entries can be kept.", kMaxEntries));
  auto labels = std::make_shared<Labels>(*m_labels);
  for (const JournalEntry& entry : step) (*labels)[entry.beat] = entry.to;
  const std::size_t first = m_entries.size();
  m_entries.insert(m_entries.end(), step.begin(), step.end());
  indexStep(first, step.size());
  m_labels = std::move(labels);
}

}  // namespace ectopy
