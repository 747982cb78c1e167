#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace ectopy {

/// A database that anyone may fetch.
struct PublishedDatabase {
  std::string id;     // "mitdb"
  std::string title;  // "MIT-BIH Arrhythmia Database 1.0.0"
  std::string url;    // of its folder of files, with a '/' at the end
  /// SHA-256 of its list of checksums (SHA256SUMS.txt) as published.
  std::string listSha256;
  std::vector<std::string> suffixes;  // of the files that are taken: ".hea"
  std::size_t megabytes = 0;          // of these files, about
  std::string contents;               // one sentence
  std::string licence;
  std::string licenceUrl;
  std::vector<std::string> citations;  // works that its publishers ask to be cited
};

/// The databases that `get` and File > Get data know.
const std::vector<PublishedDatabase>& publishedDatabases();
/// Throws Error for another id, naming the known ones.
const PublishedDatabase& publishedDatabase(std::string_view id);

}  // namespace ectopy
