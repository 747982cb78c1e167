#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include <memory>
#include <nlohmann/json.hpp>

#include "app/cli_commands.h"
#include "app/cli_console.h"
#include "app/cli_judgement.h"
#include "core/base/csv_text.h"
#include "core/base/error.h"
#include "core/base/files.h"
#include "core/beats/peak_edits.h"
#include "core/evaluation/model_comparison.h"

namespace ectopy::cli {

namespace {

struct CompareArguments {
  JudgeChoice first;
  std::string with;       // the other model; empty: an annotator
  std::string annotator;  // of the workspace
  std::string csv;        // one line a beat; empty: none
};

/// The other side, with what it refers to.
struct OtherSide {
  Predictions predictions;
  Opinions opinions;
};

void askOther(const CompareArguments& arguments, const JudgedData& first, Console& console,
              OtherSide& other) {
  if (arguments.with.empty() == arguments.annotator.empty())
    throw Error("Say whom to compare with: another model (--with) or an annotator (--with-annotator).");
  if (!arguments.with.empty()) {
    JudgeChoice choice = arguments.first;
    choice.model = arguments.with;
    JudgedData judged = judge(choice, console);
    if (judged.beats->fingerprint() != first.beats->fingerprint())
      throw Error(fmt::format("{} and {} take the beats cut differently: there are no same beats to compare.",
                              arguments.first.model, arguments.with));
    other.predictions = std::move(judged.predictions);
    other.opinions = opinionsOf(other.predictions);
    return;
  }
  if (arguments.first.workspace.empty())
    throw Error("An annotator's labels lie in a workspace: say which with --workspace.");
  const LabelledBeats theirs =
      labelledBeats(asInSource(first.beats), arguments.first.workspace, console, arguments.annotator);
  other.opinions = {arguments.annotator, labelsFrom(theirs.labels(), *first.beats)};
}

const char* nameOf(bool firstIsRight, bool secondIsRight) {
  if (firstIsRight) return secondIsRight ? "both right" : "broken";
  return secondIsRight ? "fixed" : "both wrong";
}

std::string beatsCsv(const ModelComparison& comparison, const Opinions& first, const Opinions& second,
                     const JudgedData& data) {
  const LabelScheme& scheme = data.beats->scheme();
  std::string text =
      csvLine({"beat", "record", "seconds", "truth", "first", "second", "outcome", "probability change"});
  for (std::size_t place = 0; place < comparison.beats.size(); ++place) {
    const BeatIndex beat = comparison.beats[place];
    const ClassIndex truth = data.labels[beat];
    const RecordInfo* record = data.beats->recordOf(beat);
    text += csvLine({fmt::format("{}", beat), record ? record->name : std::string(),
                     csvNumber(data.beats->secondsOf(beat)), std::string(scheme.codeOf(truth)),
                     std::string(scheme.codeOf(first.classes[beat])),
                     std::string(scheme.codeOf(second.classes[beat])),
                     nameOf(first.classes[beat] == truth, second.classes[beat] == truth),
                     comparison.change.empty() ? std::string()
                                               : csvNumber(static_cast<double>(comparison.change[place]))});
  }
  return text;
}

std::string comparisonText(const ModelComparison& comparison, const LabelScheme& scheme) {
  const Scores first = scoresOf(comparison.firstConfusion);
  const Scores second = scoresOf(comparison.secondConfusion);
  std::string text = describe(comparison);
  text += fmt::format("\nboth right {}, fixed {}, broken {}, both wrong {} ({} of them alike)",
                      comparison.bothRight.size(), comparison.fixed.size(), comparison.broken.size(),
                      comparison.bothWrong.size(), comparison.sameMistake);
  text += fmt::format("\naccuracy {} % -> {} %, macro F1 {} % -> {} %", percentText(first.accuracy),
                      percentText(second.accuracy), percentText(first.macroF1), percentText(second.macroF1));
  text += fmt::format("\n{:<24}", "change, truth/predicted");
  for (const LabelClass& column : scheme.classes) text += fmt::format("{:>8}", column.code);
  for (std::size_t truth = 0; truth < scheme.size(); ++truth) {
    text += fmt::format("\n{:<24}", scheme.classes[truth].code);
    for (std::size_t said = 0; said < scheme.size(); ++said)
      text += fmt::format("{:>+8}", comparison.difference(truth, said));
  }
  return text;
}

void compareModels(const CompareArguments& arguments, Console& console) {
  const JudgedData judged = judge(arguments.first, console);
  const JudgedPart part = judgedPart(arguments.first, judged);
  OtherSide other;
  askOther(arguments, judged, console, other);
  const Opinions first = opinionsOf(judged.predictions);
  const LabelScheme& scheme = judged.beats->scheme();
  const ModelComparison comparison =
      compareOpinions(first, other.opinions, judged.labels, part.beats, scheme.size());
  nlohmann::json json = comparisonJson(comparison, scheme);
  json["part"] = part.words;
  json["protocol"] = part.protocol;
  json["guard"] = part.guard;
  json["warnings"] = judged.warnings;
  if (!arguments.csv.empty()) {
    writeFileAtomically(arguments.csv, beatsCsv(comparison, first, other.opinions, judged));
    json["csv"] = arguments.csv;
  }
  console.result(json, fmt::format("{}{}{}\n{}", part.words, part.protocol.empty() ? "" : ", ", part.protocol,
                                   comparisonText(comparison, scheme)));
}

}  // namespace

void addCompareCommand(CLI::App& app, Console& console) {
  auto arguments = std::make_shared<CompareArguments>();
  CLI::App* command = app.add_subcommand(
      "compare", "what another model, or an annotator, fixes and breaks on the beats a model is judged on");
  addJudgeOptions(*command, arguments->first, true);
  command->add_option("--with", arguments->with, "the other model, or \"shipped\"");
  command->add_option("--with-annotator", arguments->annotator, "an annotator of the workspace instead");
  command->add_option("--csv", arguments->csv,
                      "one line a beat: what both say of it, how its probability moved");
  command->callback([arguments, &console] { compareModels(*arguments, console); });
}

}  // namespace ectopy::cli
