#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "core/base/error.h"
#include "core/base/files.h"
#include "core/io/edf_header.h"
#include "core/io/recording_reader.h"
#include "core/io/text_fields.h"
#include "core/io/wfdb_record.h"

namespace ectopy {

namespace {

namespace fs = std::filesystem;

constexpr int kDeepest = 2;

bool hasExtension(const fs::path& path, std::string_view wanted) {
  const std::string extension = path.extension().string();
  return std::ranges::equal(extension, wanted, {}, [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  });
}

bool beginsAsEdf(const fs::path& path) {
  try {
    const auto file = MappedFile::open(path);
    const auto bytes = file->bytes().first(std::min<std::size_t>(8, file->bytes().size()));
    return looksLikeEdf({reinterpret_cast<const char*>(bytes.data()), bytes.size()});
  } catch (const Error&) {
    return false;
  }
}

/// By name alone, but for .rec, which other recorders use too.
bool isEdfEntry(const fs::path& path) {
  return hasExtension(path, ".edf") || hasExtension(path, ".bdf") ||
         (hasExtension(path, ".rec") && beginsAsEdf(path));
}

/// What one look into a folder found; directory_entry knows files from folders without asking for each.
struct FolderLook {
  std::vector<fs::path> edfFiles;
  std::vector<fs::path> folders;
  bool hasHeaders = false;
};

FolderLook lookInto(const fs::path& folder) {
  FolderLook look;
  std::error_code problem;
  for (fs::directory_iterator entry(folder, problem), end; !problem && entry != end;
       entry.increment(problem)) {
    std::error_code ignored;
    if (entry->is_directory(ignored)) {
      look.folders.push_back(entry->path());
    } else if (isEdfEntry(entry->path())) {
      look.edfFiles.push_back(entry->path());
    } else {
      look.hasHeaders = look.hasHeaders || entry->path().extension() == ".hea";
    }
  }
  std::ranges::sort(look.edfFiles);
  std::ranges::sort(look.folders);
  return look;
}

void findEdfFiles(const FolderLook& look, int deepest, std::vector<fs::path>& files) {
  std::ranges::copy(look.edfFiles, std::back_inserter(files));
  if (!look.edfFiles.empty() || deepest == 0) return;
  for (const fs::path& folder : look.folders) findEdfFiles(lookInto(folder), deepest - 1, files);
}

bool holdsRecordings(const fs::path& folder, int deepest) {
  const FolderLook look = lookInto(folder);
  if (look.hasHeaders || !look.edfFiles.empty()) return true;
  return deepest > 0 && std::ranges::any_of(look.folders, [&](const fs::path& inner) {
           return holdsRecordings(inner, deepest - 1);
         });
}

}  // namespace

bool isEdfFile(const fs::path& path) {
  std::error_code ignored;
  if (hasExtension(path, ".edf") || hasExtension(path, ".bdf")) return fs::exists(path, ignored);
  return beginsAsEdf(path);
}

bool holdsRecordings(const fs::path& folder) {
  return holdsRecordings(folder, kDeepest);
}

std::vector<fs::path> listRecordings(const fs::path& folder) {
  std::vector<fs::path> edfFiles;
  findEdfFiles(lookInto(folder), kDeepest, edfFiles);
  if (edfFiles.empty()) return listWfdbRecords(folder);  // also says why there is none
  std::error_code ignored;
  const bool isListed = fs::exists(folder / "RECORDS", ignored);
  std::vector<fs::path> all;
  if (isListed || lookInto(edfFiles.front().parent_path()).hasHeaders) {
    try {
      all = listWfdbRecords(folder);
    } catch (const Error&) {
      // RECORDS may list the EDF files themselves.
    }
  }
  std::ranges::copy(edfFiles, std::back_inserter(all));
  return all;
}

}  // namespace ectopy
