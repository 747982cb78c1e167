#include "core/io/web_client.h"

#include <curl/curl.h>
#include <fmt/format.h>

#include <array>
#include <exception>
#include <string_view>

namespace ectopy {
namespace {

constexpr long kPartialContent = 206;
constexpr long kRangeRefused = 416;  // there is nothing from that byte on
constexpr int kPollMs = 50;          // how soon a stop is heard

/// libcurl's own global state, once a process.
void requireCurl() {
  static const CURLcode started = curl_global_init(CURL_GLOBAL_DEFAULT);
  if (started != CURLE_OK)
    throw Error(fmt::format("The network library can't start: {}.", curl_easy_strerror(started)));
}

std::string hostOf(const std::string& url) {
  const std::size_t scheme = url.find("://");
  const std::size_t begin = scheme == std::string::npos ? 0 : scheme + 3;
  return url.substr(begin, url.find('/', begin) - begin);
}

bool isPassing(CURLcode code) {
  switch (code) {
    case CURLE_PARTIAL_FILE:
    case CURLE_OPERATION_TIMEDOUT:
    case CURLE_GOT_NOTHING:
    case CURLE_RECV_ERROR:
    case CURLE_SEND_ERROR:
    case CURLE_HTTP2:
    case CURLE_HTTP2_STREAM:
      return true;
    default:
      return false;
  }
}

bool isPassing(long status) {
  return status == 408 || status == 429 || status >= 500;
}

/// A failure in words a user can act on.
std::string sentenceOf(CURLcode code, const std::string& url, const char* detail) {
  const std::string host = hostOf(url);
  switch (code) {
    case CURLE_COULDNT_RESOLVE_HOST:
      return fmt::format("{} can't be found: is this machine connected to the network?", host);
    case CURLE_COULDNT_RESOLVE_PROXY:
      return "The proxy can't be found: check its name.";
    case CURLE_COULDNT_CONNECT:
      return fmt::format("{} can't be reached: {}.", host, detail);
    case CURLE_OPERATION_TIMEDOUT:
      return fmt::format("{} did not answer in time, or stopped sending.", host);
    case CURLE_PARTIAL_FILE:
    case CURLE_GOT_NOTHING:
    case CURLE_RECV_ERROR:
      return fmt::format("The connection to {} broke off.", host);
    case CURLE_PEER_FAILED_VERIFICATION:
    case CURLE_SSL_CACERT_BADFILE:
      return fmt::format("{} can't prove that it is {}: {}.", host, host, detail);
    default:
      return fmt::format("{} can't be fetched: {}.", url, detail);
  }
}

/// One request under way; libcurl calls back into it.
struct Transfer {
  CURL* handle = nullptr;
  const WebSink* sink = nullptr;
  std::uint64_t from = 0;
  bool hasStarted = false;
  std::exception_ptr failure;

  long status() const {
    long code = 0;
    curl_easy_getinfo(handle, CURLINFO_RESPONSE_CODE, &code);
    return code;
  }
  bool isFile() const { return status() >= 200 && status() < 300; }

  void start() {
    if (hasStarted) return;
    hasStarted = true;
    curl_off_t length = -1;
    curl_easy_getinfo(handle, CURLINFO_CONTENT_LENGTH_DOWNLOAD_T, &length);
    sink->onStart(status() == kPartialContent ? from : 0,
                  length < 0 ? std::nullopt : std::optional<std::uint64_t>(length));
  }

  void take(std::span<const std::byte> bytes) {
    if (!isFile()) return;  // the text of an error page
    start();
    sink->onBytes(bytes);
  }
};

std::size_t onData(char* data, std::size_t size, std::size_t count, void* user) {
  auto& transfer = *static_cast<Transfer*>(user);
  try {
    transfer.take(std::as_bytes(std::span(data, size * count)));
    return size * count;
  } catch (...) {
    transfer.failure = std::current_exception();
    return 0;  // makes libcurl give up
  }
}

void requireProxy(const Transfer& transfer) {
  long status = 0;
  curl_easy_getinfo(transfer.handle, CURLINFO_HTTP_CONNECTCODE, &status);
  if (status >= 400)
    throw WebError(
        fmt::format("The proxy refused to connect (it answered {}): check its address, and whether it "
                    "wants a name and password (http://name:password@host:port).",
                    status),
        false);
}

void requireFile(const Transfer& transfer, const std::string& url) {
  const long status = transfer.status();
  if (transfer.isFile() || (status == kRangeRefused && transfer.from > 0)) return;
  if (status == 404) throw WebError(fmt::format("{} is not there (the server answered 404).", url), false);
  throw WebError(fmt::format("{}: expected a file, the server answered {}.", url, status), isPassing(status));
}

}  // namespace

struct WebClient::State {
  WebOptions options;
  CURL* easy = nullptr;
  CURLM* multi = nullptr;
  std::array<char, CURL_ERROR_SIZE> detail{};

