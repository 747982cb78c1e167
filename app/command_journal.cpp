#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include <algorithm>
#include <memory>
#include <nlohmann/json.hpp>

#include "app/cli_commands.h"
#include "app/cli_console.h"
#include "app/cli_journal.h"
#include "core/base/error.h"
#include "core/workspace/journal_file.h"
#include "core/workspace/utc_time.h"
#include "core/workspace/workspace_summary.h"

namespace ectopy::cli {

namespace {

using nlohmann::json;

struct FileArguments {
  std::string workspace;
  std::string jsonFile;
  std::string csv;
  std::string data;
};

struct LogArguments {
  std::string workspace;
  std::string annotator;
  std::size_t last = 0;
};

std::size_t stepsIn(const JournalFile& file) {
  std::size_t steps = 0;
  for (const AnnotatorJournal& one : file.journals) steps += one.steps.size();
  return steps;
}

void requireOneFile(const FileArguments& arguments) {
  if (arguments.jsonFile.empty() == arguments.csv.empty())
    throw CLI::ValidationError("expected either --json-file or --csv");
}

void exportJournal(const FileArguments& arguments, Console& console) {
  requireOneFile(arguments);
  const JournalFile file = journalOf(*openWorkspace(arguments.workspace));
  if (arguments.csv.empty())
    writeJournalJson(arguments.jsonFile, file, console.job());
  else
    writeJournalCsv(arguments.csv, file, console.job());
  console.result({{"annotators", file.journals.size()}, {"steps", stepsIn(file)}},
                 fmt::format("{} steps of {} annotators -> {}", stepsIn(file), file.journals.size(),
                             arguments.csv.empty() ? arguments.jsonFile : arguments.csv));
}

/// Without the data, as the journals themselves tell.
std::vector<ClassIndex> labelsWithoutData(const FileArguments& arguments, const Workspace& workspace,
                                          const JournalFile& file) {
  const auto beats = summariseWorkspace(arguments.workspace).beats;
  if (!beats)
    throw Error(
        fmt::format("{} does not remember how many beats it is of: say --data.", arguments.workspace));
  std::vector<AnnotatorJournal> journals = journalOf(workspace).journals;
  journals.insert(journals.end(), file.journals.begin(), file.journals.end());
  return impliedFileLabels(journals, static_cast<std::size_t>(*beats));
}

void importFile(const FileArguments& arguments, Console& console) {
  requireOneFile(arguments);
  const JournalFile file = arguments.csv.empty() ? readJournalJson(arguments.jsonFile, console.job())
                                                 : readJournalCsv(arguments.csv, console.job());
  OpenedWorkspace opened;
  if (arguments.data.empty())
    opened.workspace = openWorkspace(arguments.workspace);
  else
    opened = openWithBeats(arguments.workspace, arguments.data, console, true);
  const JournalImport done =
      opened.beats
          ? importJournal(*opened.workspace, file, opened.beats)
          : importJournal(*opened.workspace, file, labelsWithoutData(arguments, *opened.workspace, file));
  console.result({{"annotators", done.annotators}, {"steps", done.steps}},
                 fmt::format("{} steps of {} annotators added", done.steps, done.annotators));
}

std::string peakWords(const JournalStep& step) {
  if (step.peaks.size() != 1) return fmt::format("R peaks of {} beats", step.peaks.size());
  const PeakChange& change = step.peaks.front();
  if (change.from < 0) return fmt::format("beat {} added at sample {}", change.beat, change.to);
  if (change.to < 0) return fmt::format("beat {} taken away from sample {}", change.beat, change.from);
  return fmt::format("beat {} R peak {} -> {}", change.beat, change.from, change.to);
}

std::string changeWords(const JournalStep& step) {
  const std::size_t count = step.changes.size() + step.notes.size();
  if (!step.peaks.empty()) return peakWords(step);
  if (count != 1) return fmt::format("{} changes", count);
  if (!step.notes.empty()) return fmt::format("beat {} note \"{}\"", step.notes[0].beat, step.notes[0].to);
  const LabelChange& change = step.changes[0];
  const auto text = [](ClassIndex value) { return value == kUnlabelled ? "-" : std::to_string(value); };
  return fmt::format("beat {} {} {} -> {}", change.beat, nameOf(change.what), text(change.from),
                     text(change.to));
}

json stepJson(const std::string& annotator, const JournalStep& step) {
  json facts = stepFacts(step);
  facts["annotator"] = annotator;
  facts["changes"] = step.changes.size() + step.notes.size() + step.peaks.size();
  facts["words"] = changeWords(step);
  return facts;
}

void showLog(const LogArguments& arguments, Console& console) {
  const auto workspace = openWorkspace(arguments.workspace);
  json steps = json::array();
  std::string text;
  for (const std::string& annotator : workspace->annotators()) {
    if (!arguments.annotator.empty() && annotator != arguments.annotator) continue;
    const auto all = workspace->loadJournal(annotator);
    const std::size_t shown = arguments.last == 0 ? all.size() : std::min(arguments.last, all.size());
    text += fmt::format("{}{}: {} steps", text.empty() ? "" : "\n", annotator, all.size());
    for (std::size_t i = all.size() - shown; i < all.size(); ++i) {
      const JournalStep& step = *all[i];
      text +=
          fmt::format("\n{:>8}  {}  {:<5} {}  {}{}{}", step.number, utcText(step.whenMs), nameOf(step.kind),
                      changeWords(step), step.who, step.why.empty() ? "" : ", " + step.why,
                      step.suggestedBy.empty() ? "" : ", by " + step.suggestedBy);
      steps.push_back(stepJson(annotator, step));
    }
  }
  console.result({{"steps", steps}}, text.empty() ? "no steps yet" : text);
}

void addFileOptions(CLI::App& command, FileArguments& arguments, const char* meaning) {
  command.add_option("WORKSPACE", arguments.workspace, "workspace folder (NAME.ectopy)")->required();
  command.add_option("--json-file", arguments.jsonFile, fmt::format("{} as JSON", meaning));
  command.add_option("--csv", arguments.csv, fmt::format("{} as CSV, a change a row", meaning));
}

}  // namespace

void addJournalCommand(CLI::App& app, Console& console) {
  CLI::App* journal =
      app.add_subcommand("journal", "who labelled what and when: log, hand on, compare annotators, go back");
  journal->require_subcommand(1);

  auto log = std::make_shared<LogArguments>();
  CLI::App* logging = journal->add_subcommand("log", "print the steps of a workspace's annotators");
  logging->add_option("WORKSPACE", log->workspace, "workspace folder (NAME.ectopy)")->required();
  logging->add_option("--of", log->annotator, "this annotator's alone");
  logging->add_option("--last", log->last, "so many of the latest steps; 0: all")->capture_default_str();
  logging->callback([log, &console] { showLog(*log, console); });

  auto out = std::make_shared<FileArguments>();
  CLI::App* exporting = journal->add_subcommand("export", "write the whole journal of all annotators");
  addFileOptions(*exporting, *out, "file to write");
  exporting->callback([out, &console] { exportJournal(*out, console); });

  auto in = std::make_shared<FileArguments>();
  CLI::App* importing = journal->add_subcommand(
      "import", "add journals that were exported from a workspace of the same data set");
  addFileOptions(*importing, *in, "file to read");
  importing->add_option(
      "--data", in->data,
      "the DATA themselves: makes the workspace where there is none, and checks every step");
  importing->callback([in, &console] { importFile(*in, console); });

  addJournalEdits(*journal, console);
  for (CLI::App* command : journal->get_subcommands({})) command->fallthrough();
}

}  // namespace ectopy::cli
