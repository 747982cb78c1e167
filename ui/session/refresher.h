#pragma once

#include <functional>
#include <utility>

#include "ui/jobs/job_runner.h"

namespace ectopy::ui {

/// Background work of which only the result for the latest state counts. Wishes that come while it runs are
/// gathered into one further run; a result that is out of date by then is dropped.
template <typename Result>
class Refresher {
 public:
  using Work = std::function<Result(const JobContext&)>;

  /// `prepare` is called in the GUI thread and captures the state; no work: nothing to do.
  Refresher(JobRunner& jobs, QObject* context, QString title, std::function<Work()> prepare,
            std::function<void(Result)> done, std::function<void(const QString&)> failure = {})
      : m_jobs(jobs),
        m_context(context),
        m_options{.title = std::move(title), .isQuiet = true},
        m_prepare(std::move(prepare)),
        m_done(std::move(done)),
        m_failure(std::move(failure)) {}

  void request() {
    m_isWanted = true;
    if (!m_isRunning) startNext();
  }

  bool isRunning() const { return m_isRunning; }

  /// The state under a run has gone: its result is not wanted.
  void cancel() {
    m_isWanted = false;
    m_isStale = m_isRunning;
    if (m_isRunning) m_jobs.stop(m_job);
  }

 private:
  void startNext() {
    m_isWanted = false;
    auto work = m_prepare();
    if (!work) return;
    m_isRunning = true;
    m_isStale = false;
    m_job = m_jobs.start<Result>(
        m_options, m_context, std::move(work),
        [this](Result result) { ended([&] { m_done(std::move(result)); }); },
        [this](const QString& sentence) {
          ended([&] {
            if (m_failure) m_failure(sentence);
          });
        },
        [this] { ended([] {}); });
  }

  void ended(const std::function<void()>& tell) {
    m_isRunning = false;
    const bool isCurrent = !m_isStale && !m_isWanted;
    if (m_isWanted) startNext();
    if (isCurrent) tell();
  }

  JobRunner& m_jobs;
  QObject* m_context;
  JobOptions m_options;
  std::function<Work()> m_prepare;
  std::function<void(Result)> m_done;
  std::function<void(const QString&)> m_failure;
  int m_job = 0;
  bool m_isRunning = false;
  bool m_isWanted = false;
  bool m_isStale = false;
};

}  // namespace ectopy::ui
