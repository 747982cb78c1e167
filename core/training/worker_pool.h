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
  /// `threads` counts the calling thread, which works too. Each runs `prepare` once before its first piece.
  WorkerPool(int threads, std::function<void()> prepare);
  ~WorkerPool();
  WorkerPool(const WorkerPool&) = delete;
  WorkerPool& operator=(const WorkerPool&) = delete;

  /// Calls work(0) ... work(count - 1), shared among the threads; returns when all are done. Rethrows the
  /// first exception; the pieces not yet begun are then left out.
  void run(std::size_t count, const std::function<void(std::size_t)>& work);

 private:
  void serve(const std::stop_token& stop);
  void takePieces(std::unique_lock<std::mutex>& lock);

  std::function<void()> m_prepare;
  std::mutex m_mutex;
  std::condition_variable_any m_hasWork;
  std::condition_variable m_isDone;
  const std::function<void(std::size_t)>* m_work = nullptr;
  std::size_t m_count = 0;
  std::size_t m_next = 0;
  std::size_t m_running = 0;
  std::exception_ptr m_failure;
  bool m_isPrepared = false;
  std::vector<std::jthread> m_threads;
};

}  // namespace ectopy
