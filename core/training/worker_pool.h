#pragma once

#include <condition_variable>
#include <cstddef>
#include <exception>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace ectopy {

/// Threads that wait, asleep, for pieces of work. OpenMP's spin where a desktop's cores are busy, and whether
/// they do is settled before main: every Qt program has loaded libgomp by then (through libb2).
class WorkerPool {
 public:
  /// What each thread of the pool runs around its work, once: `serve` returns when the pool goes.
  using ThreadBody = std::function<void(const std::function<void()>& serve)>;

  /// `threads` counts the calling thread, which works too but without `body`.
  WorkerPool(int threads, ThreadBody body);
  ~WorkerPool();
  WorkerPool(const WorkerPool&) = delete;
  WorkerPool& operator=(const WorkerPool&) = delete;

  /// Calls work(0) ... work(count - 1), shared among the threads; returns when all are done. Rethrows the
  /// first exception; the pieces not yet begun are then left out.
  void run(std::size_t count, const std::function<void(std::size_t)>& work);

 private:
  void serve(const std::stop_token& stop);
  void takePieces(std::unique_lock<std::mutex>& lock);

  ThreadBody m_body;
  std::mutex m_mutex;
  std::condition_variable_any m_hasWork;
  std::condition_variable m_isDone;
  const std::function<void(std::size_t)>* m_work = nullptr;
  std::size_t m_count = 0;
  std::size_t m_next = 0;
  std::size_t m_running = 0;
  std::exception_ptr m_failure;
  std::vector<std::jthread> m_threads;
};

}  // namespace ectopy
