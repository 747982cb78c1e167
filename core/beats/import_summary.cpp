#include "core/beats/import_summary.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <limits>
#include <set>

#include "core/base/error.h"
#include "core/beats/cutting.h"
#include "core/beats/recording_cut.h"
#include "core/io/path_kind.h"
#include "core/io/ptb_diagnosis.h"
#include "core/io/ptbxl_catalogue.h"
#include "core/io/record_patient.h"
#include "core/io/recording_reader.h"
#include "core/io/wfdb_annotations.h"
#include "core/io/wfdb_header.h"

namespace ectopy {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kMostWarnings = 20;

/// Files beside a header that are no annotations.
bool isNoAnnotator(std::string_view extension) {
  constexpr std::array<std::string_view, 12> kOthers = {"",     ".hea", ".dat",  ".xyz", ".mat", ".edf",
                                                        ".txt", ".csv", ".json", ".pdf", ".md",  ".html"};
  return std::ranges::find(kOthers, extension) != kOthers.end();
}

/// The suffixes of files that share each record's name, folder by folder.
class AnnotatorList {
 public:
  const std::set<std::string>& of(const fs::path& header) {
    const fs::path folder = header.parent_path();
    if (folder != m_folder || m_byRecord.empty()) read(folder);
    return m_byRecord[header.stem().string()];
  }

 private:
  void read(const fs::path& folder) {
    m_folder = folder;
    m_byRecord.clear();
    std::error_code problem;
    for (fs::directory_iterator entry(folder.empty() ? "." : folder, problem), end; !problem && entry != end;
         entry.increment(problem)) {
      const std::string extension = entry->path().extension().string();
      if (isNoAnnotator(extension) || extension.ends_with('-')) continue;
      m_byRecord[entry->path().stem().string()].insert(extension.substr(1));
    }
  }

  fs::path m_folder;
  std::map<std::string, std::set<std::string>> m_byRecord;
};

/// What a record tells without its samples; looked up once.
struct RecordLook {
  const SelectedRecord& record;
  bool isWfdb = true;
  WfdbHeader header;    // of a recording of one file: what a WFDB header would say of it
  Recording recording;  // a recording of one file, with its annotations; else empty
};

/// Gathers a summary record by record.
class Summariser {
 public:
  Summariser(const BeatCut& cut, bool withBeats, const JobContext& job)
      : m_withBeats(withBeats), m_silent(job.token(), {}) {
    m_summary.cut = cut;
    const LabelScheme scheme = cut.task == BeatTask::Aami5 ? aami5Scheme() : normalInfarctionScheme();
    for (const LabelClass& one : scheme.classes) m_summary.classes.push_back({one.code, one.name});
  }

  /// Looks at one record; what can't be used is counted with its reason.
  void add(const SelectedRecord& record) {
    try {
      const RecordLook look = lookAt(record);
      for (const std::string& warning : look.recording.warnings) warn(warning);
      // A selection by diagnosis has counted them already, left out or not.
      if (m_summary.cut.task == BeatTask::Aami5) countDiagnosis(look.header);
      const std::string reason = take(look);
      if (!reason.empty()) ++m_summary.recordsLeftOut[reason];
    } catch (const Error& error) {
      ++m_summary.recordsLeftOut["their files can't be read"];
      warn(error.what());
    }
  }

  void warn(const std::string& text) {
    if (m_summary.warnings.size() < kMostWarnings) {
      m_summary.warnings.push_back(text);
    } else {
      ++m_untold;
    }
  }

  ImportSummary finish() {
    if (m_untold > 0) m_summary.warnings.push_back(fmt::format("{} more warnings.", m_untold));
    m_summary.patients = m_patients.size();
    for (auto& [reason, beats] : reasonsOf(m_leftOut)) {
      if (beats > 0) m_summary.beatsLeftOut[reason] = beats;
    }
    return std::move(m_summary);
  }

