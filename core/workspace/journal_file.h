#pragma once

#include <filesystem>
#include <nlohmann/json_fwd.hpp>
#include <span>
#include <string>
#include <vector>

#include "core/base/job_context.h"
#include "core/workspace/journal_step.h"

namespace ectopy {

class Workspace;

/// All journals of a workspace, as a file hands them on.
struct JournalFile {
  std::string fingerprint;  // of the data set
  std::vector<AnnotatorJournal> journals;
};

/// JSON, a step a line: {"format": "ectopy-journal", "version": 1, "dataSet": fingerprint, "annotators":
/// [{"name", "steps": [{"step", "kind", "target", "who", "when", "why", "suggestedBy", "changes": [[what,
/// beat, from, to], ...]}]}]}. Unlabelled is null. R peaks are ["peak", beat, from, to, record], in samples,
/// null where the beat is not there; the version is 2 where there are any. Throws Error: not writable, disk
/// full.
void writeJournalJson(const std::filesystem::path& path, const JournalFile& journal, const JobContext& job);
/// What such a file says of a step, but for its changes.
nlohmann::json stepFacts(const JournalStep& step);
/// CSV (RFC 4180), a change a row; the first line, "# ectopy-journal 1 FINGERPRINT", tells of which data set.
/// Where there are R peaks it is version 2, with a column for their record.
void writeJournalCsv(const std::filesystem::path& path, const JournalFile& journal, const JobContext& job);
/// What was written, exactly. Throws Error: no such journal, or one that makes no sense (line or step named).
JournalFile readJournalJson(const std::filesystem::path& path, const JobContext& job);
JournalFile readJournalCsv(const std::filesystem::path& path, const JobContext& job);

/// Largest sample number that a file may name.
inline constexpr std::int64_t kMaxSample = std::int64_t{1} << 48;

/// Whether a step of any journal corrects an R peak.
bool hasPeaks(const JournalFile& journal);

/// All journals of a workspace.
JournalFile journalOf(const Workspace& workspace);

/// What an import did.
struct JournalImport {
  std::size_t annotators = 0;  // that got steps
  std::size_t steps = 0;
};
/// Adds journals to a workspace of the same data set, those of all annotators or none. Who has steps there
/// already gets what follows them; where they differ nothing is imported. Every journal is replayed over the
/// data set's beats first. Throws Error: another data set, journals that differ or do not fit.
JournalImport importJournal(Workspace& workspace, const JournalFile& journal,
                            const std::shared_ptr<const BeatSet>& beats);
/// The same where the beats are not at hand, only their labels, one a beat: R peaks are taken as they come.
JournalImport importJournal(Workspace& workspace, const JournalFile& journal,
                            const std::vector<ClassIndex>& fileLabels);

/// The file's labels as far as journals tell them: what a beat was first changed from. Throws Error when one
/// names a beat that is not there, or two say otherwise.
std::vector<ClassIndex> impliedFileLabels(std::span<const AnnotatorJournal> journals, std::size_t beats);

/// Words of files and of the command line.
std::string nameOf(JournalKind kind);  // "edit", "undo", "redo"
std::string nameOf(BeatFact fact);     // "label", "flag", "exclusion", "note", "peak"
/// Throws Error: no such name.
JournalKind journalKindFromName(const std::string& name);
BeatFact beatFactFromName(const std::string& name);

}  // namespace ectopy
