#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include <cmath>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>

#include "app/cli_console.h"
#include "app/cli_journal.h"
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

struct EditArguments {
  std::string workspace;
  std::string data;
  std::string annotator;
  std::string who;
  std::string beats;
  std::string label;
  std::string flag;
  std::string exclude;
  std::optional<std::string> note;
  std::int64_t step = 0;
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
  const Agreement agreement = arguments.isOfBoth
                                  ? agreementOf(first.ownLabels(), second.ownLabels(), scheme.size())
                                  : agreementOf(*first.labels(), *second.labels(), scheme.size());
  const auto differing = disagreements(*first.labels(), *second.labels());
  json result = agreementJson(agreement);
  result["disagreements"] = json::array();
  for (const BeatIndex beat : differing)
    result["disagreements"].push_back({{"beat", beat},
                                       {"first", scheme.codeOf((*first.labels())[beat])},
                                       {"second", scheme.codeOf((*second.labels())[beat])}});
  console.result(result, agreementText(arguments, agreement, scheme, differing.size()));
}

EditSource sourceOf(const std::string& who, const std::string& why) {
  return {.who = who.empty() ? userName() : who, .why = why, .suggestedBy = {}};
}

void adjudicate(const PairArguments& arguments, Console& console) {
  const OpenedWorkspace opened = openWithBeats(arguments.workspace, arguments.data, console);
  const LabelJournal first = opened.journal(arguments.first, true);
  const LabelJournal second = opened.journal(arguments.second, true);
  LabelJournal judged = opened.journal(arguments.name, false);
  if (!judged.steps().empty())
    throw Error(fmt::format("{} has labels of {} already: choose another --as.", arguments.workspace,
                            arguments.name));
  const auto agreed = agreedLabels(*first.labels(), *second.labels());
  std::vector<WantedLabel> wanted;
  for (BeatIndex beat = 0; beat < agreed.size(); ++beat) wanted.push_back({beat, agreed[beat]});
  const auto why = fmt::format("agreed by {} and {}", arguments.first, arguments.second);
  const auto step = judged.relabel(wanted, sourceOf(arguments.who, why));
  if (step) opened.workspace->append({&step, 1}, arguments.name);
  const std::size_t open = disagreements(*first.labels(), *second.labels()).size();
  console.result({{"annotator", arguments.name}, {"undecided", open}, {"begun", step != nullptr}},
                 step ? fmt::format("labels of {} begun: {} beats are to be decided", arguments.name, open)
                      : std::string("both have the file's labels throughout: nothing to decide"));
}

/// "3,10-20" as beats.
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

void save(const OpenedWorkspace& opened, const EditArguments& arguments,
          const std::vector<JournalStepPointer>& made, Console& console) {
  std::vector<JournalStepPointer> steps;
  std::size_t changes = 0;
  for (const JournalStepPointer& step : made) {
    if (!step) continue;
    steps.push_back(step);
    changes += step->changes.size() + step->notes.size();
  }
  // A workspace's first steps make its first annotator.
  const bool isNew = arguments.annotator.empty() && opened.workspace->annotators().empty();
  opened.workspace->append(steps, isNew ? userName() : arguments.annotator);
  console.result({{"steps", steps.size()}, {"changes", changes}},
                 steps.empty() ? std::string("nothing to change")
                               : fmt::format("{} changes in {} steps", changes, steps.size()));
}

void mark(const EditArguments& arguments, Console& console) {
  const OpenedWorkspace opened = openWithBeats(arguments.workspace, arguments.data, console, true);
  LabelJournal journal = opened.journal(arguments.annotator, false);
  const auto beats = beatsFrom(arguments.beats, opened.beats->size());
  const EditSource source = sourceOf(arguments.who, "command");
  std::vector<JournalStepPointer> steps;
  if (!arguments.label.empty())
    steps.push_back(journal.relabel(beats, classFrom(arguments.label, opened.beats->scheme()), source));
  if (!arguments.flag.empty()) steps.push_back(journal.setFlag(beats, arguments.flag == "on", source));
  if (!arguments.exclude.empty())
    steps.push_back(journal.setExcluded(beats, arguments.exclude == "on", source));
  if (arguments.note) steps.push_back(journal.setNote(beats, *arguments.note, source));
  save(opened, arguments, steps, console);
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
  save(opened, arguments, {step}, console);
}

std::shared_ptr<PairArguments> addPair(CLI::App& command) {
  auto arguments = std::make_shared<PairArguments>();
  command.add_option("WORKSPACE", arguments->workspace, "workspace folder (NAME.ectopy)")->required();
  command.add_option("FIRST", arguments->first, "an annotator")->required();
  command.add_option("SECOND", arguments->second, "another")->required();
  command.add_option("--data", arguments->data, "where the beats are now, if they moved");
  return arguments;
}

std::shared_ptr<EditArguments> addEdit(CLI::App& command) {
  auto arguments = std::make_shared<EditArguments>();
  command.add_option("WORKSPACE", arguments->workspace, "workspace folder (NAME.ectopy)")->required();
  command.add_option("--data", arguments->data, "where the beats are now, if they moved");
  command.add_option("--of", arguments->annotator,
                     "whose labels; without it the workspace's first annotator's");
  command.add_option("--who", arguments->who, "who does it; without it the user's name");
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