  ImportSummary& summary() { return m_summary; }
  void addPatient(const std::string& patient) { m_patients.insert(patient); }

 private:
  static std::vector<std::pair<std::string, std::size_t>> reasonsOf(const LeftOut& leftOut) {
    return {{"no annotation follows in the record", leftOut.withoutSuccessor},
            {"no RR interval near", leftOut.withoutRhythm},
            {"their samples reach beyond the record", leftOut.outsideSignal}};
  }

  void countDiagnosis(const WfdbHeader& header) {
    const std::string diagnosis = ptbDiagnosis(header.comments);
    if (diagnosis.empty()) return;
    m_summary.catalogue = "ptb";
    ++m_summary.diagnoses[diagnosis];
  }

  RecordLook lookAt(const SelectedRecord& record) const {
    if (record.header.extension() == ".hea") return {record, true, readWfdbHeader(record.header), {}};
    const RecordingReadOptions options{.annotators = {m_summary.cut.annotator}, .text = record.text};
    Recording recording = describeRecording(record.header, options, m_silent);
    WfdbHeader header = headerOf(recording);
    return {record, false, std::move(header), std::move(recording)};
  }

  static WfdbHeader headerOf(const Recording& recording) {
    WfdbHeader header;
    header.recordName = recording.name;
    header.sampleRateHz = recording.sampleRateHz;
    header.sampleCount = recording.sampleCount;
    header.comments = recording.comments;
    for (const Lead& lead : recording.leads) {
      header.signalSpecs.push_back({.fileName = "-", .unit = lead.unit, .description = lead.name});
    }
    return header;
  }

  std::set<std::string> annotatorsOf(const RecordLook& look) {
    if (look.isWfdb) return m_annotators.of(look.record.header);
    std::set<std::string> names;
    for (const auto& [annotator, annotations] : look.recording.annotations) {
      if (!annotations.empty()) names.insert(annotator);
    }
    return names;
  }

  /// Empty, or why the record is left out.
  std::string take(const RecordLook& look) {
    const auto& [record, isWfdb, header, recording] = look;
    std::vector<std::string> leads = leadNames(header, record.header);
    if (leads.empty()) return "no signals";
    if (!(header.sampleRateHz > 0)) return "no sample rate: it must be given";
    const std::set<std::string> annotators = annotatorsOf(look);
    std::size_t lead = 0;
    if (m_withBeats) {
      try {
        lead = chooseLead(leads, m_summary.cut, header.recordName);
      } catch (const Error&) {
        return fmt::format("no lead {}", m_summary.cut.lead);
      }
      if (!isSignalThere(record, header, lead)) return "their signal file is missing";
      const std::string reason = takeBeats(look, annotators);
      if (!reason.empty()) return reason;
    }
    ++m_summary.taken;
    if (m_withBeats) ++m_summary.takenLeads[leads[lead]];
    std::ranges::sort(leads);
    leads.erase(std::unique(leads.begin(), leads.end()), leads.end());
    for (const std::string& name : leads) ++m_summary.leads[name];
    for (const std::string& annotator : annotators) ++m_summary.annotators[annotator];
    if (record.fold > 0) ++m_summary.folds[record.fold];
    addPatient(!record.patient.empty() ? record.patient
               : !isWfdb               ? recording.patient
                         : patientOfWfdbRecord(record.header, header.recordName, header.sampleRateHz,
                                               header.sampleCount));
    ++m_summary.sampleRates[header.sampleRateHz];
    m_summary.hours += static_cast<double>(header.sampleCount) / header.sampleRateHz / 3600;
    return {};
  }

  /// As the reader calls them.
  static std::vector<std::string> namesOf(const WfdbHeader& header) {
    std::vector<std::string> names;
    for (const WfdbSignalSpec& spec : header.signalSpecs) {
      names.push_back(spec.description.empty() ? fmt::format("signal {}", names.size() + 1)
                                               : spec.description);
    }
    return names;
  }

