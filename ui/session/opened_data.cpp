#include "ui/session/opened_data.h"

#include <QDir>
#include <QFileInfo>
#include <QStandardPaths>
#include <algorithm>
#include <nlohmann/json.hpp>

#include "core/base/files.h"
#include "core/beats/cutting.h"
#include "core/beats/peak_edits.h"
#include "ui/session/session_private.h"

namespace ectopy::ui {

namespace fs = std::filesystem;

namespace {

constexpr auto kDataPathFile = "data.path";  // beside the database: which data the workspace belongs to
constexpr auto kChoiceFile = "data.choice";  // and what was said of them
constexpr std::size_t kMaxPathBytes = 4096;
constexpr std::size_t kMaxChoiceBytes = 1 << 16;

fs::path dataOfWorkspace(const fs::path& folder) {
  const fs::path file = folder / kDataPathFile;
  if (!fs::exists(file)) {
    throw Error(folder.string() + " does not say which data it belongs to: open the data themselves.");
  }
  const fs::path data = readTextFile(file, kMaxPathBytes);
  if (!fs::exists(data)) {
    throw Error(folder.string() + " belongs to " + data.string() +
                ", which is not there any more: open the data from where they are now.");
  }
  return data;
}

std::optional<OpenChoice> choiceOfWorkspace(const fs::path& folder) {
  const fs::path file = folder / kChoiceFile;
  if (!fs::exists(file)) return {};
  return openChoiceFrom(QString::fromStdString(readTextFile(file, kMaxChoiceBytes)));
}

bool isSameFolder(const fs::path& one, const fs::path& other) {
  std::error_code error;
  return fs::equivalent(one, other, error) && !error;
}

void openWorkspace(OpenedData& opened, const OpenRequest& request, const OpenChoice& choice,
                   const fs::path& folder) {
  try {
    if (request.openWorkspace && isSameFolder(request.openWorkspace->folder(), folder)) {
      if (request.openFingerprint != opened.beats->fingerprint()) {
        throw Error(folder.string() + " belongs to another data set, the one that is open now: choose " +
                    "another folder for these beats.");
      }
      opened.workspace = request.openWorkspace;  // opened twice it would be read-only
    } else {
      fs::create_directories(folder.parent_path());
      opened.workspace = Workspace::open(folder, opened.beats->fingerprint());
    }
    opened.runs = opened.workspace->runs();
    if (opened.workspace->isReadOnly()) {
      opened.problems << QString::fromStdString(opened.workspace->readOnlyReason());
      return;
    }
    opened.waitingRuns = opened.workspace->value(kQueueKey).value_or(std::string());
    writeFileAtomically(folder / kDataPathFile, opened.path.toStdString());
    const OpenChoice said{opened.beats->cut(), choice.csv, choice.text};
    writeFileAtomically(folder / kChoiceFile, textOf(said).toStdString());
    opened.workspace->setValue(kDataPathKey, opened.path.toStdString());
    opened.workspace->setValue(kBeatCountKey, std::to_string(opened.beats->size()));
  } catch (const std::exception& error) {
    opened.workspace.reset();
    opened.notKept = QObject::tr("Labels can't be kept: %1").arg(QString::fromUtf8(error.what()));
  }
}

/// Whose labels were worked on last, and who else has some.
void findAnnotators(OpenedData& opened) {
  for (const std::string& name : opened.workspace->annotators())
    opened.annotators << QString::fromStdString(name);
  if (opened.annotators.isEmpty()) opened.annotators << QString::fromStdString(userName());
  opened.annotator = QString::fromStdString(opened.workspace->value(kAnnotatorKey).value_or(std::string()));
  if (opened.annotator.isEmpty()) opened.annotator = opened.annotators.front();
  if (!opened.annotators.contains(opened.annotator)) opened.annotators << opened.annotator;
}

void replayJournal(OpenedData& opened) {
  if (opened.workspace) {
    try {
      findAnnotators(opened);
      opened.journal = std::make_unique<LabelJournal>(
          opened.beats, opened.workspace->loadJournal(opened.annotator.toStdString()));
      return;
    } catch (const Error& error) {
      // Writing on top of a journal that can't be read would only do more damage.
      opened.workspace.reset();
      opened.notKept = QObject::tr("Earlier labels can't be read and new ones are not kept: %1")
                           .arg(QString::fromUtf8(error.what()));
    }
  }
  opened.annotator = QString::fromStdString(userName());
  opened.annotators = {opened.annotator};
  opened.journal = std::make_unique<LabelJournal>(opened.beats, std::vector<JournalStepPointer>());
}

/// Cuts anew where the journal corrected R peaks.
void takePeaks(OpenedData& opened, const JobContext& job) {
  CorrectedBeats corrected = withPeaks(opened.beats, opened.journal->peaks(), job);
  opened.beats = corrected.beats;
  for (const std::string& warning : corrected.warnings) opened.problems << QString::fromStdString(warning);
}

void makeDefaultSplit(OpenedData& opened) {
  try {
    const auto choices = splitChoices(*opened.beats);
    if (choices.empty()) return;
    opened.split = std::make_shared<const Split>(
        makeStableSplit(*opened.beats, *opened.journal->labels(), choices.front().id, TrainingConfig().seed));
    opened.parts =
        std::make_shared<const std::vector<Part>>(partOfEachBeat(*opened.split, opened.beats->size()));
  } catch (const Error& error) {
    opened.problems << QString::fromUtf8(error.what());
  }
}

void restoreView(OpenedData& opened, const JobContext& job) {
  if (opened.workspace) {
    if (const auto text = opened.workspace->value(kFilterKey)) {
      opened.filter = filterFromText(*text, *opened.beats);
    }
    if (const auto text = opened.workspace->value(kBeatKey)) {
      bool isNumber = false;
      const uint beat = QString::fromStdString(*text).toUInt(&isNumber);
      if (isNumber && beat < opened.beats->size()) opened.current = beat;
    }
    opened.modelPath = QString::fromStdString(opened.workspace->value(kModelKey).value_or(""));
  }
  const BeatMarks marks = opened.journal->marks();
  const BeatFilterInput input{.beats = *opened.beats,
                              .labels = *opened.journal->labels(),
                              .parts = opened.parts ? std::span(*opened.parts) : std::span<const Part>(),
                              .marks = &marks};
  // Without predictions yet, what depends on them would hide every beat.
  const BeatFilter filter = opened.filter.withoutPredictions();
  opened.visible = std::make_shared<const std::vector<BeatIndex>>(applyFilter(filter, input, job));
  opened.counts = countBeats(input);
  if (!opened.current && !opened.visible->empty()) opened.current = opened.visible->front();
}

/// A whole number below the limit.
std::optional<unsigned> numberIn(const nlohmann::json& json, const char* key, std::size_t limit) {
  const auto found = json.find(key);
  if (found == json.end() || !found->is_number_unsigned()) return {};
  const auto value = found->get<std::uint64_t>();
  return value < limit ? std::optional(static_cast<unsigned>(value)) : std::nullopt;
}

/// A number from 0 to 1.
std::optional<float> shareIn(const nlohmann::json& json, const char* key) {
  const auto found = json.find(key);
  if (found == json.end() || !found->is_number()) return {};
  const auto value = found->get<float>();
  return value >= 0 && value <= 1 ? std::optional(value) : std::nullopt;
}

bool flagIn(const nlohmann::json& json, const char* key) {
  const auto found = json.find(key);
  return found != json.end() && found->is_boolean() && found->get<bool>();
}

std::shared_ptr<const BeatSet> openAsChosen(const fs::path& path, PathKind kind, const OpenChoice& choice,
                                            const JobContext& job) {
  const BeatCut cut = choice.cut ? *choice.cut : suggestedCut(path, job);
  if (kind == PathKind::HeartbeatCsv) return openBeats(path, cut, choice.csv, job);
  return openBeats(path, cut, job, choice.text);
}

}  // namespace

std::shared_ptr<OpenedData> openData(const OpenRequest& request, const JobContext& job) {
  auto opened = std::make_shared<OpenedData>();
  fs::path path = request.path.toStdString();
  fs::path workspaceFolder = request.workspaceFolder.toStdString();
  PathKind kind = pathKind(path);
  OpenChoice choice = request.choice;
  if (kind == PathKind::Workspace) {
    workspaceFolder = path;
    choice = choiceOfWorkspace(path).value_or(choice);
    path = dataOfWorkspace(path);
    kind = pathKind(path);
  }
  if (kind == PathKind::ModelFile) {
    opened->isModel = true;
    return opened;
  }
  opened->path = QFileInfo(QString::fromStdString(path.string())).absoluteFilePath();
  opened->beats = openAsChosen(path, kind, choice, job);
  if (opened->beats->size() == 0) throw Error(path.string() + " holds no beats.");
  for (const auto& warning : opened->beats->facts().warnings) {
    opened->problems << QString::fromStdString(warning);
  }
  if (workspaceFolder.empty()) workspaceFolder = defaultWorkspaceFolder(*opened->beats).toStdString();
  openWorkspace(*opened, request, choice, workspaceFolder);
  replayJournal(*opened);
  takePeaks(*opened, job);
  makeDefaultSplit(*opened);
  restoreView(*opened, job);
  return opened;
}

std::string userName() {
  const QString name = qEnvironmentVariable("USER", qEnvironmentVariable("USERNAME"));
  return name.isEmpty() ? "user" : name.toStdString();
}

QString defaultWorkspaceFolder(const BeatSet& beats) {
  QString name;
  for (const QChar letter : QString::fromStdString(beats.facts().name)) {
    name += letter.isLetterOrNumber() || letter == '-' || letter == '_' ? letter : QChar('-');
  }
  return QStringLiteral("%1/workspaces/%2-%3.ectopy")
      .arg(QStandardPaths::writableLocation(QStandardPaths::AppDataLocation),
           name.isEmpty() ? QStringLiteral("beats") : name.left(60),
           QString::fromStdString(beats.fingerprint()).left(8));
}

std::string filterToText(const BeatFilter& filter) {
  nlohmann::json json;
  if (filter.labelled) json["labelled"] = *filter.labelled;
  if (filter.predicted) json["predicted"] = *filter.predicted;
  if (filter.record) json["record"] = *filter.record;
  if (filter.part) json["part"] = static_cast<int>(*filter.part);
  if (filter.confidenceBelow) json["confidenceBelow"] = *filter.confidenceBelow;
  if (filter.confidenceAbove) json["confidenceAbove"] = *filter.confidenceAbove;
  json["onlyWrong"] = filter.onlyWrong;
  json["onlyEdited"] = filter.onlyEdited;
  json["onlyUnlabelled"] = filter.onlyUnlabelled;
  json["onlyFlagged"] = filter.onlyFlagged;
  json["onlyExcluded"] = filter.onlyExcluded;
  json["onlyNoted"] = filter.onlyNoted;
  json["order"] = static_cast<int>(filter.among ? BeatOrder::File : filter.order);
  return json.dump();
}

BeatFilter filterFromText(const std::string& text, const BeatSet& beats) {
  const auto json = nlohmann::json::parse(text, nullptr, false);
  if (!json.is_object()) return {};
  BeatFilter filter;
  if (const auto value = numberIn(json, "labelled", beats.scheme().size())) {
    filter.labelled = static_cast<ClassIndex>(*value);
  }
  if (const auto value = numberIn(json, "predicted", beats.scheme().size())) {
    filter.predicted = static_cast<ClassIndex>(*value);
  }
  filter.record = numberIn(json, "record", beats.facts().records.size());
  if (const auto value = numberIn(json, "part", 4)) filter.part = static_cast<Part>(*value);
  constexpr auto kListed = static_cast<std::size_t>(BeatOrder::Listed);
  if (const auto value = numberIn(json, "order", kListed)) filter.order = static_cast<BeatOrder>(*value);
  filter.confidenceBelow = shareIn(json, "confidenceBelow");
  filter.confidenceAbove = shareIn(json, "confidenceAbove");
  filter.onlyWrong = flagIn(json, "onlyWrong");
  filter.onlyEdited = flagIn(json, "onlyEdited");
  filter.onlyUnlabelled = flagIn(json, "onlyUnlabelled");
  filter.onlyFlagged = flagIn(json, "onlyFlagged");
  filter.onlyExcluded = flagIn(json, "onlyExcluded");
  filter.onlyNoted = flagIn(json, "onlyNoted");
  return filter;
}

}  // namespace ectopy::ui
