#include "core/beats/record_selection.h"

#include <fmt/format.h>

#include <algorithm>

#include "core/base/error.h"
#include "core/io/path_kind.h"
#include "core/io/ptb_diagnosis.h"
#include "core/io/ptbxl_catalogue.h"
#include "core/io/recording_reader.h"
#include "core/io/wfdb_header.h"

namespace ectopy {
namespace {

namespace fs = std::filesystem;

constexpr ClassIndex kNormal = 0;  // in normalInfarctionScheme()
constexpr ClassIndex kInfarction = 1;

bool isThere(const fs::path& path) {
  std::error_code ignored;
  return fs::exists(path, ignored);
}

/// The name a database goes by: its folder's, also for "mitdb/" and ".".
std::string nameOfFolder(const fs::path& folder) {
  fs::path whole = fs::absolute(folder).lexically_normal();
  if (!whole.has_filename()) whole = whole.parent_path();
  return whole.filename().string();
}

fs::path headerOf(const fs::path& record) {
  fs::path header = record;
  if (header.extension() == ".hea" || (isThere(record) && pathKind(record) != PathKind::WfdbRecord))
    return header;
  fs::path appended = record;
  appended += ".hea";
  if (isThere(appended)) return appended;
  return header.replace_extension(".hea");
}

/// The files of a PTB-XL copy to take; headers that are not there included.
fs::path PtbXlRecord::*filesOf(const PtbXlCatalogue& catalogue, double wantedHz) {
  if (wantedHz == 500) return &PtbXlRecord::header500;
  if (wantedHz == 100) return &PtbXlRecord::header100;
  if (wantedHz != 0) {
    throw Error(
        fmt::format("PTB-XL: expected files of 500 Hz or 100 Hz to be asked for, found {} Hz.", wantedHz));
  }
  const bool hasFast = std::ranges::any_of(
      catalogue.records, [](const PtbXlRecord& record) { return isThere(record.header500); });
  return hasFast ? &PtbXlRecord::header500 : &PtbXlRecord::header100;
}

/// The class of a record by its superclasses, or why it has none.
std::optional<ClassIndex> classOf(const PtbXlRecord& record, std::string& reason) {
  const auto has = [&record](std::string_view one) {
    return std::ranges::count(record.superclasses, one) > 0;
  };
  if (has("MI") && has("NORM")) {
    reason = "diagnosed MI and NORM both";
    return std::nullopt;
  }
  if (has("MI")) return kInfarction;
  if (has("NORM") && record.superclasses.size() == 1) return kNormal;
  reason = "diagnosed neither MI nor NORM alone";
  return std::nullopt;
}

void selectPtbXl(const fs::path& folder, const BeatCut& cut, const JobContext& job,
                 RecordSelection& selection) {
  PtbXlCatalogue catalogue = readPtbXlCatalogue(folder, job);
  selection.catalogue = "ptb-xl";
  selection.warnings = std::move(catalogue.warnings);
  fs::path PtbXlRecord::*const files = filesOf(catalogue, cut.recordRateHz);
  for (PtbXlRecord& record : catalogue.records) {
    job.throwIfStopped();
    for (const std::string& superclass : record.superclasses) ++selection.diagnoses[superclass];
    if (record.superclasses.empty()) ++selection.diagnoses["none"];
    SelectedRecord selected{
        std::move(record.*files), std::move(record.patient), record.fold, std::nullopt, {}};
    std::string reason;
    if (cut.task == BeatTask::NormalInfarction) selected.diagnosis = classOf(record, reason);
    if (reason.empty() && !isThere(selected.header)) reason = "their files are not in this folder";
    if (reason.empty()) {
      selection.records.push_back(std::move(selected));
    } else {
      ++selection.leftOut[reason];
    }
  }
}

/// The class each header's comments give; a header that can't be read is told when it is cut.
void takeDiagnoses(const BeatCut& cut, const JobContext& job, RecordSelection& selection) {
  std::vector<SelectedRecord> taken;
  for (SelectedRecord& record : selection.records) {
    job.throwIfStopped();
    std::string diagnosis;
    try {
      diagnosis = ptbDiagnosis(readWfdbHeader(record.header).comments);
    } catch (const Error&) {
      taken.push_back(std::move(record));
      continue;
    }
    if (!diagnosis.empty()) {
      selection.catalogue = "ptb";
      ++selection.diagnoses[diagnosis];
    }
    record.diagnosis = classOfPtbDiagnosis(diagnosis);
    if (record.diagnosis) {
      taken.push_back(std::move(record));
    } else {
      ++selection.leftOut[diagnosis.empty() ? "no \"Reason for admission\" in the header"
                                            : fmt::format("diagnosis \"{}\"", diagnosis)];
    }
  }
  if (cut.task == BeatTask::NormalInfarction) selection.records = std::move(taken);
}

}  // namespace

std::vector<std::string> RecordSelection::sentences() const {
  std::vector<std::string> all;
  for (const auto& [reason, count] : leftOut) {
    all.push_back(fmt::format("{} record{} left out: {}.", count, count == 1 ? "" : "s", reason));
  }
  all.insert(all.end(), warnings.begin(), warnings.end());
  return all;
}

RecordSelection selectRecords(const fs::path& data, const BeatCut& cut, const JobContext& job) {
  RecordSelection selection;
  std::error_code ignored;
  const bool isFolder = fs::is_directory(data, ignored);
  selection.name = isFolder ? nameOfFolder(data) : headerOf(data).stem().string();
  selection.source = isFolder ? data.string() : headerOf(data).parent_path().string();
  if (isFolder && isPtbXlFolder(data)) {
    selectPtbXl(data, cut, job, selection);
    return selection;
  }
  const std::vector<fs::path> headers = isFolder ? listRecordings(data) : std::vector{headerOf(data)};
  for (const fs::path& header : headers) selection.records.push_back({header, {}, 0, std::nullopt, {}});
  if (cut.task == BeatTask::NormalInfarction) takeDiagnoses(cut, job, selection);
  return selection;
}

std::optional<ClassIndex> classOfPtbDiagnosis(std::string_view diagnosis) {
  std::string lower(diagnosis);
  std::ranges::transform(lower, lower.begin(),
                         [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
  if (lower.starts_with("healthy control")) return kNormal;
  if (lower.starts_with("myocardial infarction")) return kInfarction;
  return std::nullopt;
}

}  // namespace ectopy
