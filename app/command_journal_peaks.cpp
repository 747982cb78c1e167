#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include <algorithm>
#include <cmath>

#include "app/cli_console.h"
#include "app/cli_journal_edit.h"
#include "core/base/error.h"
#include "core/beats/cutting.h"
#include "core/beats/peak_edits.h"
#include "core/signal/qrs_peak.h"

namespace ectopy::cli {

namespace {

constexpr auto kWhy = "command";

std::uint32_t recordNamed(const std::string& name, const BeatSet& beats) {
  const auto& records = beats.facts().records;
  const auto found = std::ranges::find(records, name, &RecordInfo::name);
  if (found == records.end())
    throw Error(fmt::format("\"{}\" has no record \"{}\".", beats.facts().name, name));
  return static_cast<std::uint32_t>(found - records.begin());
}

/// The sample that is meant, on the peak nearby where that is wished.
std::int64_t sampleOf(const EditArguments& arguments, const BeatSet& beats, const Recording& recording,
                      std::uint32_t record, std::int64_t otherwise) {
  const RecordInfo& info = beats.facts().records[record];
  std::int64_t sample = otherwise;
  if (arguments.sample) sample = *arguments.sample;
  if (arguments.seconds) sample = std::llround(*arguments.seconds * info.sampleRateHz);
  if (!arguments.snaps || recording.leads.empty() || sample < 0 || sample >= recording.sampleCount)
    return sample;
  const Lead& lead = recording.leads[findLead(recording, info.leadName).value_or(0)];
  return rPeakNear(lead, sample, recording.sampleRateHz);
}

/// Edits one beat of a record: the edit must fit the raw record before it is kept.
template <typename Edit>
void editPeak(const OpenedWorkspace& opened, const EditArguments& arguments, LabelJournal& journal,
              const Recording& recording, Console& console, const Edit& edit) {
  const JournalStepPointer step = edit();
  if (step) {
    const BeatIndex beat = step->peaks.front().beat;
    requirePeaksFit(*opened.beats, journal.peaks(), {&beat, 1}, recording);
  }
  saveEdits(opened, arguments, {step}, console);
}

void addBeat(const EditArguments& arguments, Console& console) {
  const OpenedWorkspace opened = openWithBeats(arguments.workspace, arguments.data, console, true);
  LabelJournal journal = opened.journal(arguments.annotator, false);
  const std::uint32_t record = recordNamed(arguments.record, *opened.beats);
  const Recording recording = openRawRecording(*opened.beats, record, console.job());
  const BeatPeak peak{record, sampleOf(arguments, *opened.beats, recording, record, -1)};
  const ClassIndex label =
      arguments.label.empty() ? kUnlabelled : classFrom(arguments.label, opened.beats->scheme());
  editPeak(opened, arguments, journal, recording, console,
           [&] { return journal.addBeat(peak, label, sourceOf(arguments.who, kWhy)); });
}

void moveBeat(const EditArguments& arguments, Console& console) {
  const OpenedWorkspace opened = openWithBeats(arguments.workspace, arguments.data, console, true);
  LabelJournal journal = opened.journal(arguments.annotator, false);
  const BeatPeak now = arguments.beat < journal.places() ? journal.peakOf(arguments.beat) : BeatPeak();
  if (now.sample < 0 || now.record == BeatColumns::kNoRecord)
    throw Error(fmt::format("Beat {} can't be moved: expected one of {} beats that stand in a record.",
                            arguments.beat, journal.places()));
  const Recording recording = openRawRecording(*opened.beats, now.record, console.job());
  const std::int64_t sample = sampleOf(arguments, *opened.beats, recording, now.record, now.sample);
  editPeak(opened, arguments, journal, recording, console,
           [&] { return journal.moveBeat(arguments.beat, sample, sourceOf(arguments.who, kWhy)); });
}

void deleteBeats(const EditArguments& arguments, Console& console) {
  const OpenedWorkspace opened = openWithBeats(arguments.workspace, arguments.data, console, true);
  LabelJournal journal = opened.journal(arguments.annotator, false);
  const auto beats = beatsFrom(arguments.beats, journal.places());
  saveEdits(opened, arguments, {journal.deleteBeats(beats, sourceOf(arguments.who, kWhy))}, console);
}

CLI::Option_group* addPlace(CLI::App& command, EditArguments& arguments) {
  auto* place = command.add_option_group("place");
  place->add_option("--sample", arguments.sample, "sample of the raw record, from 0")
      ->check(CLI::NonNegativeNumber);
  place->add_option("--seconds", arguments.seconds, "seconds from the record's start")
      ->check(CLI::NonNegativeNumber);
  command.add_flag("--snap", arguments.snaps, "take the extremum of the QRS complex nearby (80 ms) instead");
  return place;
}

}  // namespace

void addPeakEdits(CLI::App& journal, Console& console) {
  CLI::App* adding = journal.add_subcommand(
      "add-beat", "add a beat to a record; it takes the next number, and its neighbours are cut anew");
  const auto added = addEdit(*adding);
  adding->add_option("--record", added->record, "the record's name")->required();
  addPlace(*adding, *added)->require_option(1);
  adding->add_option("--label", added->label, "class by its letter; without it none");
  adding->callback([added, &console] { addBeat(*added, console); });

  CLI::App* moving = journal.add_subcommand("move-beat", "put a beat's R peak elsewhere in its record");
  const auto moved = addEdit(*moving);
  moving->add_option("--beat", moved->beat, "which, from 0")->required();
  addPlace(*moving, *moved)->require_option(0, 1);
  moving->callback([moved, &console] { moveBeat(*moved, console); });

  CLI::App* deleting =
      journal.add_subcommand("delete-beats", "take beats away, as one step; the others keep their numbers");
  const auto deleted = addEdit(*deleting);
  deleting->add_option("--beats", deleted->beats, "which: 3,10-20 (from 0)")->required();
  deleting->callback([deleted, &console] { deleteBeats(*deleted, console); });
}

}  // namespace ectopy::cli
