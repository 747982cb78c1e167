#include "ui/session/review_desk.h"

#include <algorithm>
#include <utility>

#include "ui/session/session_private.h"

namespace ectopy::ui {
namespace {

constexpr int kPlaceDelayMs = 800;
constexpr int kRetryMs = 5000;  // after a save that failed
constexpr auto kAcceptedWhy = "accepted suggestion";

std::size_t indexOf(ReviewKind kind) {
  return static_cast<std::size_t>(kind);
}

}  // namespace

ReviewDesk::ReviewDesk(Session& session, Session::Private& inside) : m_session(session), m_inside(inside) {
  m_clock.start();
  m_placeSoon.setSingleShot(true);
  m_placeSoon.setInterval(kPlaceDelayMs);
  connect(&m_placeSoon, &QTimer::timeout, this, [this] {
    if (m_last && workOf(*m_last)) storeWork(*m_last);
  });
  m_storeAgain.setSingleShot(true);
  m_storeAgain.setInterval(kRetryMs);
  connect(&m_storeAgain, &QTimer::timeout, this, &ReviewDesk::storeAll);
  for (const auto signal : {&Session::countsChanged, &Session::predictionsChanged, &Session::trainingChanged,
                            &Session::annotatorChanged, &Session::dataChanged})
    connect(&session, signal, this, [this] { m_reasons = {}; });
  connect(&session, &Session::annotatorChanged, this, &ReviewDesk::forget);
  connect(&session, &Session::labelsChanged, this, &ReviewDesk::changed);
  connect(&session, &Session::filterChanged, this, &ReviewDesk::changed);
  connect(&session, &Session::currentBeatChanged, this, &ReviewDesk::followCurrentBeat);
  connect(this, &ReviewDesk::changed, this, &ReviewDesk::tellHiding);
}

ReviewDesk::~ReviewDesk() = default;

const ReviewWork* ReviewDesk::work(ReviewKind kind) const {
  return workOf(kind);
}

ReviewWork* ReviewDesk::workOf(ReviewKind kind) const {
  return m_works[indexOf(kind)].get();
}

ReviewStanding ReviewDesk::standing(ReviewKind kind) const {
  const ReviewWork* work = workOf(kind);
  const Labels labels = m_session.labels();
  return work && labels ? work->standing(*labels) : ReviewStanding();
}

std::optional<ReviewKind> ReviewDesk::shown() const {
  return m_list && m_session.filter().among == m_list ? m_last : std::nullopt;
}

ReviewWork* ReviewDesk::shownWork() const {
  const auto kind = shown();
  return kind ? workOf(*kind) : nullptr;
}

std::optional<std::size_t> ReviewDesk::placeOfCurrent() const {
  const ReviewWork* work = shownWork();
  const auto beat = m_session.currentBeat();
  return work && beat ? work->queue()->placeOf(*beat) : std::nullopt;
}

QString ReviewDesk::why() const {
  const auto place = placeOfCurrent();
  if (place) return QString::fromStdString(shownWork()->queue()->item(*place).why);
  return shownWork() ? tr("This beat is not in the queue: an arrow key leads back to it.") : QString();
}

Verdict ReviewDesk::verdict() const {
  const auto place = placeOfCurrent();
  const Labels labels = m_session.labels();
  return place && labels ? shownWork()->verdictOf(*place, *labels) : Verdict::Open;
}

std::optional<ClassIndex> ReviewDesk::suggestion() const {
  const auto place = placeOfCurrent();
  if (!place) return {};
  const ClassIndex suggested = shownWork()->queue()->item(*place).suggested;
  return suggested == kUnlabelled ? std::nullopt : std::optional(suggested);
}

bool ReviewDesk::suggestsOther() const {
  const auto suggested = suggestion();
  return suggested && *suggested != (*m_session.labels())[*m_session.currentBeat()];
}

QString ReviewDesk::suggestedBy() const {
  const ReviewWork* work = shownWork();
  return work ? QString::fromStdString(work->queue()->facts().suggestedBy) : QString();
}

QString ReviewDesk::acceptWords() const {
  const auto beat = m_session.currentBeat();
  if (!beat || !m_session.beats()) return {};
  const LabelScheme& scheme = m_session.beats()->scheme();
  const ClassIndex label = (*m_session.labels())[*beat];
  if (suggestsOther())
    return tr("Accept %1").arg(QString::fromStdString(std::string(scheme.codeOf(*suggestion()))));
  if (label >= scheme.size()) return tr("Leave it without a label");
  return tr("%1 is right").arg(QString::fromStdString(std::string(scheme.codeOf(label))));
}

std::shared_ptr<const Predictions> ReviewDesk::opinions() const {
  return hidesOpinions() ? nullptr : m_session.predictions();
}

void ReviewDesk::tellHiding() {
  if (std::exchange(m_hidOpinions, hidesOpinions()) != m_hidOpinions) emit opinionsHidden();
}

AuditEstimate ReviewDesk::estimate() const {
  const ReviewWork* work = workOf(ReviewKind::Audit);
  if (!work) return {};
  const ReviewStanding standing = this->standing(ReviewKind::Audit);
  return auditEstimate(standing.relabelled, standing.done(), work->queue()->facts().population);
}

std::size_t ReviewDesk::verdictsLostBy(ReviewKind kind, const ReviewChoice& choice) const {
  const ReviewWork* work = workOf(kind);
  const Labels labels = m_session.labels();
  if (!work || !labels) return 0;
  const bool isSameSample = kind == ReviewKind::Audit && work->queue()->facts().seed == choice.seed;
  std::size_t lost = 0;
  for (std::size_t place = isSameSample ? static_cast<std::size_t>(choice.auditBeats) : 0;
       place < work->queue()->size(); ++place)
    lost += work->verdictOf(place, *labels) == Verdict::Open ? 0 : 1;
  return lost;
}

void ReviewDesk::show(ReviewKind kind) {
  flush();
  if (isReady(kind)) take(std::exchange(m_ready, nullptr));
  const ReviewWork* work = workOf(kind);
  if (!work || work->queue()->size() == 0) return;
  const bool isOther = m_last != kind;
  m_last = kind;
  if (isOther) m_pace.clear();
  m_session.showListed(tr("queue: %1").arg(reviewTitle(kind).toLower()), work->queue()->beats());
  m_list = m_session.filter().among;
  m_session.setCurrentBeat(work->queue()->item(work->place()).beat);
  if (isOther) storeLast();
  emit changed();
}

void ReviewDesk::showLast() {
  m_wantsLast = m_isReading;
  if (m_last && !shown()) show(*m_last);
}

void ReviewDesk::goTo(std::size_t place) {
  m_session.setCurrentBeat(shownWork()->queue()->item(place).beat);
}

void ReviewDesk::followCurrentBeat() {
  const auto place = placeOfCurrent();
  if (place && shownWork()->place() != *place) {
    shownWork()->goTo(*place);
    m_placeSoon.start();
  }
  if (shownWork()) emit changed();
}

std::vector<std::uint32_t> ReviewDesk::selectedPlaces() const {
  std::vector<std::uint32_t> places;
  for (const BeatIndex beat : m_session.selection())
    if (const auto place = shownWork()->queue()->placeOf(beat))
      places.push_back(static_cast<std::uint32_t>(*place));
  return places;
}

void ReviewDesk::accept() {
  if (!shownWork() || !m_inside.mayEdit()) return;
  if (!isInQueue()) return m_inside.say(why());
  const ReviewQueue& queue = *shownWork()->queue();
  std::vector<WantedLabel> wanted;
  for (const std::uint32_t place : selectedPlaces()) {
    const ReviewItem& item = queue.item(place);
    if (item.suggested != kUnlabelled) wanted.push_back({item.beat, item.suggested});
  }
  const std::vector<BeatIndex> judged = m_session.selection();
  if (!wanted.empty())
    m_session.relabelBeats(wanted, QLatin1String(kAcceptedWhy),
                           QString::fromStdString(queue.facts().suggestedBy));
  decided(judged);
  m_session.step(1);
}

void ReviewDesk::keep() {
  if (!shownWork() || !m_inside.mayEdit()) return;
  if (!isInQueue()) return m_inside.say(why());
  decided(m_session.selection());
  m_session.step(1);
}

void ReviewDesk::skip() {
  if (!shownWork() || !m_inside.mayEdit()) return;
  if (!isInQueue()) return m_inside.say(why());
  mark(selectedPlaces(), Verdict::Skipped);
  m_session.step(1);
}

void ReviewDesk::goToUndecided() {
  const ReviewWork* work = shownWork();
  if (!work) return;
  auto next = work->nextUndecided(placeOfCurrent().value_or(work->place()), *m_session.labels());
  for (std::size_t tried = 0; next && tried < work->queue()->size(); ++tried) {
    if (!m_session.beats()->isAbsent(work->queue()->item(*next).beat)) return goTo(*next);
    next = work->nextUndecided(*next, *m_session.labels());
  }
  m_inside.say(tr("All beats of this queue have been decided on."));
}

void ReviewDesk::decided(std::span<const BeatIndex> beats, const JournalStepPointer& step) {
  const ReviewWork* work = shownWork();
  if (!work) return;
  const Labels labels = m_session.labels();
  std::vector<std::uint32_t> kept;
  std::vector<std::uint32_t> foundWrong;  // of an audit
  std::size_t inQueue = 0;
  for (const BeatIndex beat : beats) {
    const auto place = work->queue()->placeOf(beat);
    if (!place) continue;
    ++inQueue;
    if ((*labels)[beat] == work->queue()->labelThen(*place))
      kept.push_back(static_cast<std::uint32_t>(*place));
    else if (work->isAudit() && work->verdictOf(*place, *labels) != Verdict::Relabelled)
      foundWrong.push_back(static_cast<std::uint32_t>(*place));
  }
  if (inQueue == 0) return;
  m_pace.note(m_clock.elapsed(), inQueue);
  if (!foundWrong.empty()) mark(foundWrong, Verdict::Relabelled, step != nullptr);
  if (!kept.empty()) return mark(kept, Verdict::Kept);
  storeWork(*shown());
  emit changed();
}

void ReviewDesk::follow(const JournalStep& step) {
  ReviewWork* audit = workOf(ReviewKind::Audit);
  if (!audit || step.kind == JournalKind::Label) return;
  const bool isUndo = step.kind == JournalKind::Undo;
  if (isUndo ? audit->stepUndone(step.targetStep) : audit->stepDoneAgain(step.targetStep))
    storeWork(ReviewKind::Audit);
}

void ReviewDesk::mark(const std::vector<std::uint32_t>& places, Verdict verdict, bool isOfStep) {
  shownWork()->mark({places, verdict, m_inside.journal->latestUndoable(), isOfStep});
  storeWork(*shown());
  emit changed();
}

bool ReviewDesk::canTakeBack() const {
  return shownWork() && m_inside.journal && shownWork()->canTakeBack(m_inside.journal->latestUndoable());
}

bool ReviewDesk::canDoAgain() const {
  return shownWork() && m_inside.journal && shownWork()->canDoAgain(m_inside.journal->latestUndoable());
}

void ReviewDesk::takeBack() {
  goTo(shownWork()->takeBack());
  storeWork(*shown());
  emit changed();
}

void ReviewDesk::doAgain() {
  goTo(shownWork()->doAgain());
  storeWork(*shown());
  emit changed();
}

}  // namespace ectopy::ui
