#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>

#include "core/base/error.h"
#include "core/base/job_context.h"

namespace ectopy {

/// A request that failed; the text is the sentence for the user.
class WebError : public Error {
 public:
  WebError(const std::string& sentence, bool isPassing) : Error(sentence), m_isPassing(isPassing) {}
  /// Worth another try: the connection broke off or stalled, the server is busy.
  bool isPassing() const { return m_isPassing; }

 private:
  bool m_isPassing;
};

/// How to reach the network.
struct WebOptions {
  std::string proxy;           // "http://host:port"; empty: what the environment says (https_proxy, no_proxy)
  double connectSeconds = 20;  // until the server must have answered the call
  double stallSeconds = 30;    // without a byte: the connection counts as stalled
};

/// What a server sends, told piece by piece.
struct WebSink {
  /// Before the first byte: where in the file they begin (0, or the `from` asked for), and how many follow.
  std::function<void(std::uint64_t from, std::optional<std::uint64_t> bytes)> onStart;
  std::function<void(std::span<const std::byte>)> onBytes;
};

/// Fetches files over HTTP(S) with libcurl; keeps its connection between requests. One thread at a time.
class WebClient {
 public:
  explicit WebClient(WebOptions options);
  ~WebClient();
  WebClient(const WebClient&) = delete;
  WebClient& operator=(const WebClient&) = delete;

  /// Fetches a file from byte `from` on; a server that can't do that sends it whole, and onStart says so.
  /// Throws WebError (no network, refused, broken off, stalled, an answer that is not the file) and Stopped
  /// within 100 ms. What onStart and onBytes throw comes through.
  void get(const std::string& url, std::uint64_t from, const WebSink& sink, const JobContext& job);

 private:
  struct State;
  std::unique_ptr<State> m_state;
};

}  // namespace ectopy
