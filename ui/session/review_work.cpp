#include "ui/session/review_work.h"

#include <algorithm>
#include <utility>

namespace ectopy::ui {

std::vector<ClassIndex> labelsOfItems(const std::vector<ReviewItem>& items,
                                      std::span<const ClassIndex> labels) {
  std::vector<ClassIndex> found;
  found.reserve(items.size());
  for (const ReviewItem& item : items) found.push_back(labels[item.beat]);
  return found;
}

ReviewQueue::ReviewQueue(ReviewFacts facts, std::vector<ReviewItem> items, std::vector<ClassIndex> labelsThen)
    : m_facts(std::move(facts)), m_items(std::move(items)), m_labelsThen(std::move(labelsThen)) {
  m_places.reserve(m_items.size());
  for (std::size_t place = 0; place < m_items.size(); ++place) m_places.emplace(m_items[place].beat, place);
}

std::optional<std::size_t> ReviewQueue::placeOf(BeatIndex beat) const {
  const auto found = m_places.find(beat);
  return found == m_places.end() ? std::nullopt : std::optional(found->second);
}

std::vector<BeatIndex> ReviewQueue::beats() const {
  std::vector<BeatIndex> beats;
  beats.reserve(m_items.size());
  for (const ReviewItem& item : m_items) beats.push_back(item.beat);
  return beats;
}

ReviewWork::ReviewWork(std::shared_ptr<const ReviewQueue> queue)
    : m_queue(std::move(queue)), m_marked(m_queue->size(), Verdict::Open) {}

void ReviewWork::goTo(std::size_t place) {
  if (place < m_queue->size()) m_place = place;
}

Verdict ReviewWork::verdictOf(std::size_t place, std::span<const ClassIndex> labels) const {
  const bool isChanged = labels[m_queue->item(place).beat] != m_queue->labelThen(place);
  return isChanged ? Verdict::Relabelled : m_marked[place];
}

ReviewStanding ReviewWork::standing(std::span<const ClassIndex> labels) const {
  ReviewStanding standing{.beats = m_queue->size()};
  for (std::size_t place = 0; place < m_queue->size(); ++place) {
    const Verdict verdict = verdictOf(place, labels);
    standing.relabelled += verdict == Verdict::Relabelled ? 1 : 0;
    standing.kept += verdict == Verdict::Kept ? 1 : 0;
    standing.skipped += verdict == Verdict::Skipped ? 1 : 0;
  }
  return standing;
}

std::optional<std::size_t> ReviewWork::nextUndecided(std::size_t after,
                                                     std::span<const ClassIndex> labels) const {
  for (std::size_t step = 1; step <= m_queue->size(); ++step) {
    const std::size_t place = (after + step) % m_queue->size();
    const Verdict verdict = verdictOf(place, labels);
    if (verdict == Verdict::Open || verdict == Verdict::Skipped) return place;
  }
  return {};
}

void ReviewWork::markAll(const ReviewMark& mark) {
  for (const std::uint32_t place : mark.places) m_marked[place] = mark.verdict;
}

void ReviewWork::mark(ReviewMark mark) {
  markAll(mark);
  m_marks.push_back(std::move(mark));
  m_undone.clear();
}

bool ReviewWork::canTakeBack(std::int64_t latestStep) const {
  return !m_marks.empty() && m_marks.back().afterStep >= latestStep;
}

std::size_t ReviewWork::takeBack() {
  m_undone.push_back(std::move(m_marks.back()));
  m_marks.pop_back();
  std::ranges::fill(m_marked, Verdict::Open);
  for (const ReviewMark& mark : m_marks) markAll(mark);
  return m_undone.back().places.front();
}

bool ReviewWork::canDoAgain(std::int64_t latestStep) const {
  return !m_undone.empty() && m_undone.back().afterStep == latestStep;
}

std::size_t ReviewWork::doAgain() {
  m_marks.push_back(std::move(m_undone.back()));
  m_undone.pop_back();
  markAll(m_marks.back());
  return m_marks.back().places.front();
}

}  // namespace ectopy::ui
