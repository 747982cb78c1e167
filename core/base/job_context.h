#pragma once

#include <functional>
#include <stop_token>
#include <string_view>

#include "core/base/error.h"

namespace ectopy {

/// What every long call of core is handed: a way to tell its progress and to hear that it shall stop.
/// Copies share the same stop state and sink. The sink is called in the thread that does the work.
class JobContext {
 public:
  /// fraction in 0 .. 1, below 0 when unknown; text is one short phrase ("record 203").
  using ProgressSink = std::function<void(double fraction, std::string_view text)>;

  /// A job nobody watches and nobody stops.
  JobContext() = default;
  JobContext(std::stop_token token, ProgressSink sink) : m_token(std::move(token)), m_sink(std::move(sink)) {}

  void report(double fraction, std::string_view text) const {
    if (m_sink) m_sink(fraction, text);
  }
  bool isStopRequested() const { return m_token.stop_requested(); }
  /// Throws Stopped once a stop was asked for. Long calls come by here at least every 100 ms.
  void throwIfStopped() const {
    if (isStopRequested()) throw Stopped();
  }
  const std::stop_token& token() const { return m_token; }

 private:
  std::stop_token m_token;
  ProgressSink m_sink;
};

}  // namespace ectopy
