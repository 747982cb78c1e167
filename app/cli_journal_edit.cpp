#include "app/cli_journal_edit.h"

#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include <nlohmann/json.hpp>

#include "app/cli_console.h"
#include "core/base/error.h"
#include "core/io/text_fields.h"

namespace ectopy::cli {

std::shared_ptr<EditArguments> addEdit(CLI::App& command) {
  auto arguments = std::make_shared<EditArguments>();
  command.add_option("WORKSPACE", arguments->workspace, "workspace folder (NAME.ectopy)")->required();
  command.add_option("--data", arguments->data, "where the beats are now, if they moved");
  command.add_option("--of", arguments->annotator,
                     "whose labels; without it the workspace's first annotator's");
  command.add_option("--who", arguments->who, "who does it; without it the user's name");
  return arguments;
}

EditSource sourceOf(const std::string& who, const std::string& why) {
  return {.who = who.empty() ? userName() : who, .why = why, .suggestedBy = {}};
}

std::vector<BeatIndex> beatsFrom(const std::string& list, std::size_t count) {
  std::vector<BeatIndex> beats;
  for (const std::string& piece : CLI::detail::split(list, ',')) {
    const std::size_t dash = piece.find('-');
    const auto first = parseInteger(piece.substr(0, dash));
    const auto last = dash == std::string::npos ? first : parseInteger(piece.substr(dash + 1));
    if (!first || !last || *first < 0 || *last < *first || *last >= static_cast<std::int64_t>(count))
      throw Error(
          fmt::format("--beats: expected numbers up to {} (3,10-20), found {}.", count - 1, inQuotes(piece)));
    for (std::int64_t beat = *first; beat <= *last; ++beat) beats.push_back(static_cast<BeatIndex>(beat));
  }
  return beats;
}

ClassIndex classFrom(const std::string& code, const LabelScheme& scheme) {
  if (code == "-") return kUnlabelled;
  for (std::size_t i = 0; i < scheme.size(); ++i)
    if (scheme.classes[i].code == code) return static_cast<ClassIndex>(i);
  throw Error(fmt::format("--label: expected a class of the data or -, found {}.", inQuotes(code)));
}

void saveEdits(const OpenedWorkspace& opened, const EditArguments& arguments,
               const std::vector<JournalStepPointer>& made, Console& console) {
  std::vector<JournalStepPointer> steps;
  std::size_t changes = 0;
  for (const JournalStepPointer& step : made) {
    if (!step) continue;
    steps.push_back(step);
    changes += step->changes.size() + step->notes.size() + step->peaks.size();
  }
  // A workspace's first steps make its first annotator.
  const bool isNew = arguments.annotator.empty() && opened.workspace->annotators().empty();
  opened.workspace->append(steps, isNew ? userName() : arguments.annotator);
  nlohmann::json facts = {{"steps", steps.size()}, {"changes", changes}};
  if (!steps.empty() && !steps.front()->peaks.empty()) facts["beat"] = steps.front()->peaks.front().beat;
  console.result(facts, steps.empty() ? std::string("nothing to change")
                                      : fmt::format("{} changes in {} steps", changes, steps.size()));
}

}  // namespace ectopy::cli
