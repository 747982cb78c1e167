#include "ui/jobs/job_runner.h"

#include <QElapsedTimer>
#include <QMap>
#include <QTimer>
#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <map>
#include <mutex>
#include <new>
#include <thread>
#include <vector>

#include "ui/jobs/work_queue.h"

namespace ectopy::ui {
namespace {

constexpr int kPoolThreads = 4;
constexpr int kPoolNiceness = 5;
constexpr int kLongNiceness = 10;
constexpr int kAnnounceMs = 50;  // jobsChanged at most 20 times a second

enum class JobEnd { Done, Failed, Stopped };

struct Job {
  int id = 0;
  JobOptions options;
  QPointer<QObject> context;
  std::function<void(const JobContext&)> work;
  std::function<void()> done;
  std::function<void(const QString&)> failure;
  std::function<void()> stopped;
  std::stop_source stopSource;
  bool isEndingEarly = false;  // GUI thread only, as are the next two
  bool isPausing = false;
  QString pauseHint;
  QElapsedTimer clock;

  std::mutex progressMutex;
  double fraction = -1;
  QString text;

  JobEnd end = JobEnd::Done;
  QString sentence;
};
using JobPointer = std::shared_ptr<Job>;

/// Does the job's work; nothing it throws gets past this.
void perform(Job& job, const JobContext& context) {
  try {
    context.throwIfStopped();
    job.work(context);
    job.end = JobEnd::Done;
  } catch (const Stopped&) {
    job.end = JobEnd::Stopped;
  } catch (const Error& error) {
    job.end = JobEnd::Failed;
    job.sentence = QString::fromUtf8(error.what());
  } catch (const std::bad_alloc&) {
    job.end = JobEnd::Failed;
    job.sentence = JobRunner::tr("There is not enough memory for this.");
  } catch (const std::exception& error) {
    job.end = JobEnd::Failed;
    job.sentence = JobRunner::tr("Something unexpected went wrong: %1").arg(QString::fromUtf8(error.what()));
  } catch (...) {
    job.end = JobEnd::Failed;
    job.sentence = JobRunner::tr("Something unexpected went wrong.");
  }
}

/// Who asked a job to stop does not want its result any more, even if it came before the job heard of it.
/// What was written for good stays written, and that is told.
bool isUnwanted(const Job& job) {
  const bool isWritten = job.options.mustFinish || !job.options.queue.isEmpty();
  return job.end == JobEnd::Done && !isWritten && job.stopSource.stop_requested();
}

JobInfo infoOf(Job& job) {
  JobInfo info{.id = job.id, .title = job.options.title};
  {
    const std::lock_guard lock(job.progressMutex);
    info.fraction = job.fraction;
    info.text = job.text;
  }
  info.secondsElapsed = static_cast<double>(job.clock.elapsed()) / 1000.0;
  // An estimate from the first moments would only jump about.
  if (info.fraction > 0.02 && info.secondsElapsed > 1.0) {
    info.secondsLeft = info.secondsElapsed * (1.0 - std::min(info.fraction, 1.0)) / info.fraction;
  }
  info.isStopping = job.isEndingEarly || job.stopSource.stop_requested();
  info.keepsResult = static_cast<bool>(job.options.endEarly);
  info.canPause = static_cast<bool>(job.options.togglePause);
  info.isPausing = job.isPausing;
  info.pauseHint = job.pauseHint;
  return info;
}

}  // namespace

struct JobRunner::State {
  // GUI thread only.
  int lastId = 0;
  QMap<int, JobPointer> jobs;
  QTimer announcement;
  std::map<int, std::jthread> longThreads;
  std::unique_ptr<WorkQueue> pool = std::make_unique<WorkQueue>(kPoolThreads, kPoolNiceness);
  std::map<QString, std::unique_ptr<WorkQueue>> queues;

