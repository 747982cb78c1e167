#include "core/io/database_download.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <thread>
#include <vector>

#include "core/base/error.h"
#include "core/base/files.h"
#include "core/base/hashing.h"
#include "core/io/checksum_list.h"
#include "core/io/part_file.h"
#include "core/io/text_fields.h"

namespace ectopy {
namespace {

namespace fs = std::filesystem;

constexpr auto kListName = "SHA256SUMS.txt";
constexpr std::size_t kMaxListBytes = 4 << 20;
constexpr std::uint64_t kMaxFileBytes = std::uint64_t{1} << 32;
constexpr double kMegabyte = 1e6;

class DatabaseDownload {
 public:
  DatabaseDownload(const PublishedDatabase& database, const fs::path& folder, const DownloadOptions& options,
                   const JobContext& job)
      : m_database(database), m_folder(folder), m_options(options), m_job(job), m_client(options.web) {}

  DownloadResult run() {
    makeFolder();
    const std::string listText = fetchList();
    const std::vector<FileChecksum> files = wantedFiles(listText);
    const std::vector<FileChecksum> missing = missingFiles(files);
    m_result.files = files.size();
    m_done = m_result.alreadyThere = files.size() - missing.size();
    for (const FileChecksum& file : missing) {
      fetchFile(file);
      ++m_done;
    }
    if (const fs::path list = m_folder / kListName; !fs::exists(list)) writeFileAtomically(list, listText);
    return m_result;
  }

 private:
  void makeFolder() const {
    std::error_code failure;
    fs::create_directories(m_folder, failure);
    if (!fs::is_directory(m_folder, failure))
      throw Error(fmt::format("Can't make the folder {}: {}.", m_folder.string(),
                              failure ? failure.message() : "there is a file of that name"));
  }

  std::string fetchList() {
    const std::string url = m_database.url + kListName;
    std::string text;
    repeatedly([&] {
      text.clear();
      WebSink sink;
      sink.onStart = [](std::uint64_t, std::optional<std::uint64_t>) {};
      sink.onBytes = [&](std::span<const std::byte> bytes) {
        if (text.size() + bytes.size() > kMaxListBytes)
          throw Error(fmt::format("{}: expected a list of checksums, found more than {} MB.", url,
                                  kMaxListBytes >> 20));
        text.append(reinterpret_cast<const char*>(bytes.data()), bytes.size());
      };
      m_job.report(-1, "list of files");
      m_client.get(url, 0, sink, m_job);
    });
    const std::string found = sha256Hex(std::as_bytes(std::span(text)));
    if (found != m_database.listSha256)
      throw Error(
          fmt::format("{} is not the published list of checksums: expected SHA-256 {}…, found {}…. "
                      "Nothing was downloaded.",
                      url, m_database.listSha256.substr(0, 12), found.substr(0, 12)));
    return text;
  }

  std::vector<FileChecksum> wantedFiles(const std::string& listText) const {
    std::vector<FileChecksum> files = parseChecksumList(listText, kListName);
    std::erase_if(files, [&](const FileChecksum& file) {
      const auto hasSuffix = [&](const std::string& suffix) { return file.file.ends_with(suffix); };
      return !staysInFolder(file.file) || std::ranges::none_of(m_database.suffixes, hasSuffix);
    });
    std::ranges::sort(files, {}, &FileChecksum::file);
    return files;
  }

  /// Those that are not there; throws for one that is there with other bytes.
  std::vector<FileChecksum> missingFiles(const std::vector<FileChecksum>& files) const {
    std::vector<FileChecksum> missing;
    for (const FileChecksum& file : files) {
      m_job.throwIfStopped();
      const fs::path path = m_folder / file.file;
      std::error_code none;
      if (!fs::exists(fs::symlink_status(path, none))) {
        missing.push_back(file);
      } else if (sha256OfFile(path) != file.sha256) {
        throw Error(
            fmt::format("{} is there already and differs from the published file: choose another folder, "
                        "or move it away.",
                        path.string()));
      }
    }
    return missing;
  }

  void fetchFile(const FileChecksum& file) {
    PartFile part(m_folder / file.file);
    const std::uint64_t before = part.size();
    bool isContinued = false;
    repeatedly([&] {
      isContinued = fetchRest(file, part) && before > 0;
      if (sha256OfFile(part.path()) == file.sha256) return;
      part.truncate(0);
      throw WebError(fmt::format("{}{}: the bytes are not the published ones (their SHA-256 differs).",
                                 m_database.url, file.file),
                     true);
    });
    part.commit();
    if (isContinued) ++m_result.resumed;
  }

  /// True when it went on from what was there.
  bool fetchRest(const FileChecksum& file, PartFile& part) {
    bool isContinued = false;
    WebSink sink;
    sink.onStart = [&](std::uint64_t from, std::optional<std::uint64_t> bytes) {
      isContinued = from > 0;
      part.truncate(from);
      if (bytes.value_or(0) > kMaxFileBytes)
        throw Error(fmt::format("{}{}: expected at most {} GB, the server announces {} bytes.",
                                m_database.url, file.file, kMaxFileBytes >> 30, *bytes));
    };
    sink.onBytes = [&](std::span<const std::byte> bytes) {
      if (part.size() + bytes.size() > kMaxFileBytes)
        throw Error(fmt::format("{}{}: expected at most {} GB, found more.", m_database.url, file.file,
                                kMaxFileBytes >> 30));
      part.append(bytes);
      m_result.bytes += bytes.size();
      tellProgress(file.file);
    };
    m_client.get(m_database.url + file.file, part.size(), sink, m_job);
    return isContinued;
  }

  void tellProgress(const std::string& name) const {
    const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - m_start).count();
    const double megabytes = static_cast<double>(m_result.bytes) / kMegabyte;
    m_job.report(static_cast<double>(m_done) / static_cast<double>(m_result.files),
                 fmt::format("{} ({} of {} files), {:.1f} MB, {:.1f} MB/s", name, m_done + 1, m_result.files,
                             megabytes, megabytes / std::max(seconds, 0.001)));
  }

  /// Calls until it succeeds, fails for good, or too often.
  template <typename Call>
  void repeatedly(Call&& call) {
    double pause = m_options.pauseSeconds;
    for (int attempt = 1;; ++attempt) {
      try {
        return call();
      } catch (const WebError& error) {
        if (!error.isPassing()) throw;
        if (attempt < m_options.attempts) {
          m_job.report(-1, fmt::format("{} Trying again.", error.what()));
        } else {
          throw WebError(fmt::format("{} {} attempts failed; what has come is kept, try again later.",
                                     error.what(), attempt),
                         true);
        }
      }
      wait(pause);
      pause *= 2;
    }
  }

  void wait(double seconds) const {
    const auto end = std::chrono::steady_clock::now() + std::chrono::duration<double>(seconds);
    while (std::chrono::steady_clock::now() < end) {
      m_job.throwIfStopped();
      std::this_thread::sleep_for(std::chrono::milliseconds(20));
    }
  }

  const PublishedDatabase& m_database;
  const fs::path& m_folder;
  const DownloadOptions& m_options;
  const JobContext& m_job;
  WebClient m_client;
  DownloadResult m_result;
  std::size_t m_done = 0;
  std::chrono::steady_clock::time_point m_start = std::chrono::steady_clock::now();
};

}  // namespace

DownloadResult downloadDatabase(const PublishedDatabase& database, const fs::path& folder,
                                const DownloadOptions& options, const JobContext& job) {
  return DatabaseDownload(database, folder, options, job).run();
}

}  // namespace ectopy
