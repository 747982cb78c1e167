#include "core/training/worker_pool.h"

#include <utility>

namespace ectopy {

WorkerPool::WorkerPool(int threads, ThreadBody body) : m_body(std::move(body)) {
  for (int i = 1; i < threads; ++i)
    m_threads.emplace_back([this](const std::stop_token& stop) { m_body([&] { serve(stop); }); });
}

WorkerPool::~WorkerPool() = default;  // the threads hear their stop token and end

void WorkerPool::run(std::size_t count, const std::function<void(std::size_t)>& work) {
  std::unique_lock lock(m_mutex);
  m_work = &work;
  m_count = count;
  m_next = 0;
  m_hasWork.notify_all();
  takePieces(lock);
  m_isDone.wait(lock, [this] { return m_running == 0; });
  if (std::exception_ptr failure = std::exchange(m_failure, nullptr)) std::rethrow_exception(failure);
}

void WorkerPool::serve(const std::stop_token& stop) {
  std::unique_lock lock(m_mutex);
  while (m_hasWork.wait(lock, stop, [this] { return m_next < m_count; })) takePieces(lock);
}

void WorkerPool::takePieces(std::unique_lock<std::mutex>& lock) {
  while (m_next < m_count) {
    const std::size_t piece = m_next++;
    ++m_running;
    lock.unlock();
    std::exception_ptr failure;
    try {
      (*m_work)(piece);
    } catch (...) {
      failure = std::current_exception();
    }
    lock.lock();
    if (failure) {
      m_next = m_count;
      if (!m_failure) m_failure = failure;
    }
    if (--m_running == 0) m_isDone.notify_all();
  }
}

}  // namespace ectopy
