#pragma once

#include <chrono>
#include <mutex>
#include <nlohmann/json_fwd.hpp>
#include <stop_token>
#include <string>
#include <string_view>
#include <thread>

#include "core/base/job_context.h"

namespace ectopy::cli {

/// Where commands speak: results on stdout, progress and messages on stderr. Turns Ctrl+C into a stop
/// request.
class Console {
 public:
  /// Blocks SIGINT and SIGTERM in this thread (and all it starts) and waits for them in a thread of its own.
  Console();
  ~Console();
  Console(const Console&) = delete;
  Console& operator=(const Console&) = delete;

  /// What long calls are handed: a bar on a terminal, a line every few seconds elsewhere.
  JobContext job();
  /// The command's result: `json` where --json was given, else `text`.
  void result(const nlohmann::json& json, std::string_view text);
  /// One line on stderr.
  void message(std::string_view line);

  bool wantsJson = false;

 private:
  void showProgress(double fraction, std::string_view text);
  void clearBar();

  std::stop_source m_stop;
  std::jthread m_signalThread;
  std::mutex m_mutex;
  bool m_isTerminal = false;
  bool m_isBarShown = false;
  std::chrono::steady_clock::time_point m_lastShown;
};

}  // namespace ectopy::cli
