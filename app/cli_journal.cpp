#include "app/cli_journal.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>

#include "app/cli_console.h"
#include "app/cli_data.h"
#include "core/base/error.h"
#include "core/beats/cutting.h"
#include "core/workspace/workspace_summary.h"

namespace ectopy::cli {

std::unique_ptr<Workspace> openWorkspace(const std::string& folder) {
  return Workspace::open(folder, summariseWorkspace(folder).fingerprint);
}

std::vector<ClassIndex> OpenedWorkspace::ofFile(std::vector<ClassIndex> labels) const {
  labels.resize(beats->size(), kUnlabelled);
  return labels;
}

LabelJournal OpenedWorkspace::journal(const std::string& annotator, bool mustExist) const {
  const auto names = workspace->annotators();
  if (mustExist && !annotator.empty() && std::ranges::find(names, annotator) == names.end())
    throw Error(fmt::format("{} has no labels of {}: expected one of {}.", workspace->folder().string(),
                            annotator, names.empty() ? "none" : fmt::format("{}", fmt::join(names, ", "))));
  return {beats, workspace->loadJournal(annotator)};
}

OpenedWorkspace openWithBeats(const std::string& folder, const std::string& data, Console& console,
                              bool mayMake) {
  std::error_code ignored;
  const bool isThere = std::filesystem::exists(std::filesystem::path(folder) / "workspace.sqlite", ignored);
  std::string place = data;
  if (isThere || !mayMake) {
    const WorkspaceSummary summary = summariseWorkspace(folder);
    if (place.empty()) place = summary.dataPath;
  }
  if (place.empty())
    throw Error(fmt::format("{} does not remember where its beats are: say --data.", folder));
  OpenedWorkspace opened;
  opened.beats = openBeats(place, CutChoice{}.toCut(place), CsvReading{}, console.job());
  opened.workspace = Workspace::open(folder, opened.beats->fingerprint());
  if (!isThere) {
    opened.workspace->setValue(kDataPathKey, std::filesystem::absolute(place).string());
    opened.workspace->setValue(kBeatCountKey, std::to_string(opened.beats->size()));
  }
  return opened;
}

std::string userName() {
  for (const char* variable : {"USER", "USERNAME"})
    if (const char* const name = std::getenv(variable); name != nullptr && *name != '\0') return name;
  return "user";
}

}  // namespace ectopy::cli
