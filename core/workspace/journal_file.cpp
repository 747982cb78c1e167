#include "core/workspace/journal_file.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <unordered_map>

#include "core/base/error.h"
#include "core/io/text_fields.h"
#include "core/workspace/label_journal.h"
#include "core/workspace/step_texts.h"
#include "core/workspace/workspace.h"

namespace ectopy {

namespace {

constexpr std::array<const char*, 3> kKinds = {"edit", "undo", "redo"};
constexpr std::array<const char*, kBeatFacts> kFacts = {"label", "flag", "exclusion", "note", "peak"};

template <typename Names>
std::size_t placeOf(const std::string& name, const Names& names) {
  const auto found = std::ranges::find(names, name);
  if (found == names.end())
    throw Error(fmt::format("expected {}, found {}", fmt::join(names, ", "), inQuotes(name)));
  return static_cast<std::size_t>(found - names.begin());
}

/// The steps that follow those stored; none when they go no further.
AnnotatorJournal news(const Workspace& workspace, const AnnotatorJournal& journal) {
  const auto stored = workspace.loadJournal(journal.annotator);
  const std::size_t common = std::min(stored.size(), journal.steps.size());
  for (std::size_t i = 0; i < common; ++i)
    if (*stored[i] != *journal.steps[i])
      throw Error(
          fmt::format("{} has other steps of {} from step {} on, expected the same ones: import the journal "
                      "into a workspace of its own.",
                      workspace.folder().string(), journal.annotator, i + 1));
  return {journal.annotator,
          {journal.steps.begin() + static_cast<std::ptrdiff_t>(common), journal.steps.end()}};
}

/// `file`: the beats, or their labels.
template <typename File>
void requireJournal(const AnnotatorJournal& journal, const File& file) {
  if (journal.annotator.empty()) throw Error("A journal to import says no annotator's name.");
  for (const JournalStepPointer& step : journal.steps) requireTexts(*step);
  try {
    LabelJournal(file, journal.steps);
  } catch (const Error& error) {
    throw Error(fmt::format("The journal of {} can't be imported: {}", journal.annotator, error.what()));
  }
}

template <typename File>
JournalImport importOver(Workspace& workspace, const JournalFile& journal, const File& file) {
  if (journal.fingerprint != workspace.fingerprint())
    throw Error(fmt::format("The journal is of another data set (fingerprint {}, {} has {}).",
                            inQuotes(journal.fingerprint.substr(0, 12)), workspace.folder().string(),
                            workspace.fingerprint().substr(0, 12)));
  std::vector<AnnotatorJournal> added;
  JournalImport result;
  for (const AnnotatorJournal& one : journal.journals) {
    requireJournal(one, file);
    added.push_back(news(workspace, one));
    result.annotators += added.back().steps.empty() ? 0 : 1;
    result.steps += added.back().steps.size();
  }
  workspace.appendAll(added);
  return result;
}

}  // namespace

std::string nameOf(JournalKind kind) {
  return kKinds.at(static_cast<std::size_t>(kind));
}
std::string nameOf(BeatFact fact) {
  return kFacts.at(static_cast<std::size_t>(fact));
}
JournalKind journalKindFromName(const std::string& name) {
  return static_cast<JournalKind>(placeOf(name, kKinds));
}
BeatFact beatFactFromName(const std::string& name) {
  return static_cast<BeatFact>(placeOf(name, kFacts));
}

JournalFile journalOf(const Workspace& workspace) {
  JournalFile file{workspace.fingerprint(), {}};
  for (const std::string& name : workspace.annotators())
    file.journals.push_back({name, workspace.loadJournal(name)});
  return file;
}

bool hasPeaks(const JournalFile& journal) {
  return std::ranges::any_of(journal.journals, [](const AnnotatorJournal& one) {
    return std::ranges::any_of(one.steps,
                               [](const JournalStepPointer& step) { return !step->peaks.empty(); });
  });
}

JournalImport importJournal(Workspace& workspace, const JournalFile& journal,
                            const std::shared_ptr<const BeatSet>& beats) {
  return importOver(workspace, journal, beats);
}

JournalImport importJournal(Workspace& workspace, const JournalFile& journal,
                            const std::vector<ClassIndex>& fileLabels) {
  return importOver(workspace, journal, fileLabels);
}

std::vector<ClassIndex> impliedFileLabels(std::span<const AnnotatorJournal> journals, std::size_t beats) {
  std::vector<ClassIndex> labels(beats, kUnlabelled);
  std::vector<bool> isKnown(beats);
  for (const AnnotatorJournal& journal : journals) {
    std::vector<bool> isSeen(beats);
    std::size_t places = beats;  // those of added beats come after the file's
    for (const JournalStepPointer& step : journal.steps) {
      for (const PeakChange& change : step->peaks)
        if (change.beat == places) ++places;
      for (const LabelChange& change : step->changes) {
        if (change.beat >= beats && change.beat < places) continue;
        if (change.beat >= beats)
          throw Error(fmt::format("Step {} of {} names beat {}, there are {}.", step->number,
                                  journal.annotator, change.beat, beats));
        if (change.what != BeatFact::Label || isSeen[change.beat]) continue;
        isSeen[change.beat] = true;
        if (isKnown[change.beat] && labels[change.beat] != change.from)
          throw Error(fmt::format("Step {} of {} expects class {} on beat {}, another journal has it at {}.",
                                  step->number, journal.annotator, change.from, change.beat,
                                  labels[change.beat]));
        labels[change.beat] = change.from;
        isKnown[change.beat] = true;
      }
    }
  }
  return labels;
}

}  // namespace ectopy