  /// Of a record in segments those of its first header that has some.
  static std::vector<std::string> leadNames(const WfdbHeader& header, const fs::path& path) {
    std::vector<std::string> names = namesOf(header);
    for (const WfdbHeader::Segment& segment : header.segments) {
      if (!names.empty()) break;
      fs::path part = path.parent_path() / segment.recordName;
      part += ".hea";
      std::error_code ignored;
      if (segment.recordName == "~" || !fs::exists(part, ignored)) continue;
      names = namesOf(readWfdbHeader(part));
    }
    return names;
  }

  static bool isSignalThere(const SelectedRecord& record, const WfdbHeader& header, std::size_t lead) {
    if (lead >= header.signalSpecs.size() || header.segmentCount > 0) return true;
    const std::string& file = header.signalSpecs[lead].fileName;
    std::error_code ignored;
    return file == "~" || file == "-" || fs::exists(record.header.parent_path() / file, ignored);
  }

  /// Counts the beats a cut takes. Empty, or why there are none.
  std::string takeBeats(const RecordLook& look, const std::set<std::string>& annotators) {
    const BeatCut& cut = m_summary.cut;
    const WfdbHeader& header = look.header;
    std::optional<ClassIndex> diagnosis = look.record.diagnosis;
    if (cut.task == BeatTask::NormalInfarction) {
      if (!diagnosis) diagnosis = classOfPtbDiagnosis(ptbDiagnosis(header.comments));
      if (!diagnosis) return "no \"Reason for admission\" in the header";
    }
    if (cut.detected) {
      m_summary.areBeatsKnown = false;
      if (diagnosis) ++m_summary.classes[*diagnosis].records;
      return {};
    }
    if (!annotators.contains(cut.annotator)) return fmt::format("no annotations \"{}\"", cut.annotator);
    const std::vector<Annotation> annotations = annotationsOf(look);
    const std::vector<BeatMark> marks = beatMarks(annotations, header.sampleRateHz, cut, diagnosis);
    const std::int64_t size = header.sampleCount > 0
                                  ? cutSampleCount(header.sampleCount, header.sampleRateHz, cut)
                                  : std::numeric_limits<std::int64_t>::max() / 2;
    const CutPlan plan = planCut(cut, {.annotations = annotations,
                                       .marks = marks,
                                       .annotationHz = header.sampleRateHz,
                                       .signalHz = cutRateHz(cut),
                                       .signalSize = size});
    m_leftOut.add(plan.leftOut);
    m_summary.beats += plan.places.size();
    std::set<ClassIndex> classes;
    for (const BeatPlace& place : plan.places) {
      const ClassIndex label = marks[place.mark].classIndex;
      ++m_summary.classes[label].beats;
      classes.insert(label);
    }
    for (const ClassIndex label : classes) ++m_summary.classes[label].records;
    return {};
  }

  /// In samples of the header's rate and in time order.
  std::vector<Annotation> annotationsOf(const RecordLook& look) const {
    const std::string& annotator = m_summary.cut.annotator;
    if (!look.isWfdb) return look.recording.annotations.at(annotator);
    WfdbAnnotations file =
        readWfdbAnnotations(fs::path(look.record.header).replace_extension("." + annotator));
    fitToRate(file.annotations, file.timeResolutionHz, look.header.sampleRateHz);
    return std::move(file.annotations);
  }

