#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace ectopy::ui {

/// Threads that work a list of pieces off in order. With one thread the pieces never overlap.
class WorkQueue {
 public:
  /// Threads start when there is work for them, at most `maxThreads`; `niceness` as of nice(2).
  WorkQueue(int maxThreads, int niceness) : m_maxThreads(maxThreads), m_niceness(niceness) {}
  /// Works off what is left, then ends.
  ~WorkQueue();
  WorkQueue(const WorkQueue&) = delete;
  WorkQueue& operator=(const WorkQueue&) = delete;

  void add(std::function<void()> piece);

 private:
  void run();

  const int m_maxThreads;
  const int m_niceness;
  std::mutex m_mutex;
  std::condition_variable m_changed;
  std::deque<std::function<void()>> m_pieces;
  int m_idleThreads = 0;
  bool m_isClosing = false;
  std::vector<std::jthread> m_threads;
};

/// Lowers the calling thread's priority, so that the window stays fluid while it computes.
void setNiceness(int niceness);

}  // namespace ectopy::ui
