#pragma once

#include <condition_variable>
#include <mutex>
#include <stop_token>

namespace ectopy {

/// Lets a long call sleep: one thread asks, the one that works comes by and waits. Thread-safe.
class PauseSwitch {
 public:
  void pause() { set(true); }
  void resume() { set(false); }
  bool isPaused() const {
    const std::lock_guard lock(m_mutex);
    return m_isPaused;
  }
  /// Sleeps until resumed, or until one of the tokens asks for a stop.
  void sleepWhilePaused(const std::stop_token& one, const std::stop_token& other) {
    const auto wake = [this] {
      const std::lock_guard lock(m_mutex);
      m_changed.notify_all();
    };
    const std::stop_callback onOne(one, wake);
    const std::stop_callback onOther(other, wake);
    std::unique_lock lock(m_mutex);
    m_changed.wait(lock, [&] { return !m_isPaused || one.stop_requested() || other.stop_requested(); });
  }

 private:
  void set(bool isPaused) {
    const std::lock_guard lock(m_mutex);
    m_isPaused = isPaused;
    m_changed.notify_all();
  }

  mutable std::mutex m_mutex;
  std::condition_variable m_changed;
  bool m_isPaused = false;
};

}  // namespace ectopy
