#include <utility>

#include "core/base/error.h"
#include "ui/session/review_desk.h"
#include "ui/session/session_private.h"

namespace ectopy::ui {
namespace {

constexpr auto kQueue = "queue";
constexpr auto kWork = "work";
constexpr auto kLastKey = "review.last";

}  // namespace

/// What the workspace holds of the queues of one annotator.
struct ReviewDesk::Kept {
  std::array<std::shared_ptr<ReviewWork>, kReviewKinds> works;
  std::optional<ReviewKind> last;
  QStringList problems;
};

namespace {

std::shared_ptr<ReviewWork> readWork(const Workspace& store, ReviewKind kind, const BeatSet& beats,
                                     const std::string& queueKey, const std::string& workKey) {
  const auto queueText = store.value(queueKey);
  if (!queueText || queueText->empty()) return {};
  const auto queue = reviewQueueFrom(*queueText, kind, beats);
  const auto workText = store.value(workKey);
  return std::make_shared<ReviewWork>(workText ? reviewWorkFrom(*workText, queue) : ReviewWork(queue));
}

std::optional<ReviewKind> readLast(const Workspace& store) {
  const auto name = store.value(kLastKey);
  for (int kind = 0; name && kind < kReviewKinds; ++kind)
    if (*name == nameOf(static_cast<ReviewKind>(kind))) return static_cast<ReviewKind>(kind);
  return {};
}

}  // namespace

std::string ReviewDesk::keyOf(ReviewKind kind, const char* what) const {
  return "review." + std::string(nameOf(kind)) + "." + what + "." + m_inside.journalName();
}

void ReviewDesk::forget() {
  stopMaking();
  m_making.reset();  // its end will be nobody's business
  m_ready.reset();
  m_placeSoon.stop();
  for (auto& work : m_works) work.reset();
  m_last.reset();
  m_list.reset();
  m_hasOutOfFold = false;
  m_wantsLast = false;
  m_isReading = false;
  m_isFailureTold = false;
  m_pace.clear();
  ++m_generation;
  emit changed();
  if (m_session.beats() && m_inside.workspace) read();
}

void ReviewDesk::read() {
  std::vector<std::pair<std::string, std::string>> keys;
  for (int kind = 0; kind < kReviewKinds; ++kind)
    keys.emplace_back(keyOf(static_cast<ReviewKind>(kind), kQueue),
                      keyOf(static_cast<ReviewKind>(kind), kWork));
  m_isReading = true;
  m_session.jobs().start<std::shared_ptr<Kept>>(
      {.title = tr("Reading the review queues"), .isQuiet = true}, this,
      [keys, store = m_inside.workspace, beats = m_session.beats()](const JobContext&) {
        auto kept = std::make_shared<Kept>();
        for (std::size_t place = 0; place < keys.size(); ++place) {
          const auto kind = static_cast<ReviewKind>(place);
          try {
            kept->works[place] = readWork(*store, kind, *beats, keys[place].first, keys[place].second);
          } catch (const Error& error) {
            kept->problems << QString::fromUtf8(error.what());
          }
        }
        kept->last = readLast(*store);
        return kept;
      },
      [this, generation = m_generation](const std::shared_ptr<Kept>& kept) {
        if (generation == m_generation) adoptKept(std::move(*kept));
      },
      [this, generation = m_generation](const QString& sentence) {
        if (generation != m_generation) return;
        m_isReading = false;
        m_inside.complain(sentence);
      });
}

void ReviewDesk::adoptKept(Kept kept) {
  m_isReading = false;
  for (std::size_t place = 0; place < m_works.size(); ++place)
    if (!m_works[place] && kept.works[place])  // none was made meanwhile
      m_works[place] = std::make_unique<ReviewWork>(std::move(*kept.works[place]));
  if (!m_last && kept.last && workOf(*kept.last)) m_last = kept.last;
  if (!kept.problems.isEmpty()) m_inside.complain(kept.problems.front());
  emit changed();
  if (std::exchange(m_wantsLast, false)) showLast();
}

void ReviewDesk::storeQueue(ReviewKind kind) {
  store(keyOf(kind, kQueue), [queue = workOf(kind)->queue(), beats = m_session.beats()] {
    return textOf(*queue, beats->scheme());
  });
  storeWork(kind);
}

void ReviewDesk::storeWork(ReviewKind kind) {
  if (m_last == kind) m_placeSoon.stop();
  store(keyOf(kind, kWork), [work = *workOf(kind)] { return textOf(work); });
  storeAll();
}

void ReviewDesk::storeLast() {
  store(kLastKey, [name = std::string(nameOf(*m_last))] { return name; });
  storeAll();
}

void ReviewDesk::store(const std::string& key, std::function<std::string()> text) {
  const auto workspace = m_inside.workspace;
  if (!workspace || workspace->isReadOnly()) return;
  m_unstored[key] = {++m_wishes,
                     [workspace, key, text = std::move(text)] { workspace->setValue(key, text()); }};
}

/// All that is not on the disk, so that what failed is not left behind: the work on a queue is worth nothing
/// without the queue.
void ReviewDesk::storeAll() {
  m_storeAgain.stop();
  if (m_unstored.empty()) return;
  ++m_storing;
  m_session.jobs().start<void>(
      {.title = tr("Saving the review"), .isQuiet = true, .queue = kJournalQueue}, this,
      [values = m_unstored](const JobContext&) {
        for (const auto& [key, value] : values) value.write();
      },
      [this, upTo = m_wishes] {
        --m_storing;
        m_isFailureTold = false;
        std::erase_if(m_unstored, [upTo](const auto& value) { return value.second.number <= upTo; });
      },
      [this](const QString& sentence) {
        --m_storing;
        if (!std::exchange(m_isFailureTold, true)) m_inside.complain(sentence);
        m_storeAgain.start();
      });
}

void ReviewDesk::flush() {
  if (m_placeSoon.isActive() && m_last && workOf(*m_last)) storeWork(*m_last);
  if (m_storeAgain.isActive()) storeAll();
}

}  // namespace ectopy::ui
