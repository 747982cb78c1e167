#include "core/beats/recording_cut.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <cmath>

#include "core/base/error.h"
#include "core/beats/context_features.h"
#include "core/beats/context_signal.h"
#include "core/beats/cutting.h"
#include "core/beats/detected_beats.h"
#include "core/beats/rhythm_features.h"
#include "core/io/ptb_diagnosis.h"
#include "core/signal/resampling.h"

namespace ectopy {
namespace {

constexpr double kLeastHeight = 1e-3;  // ADC units
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

/// ADC units a millivolt.
double unitsPerMillivolt(const Lead& lead, std::string_view record) {
  constexpr std::array<std::pair<std::string_view, double>, 4> kMillivolts = {
      {{"mv", 1}, {"uv", 1e-3}, {"\u00b5v", 1e-3}, {"v", 1e3}}};
  const std::string unit = lowerCase(lead.unit);
  for (const auto& [name, millivolts] : kMillivolts) {
    if (unit == name && lead.isCalibrated) return std::abs(lead.gain) / millivolts;
  }
  throw Error(fmt::format("Record {}: unit \"mv\" expected a lead calibrated in millivolts, found {} {}.",
                          record, lead.name, lead.isCalibrated ? "in " + lead.unit : "without a gain"));
}

/// R peaks as sample numbers of a signal at the cut's rate.
std::vector<std::int64_t> peaksOf(std::span<const BeatMark> marks, const Recording& recording,
                                  const BeatCut& cut) {
  std::vector<std::int64_t> peaks;
  for (const BeatMark& mark : marks) {
    peaks.push_back(
        std::llround(static_cast<double>(mark.sample) * cut.sampleRateHz / recording.sampleRateHz));
  }
  return peaks;
}

/// Takes the baseline out and divides by the cut's unit.
void takeUnit(CutSignal& signal, const Lead& lead, std::span<const BeatMark> marks,
              const Recording& recording, const BeatCut& cut) {
  signal = withoutBaseline(signal, cut.sampleRateHz);
  if (cut.unit == AmplitudeUnit::Beat) return;
  double scale = 0;
  if (cut.unit == AmplitudeUnit::Millivolts) {
    scale = unitsPerMillivolt(lead, recording.name);
  } else {
    scale = typicalQrsHeight(signal, cut.sampleRateHz, peaksOf(marks, recording, cut));
  }
  if (lead.gain < 0) scale = -scale;
  // A flat record has no height of its own (only the rounding of its resampling); it stays zero.
  const bool isFlat = cut.unit == AmplitudeUnit::Record && std::abs(scale) < kLeastHeight;
  for (double& value : signal) value = isFlat && !std::isnan(value) ? 0 : value / scale;
}

CutSignal signalFor(const Lead& lead, std::span<const BeatMark> marks, const Recording& recording,
                    const BeatCut& cut) {
  CutSignal signal = samplesOf(lead);
  if (recording.sampleRateHz != cutRateHz(cut))
    signal = resample(signal, recording.sampleRateHz, cutRateHz(cut));
  if (cut.rule == CutRule::Context) takeUnit(signal, lead, marks, recording, cut);
  return signal;
}

/// A lead beside the one that is cut: V1 where there is one, else the first other; none: nullptr.
const Lead* secondLeadOf(const Recording& recording, std::size_t first) {
  const Lead* second = nullptr;
  for (std::size_t i = 0; i < recording.leads.size(); ++i) {
    if (i == first) continue;
    if (lowerCase(recording.leads[i].name) == "v1") return &recording.leads[i];
    if (second == nullptr) second = &recording.leads[i];
  }
  return second;
}

std::vector<float> featuresFor(const Recording& recording, const BeatCut& cut,
                               std::span<const BeatMark> marks, const CutSignal& signal) {
  const std::vector<std::int64_t> peaks = peaksOf(marks, recording, cut);
  const Lead* second = secondLeadOf(recording, chooseLead(leadNames(recording), cut, recording.name));
  BeatCut relative = cut;
  relative.unit = AmplitudeUnit::Record;
  const CutSignal other = second == nullptr ? signal : signalFor(*second, marks, recording, relative);
  const std::vector<bool> unhurried = unhurriedBeats(marks);
  return contextFeatures(marks, {signal, cut.sampleRateHz, peaks, unhurried},
                         {other, cut.sampleRateHz, peaks, unhurried});
}

void requireCuttable(const Recording& recording, const BeatCut& cut) {
  if (cut.rule == CutRule::Given) {
    throw Error(
        fmt::format("Record {}: rule \"given\" does not say how to cut a recording, expected "
                    "\"kaggle\", \"paper\" or \"context\".",
                    recording.name));
  }
  if (cut.rule != CutRule::Context && cut.unit != AmplitudeUnit::Beat) {
    throw Error(
        fmt::format("Record {}: rule \"{}\" gives beats from 0 to 1, expected unit \"beat\", found \"{}\".",
                    recording.name, nameOf(cut.rule), nameOf(cut.unit)));
  }
  if (!(recording.sampleRateHz > 0)) {
    throw Error(fmt::format("Record {}: expected a sample rate above 0, found {}.", recording.name,
                            recording.sampleRateHz));
  }
}

/// The class of all beats of the record where the task takes it from the diagnosis.
std::optional<ClassIndex> diagnosisFor(const Recording& recording, const BeatCut& cut,
                                       std::optional<ClassIndex> known) {
  if (cut.task != BeatTask::NormalInfarction) return std::nullopt;
  if (known) return known;
  if (const auto diagnosis = classOfPtbDiagnosis(ptbDiagnosis(recording.comments))) return diagnosis;
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
  if (cut.rule == CutRule::Kaggle) return 0;
  for (const char* usual : {"MLII", "II"}) {
    if (const std::size_t found = find(usual); found < leads.size()) return found;
  }
  return 0;
}

bool isUsualLead(const std::string& lead, const BeatCut& cut) {
  if (cut.rule == CutRule::Kaggle || !cut.lead.empty()) return true;
  const std::string lower = lowerCase(lead);
  return lower == "mlii" || lower == "ii";
}

LeftOut cutRecordingCounted(const Recording& recording, const BeatCut& cut,
                            std::optional<ClassIndex> knownDiagnosis, std::uint32_t record,
                            BeatSetBuilder& builder) {
  requireCuttable(recording, cut);
  const auto diagnosis = diagnosisFor(recording, cut, knownDiagnosis);
  const Lead& lead = recording.leads[chooseLead(leadNames(recording), cut, recording.name)];
  const std::vector<Annotation> annotations = inTimeOrder(annotationsOf(recording, cut));
  const double rate = recording.sampleRateHz;
  const std::vector<BeatMark> marks = beatMarks(annotations, rate, cut, diagnosis);
  const CutSignal signal = signalFor(lead, marks, recording, cut);
  const CutPlan plan = planCut(cut, {.annotations = annotations,
                                     .marks = marks,
                                     .annotationHz = rate,
                                     .signalHz = cutRateHz(cut),
                                     .signalSize = static_cast<std::int64_t>(signal.size())});
  const std::vector<float> features =
      cut.rule == CutRule::Context ? featuresFor(recording, cut, marks, signal) : std::vector<float>();
  return cutByPlan(signal, plan, {marks, features, featureNames(cut).size(), record}, cut, builder);
}

std::vector<std::string> cutRecording(const Recording& recording, const BeatCut& cut, std::uint32_t record,
                                      BeatSetBuilder& builder) {
  const LeftOut leftOut = cut.detected ? cutRecordingCounted(withDetectedBeats(recording, cut, {}), cut,
                                                             std::nullopt, record, builder)
                                       : cutRecordingCounted(recording, cut, std::nullopt, record, builder);
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
