#pragma once

#include <memory>
#include <string>
#include <vector>

#include "core/beats/beat_set.h"
#include "core/workspace/label_journal.h"
#include "core/workspace/workspace.h"

namespace CLI {
class App;
}

namespace ectopy::cli {

class Console;

/// Opens a workspace without its data. Throws Error when there is none.
std::unique_ptr<Workspace> openWorkspace(const std::string& folder);

/// A workspace with the beats it belongs to, as their source has them.
struct OpenedWorkspace {
  std::shared_ptr<const BeatSet> beats;
  std::unique_ptr<Workspace> workspace;

  /// Labels of the source's own beats: who added some gave them places of their own.
  std::vector<ClassIndex> ofFile(std::vector<ClassIndex> labels) const;
  /// An annotator's journal; an empty name is the workspace's own. Throws Error when it must exist and does
  /// not.
  LabelJournal journal(const std::string& annotator, bool mustExist) const;
};
/// `data` may be empty: the data that the workspace remembers. Throws Error when there is no workspace and
/// none may be made.
OpenedWorkspace openWithBeats(const std::string& folder, const std::string& data, Console& console,
                              bool mayMake = false);

/// Who sits at this computer.
std::string userName();

/// The commands of `journal` that need the beats: agreement, adjudicate, mark, add-beat, move-beat,
/// delete-beats, undo, redo, restore.
void addJournalEdits(CLI::App& journal, Console& console);

}  // namespace ectopy::cli
