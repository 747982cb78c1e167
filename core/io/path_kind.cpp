#include "core/io/path_kind.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>

#include "core/base/error.h"
#include "core/base/files.h"
#include "core/io/compressed_text.h"
#include "core/io/edf_header.h"
#include "core/io/heartbeat_csv_files.h"
#include "core/io/recording_reader.h"
#include "core/io/signal_text_layout.h"
#include "core/io/wfdb_record.h"

namespace ectopy {

namespace {

namespace fs = std::filesystem;

constexpr std::string_view kWhatOpens =
    "a WFDB record (.hea), an EDF or BDF file, a folder of records, signals as text (.csv, .txt), a "
    "heartbeat "
    "CSV (.csv), a beat file (.beats), a model (.safetensors) or a workspace (.ectopy)";

struct KindOfExtension {
  std::string_view extension;
  PathKind kind;
};
constexpr std::array<KindOfExtension, 5> kKindOfExtension = {{
    {".hea", PathKind::WfdbRecord},
    {".edf", PathKind::EdfRecording},
    {".bdf", PathKind::EdfRecording},
    {".beats", PathKind::BeatFile},
    {".safetensors", PathKind::ModelFile},
}};

std::string lowered(std::string text) {
  std::ranges::transform(text, text.begin(),
                         [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
  return text;
}

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
  if (holdsRecordings(folder)) return PathKind::WfdbDatabase;
  if (holdsPublishedCsv(folder)) return PathKind::HeartbeatCsv;
  listWfdbRecords(folder);  // says what is missing
  return PathKind::WfdbDatabase;
}

std::optional<PathKind> kindOfName(const fs::path& path) {
  const std::string extension = lowered(path.extension().string());
  for (const auto& [known, kind] : kKindOfExtension) {
    if (extension == known) return kind;
  }
  // Text beside a record is an export of it, no part of it.
  if (extension == ".csv" || extension == ".txt" || extension == ".tsv") return std::nullopt;
  if (isThere(withAppended(path, ".hea")) || isThere(fs::path(path).replace_extension(".hea"))) {
    return PathKind::WfdbRecord;
  }
  return std::nullopt;
}

/// A safetensors file begins with the length of its JSON header and "{".
bool isSafetensors(std::string_view start) {
  return start.size() > 9 && start[8] == '{' && start[7] == 0 && start[6] == 0 && start[5] == 0;
}

/// Signals or beats: text with rows of numbers.
std::optional<PathKind> kindOfText(std::string_view start, std::string_view extension) {
  const auto layout = signalTextLayout(start);
  if (layout) return areHeartbeats(*layout) ? PathKind::HeartbeatCsv : PathKind::SignalText;
  return extension == ".csv" || extension == ".tsv" ? std::optional(PathKind::HeartbeatCsv) : std::nullopt;
}

std::optional<PathKind> kindOfContent(const fs::path& path) {
  constexpr std::size_t kEnough = 64 << 10;
  const auto file = MappedFile::open(path);
  const auto bytes = file->bytes().first(std::min(kEnough, file->bytes().size()));
  std::string_view start(reinterpret_cast<const char*>(bytes.data()), bytes.size());
  if (isSafetensors(start)) return PathKind::ModelFile;
  if (looksLikeEdf(start)) return PathKind::EdfRecording;
  TextFile unpacked;
  switch (packingOf(path)) {
    case Packing::Zip:
      return PathKind::HeartbeatCsv;
    case Packing::Gzip:
      unpacked = openText(path, {}, kEnough);
      start = unpacked.text;
      break;
    case Packing::None:
      break;
  }
  if (start.size() >= kEnough) start = start.substr(0, start.rfind('\n') + 1);
  return kindOfText(start, unpacked.owner ? ".csv" : lowered(path.extension().string()));
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
    case PathKind::EdfRecording:
      return "edf";
    case PathKind::SignalText:
      return "signal-text";
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
