#include "ui/jobs/work_queue.h"

#ifdef __linux__
#include <sys/resource.h>
#include <unistd.h>
#endif

#include <utility>

namespace ectopy::ui {

void setNiceness(int niceness) {
#ifdef __linux__
  // On Linux a thread has a priority of its own; the threads it starts (OpenMP's) inherit it.
  if (niceness != 0) setpriority(PRIO_PROCESS, static_cast<id_t>(gettid()), niceness);
#else
  static_cast<void>(niceness);
#endif
}

WorkQueue::~WorkQueue() {
  {
    const std::lock_guard lock(m_mutex);
    m_isClosing = true;
  }
  m_changed.notify_all();
  m_threads.clear();
}

void WorkQueue::add(std::function<void()> piece) {
  {
    const std::lock_guard lock(m_mutex);
    m_pieces.push_back(std::move(piece));
    const bool isBusy = m_idleThreads < static_cast<int>(m_pieces.size());
    if (isBusy && static_cast<int>(m_threads.size()) < m_maxThreads) {
      m_threads.emplace_back([this] { run(); });
    }
  }
  m_changed.notify_one();
}

void WorkQueue::run() {
  setNiceness(m_niceness);
  std::unique_lock lock(m_mutex);
  while (true) {
    ++m_idleThreads;
    m_changed.wait(lock, [this] { return m_isClosing || !m_pieces.empty(); });
    --m_idleThreads;
    if (m_pieces.empty()) return;
    const auto piece = std::move(m_pieces.front());
    m_pieces.pop_front();
    lock.unlock();
    piece();
    lock.lock();
  }
}

}  // namespace ectopy::ui
