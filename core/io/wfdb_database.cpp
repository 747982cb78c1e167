#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>

#include "core/base/error.h"
#include "core/base/files.h"
#include "core/io/text_fields.h"
#include "core/io/wfdb_record.h"

namespace ectopy {

namespace {

namespace fs = std::filesystem;

/// "100" or "patient001/s0010_re": below the folder, never above it.
bool isBelow(std::string_view name) {
  const fs::path path(name);
  return !name.empty() && path.is_relative() &&
         std::ranges::all_of(path, [](const fs::path& part) { return staysInFolder(part.string()); });
}

/// Those of the RECORDS file that are there: a copy of a database is often a part of it.
std::vector<fs::path> listedRecords(const fs::path& folder) {
  constexpr std::size_t kMostBytes = 16 << 20;
  std::error_code ignored;
  if (!fs::is_regular_file(folder / "RECORDS", ignored)) return {};
  std::vector<fs::path> headers;
  const std::string text = readTextFile(folder / "RECORDS", kMostBytes);
  const std::string prefix = (folder / "").string();
  for (const std::string_view line : splitLines(text)) {
    const std::string_view name = trimmed(line);
    if (name.empty()) continue;
    if (!isBelow(name)) {
      throw Error(fmt::format("{}: expected records in this folder, found {}.", (folder / "RECORDS").string(),
                              inQuotes(name)));
    }
    // Texts, not paths: a database may have a hundred thousand records.
    std::string header = prefix;
    header.append(name).append(".hea");
    if (::access(header.c_str(), F_OK) == 0) headers.emplace_back(std::move(header));
  }
  return headers;
}

/// What a folder holds that matters here, by name.
struct Entries {
  std::vector<std::string> headers;
  std::vector<std::string> folders;
};

Entries entriesOf(const fs::path& folder, bool withFolders, std::error_code& problem) {
  Entries entries;
  for (fs::directory_iterator entry(folder, problem), end; !problem && entry != end;
       entry.increment(problem)) {
    std::string name = entry->path().native();
    std::error_code ignored;
    if (name.ends_with(".hea")) {
      entries.headers.push_back(std::move(name));
    } else if (withFolders && entry->is_directory(ignored)) {
      entries.folders.push_back(std::move(name));
    }
  }
  std::ranges::sort(entries.headers);
  std::ranges::sort(entries.folders);
  return entries;
}

/// The headers in a folder; where it has none, those in its folders, as in the PTB databases. Folders below
/// it that can't be read are passed over.
void findHeaders(const fs::path& folder, int deepest, std::vector<fs::path>& headers,
                 std::error_code& problem) {
  Entries entries = entriesOf(folder, deepest > 0, problem);
  std::ranges::move(entries.headers, std::back_inserter(headers));
  if (!entries.headers.empty()) return;
  std::error_code ignored;
  for (const std::string& below : entries.folders) findHeaders(below, deepest - 1, headers, ignored);
}

}  // namespace

std::vector<fs::path> listWfdbRecords(const fs::path& folder) {
  std::error_code ignored;
  if (!fs::exists(folder, ignored)) throw Error(fmt::format("There is no folder {}.", folder.string()));
  std::vector<fs::path> headers = listedRecords(folder);
  constexpr int kDeepest = 2;
  std::error_code problem;
  if (headers.empty()) findHeaders(folder, kDeepest, headers, problem);
  if (problem) throw Error(fmt::format("Can't read the folder {}: {}.", folder.string(), problem.message()));
  if (headers.empty()) {
    throw Error(
        fmt::format("{} holds no records: expected WFDB headers (.hea), found none.", folder.string()));
  }
  return headers;
}

}  // namespace ectopy
