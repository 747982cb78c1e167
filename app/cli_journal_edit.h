#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "app/cli_journal.h"

namespace ectopy::cli {

/// What the user says of an edit.
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
  std::string record;
  std::optional<std::int64_t> sample;
  std::optional<double> seconds;
  BeatIndex beat = 0;
  bool snaps = false;
};
/// WORKSPACE, --data, --of and --who.
std::shared_ptr<EditArguments> addEdit(CLI::App& command);

EditSource sourceOf(const std::string& who, const std::string& why);

/// "3,10-20" as beats, of `count`. Throws Error.
std::vector<BeatIndex> beatsFrom(const std::string& list, std::size_t count);

/// A class by its letter, kUnlabelled for "-". Throws Error.
ClassIndex classFrom(const std::string& code, const LabelScheme& scheme);

/// Puts steps on the disk (null: nothing changed) and tells how many, and which beat where an R peak changed.
void saveEdits(const OpenedWorkspace& opened, const EditArguments& arguments,
               const std::vector<JournalStepPointer>& made, Console& console);

/// add-beat, move-beat, delete-beats.
void addPeakEdits(CLI::App& journal, Console& console);

}  // namespace ectopy::cli
