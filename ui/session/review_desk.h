#pragma once

#include <QElapsedTimer>
#include <QObject>
#include <QString>
#include <QTimer>
#include <array>
#include <functional>
#include <map>
#include <memory>
#include <optional>

#include "core/evaluation/audit.h"
#include "ui/session/review_pace.h"
#include "ui/session/review_work.h"
#include "ui/session/session.h"

namespace ectopy::ui {

/// What the user chooses before a queue is made.
struct ReviewChoice {
  QString other;         // annotator to compare with
  int auditBeats = 200;  // drawn for an audit
  std::uint64_t seed = 1;
  bool asksModel = false;  // suspects: what the open model says, without training others
};

/// What the user looks at; a queue that comes late must not take it away.
struct ReviewOutlook {
  std::optional<ReviewKind> queue;  // chosen on the Review page; nothing: another page is in front
  BeatFilter filter;
  std::optional<BeatIndex> beat;

  bool operator==(const ReviewOutlook&) const = default;
};

/// A queue on its way.
struct ReviewMaking {
  ReviewKind kind = ReviewKind::Suspects;
  int job = 0;
  bool isLong = false;    // models are trained for it
  ReviewOutlook outlook;  // when it was asked for
};

/// The session's review queues: makes them in jobs, shows them in the gallery, keeps queue, verdicts and
/// place in the workspace. One queue of each kind for each annotator.
class ReviewDesk : public QObject {
  Q_OBJECT

 public:
  static constexpr std::size_t kMostBeats = 5'000;  // of a queue but an audit

  ReviewDesk(Session& session, Session::Private& inside);
  ~ReviewDesk() override;

  /// Why a queue can't be made now, one sentence; empty: it can.
  QString whyNot(ReviewKind kind) const;
  /// Null: none was made.
  const ReviewWork* work(ReviewKind kind) const;
  ReviewStanding standing(ReviewKind kind) const;
  /// The queue that the gallery shows; nothing: another choice of beats.
  std::optional<ReviewKind> shown() const;
  const std::optional<ReviewMaking>& making() const { return m_making; }
  /// Whether it was made while the one before it was in use, and waits to be shown.
  bool isReady(ReviewKind kind) const { return m_ready && m_ready->facts().kind == kind; }
  /// Whether the probabilities that suspects need are kept already, for these labels as far as is known.
  bool hasOutOfFold() const { return m_hasOutOfFold; }
  /// What finding suspects costs, one sentence; empty without data.
  QString costOfSuspects() const;

  // Of the current beat, where its queue is shown.
  QString why() const;
  Verdict verdict() const;
  std::optional<ClassIndex> suggestion() const;
  /// Whether accepting would change the label.
  bool suggestsOther() const;
  QString suggestedBy() const;
  /// "Accept V", "N is right".
  QString acceptWords() const;
  bool isInQueue() const { return placeOfCurrent().has_value(); }

  /// 0: not known yet.
  double beatsPerMinute() const { return m_pace.beatsPerMinute(); }
  /// Whether the model's opinions are to be kept from the user, so that nobody is led: in an audit.
  bool hidesOpinions() const { return shown() == ReviewKind::Audit; }
  /// The session's predictions where they may be shown; else null.
  std::shared_ptr<const Predictions> opinions() const;
  /// What the verdicts of the audit say of all labels.
  AuditEstimate estimate() const;

  /// Of how many beats it would be forgotten what was decided, if the queue were made anew so.
  std::size_t verdictsLostBy(ReviewKind kind, const ReviewChoice& choice) const;

  /// Makes a queue anew and shows it, or says that it is ready where the user looks at something else by
  /// then. Says so when it can't. An audit of the same seed goes on with the verdicts there are.
  void make(ReviewKind kind, const ReviewChoice& choice = {});
  void stopMaking();
  /// Puts a queue in the gallery, at the place where it was left.
  void show(ReviewKind kind);
  /// The same with the queue that was worked on last, unless one is shown.
  void showLast();
  /// The queue chosen on the Review page; nothing: that page is not in front.
  void setLookedAt(std::optional<ReviewKind> kind) { m_lookedAt = kind; }

