#include "app/cli_corrections.h"

#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include "app/cli_console.h"
#include "app/cli_data.h"
#include "core/base/error.h"
#include "core/workspace/workspace.h"
#include "core/workspace/workspace_summary.h"

namespace ectopy::cli {
namespace {

std::string rememberedData(const std::string& workspace) {
  std::string path = summariseWorkspace(workspace).dataPath;
  if (path.empty())
    throw Error(fmt::format("{} does not remember where its beats are: say --data.", workspace));
  return path;
}

}  // namespace

void addCorrectionOptions(CLI::App& command, CorrectionChoice& choice) {
  constexpr auto kGroup = "Fine-tuning on corrections";
  CLI::Option* corrections =
      command
          .add_option(
              "--corrections", choice.workspace,
              "workspace (NAME.ectopy) whose corrected labels the model is fine-tuned on, replayed among "
              "beats that it knows; --data: where its beats are now, if they moved")
          ->group(kGroup);
  const auto add = [&](const char* name, auto& member, const char* meaning) {
    command.add_option(name, member, meaning)->capture_default_str()->needs(corrections)->group(kGroup);
  };
  ReplayOptions& replay = choice.replay;
  add("--hold-back", replay.heldBackShare,
      "share of the corrections that judge and are not learned from; those of the test part count first");
  add("--replay-share", replay.replayShare, "share of the training part's beats that is shown again");
  add("--correction-share", replay.correctionShare,
      "share of corrections among the beats shown: they are repeated until they are so many");
  add("--most-repeats", replay.mostRepeats, "times a correction is shown at most");
}

OpenedCorrections openCorrections(const CorrectionChoice& choice, const std::string& data, const BeatCut& cut,
                                  const CsvReading& csv, Console& console) {
  OpenedCorrections opened;
  const std::string place = data.empty() ? rememberedData(choice.workspace) : data;
  summariseWorkspace(choice.workspace);  // says what is wrong with it before beats are cut
  opened.beats = openBeats(place, cut, csv, console.job());
  const auto workspace = Workspace::open(choice.workspace, opened.beats->fingerprint());
  const LabelJournal journal(opened.beats, workspace->loadJournal());
  opened.beats = withPeaksOf(journal, opened.beats, console);
  opened.labels = *journal.trainingLabels();
  opened.excluded = journal.excluded().size();
  opened.corrections = journal.corrections();
  return opened;
}

}  // namespace ectopy::cli
