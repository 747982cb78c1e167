#pragma once

#include <QString>
#include <QStringList>
#include <memory>
#include <optional>
#include <vector>

#include "core/base/job_context.h"
#include "core/beats/beat_filter.h"
#include "core/beats/split.h"
#include "core/io/path_kind.h"
#include "core/workspace/label_journal.h"
#include "core/workspace/workspace.h"
#include "core/workspace/workspace_summary.h"
#include "ui/session/open_choice.h"

namespace ectopy::ui {

/// A data set with all a session needs to show it, made in one job: either everything is there or nothing.
struct OpenedData {
  bool isModel = false;  // the path is a model file; nothing else is set
  QString path;          // of the data
  std::shared_ptr<const BeatSet> beats;
  std::shared_ptr<Workspace> workspace;  // null: labels can't be kept, `notKept` says why
  std::unique_ptr<LabelJournal> journal;
  QStringList annotators;              // the workspace's own first
  QString annotator;                   // the journal's
  std::shared_ptr<const Split> split;  // null: this set can't be split (one class only)
  std::shared_ptr<const std::vector<Part>> parts;
  BeatCounts counts;
  BeatFilter filter;
  std::shared_ptr<const std::vector<BeatIndex>> visible;
  std::optional<BeatIndex> current;
  QString modelPath;  // of the workspace's last model; may be gone
  std::vector<RunRecord> runs;
  std::string waitingRuns;  // as queueFromText() reads them
  QStringList problems;
  QString notKept;  // why labels can't be kept; empty: they can, or the workspace is read-only
};

/// How to open data.
struct OpenRequest {
  QString path;
  QString workspaceFolder;                   // empty: the default one
  std::shared_ptr<Workspace> openWorkspace;  // the session's own: used again when it is the same folder
  OpenChoice choice;
  std::string openFingerprint;  // of the data the session's workspace belongs to
};

/// Opens whatever lies at the path. Throws Error.
std::shared_ptr<OpenedData> openData(const OpenRequest& request, const JobContext& job);

/// Who works here, by the system's account.
std::string userName();

/// NAME-12345678.ectopy in the user's application data.
QString defaultWorkspaceFolder(const BeatSet& beats);

/// A filter as text for the workspace, and back; conditions that do not fit the data set are left out.
std::string filterToText(const BeatFilter& filter);
BeatFilter filterFromText(const std::string& text, const BeatSet& beats);

/// Keys of the small facts kept in a workspace.
inline constexpr auto kBeatKey = "view.beat";
inline constexpr auto kFilterKey = "view.filter";
inline constexpr auto kModelKey = "model.path";
inline constexpr auto kQueueKey = "training.queue";
inline constexpr auto kAnnotatorKey = "annotator";

}  // namespace ectopy::ui
