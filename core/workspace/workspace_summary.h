#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace ectopy {

/// Keys of the small facts that tell of a workspace's data set.
inline constexpr auto kDataPathKey = "data.path";
inline constexpr auto kBeatCountKey = "data.beats";

/// What a workspace holds, without its data set.
struct WorkspaceSummary {
  std::string dataPath;  // empty: not known
  std::optional<std::int64_t> beats;
  std::string fingerprint;              // of the data set
  std::int64_t steps = 0;               // of all annotators, undone ones included
  std::int64_t editedBeats = 0;         // whose label the first annotator changed and not changed back
  std::vector<std::string> annotators;  // who has labels of their own, in the order they began
  std::int64_t models = 0;              // files
  std::int64_t runs = 0;
};

/// Looks into a workspace, also one that is open elsewhere; changes nothing. Throws Error when it is none, is
/// damaged or of a newer program.
WorkspaceSummary summariseWorkspace(const std::filesystem::path& folder);

}  // namespace ectopy
