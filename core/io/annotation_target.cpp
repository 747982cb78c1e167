#include "core/io/annotation_target.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <map>
#include <string_view>

#include "core/base/error.h"

namespace ectopy {
namespace {

std::filesystem::path wholePath(const std::filesystem::path& file) {
  std::error_code problem;
  const std::filesystem::path whole = std::filesystem::weakly_canonical(file, problem);
  return problem ? std::filesystem::absolute(file).lexically_normal() : whole;
}

}  // namespace

std::string annotatorProblem(const std::string& name) {
  constexpr std::array<std::string_view, 12> kOtherFiles = {"hea", "dat", "edf", "bdf", "rec",   "csv",
                                                            "txt", "tsv", "gz",  "zip", "beats", "xws"};
  const bool isPlain = !name.empty() && name.find_first_not_of(
                                            "abcdefghijklmnopqrstuvwxyz"
                                            "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-") == std::string::npos;
  std::string lower = name;
  std::ranges::transform(lower, lower.begin(),
                         [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
  if (isPlain && std::ranges::find(kOtherFiles, lower) == kOtherFiles.end()) return "";
  return fmt::format("expected letters and digits, and no suffix of other files ({})",
                     fmt::join(kOtherFiles, ", "));
}

AnnotationTarget annotationTarget(const std::filesystem::path& recording, const std::string& annotator) {
  return {recording, std::filesystem::path(recording).replace_extension("." + annotator)};
}

void requireWritable(const std::vector<AnnotationTarget>& targets, bool mayReplace) {
  namespace fs = std::filesystem;
  std::map<fs::path, fs::path> recordingOf;
  for (const auto& [recording, file] : targets) {
    std::error_code ignored;
    const fs::path whole = wholePath(file);
    if (whole == wholePath(recording) || fs::equivalent(file, recording, ignored))
      throw Error(fmt::format("{}: expected another annotator, found the recording itself under that name.",
                              file.string()));
    const auto [other, isNew] = recordingOf.emplace(whole, recording);
    if (!isNew)
      throw Error(fmt::format("{}: expected one recording for these annotations, found two: {} and {}.",
                              file.string(), other->second.string(), recording.string()));
    if (!mayReplace && fs::exists(file, ignored))
      throw Error(fmt::format(
          "{}: these annotations exist already; choose another annotator, or allow to write over them "
          "(--force).",
          file.string()));
  }
}

}  // namespace ectopy
