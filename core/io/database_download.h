#pragma once

#include <cstdint>
#include <filesystem>

#include "core/base/job_context.h"
#include "core/io/published_database.h"
#include "core/io/web_client.h"

namespace ectopy {

struct DownloadOptions {
  WebOptions web;
  int attempts = 4;           // of a file, when the connection breaks off or the bytes are wrong
  double pauseSeconds = 1.5;  // before the second attempt; doubled before each further one
};

struct DownloadResult {
  std::size_t files = 0;         // that are there now, all verified
  std::size_t alreadyThere = 0;  // of them: were there before, with the right SHA-256
  std::size_t resumed = 0;       // of them: begun earlier and continued
  std::uint64_t bytes = 0;       // that came over the network
};

/// Fetches a database into a folder (made where there is none): its list of checksums first, then every file
/// that is not there yet. A file appears under its name only when its SHA-256 is the published one; until
/// then it is NAME.part, from which the next call goes on. A file of the user's own that differs is never
/// overwritten. Throws Error (WebError when the network is the reason) and Stopped; what has come stays.
DownloadResult downloadDatabase(const PublishedDatabase& database, const std::filesystem::path& folder,
                                const DownloadOptions& options, const JobContext& job);

}  // namespace ectopy
