#include "app/cli_console.h"

#include <fmt/core.h>
#include <pthread.h>
#include <signal.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <nlohmann/json.hpp>

namespace ectopy::cli {

namespace {

constexpr int kBarWidth = 30;  // characters
constexpr int kExitStopped = 130;

sigset_t stopSignals() {
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, SIGINT);
  sigaddset(&set, SIGTERM);
  return set;
}

void waitForSignals(const std::stop_token& end, std::stop_source stop) {
  const sigset_t set = stopSignals();
  const timespec patience{0, 50'000'000};
  while (!end.stop_requested()) {
    if (sigtimedwait(&set, nullptr, &patience) < 0 || end.stop_requested()) continue;
    if (!stop.request_stop()) _exit(kExitStopped);  // asked twice: the user will not wait
  }
}

}  // namespace

Console::Console() : m_isTerminal(isatty(STDERR_FILENO) != 0) {
  const sigset_t set = stopSignals();
  pthread_sigmask(SIG_BLOCK, &set, nullptr);
  m_signalThread = std::jthread([stop = m_stop](const std::stop_token& end) { waitForSignals(end, stop); });
}

Console::~Console() {
  clearBar();
  m_signalThread.request_stop();
  pthread_kill(m_signalThread.native_handle(), SIGTERM);  // wakes it at once
}

JobContext Console::job() {
  return {m_stop.get_token(),
          [this](double fraction, std::string_view text) { showProgress(fraction, text); }};
}

void Console::showProgress(double fraction, std::string_view text) {
  const std::lock_guard lock(m_mutex);
  const auto now = std::chrono::steady_clock::now();
  const auto pause = m_isTerminal ? std::chrono::milliseconds(80) : std::chrono::milliseconds(3000);
  if (now - m_lastShown < pause) return;
  const bool isFirst = m_lastShown == std::chrono::steady_clock::time_point{};
  m_lastShown = now;
  if (isFirst && !m_isTerminal) return;  // short jobs stay silent in logs
  if (!m_isTerminal) {
    fmt::print(stderr, "{:3.0f} %  {}\n", std::clamp(fraction, 0.0, 1.0) * 100, text);
    return;
  }
  const int filled = static_cast<int>(std::clamp(fraction, 0.0, 1.0) * kBarWidth);
  fmt::print(stderr, "\r\033[K[{:<{}}] {:3.0f} %  {}", std::string(static_cast<std::size_t>(filled), '='),
             kBarWidth, std::clamp(fraction, 0.0, 1.0) * 100, text);
  std::fflush(stderr);
  m_isBarShown = true;
}

void Console::clearBar() {
  const std::lock_guard lock(m_mutex);
  if (m_isBarShown) fmt::print(stderr, "\r\033[K");
  m_isBarShown = false;
}

void Console::result(const nlohmann::json& json, std::string_view text) {
  clearBar();
  if (wantsJson) {
    fmt::print("{}\n", json.dump(2, ' ', false, nlohmann::json::error_handler_t::replace));
  } else {
    fmt::print("{}\n", text);
  }
  std::fflush(stdout);
}

void Console::message(std::string_view line) {
  clearBar();
  fmt::print(stderr, "{}\n", line);
}

}  // namespace ectopy::cli
