#include "ui/session/review_work.h"

#include <algorithm>
#include <iterator>
#include <utility>

namespace ectopy::ui {
namespace {

bool moveMarksOf(std::int64_t step, std::vector<ReviewMark>& from, std::vector<ReviewMark>& to) {
  const auto others = std::stable_partition(from.begin(), from.end(), [step](const ReviewMark& mark) {
    return !mark.isOfStep || mark.afterStep != step;
  });
  if (others == from.end()) return false;
  to.insert(to.end(), std::make_move_iterator(others), std::make_move_iterator(from.end()));
  from.erase(others, from.end());
  return true;
}

}  // namespace

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
  if (isAudit())
    return m_marked[place] == Verdict::Relabelled && !isChanged ? Verdict::Open : m_marked[place];
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

void ReviewWork::markAnew() {
  std::ranges::fill(m_marked, Verdict::Open);
  for (const ReviewMark& mark : m_marks) markAll(mark);
}

void ReviewWork::mark(ReviewMark mark) {
  markAll(mark);
  m_marks.push_back(std::move(mark));
  // The journal may still do the others' steps again.
  std::erase_if(m_undone, [](const ReviewMark& undone) { return !undone.isOfStep; });
}

bool ReviewWork::canTakeBack(std::int64_t latestStep) const {
  return !m_marks.empty() && !m_marks.back().isOfStep && m_marks.back().afterStep >= latestStep;
}

std::size_t ReviewWork::takeBack() {
  m_undone.push_back(std::move(m_marks.back()));
  m_marks.pop_back();
  markAnew();
  return m_undone.back().places.front();
}

bool ReviewWork::canDoAgain(std::int64_t latestStep) const {
  return !m_undone.empty() && !m_undone.back().isOfStep && m_undone.back().afterStep == latestStep;
}

std::size_t ReviewWork::doAgain() {
  m_marks.push_back(std::move(m_undone.back()));
  m_undone.pop_back();
  markAll(m_marks.back());
  return m_marks.back().places.front();
}

bool ReviewWork::stepUndone(std::int64_t step) {
  if (!moveMarksOf(step, m_marks, m_undone)) return false;
  markAnew();
  return true;
}

bool ReviewWork::stepDoneAgain(std::int64_t step) {
  if (!moveMarksOf(step, m_undone, m_marks)) return false;
  markAnew();
  return true;
}

ReviewWork carriedOver(const ReviewWork& work, const ReviewQueue& sample) {
  const ReviewQueue& before = *work.queue();
  std::vector<ReviewItem> items;
  std::vector<ClassIndex> labelsThen;
  for (std::size_t place = 0; place < sample.size(); ++place) {
    items.push_back(sample.item(place));
    const auto earlier = before.placeOf(sample.item(place).beat);
    labelsThen.push_back(earlier ? before.labelThen(*earlier) : sample.labelThen(place));
  }
  ReviewWork carried(
      std::make_shared<const ReviewQueue>(sample.facts(), std::move(items), std::move(labelsThen)));
  for (ReviewMark mark : work.marks()) {
    std::vector<std::uint32_t> places;
    for (const std::uint32_t place : mark.places)
      if (const auto here = sample.placeOf(before.item(place).beat))
        places.push_back(static_cast<std::uint32_t>(*here));
    mark.places = std::move(places);
    if (!mark.places.empty()) carried.mark(std::move(mark));
  }
  if (before.size() == 0) return carried;
  if (const auto here = sample.placeOf(before.item(work.place()).beat)) carried.goTo(*here);
  return carried;
}

}  // namespace ectopy::ui