  // Verdicts on the selection; each moves on.
  void accept();
  void keep();
  void skip();
  void goToUndecided();
  /// Somebody gave these beats a label, maybe the one they had: that is a verdict too. `step`: null where no
  /// label changed.
  void decided(std::span<const BeatIndex> beats, const JournalStepPointer& step = {});
  /// An undo takes the audit's verdicts of its step along, a redo brings them back.
  void follow(const JournalStep& step);

  bool canTakeBack() const;
  bool canDoAgain() const;
  void takeBack();
  void doAgain();
  /// Puts what waits for a quieter moment, or could not be written, on its way to the disk.
  void flush();
  /// Whether something of it is not on the disk yet.
  bool hasUnstored() const { return !m_unstored.empty(); }
  bool isStoring() const { return m_storing > 0; }

 signals:
  void changed();         // queues, verdicts, what is shown, what is made
  void opinionsHidden();  // or shown again

 private:
  struct Kept;
  struct Material;
  /// A value that is to be written, and which wish it was.
  struct Unstored {
    int number = 0;
    std::function<void()> write;
  };

  QString reasonNot(ReviewKind kind) const;
  ReviewWork* workOf(ReviewKind kind) const;
  ReviewWork* shownWork() const;
  std::optional<std::size_t> placeOfCurrent() const;
  std::vector<std::uint32_t> selectedPlaces() const;
  void mark(const std::vector<std::uint32_t>& places, Verdict verdict, bool isOfStep = false);
  void goTo(std::size_t place);
  void followCurrentBeat();
  void tellHiding();
  void forget();  // other beats, or another annotator

  // review_making.cpp
  Material material(ReviewKind kind, const ReviewChoice& choice) const;
  void makeOf(Material all);
  ReviewOutlook outlook() const;
  void adopt(const ReviewMaking& asked, const std::shared_ptr<const ReviewQueue>& queue);
  void take(const std::shared_ptr<const ReviewQueue>& queue);
  void announce(const ReviewQueue& queue);
  void makingEnded(const QString& problem);

  // review_storing.cpp
  std::string keyOf(ReviewKind kind, const char* what) const;
  void read();
  void adoptKept(Kept kept);
  void storeQueue(ReviewKind kind);
  void storeWork(ReviewKind kind);
  void storeLast();
  void store(const std::string& key, std::function<std::string()> text);
  void storeAll();

  Session& m_session;
  Session::Private& m_inside;
  std::array<std::unique_ptr<ReviewWork>, kReviewKinds> m_works;
  mutable std::array<std::optional<QString>, kReviewKinds> m_reasons;  // why not; nothing: to be asked again
  std::optional<ReviewKind> m_last;                                    // worked on
  std::shared_ptr<const ListedBeats> m_list;                           // what the gallery was given
  std::optional<ReviewMaking> m_making;
  std::shared_ptr<const ReviewQueue> m_ready;  // to be shown on request
  std::optional<ReviewKind> m_lookedAt;
  bool m_hasOutOfFold = false;
  bool m_hidOpinions = false;  // when last told
  bool m_isReading = false;
  bool m_wantsLast = false;
  bool m_isFailureTold = false;
  std::map<std::string, Unstored> m_unstored;  // by key
  int m_wishes = 0;
  int m_storing = 0;     // jobs on their way
  int m_generation = 0;  // of beats and annotator
  ReviewPace m_pace;
  QElapsedTimer m_clock;
  QTimer m_placeSoon;
  QTimer m_storeAgain;
};

/// "Suspects", "Least certain", ...: what a queue is called.
QString reviewTitle(ReviewKind kind);
/// What it is for, one sentence.
QString reviewPurpose(ReviewKind kind);

}  // namespace ectopy::ui
