#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include <cmath>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>

#include "app/cli_console.h"
#include "app/cli_journal.h"
#include "app/cli_journal_edit.h"
#include "core/base/error.h"
#include "core/evaluation/agreement.h"
#include "core/io/text_fields.h"

namespace ectopy::cli {

namespace {

using nlohmann::json;

struct PairArguments {
  std::string workspace;
  std::string first;
  std::string second;
  std::string data;
  std::string name = "adjudicated";
  std::string who;
  bool isOfBoth = false;
};

std::string agreementText(const PairArguments& arguments, const Agreement& agreement,
                          const LabelScheme& scheme, std::size_t differing) {
  const std::int64_t beats = agreement.confusion.total();
  std::string text =
      std::isnan(agreement.kappa)
          ? fmt::format("kappa can't be told: {} beats, of one class at most\n", beats)
          : fmt::format(
                "kappa {:.4f} (95 % {:.4f} to {:.4f}), {:.2f} % of {} beats alike, {:.2f} % by chance\n",
                agreement.kappa, agreement.low, agreement.high, 100 * agreement.observed, beats,
                100 * agreement.expected);
  text += fmt::format("{} beats differ\n{:<10}", differing, arguments.first);
  for (const LabelClass& column : scheme.classes) text += fmt::format("{:>8}", column.code);
  text += "   " + arguments.second;
  for (std::size_t i = 0; i < scheme.size(); ++i) {
    text += fmt::format("\n{:<10}", scheme.classes[i].code);
    for (std::size_t k = 0; k < scheme.size(); ++k)
      text += fmt::format("{:>8}", agreement.confusion.at(i, k));
  }
  return text;
}

void tellAgreement(const PairArguments& arguments, Console& console) {
  const OpenedWorkspace opened = openWithBeats(arguments.workspace, arguments.data, console);
  const LabelJournal first = opened.journal(arguments.first, true);
  const LabelJournal second = opened.journal(arguments.second, true);
  const LabelScheme& scheme = opened.beats->scheme();
  const auto one = opened.ofFile(*first.labels());
  const auto other = opened.ofFile(*second.labels());
  const Agreement agreement =
      arguments.isOfBoth
          ? agreementOf(opened.ofFile(first.ownLabels()), opened.ofFile(second.ownLabels()), scheme.size())
          : agreementOf(one, other, scheme.size());
  const auto differing = disagreements(one, other);
  json result = agreementJson(agreement);
  result["disagreements"] = json::array();
  for (const BeatIndex beat : differing)
    result["disagreements"].push_back(
        {{"beat", beat}, {"first", scheme.codeOf(one[beat])}, {"second", scheme.codeOf(other[beat])}});
  console.result(result, agreementText(arguments, agreement, scheme, differing.size()));
}

void adjudicate(const PairArguments& arguments, Console& console) {
  const OpenedWorkspace opened = openWithBeats(arguments.workspace, arguments.data, console);
  const LabelJournal first = opened.journal(arguments.first, true);
  const LabelJournal second = opened.journal(arguments.second, true);
  LabelJournal judged = opened.journal(arguments.name, false);
  if (!judged.steps().empty())
    throw Error(fmt::format("{} has labels of {} already: choose another --as.", arguments.workspace,
                            arguments.name));
  const auto one = opened.ofFile(*first.labels());
  const auto other = opened.ofFile(*second.labels());
  const auto agreed = agreedLabels(one, other);
  std::vector<WantedLabel> wanted;
  for (BeatIndex beat = 0; beat < agreed.size(); ++beat) wanted.push_back({beat, agreed[beat]});
  const auto why = fmt::format("agreed by {} and {}", arguments.first, arguments.second);
  const auto step = judged.relabel(wanted, sourceOf(arguments.who, why));
  if (step) opened.workspace->append({&step, 1}, arguments.name);
  const std::size_t open = disagreements(one, other).size();
  console.result({{"annotator", arguments.name}, {"undecided", open}, {"begun", step != nullptr}},
                 step ? fmt::format("labels of {} begun: {} beats are to be decided", arguments.name, open)
                      : std::string("both have the file's labels throughout: nothing to decide"));
}

void mark(const EditArguments& arguments, Console& console) {
  const OpenedWorkspace opened = openWithBeats(arguments.workspace, arguments.data, console, true);
  LabelJournal journal = opened.journal(arguments.annotator, false);
  const auto beats = beatsFrom(arguments.beats, journal.places());
  const EditSource source = sourceOf(arguments.who, "command");
  std::vector<JournalStepPointer> steps;
  if (!arguments.label.empty())
    steps.push_back(journal.relabel(beats, classFrom(arguments.label, opened.beats->scheme()), source));
  if (!arguments.flag.empty()) steps.push_back(journal.setFlag(beats, arguments.flag == "on", source));
  if (!arguments.exclude.empty())
    steps.push_back(journal.setExcluded(beats, arguments.exclude == "on", source));
  if (arguments.note) steps.push_back(journal.setNote(beats, *arguments.note, source));
  saveEdits(opened, arguments, steps, console);
}

enum class Travel { Undo, Redo, Restore };

void travel(const EditArguments& arguments, Travel how, Console& console) {
  const OpenedWorkspace opened = openWithBeats(arguments.workspace, arguments.data, console);
  LabelJournal journal = opened.journal(arguments.annotator, true);
  JournalStepPointer step;
  if (how == Travel::Undo) step = journal.undo(sourceOf(arguments.who, "undo"));
  if (how == Travel::Redo) step = journal.redo(sourceOf(arguments.who, "redo"));
  if (how == Travel::Restore)
    step = journal.restore(arguments.step,
                           sourceOf(arguments.who, fmt::format("as after step {}", arguments.step)));
  saveEdits(opened, arguments, {step}, console);
}

std::shared_ptr<PairArguments> addPair(CLI::App& command) {
  auto arguments = std::make_shared<PairArguments>();
  command.add_option("WORKSPACE", arguments->workspace, "workspace folder (NAME.ectopy)")->required();
  command.add_option("FIRST", arguments->first, "an annotator")->required();
  command.add_option("SECOND", arguments->second, "another")->required();
  command.add_option("--data", arguments->data, "where the beats are now, if they moved");
  return arguments;
}

void addMark(CLI::App& journal, Console& console) {
  CLI::App* command =
      journal.add_subcommand("mark", "label, flag, exclude from training or note beats, each as one step");
  const auto arguments = addEdit(*command);
  const auto isSwitch = CLI::IsMember({"on", "off"});
  command->add_option("--beats", arguments->beats, "which: 3,10-20 (from 0)")->required();
  command->add_option("--label", arguments->label, "class by its letter; -: none");
  command->add_option("--flag", arguments->flag, "on or off")->check(isSwitch);
  command->add_option("--exclude", arguments->exclude, "on or off: nothing is learned from excluded beats")
      ->check(isSwitch);
  command->add_option("--note", arguments->note, "text; empty: none");
  command->callback([arguments, &console] { mark(*arguments, console); });
}

}  // namespace

void addJournalEdits(CLI::App& journal, Console& console) {
  CLI::App* agreement = journal.add_subcommand(
      "agreement", "Cohen's kappa of two annotators, their confusion and where they differ");
  const auto compared = addPair(*agreement);
  agreement->add_flag(
      "--labelled-by-both", compared->isOfBoth,
      "count only beats that both labelled themselves, not the file's labels they began with");
  agreement->callback([compared, &console] { tellAgreement(*compared, console); });

  CLI::App* judging = journal.add_subcommand(
      "adjudicate", "begin a third annotator with what two agree on; the rest is left to be decided");
  const auto judged = addPair(*judging);
  judging->add_option("--as", judged->name, "the third's name")->capture_default_str();
  judging->add_option("--who", judged->who, "who decides; without it the user's name");
  judging->callback([judged, &console] { adjudicate(*judged, console); });

  addMark(journal, console);
  addPeakEdits(journal, console);
  const auto addTravel = [&](const char* name, const char* meaning, Travel how) {
    CLI::App* command = journal.add_subcommand(name, meaning);
    const auto arguments = addEdit(*command);
    if (how == Travel::Restore)
      command->add_option("--step", arguments->step, "the step; 0: as the file has it")->required();
    command->callback([arguments, how, &console] { travel(*arguments, how, console); });
  };
  addTravel("undo", "take back an annotator's latest step", Travel::Undo);
  addTravel("redo", "do again what was undone last", Travel::Redo);
  addTravel("restore", "make everything as it was right after a step; can be undone", Travel::Restore);
}

}  // namespace ectopy::cli
