#include "core/beats/recording_cut.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cctype>
#include <cmath>

#include "core/base/error.h"
#include "core/beats/cutting.h"
#include "core/signal/resampling.h"

namespace ectopy {
namespace {

constexpr double kKaggleRawHz = 360;   // decimated by 3
constexpr AnnotationCode kPaced = 12;  // "/"

std::string lowerCase(std::string_view text) {
  std::string lower(text);
  std::transform(lower.begin(), lower.end(), lower.begin(), [](unsigned char c) { return std::tolower(c); });
  return lower;
}

std::vector<std::string> leadNames(const Recording& recording) {
  std::vector<std::string> names;
  for (const Lead& lead : recording.leads) names.push_back(lead.name);
  return names;
}

const std::vector<Annotation>& annotationsOf(const Recording& recording, const BeatCut& cut) {
  const auto found = recording.annotations.find(cut.annotator);
  if (found == recording.annotations.end()) {
    throw Error(fmt::format("Record {}: expected annotations \"{}\" beside its header, found none.",
                            recording.name, cut.annotator));
  }
  return found->second;
}

/// The lead as doubles in ADC units, NaN where a sample is missing.
std::vector<double> samplesOf(const Lead& lead) {
  return lead.samples.visit([](auto values) {
    using Value = typename decltype(values)::value_type;
    constexpr Value missing = std::numeric_limits<Value>::min();
    std::vector<double> samples(values.size());
    std::transform(values.begin(), values.end(), samples.begin(), [](Value value) {
      return value == missing ? std::numeric_limits<double>::quiet_NaN() : static_cast<double>(value);
    });
    return samples;
  });
}

CutSignal signalFor(const Lead& lead, double recordHz, const BeatCut& cut) {
  const double wanted = cut.rule == CutRule::Kaggle ? kKaggleRawHz : cut.sampleRateHz;
  CutSignal signal{samplesOf(lead), wanted};
  if (recordHz != wanted) signal.samples = resample(signal.samples, recordHz, wanted);
  return signal;
}

std::vector<BeatMark> marksOf(std::span<const Annotation> annotations, double rateHz, const BeatCut& cut,
                              std::optional<ClassIndex> diagnosis) {
  std::vector<BeatMark> marks;
  constexpr float kUnknown = std::numeric_limits<float>::quiet_NaN();
  for (std::size_t i = 0; i < annotations.size(); ++i) {
    const auto label = aamiClassOf(annotations[i].code, cut.classMap);
    if (!label) continue;
    marks.push_back({i, annotations[i].sample, diagnosis.value_or(*label), kUnknown, kUnknown});
  }
  for (std::size_t i = 1; i < marks.size(); ++i) {
    const double rr = static_cast<double>(marks[i].sample - marks[i - 1].sample) / rateHz;
    marks[i].rrBefore = marks[i - 1].rrAfter = static_cast<float>(rr);
  }
  return marks;
}

void requireCuttable(const Recording& recording, const BeatCut& cut) {
  if (cut.rule == CutRule::Given) {
    throw Error(
        fmt::format("Record {}: rule \"given\" does not say how to cut a recording, expected \"kaggle\" "
                    "or \"paper\".",
                    recording.name));
  }
  if (!(recording.sampleRateHz > 0)) {
    throw Error(fmt::format("Record {}: expected a sample rate above 0, found {}.", recording.name,
                            recording.sampleRateHz));
  }
}

/// The class of all beats of the record where the task takes it from the diagnosis.
std::optional<ClassIndex> diagnosisFor(const Recording& recording, const BeatCut& cut) {
  if (cut.task != BeatTask::NormalInfarction) return std::nullopt;
  if (const auto diagnosis = diagnosisOf(recording.comments)) return diagnosis;
  throw Error(
      fmt::format("Record {}: expected \"Reason for admission: Healthy control\" or \"Myocardial "
                  "infarction\" in its header, found neither.",
                  recording.name));
}

std::vector<Annotation> inTimeOrder(std::vector<Annotation> annotations) {
  std::stable_sort(annotations.begin(), annotations.end(),
                   [](const Annotation& a, const Annotation& b) { return a.sample < b.sample; });
  return annotations;
}

/// MIT-BIH records 201 and 202 are two tapes of one person (CONVENTIONS 2); nothing in their files says so.
std::string patientOf(const Recording& recording) {
  const bool isMitBih = recording.sampleRateHz == 360 && recording.sampleCount == 650000;
  if (isMitBih && recording.name == "202" && (recording.patient.empty() || recording.patient == "202")) {
    return "201";
  }
  return recording.patient.empty() ? recording.name : recording.patient;
}

}  // namespace

std::size_t chooseLead(const std::vector<std::string>& leads, const BeatCut& cut, std::string_view record) {
  if (leads.empty()) throw Error(fmt::format("Record {}: it has no signals.", record));
  const auto find = [&leads](std::string_view name) {
    const auto same = [wanted = lowerCase(name)](const std::string& lead) {
      return lowerCase(lead) == wanted;
    };
    return static_cast<std::size_t>(std::find_if(leads.begin(), leads.end(), same) - leads.begin());
  };
  if (!cut.lead.empty()) {
    const std::size_t found = find(cut.lead);
    if (found < leads.size()) return found;
    throw Error(fmt::format("Record {}: expected a lead \"{}\", found {}.", record, cut.lead,
                            fmt::join(leads, ", ")));
  }
  if (cut.rule != CutRule::Paper) return 0;
  for (const char* usual : {"MLII", "II"}) {
    if (const std::size_t found = find(usual); found < leads.size()) return found;
  }
  return 0;
}

bool isUsualLead(const std::string& lead, const BeatCut& cut) {
  if (cut.rule != CutRule::Paper || !cut.lead.empty()) return true;
  const std::string lower = lowerCase(lead);
  return lower == "mlii" || lower == "ii";
}

std::optional<ClassIndex> diagnosisOf(const std::vector<std::string>& comments) {
  constexpr std::string_view kKey = "reason for admission:";
  for (const std::string& comment : comments) {
    const std::string lower = lowerCase(comment);
    const std::size_t key = lower.find(kKey);
    if (key == std::string::npos) continue;
    const std::size_t start = lower.find_first_not_of(" \t", key + kKey.size());
    if (start == std::string::npos) continue;
    if (lower.compare(start, 15, "healthy control") == 0) return ClassIndex{0};
    if (lower.compare(start, 21, "myocardial infarction") == 0) return ClassIndex{1};
  }
  return std::nullopt;
}

LeftOut cutRecordingCounted(const Recording& recording, const BeatCut& cut, std::uint32_t record,
                            BeatSetBuilder& builder) {
  requireCuttable(recording, cut);
  const auto diagnosis = diagnosisFor(recording, cut);
  const Lead& lead = recording.leads[chooseLead(leadNames(recording), cut, recording.name)];
  const std::vector<Annotation> annotations = inTimeOrder(annotationsOf(recording, cut));
  const double rate = recording.sampleRateHz;
  const std::vector<BeatMark> marks = marksOf(annotations, rate, cut, diagnosis);
  const CutSignal signal = signalFor(lead, rate, cut);
  return cut.rule == CutRule::Kaggle
             ? cutByKaggle(signal, annotations, rate, marks, cut.length, record, builder)
             : cutByPaper(signal, rate, marks, cut.length, record, builder);
}

std::vector<std::string> cutRecording(const Recording& recording, const BeatCut& cut, std::uint32_t record,
                                      BeatSetBuilder& builder) {
  const LeftOut leftOut = cutRecordingCounted(recording, cut, record, builder);
  std::vector<std::string> sentences = leftOut.sentences("record " + recording.name);
  const std::string& lead = recording.leads[chooseLead(leadNames(recording), cut, recording.name)].name;
  if (!isUsualLead(lead, cut)) {
    sentences.push_back(fmt::format("Record {}: no lead MLII or II, {} was taken.", recording.name, lead));
  }
  return sentences;
}

RecordInfo recordInfoOf(const Recording& recording, const BeatCut& cut) {
  RecordInfo info;
  info.name = recording.name;
  // So that it is found again from any folder.
  if (!recording.path.empty()) info.path = std::filesystem::absolute(recording.path).lexically_normal();
  info.patient = patientOf(recording);
  info.sampleRateHz = recording.sampleRateHz;
  info.leadName = recording.leads[chooseLead(leadNames(recording), cut, recording.name)].name;
  const auto annotations = recording.annotations.find(cut.annotator);
  if (annotations != recording.annotations.end()) {
    info.isPaced = std::any_of(annotations->second.begin(), annotations->second.end(),
                               [](const Annotation& mark) { return mark.code == kPaced; });
  }
  return info;
}

}  // namespace ectopy