  void configure(const std::string& url, Transfer& transfer) {
    detail[0] = '\0';
    curl_easy_reset(easy);
    const bool isSecure = url.starts_with("https:");
    curl_easy_setopt(easy, CURLOPT_URL, url.c_str());
    curl_easy_setopt(easy, CURLOPT_PROTOCOLS_STR, "http,https");
    // A secure address must not lead to an insecure one.
    curl_easy_setopt(easy, CURLOPT_REDIR_PROTOCOLS_STR, isSecure ? "https" : "http,https");
    curl_easy_setopt(easy, CURLOPT_FOLLOWLOCATION, 1L);
    curl_easy_setopt(easy, CURLOPT_MAXREDIRS, 5L);
    curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(easy, CURLOPT_QUICK_EXIT, 1L);  // a stop does not wait for a name server
    curl_easy_setopt(easy, CURLOPT_ERRORBUFFER, detail.data());
    curl_easy_setopt(easy, CURLOPT_USERAGENT, "Ectopy/" ECTOPY_VERSION);
    curl_easy_setopt(easy, CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(options.connectSeconds * 1000));
    curl_easy_setopt(easy, CURLOPT_LOW_SPEED_LIMIT, 1L);  // bytes a second
    curl_easy_setopt(easy, CURLOPT_LOW_SPEED_TIME, static_cast<long>(options.stallSeconds));
    if (!options.proxy.empty()) curl_easy_setopt(easy, CURLOPT_PROXY, options.proxy.c_str());
    if (transfer.from > 0)
      curl_easy_setopt(easy, CURLOPT_RANGE, (std::to_string(transfer.from) + "-").c_str());
    curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, onData);
    curl_easy_setopt(easy, CURLOPT_WRITEDATA, &transfer);
  }

  /// Runs the request; the result is libcurl's.
  CURLcode perform(const JobContext& job) {
    int running = 1;
    while (running > 0) {
      job.throwIfStopped();
      curl_multi_perform(multi, &running);
      if (running > 0) curl_multi_poll(multi, nullptr, 0, kPollMs, nullptr);
    }
    int left = 0;
    const CURLMsg* message = curl_multi_info_read(multi, &left);
    return message == nullptr ? CURLE_FAILED_INIT : message->data.result;
  }
};

WebClient::WebClient(WebOptions options) : m_state(std::make_unique<State>()) {
  requireCurl();
  m_state->options = std::move(options);
  m_state->easy = curl_easy_init();
  m_state->multi = curl_multi_init();
  if (m_state->easy == nullptr || m_state->multi == nullptr) throw Error("The network library can't start.");
}

WebClient::~WebClient() {
  curl_easy_cleanup(m_state->easy);
  curl_multi_cleanup(m_state->multi);
}

void WebClient::get(const std::string& url, std::uint64_t from, const WebSink& sink, const JobContext& job) {
  Transfer transfer{.handle = m_state->easy, .sink = &sink, .from = from};
  m_state->configure(url, transfer);
  curl_multi_add_handle(m_state->multi, m_state->easy);
  CURLcode code = CURLE_OK;
  try {
    code = m_state->perform(job);
  } catch (...) {
    curl_multi_remove_handle(m_state->multi, m_state->easy);
    throw;
  }
  curl_multi_remove_handle(m_state->multi, m_state->easy);
  if (transfer.failure) std::rethrow_exception(transfer.failure);
  requireProxy(transfer);
  if (code != CURLE_OK) {
    const char* detail = m_state->detail[0] != '\0' ? m_state->detail.data() : curl_easy_strerror(code);
    throw WebError(sentenceOf(code, url, detail), isPassing(code));
  }
  requireFile(transfer, url);
  if (transfer.isFile()) transfer.start();  // an empty file
}

}  // namespace ectopy
