#pragma once

#include <QList>
#include <QObject>
#include <QPointer>
#include <QString>
#include <functional>
#include <memory>
#include <type_traits>
#include <utility>

#include "core/base/job_context.h"

namespace ectopy::ui {

/// A running or queued job as the job strip shows it.
struct JobInfo {
  int id = 0;
  QString title;
  double fraction = -1;  // below 0: unknown
  QString text;
  double secondsElapsed = 0;
  double secondsLeft = -1;   // below 0: unknown
  bool isStopping = false;   // asked to stop or to end early, not yet ended
  bool keepsResult = false;  // ends early with what it has rather than stop
  bool canPause = false;
  bool isPausing = false;  // asked to sleep, or asleep
  QString pauseHint;       // what a press on its pause button does
};

/// How a job runs.
struct JobOptions {
  QString title;
  bool isQuiet = false;     // not shown in the job strip (thumbnails, small reads)
  bool isLong = false;      // a thread of its own at low priority (training); others share a small pool
  QString queue;            // jobs of one queue run one after the other in order ("journal"); empty: at once
  bool mustFinish = false;  // the user waits for its file: not stopped when the runner goes
  /// How the job ends early with what it has (a training keeps its best model); in the GUI thread.
  std::function<void()> endEarly;
  /// Puts the job to sleep or wakes it, setPause() tells which; in the GUI thread.
  std::function<void()> togglePause;
};

/// What takes the result of a job: void(Result), or void() for one without.
template <typename Result>
struct JobDone {
  using Type = std::function<void(Result)>;
};
template <>
struct JobDone<void> {
  using Type = std::function<void()>;
};

/// The only place in ui that knows threads. Work runs elsewhere; done, failed and stopped run in the GUI
/// thread, and only if `context` still lives. Destroying the runner stops every job and waits for it, except
/// that jobs of a named queue (no edit is lost) and those that must finish are finished. A job without a
/// queue that was asked to stop counts as stopped, even if its work got to its end first.
class JobRunner : public QObject {
  Q_OBJECT

 public:
  explicit JobRunner(QObject* parent = nullptr);
  ~JobRunner() override;

  /// Starts work; returns its id. `failed` gets the sentence of an Error; without it the runner's own
  /// signal failed() tells it. Result must be movable; use std::shared_ptr<const T> for large ones.
  template <typename Result>
  int start(const JobOptions& options, QObject* context, std::function<Result(const JobContext&)> work,
            typename JobDone<Result>::Type done, std::function<void(const QString&)> failure = {},
            std::function<void()> stopped = {}) {
    if constexpr (std::is_void_v<Result>) {
      return startErased(options, context, std::move(work), std::move(done), std::move(failure),
                         std::move(stopped));
    } else {
      auto result = std::make_shared<std::unique_ptr<Result>>();
      return startErased(
          options, context,
          [work = std::move(work), result](const JobContext& job) {
            *result = std::make_unique<Result>(work(job));
          },
          [done = std::move(done), result] {
            if (done) done(std::move(**result));
          },
          std::move(failure), std::move(stopped));
    }
  }

  void stop(int id);
  /// Asks a job to end early with what it has; one that can't is stopped.
  void end(int id);
  void togglePause(int id);
  /// What a job that can pause shows of it.
  void setPause(int id, bool isPausing, const QString& hint);
  QList<JobInfo> jobs() const;  // without quiet ones
  bool isIdle() const;          // no job at all, quiet ones included
  bool isIdle(const QString& queue) const;
  /// Waits until the named queue is empty (when the program is over; a window would freeze).
  void finishQueue(const QString& queue);

 signals:
  void jobsChanged();  // at most 20 times a second
  void failed(const QString& title, const QString& sentence);

 private:
  int startErased(const JobOptions& options, QObject* context, std::function<void(const JobContext&)> work,
                  std::function<void()> done, std::function<void(const QString&)> failure,
                  std::function<void()> stopped);
  void runJob(const std::shared_ptr<void>& job);  // in the job's thread
  void deliver(const QString& onlyQueue);         // tells the outcome of jobs whose work ended
  void announceSoon();
  struct State;
  std::unique_ptr<State> m_state;
};

}  // namespace ectopy::ui