  std::atomic<bool> hasNews = false;
  std::mutex mutex;
  std::condition_variable ended;
  std::vector<JobPointer> finished;   // work ended, outcome not yet delivered
  std::map<QString, int> unfinished;  // jobs of each named queue whose work has not ended
};

JobRunner::JobRunner(QObject* parent) : QObject(parent), m_state(std::make_unique<State>()) {
  m_state->announcement.setSingleShot(true);
  m_state->announcement.setInterval(kAnnounceMs);
  connect(&m_state->announcement, &QTimer::timeout, this, [this] {
    m_state->hasNews = false;
    emit jobsChanged();
  });
}

JobRunner::~JobRunner() {
  for (const auto& job : m_state->jobs) {
    if (job->options.queue.isEmpty() && !job->options.mustFinish) job->stopSource.request_stop();
  }
  m_state->longThreads.clear();
  m_state->pool.reset();
  m_state->queues.clear();
}

int JobRunner::startErased(const JobOptions& options, QObject* context,
                           std::function<void(const JobContext&)> work, std::function<void()> done,
                           std::function<void(const QString&)> failure, std::function<void()> stopped) {
  auto job = std::make_shared<Job>();
  job->id = ++m_state->lastId;
  job->options = options;
  job->context = context ? context : this;
  job->work = std::move(work);
  job->done = std::move(done);
  job->failure = std::move(failure);
  job->stopped = std::move(stopped);
  job->clock.start();
  m_state->jobs.insert(job->id, job);
  if (!options.queue.isEmpty()) {
    const std::lock_guard lock(m_state->mutex);
    ++m_state->unfinished[options.queue];
  }

  auto run = [this, job] { runJob(job); };
  if (!options.queue.isEmpty()) {
    auto& queue = m_state->queues[options.queue];
    if (!queue) queue = std::make_unique<WorkQueue>(1, 0);
    queue->add(std::move(run));
  } else if (options.isLong) {
    m_state->longThreads.emplace(job->id, std::jthread([run = std::move(run)] {
                                   setNiceness(kLongNiceness);
                                   run();
                                 }));
  } else {
    m_state->pool->add(std::move(run));
  }
  announceSoon();
  return job->id;
}

void JobRunner::runJob(const std::shared_ptr<void>& opaque) {
  const auto job = std::static_pointer_cast<Job>(opaque);
  const JobContext context(job->stopSource.get_token(), [this, job](double fraction, std::string_view text) {
    {
      const std::lock_guard lock(job->progressMutex);
      job->fraction = fraction;
      job->text = QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()));
    }
    // One event is enough until the window has looked.
    if (!job->options.isQuiet && !m_state->hasNews.exchange(true)) {
      QMetaObject::invokeMethod(
          this, [this] { announceSoon(); }, Qt::QueuedConnection);
    }
  });
  perform(*job, context);
  job->work = {};  // frees what it holds in this thread, not in the window's
  {
    const std::lock_guard lock(m_state->mutex);
    m_state->finished.push_back(job);
    if (!job->options.queue.isEmpty()) --m_state->unfinished[job->options.queue];
    m_state->ended.notify_all();
  }
  QMetaObject::invokeMethod(
      this, [this] { deliver({}); }, Qt::QueuedConnection);
}

void JobRunner::deliver(const QString& onlyQueue) {
  std::vector<JobPointer> finished;
  {
    const std::lock_guard lock(m_state->mutex);
    auto& all = m_state->finished;
    const auto rest = std::stable_partition(all.begin(), all.end(), [&](const JobPointer& job) {
      return !onlyQueue.isEmpty() && job->options.queue != onlyQueue;
    });
    finished.assign(rest, all.end());
    all.erase(rest, all.end());
  }
  for (const auto& job : finished) {
    m_state->jobs.remove(job->id);
    m_state->longThreads.erase(job->id);
    announceSoon();
    if (!job->context) continue;
    if (isUnwanted(*job)) job->end = JobEnd::Stopped;
    if (job->end == JobEnd::Done) {
      if (job->done) job->done();
    } else if (job->end == JobEnd::Stopped) {
      if (job->stopped) job->stopped();
    } else if (job->failure) {
      job->failure(job->sentence);
    } else {
      emit failed(job->options.title, job->sentence);
    }
  }
}

void JobRunner::announceSoon() {
  if (!m_state->announcement.isActive()) m_state->announcement.start();
}

void JobRunner::stop(int id) {
  const auto job = m_state->jobs.value(id);
  if (!job) return;
  job->stopSource.request_stop();
  announceSoon();
}

void JobRunner::end(int id) {
  const auto job = m_state->jobs.value(id);
  if (!job || job->isEndingEarly) return;
  if (!job->options.endEarly) return stop(id);
  job->isEndingEarly = true;
  if (job->context) job->options.endEarly();
  announceSoon();
}

void JobRunner::togglePause(int id) {
  const auto job = m_state->jobs.value(id);
  if (job && job->context && job->options.togglePause) job->options.togglePause();
}

void JobRunner::setPause(int id, bool isPausing, const QString& hint) {
  const auto job = m_state->jobs.value(id);
  if (!job) return;
  job->isPausing = isPausing;
  job->pauseHint = hint;
  announceSoon();
}

QList<JobInfo> JobRunner::jobs() const {
  QList<JobInfo> infos;
  for (const auto& job : m_state->jobs) {
    if (!job->options.isQuiet) infos.append(infoOf(*job));
  }
  return infos;
}

bool JobRunner::isIdle() const {
  return m_state->jobs.isEmpty();
}

bool JobRunner::isIdle(const QString& queue) const {
  return std::none_of(m_state->jobs.begin(), m_state->jobs.end(),
                      [&](const JobPointer& job) { return job->options.queue == queue; });
}

void JobRunner::finishQueue(const QString& queue) {
  while (true) {
    {
      std::unique_lock lock(m_state->mutex);
      m_state->ended.wait(lock, [&] { return m_state->unfinished[queue] == 0; });
    }
    deliver(queue);
    const std::lock_guard lock(m_state->mutex);
    if (m_state->unfinished[queue] == 0) return;
  }
}

}  // namespace ectopy::ui
