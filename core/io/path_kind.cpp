#include "core/io/path_kind.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>

#include "core/base/error.h"
#include "core/base/files.h"
#include "core/io/heartbeat_csv_files.h"
#include "core/io/text_fields.h"
#include "core/io/wfdb_record.h"

namespace ectopy {

namespace {

namespace fs = std::filesystem;

constexpr std::string_view kWhatOpens =
    "a WFDB record (.hea), a folder of records, a heartbeat CSV (.csv), a beat file (.beats), a model "
    "(.safetensors) or a workspace (.ectopy)";

struct KindOfExtension {
  std::string_view extension;
  PathKind kind;
};
constexpr std::array<KindOfExtension, 5> kKindOfExtension = {{
    {".hea", PathKind::WfdbRecord},
    {".csv", PathKind::HeartbeatCsv},
    {".tsv", PathKind::HeartbeatCsv},
    {".beats", PathKind::BeatFile},
    {".safetensors", PathKind::ModelFile},
}};

bool isThere(const fs::path& path) {
  std::error_code ignored;
  return fs::exists(path, ignored);
}

fs::path withAppended(fs::path path, std::string_view suffix) {
  path += suffix;
  return path;
}

PathKind kindOfFolder(const fs::path& path) {
  // "NAME.ectopy/" has an empty last part.
  const fs::path folder = path.has_filename() ? path : path.parent_path();
  if (folder.extension() == ".ectopy" || isThere(folder / "workspace.sqlite")) return PathKind::Workspace;
  try {
    listWfdbRecords(folder);  // throws when there are none
  } catch (const Error&) {
    if (holdsPublishedCsv(folder)) return PathKind::HeartbeatCsv;
    throw;
  }
  return PathKind::WfdbDatabase;
}

std::optional<PathKind> kindOfName(const fs::path& path) {
  std::string extension = path.extension().string();
  std::ranges::transform(extension, extension.begin(),
                         [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
  for (const auto& [known, kind] : kKindOfExtension) {
    if (extension == known) return kind;
  }
  if (isThere(withAppended(path, ".hea")) || isThere(fs::path(path).replace_extension(".hea"))) {
    return PathKind::WfdbRecord;
  }
  return std::nullopt;
}

bool isNumberInCsv(std::string_view start) {
  const std::size_t comma = start.find(',');
  return comma != std::string_view::npos && parseReal(trimmed(start.substr(0, comma))).has_value();
}

/// A safetensors file begins with the length of its JSON header and "{".
bool isSafetensors(std::string_view start) {
  return start.size() > 9 && start[8] == '{' && start[7] == 0 && start[6] == 0 && start[5] == 0;
}

std::optional<PathKind> kindOfContent(const fs::path& path) {
  constexpr std::size_t kEnough = 512;
  const auto file = MappedFile::open(path);
  const auto bytes = file->bytes().first(std::min(kEnough, file->bytes().size()));
  const std::string_view start(reinterpret_cast<const char*>(bytes.data()), bytes.size());
  if (isSafetensors(start)) return PathKind::ModelFile;
  if (isNumberInCsv(start) || packingOf(path) != Packing::None) return PathKind::HeartbeatCsv;
  return std::nullopt;
}

}  // namespace

PathKind pathKind(const fs::path& path) {
  std::error_code ignored;
  if (fs::is_directory(path, ignored)) return kindOfFolder(path);
  if (!isThere(path)) {
    if (path.has_filename() && isThere(withAppended(path, ".hea"))) return PathKind::WfdbRecord;
    throw Error(fmt::format("There is no file or folder {}.", path.string()));
  }
  if (const auto kind = kindOfName(path)) return *kind;
  if (const auto kind = kindOfContent(path)) return *kind;
  throw Error(fmt::format("{} can't be opened: expected {}.", path.string(), kWhatOpens));
}

std::string_view nameOf(PathKind kind) {
  switch (kind) {
    case PathKind::WfdbRecord:
      return "wfdb-record";
    case PathKind::WfdbDatabase:
      return "wfdb-database";
    case PathKind::HeartbeatCsv:
      return "heartbeat-csv";
    case PathKind::BeatFile:
      return "beat-file";
    case PathKind::ModelFile:
      return "model";
    case PathKind::Workspace:
      return "workspace";
  }
  return "";
}

}  // namespace ectopy
