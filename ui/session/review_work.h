#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <unordered_map>
#include <vector>

#include "core/evaluation/review_queue.h"

namespace ectopy::ui {

/// What was decided on a beat of a queue.
enum class Verdict : std::uint8_t { Open, Relabelled, Kept, Skipped };

/// How far the work on a queue has come.
struct ReviewStanding {
  std::size_t beats = 0;
  std::size_t relabelled = 0;
  std::size_t kept = 0;
  std::size_t skipped = 0;

  std::size_t done() const { return relabelled + kept; }
  bool operator==(const ReviewStanding&) const = default;
};

/// What a queue was made of.
struct ReviewFacts {
  ReviewKind kind = ReviewKind::Suspects;
  std::string id;               // when it was made: what is kept of the work on it goes by that
  std::string dataFingerprint;  // of the beats
  std::string suggestedBy;      // a model or an annotator; empty: nobody
  std::uint64_t seed = 0;       // of an audit
  std::size_t population = 0;   // of an audit: the labels it stands for
  std::size_t found = 0;        // beats that belong in it; it may hold only the first of them
};

/// Beats to look at, with the labels they had when the queue was made. Immutable once made.
class ReviewQueue {
 public:
  /// `labelsThen`: one an item.
  ReviewQueue(ReviewFacts facts, std::vector<ReviewItem> items, std::vector<ClassIndex> labelsThen);

  const ReviewFacts& facts() const { return m_facts; }
  std::size_t size() const { return m_items.size(); }
  const ReviewItem& item(std::size_t place) const { return m_items[place]; }
  ClassIndex labelThen(std::size_t place) const { return m_labelsThen[place]; }
  std::optional<std::size_t> placeOf(BeatIndex beat) const;
  std::vector<BeatIndex> beats() const;

 private:
  ReviewFacts m_facts;
  std::vector<ReviewItem> m_items;
  std::vector<ClassIndex> m_labelsThen;
  std::unordered_map<BeatIndex, std::size_t> m_places;
};

/// Of labels, one a beat of the set, those of the items.
std::vector<ClassIndex> labelsOfItems(const std::vector<ReviewItem>& items,
                                      std::span<const ClassIndex> labels);

/// "The label stays", "not now", or in an audit "it was wrong", said of some beats at once.
struct ReviewMark {
  std::vector<std::uint32_t> places;
  Verdict verdict = Verdict::Kept;
  std::int64_t afterStep = 0;  // of the journal: which undo comes first
  bool isOfStep = false;       // that step said it: undone, it takes the mark along

  bool operator==(const ReviewMark&) const = default;
};

/// A queue and what was decided on it. A beat whose label is not the one it had when the queue was made is
/// relabelled, whoever did it and wherever; so undo, redo and a restart need no books of their own. Marks say
/// the rest. In an audit they say all: labels changed elsewhere are the wrong ones, and would make the rate
/// too high.
class ReviewWork {
 public:
  explicit ReviewWork(std::shared_ptr<const ReviewQueue> queue);

  const std::shared_ptr<const ReviewQueue>& queue() const { return m_queue; }
  const std::vector<ReviewMark>& marks() const { return m_marks; }
  std::size_t place() const { return m_place; }
  void goTo(std::size_t place);
  bool isAudit() const { return m_queue->facts().kind == ReviewKind::Audit; }

  Verdict verdictOf(std::size_t place, std::span<const ClassIndex> labels) const;
  ReviewStanding standing(std::span<const ClassIndex> labels) const;
  /// The next place after one without a verdict, from the start again; nothing: all were decided on.
  std::optional<std::size_t> nextUndecided(std::size_t after, std::span<const ClassIndex> labels) const;

  void mark(ReviewMark mark);
  /// Takes the latest mark back if no later step of the journal stands; gives its first place.
  bool canTakeBack(std::int64_t latestStep) const;
  std::size_t takeBack();
  bool canDoAgain(std::int64_t latestStep) const;
  std::size_t doAgain();
  /// Takes along the marks of a step that is undone, or brings them back. Whether there are any.
  bool stepUndone(std::int64_t step);
  bool stepDoneAgain(std::int64_t step);

 private:
  void markAll(const ReviewMark& mark);
  void markAnew();

  std::shared_ptr<const ReviewQueue> m_queue;
  std::vector<ReviewMark> m_marks;   // the latest last
  std::vector<ReviewMark> m_undone;  // the next to be done again last
  std::vector<Verdict> m_marked;     // one an item
  std::size_t m_place = 0;
};

/// The work on an audit, gone on with on a sample of the same seed: the beats of both keep their verdicts,
/// and the labels those are about.
ReviewWork carriedOver(const ReviewWork& work, const ReviewQueue& sample);

/// As the workspace keeps them: the queue once, the work on it after each verdict.
std::string textOf(const ReviewQueue& queue, const LabelScheme& scheme);
std::string textOf(const ReviewWork& work);
/// Throws Error when the text is no queue of this kind, or of other beats.
std::shared_ptr<const ReviewQueue> reviewQueueFrom(const std::string& text, ReviewKind kind,
                                                   const BeatSet& beats);
/// The work on that queue; of another queue: none yet. Throws Error when the text is no such thing.
ReviewWork reviewWorkFrom(const std::string& text, std::shared_ptr<const ReviewQueue> queue);

}  // namespace ectopy::ui