  bool m_withBeats;
  JobContext m_silent;  // stops with the job; only the records are told as progress
  ImportSummary m_summary;
  AnnotatorList m_annotators;
  std::set<std::string> m_patients;
  LeftOut m_leftOut;
  std::size_t m_untold = 0;
};

void takeSelection(const RecordSelection& selection, Summariser& all) {
  ImportSummary& summary = all.summary();
  summary.name = selection.name;
  summary.catalogue = selection.catalogue;
  summary.diagnoses = selection.diagnoses;
  summary.recordsLeftOut = selection.leftOut;
  summary.records = selection.records.size();
  for (const auto& [reason, count] : selection.leftOut) summary.records += count;
  for (const std::string& warning : selection.warnings) all.warn(warning);
}

ImportSummary summariseBeats(const fs::path& data, const BeatCut& cut, const CsvReading& csv,
                             const JobContext& job) {
  const auto beats = openBeats(data, cut, csv, job);
  ImportSummary summary;
  summary.name = beats->facts().name;
  summary.cut = beats->cut();
  summary.records = summary.taken = beats->facts().records.size();
  summary.beats = beats->size();
  const auto counts = beats->classCounts();
  std::vector<std::set<std::uint32_t>> records(counts.size());
  for (BeatIndex i = 0; i < beats->size(); ++i) {
    const ClassIndex label = beats->columns().classes[i];
    const std::uint32_t record = beats->columns().records[i];
    if (label != kUnlabelled && record != BeatColumns::kNoRecord) records[label].insert(record);
  }
  for (std::size_t i = 0; i < counts.size(); ++i) {
    const LabelClass& one = beats->scheme().classes[i];
    summary.classes.push_back({one.code, one.name, counts[i], records[i].size()});
  }
  std::set<std::string> patients;
  for (const RecordInfo& record : beats->facts().records) {
    patients.insert(record.patient.empty() ? record.name : record.patient);
    if (record.fold > 0) ++summary.folds[record.fold];
    ++summary.leads[record.leadName];
    ++summary.sampleRates[record.sampleRateHz];
  }
  summary.takenLeads = summary.leads;
  summary.patients = patients.size();
  summary.warnings = beats->facts().warnings;
  return summary;
}

}  // namespace

ImportSummary summariseImport(const fs::path& data, const BeatCut& cut, const JobContext& job,
                              const SignalTextOptions& text, const CsvReading& csv) {
  PathKind kind = pathKind(data);
  // Whoever gives a sample rate says that the text holds signals.
  if (kind == PathKind::HeartbeatCsv && text.sampleRateHz > 0) kind = PathKind::SignalText;
  const bool isCut = kind == PathKind::WfdbRecord || kind == PathKind::WfdbDatabase ||
                     kind == PathKind::EdfRecording || kind == PathKind::SignalText;
  if (!isCut) return summariseBeats(data, cut, csv, job);
  Summariser all(cut, true, job);
  RecordSelection selection = selectRecords(data, cut, job);
  for (SelectedRecord& record : selection.records) record.text = text;
  takeSelection(selection, all);
  for (std::size_t i = 0; i < selection.records.size(); ++i) {
    job.throwIfStopped();
    if (i % 16 == 0) {
      job.report(static_cast<double>(i) / static_cast<double>(selection.records.size()),
                 fmt::format("record {}", selection.records[i].header.stem().string()));
    }
    all.add(selection.records[i]);
  }
  return all.finish();
}

ImportSummary summariseRecords(const fs::path& data, const JobContext& job) {
  BeatCut everything;
  Summariser all(everything, false, job);
  const RecordSelection selection = selectRecords(data, everything, job);
  takeSelection(selection, all);
  const bool isUniform = selection.catalogue == "ptb-xl";
  for (const SelectedRecord& record : selection.records) {
    job.throwIfStopped();
    if (!isUniform || all.summary().taken == 0) {
      all.add(record);
      continue;
    }
    ++all.summary().taken;
    all.addPatient(record.patient);
    ++all.summary().folds[record.fold];
  }
  ImportSummary summary = all.finish();
  summary.classes.clear();
  if (!isUniform || summary.taken == 0) return summary;
  for (auto* counts : {&summary.leads, &summary.annotators}) {
    for (auto& [name, count] : *counts) count = summary.taken;
  }
  for (auto& [rate, count] : summary.sampleRates) count = summary.taken;
  summary.hours *= static_cast<double>(summary.taken);
  return summary;
}

}  // namespace ectopy
