#include "core/io/edf_facts.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cmath>
#include <limits>
#include <optional>

#include "core/io/text_fields.h"

namespace ectopy {

namespace {

constexpr AnnotationCode kNote = 22;

/// The words of an EDF+ field, with their underscores as blanks again; "X" means unknown and is empty.
std::vector<std::string> subfields(std::string_view field) {
  std::vector<std::string> words;
  for (field = trimmed(field); !field.empty(); field = trimmed(field)) {
    const std::size_t end = std::min(field.find(' '), field.size());
    std::string word(field.substr(0, end));
    std::ranges::replace(word, '_', ' ');
    words.push_back(word == "X" ? std::string() : word);
    field.remove_prefix(end);
  }
  return words;
}

/// The three numbers of "04.05.56".
std::optional<std::array<int, 3>> dotted(std::string_view text) {
  std::array<int, 3> numbers{};
  if (text.size() != 8) return std::nullopt;
  for (std::size_t i = 0; i < 3; ++i) {
    const auto value = parseInteger(text.substr(3 * i, 2));
    if (!value || *value < 0) return std::nullopt;
    numbers[i] = static_cast<int>(*value);
  }
  return numbers;
}

/// Annotations are beats only where most texts are mnemonics: sleep stage "R" alone is no beat.
bool areMnemonics(const EdfAnnotations& annotations) {
  const auto count = std::ranges::count_if(annotations.annotations, [](const EdfAnnotation& annotation) {
    return codeOf(annotation.text).has_value();
  });
  return 2 * static_cast<std::size_t>(count) > annotations.annotations.size();
}

Annotation annotationOf(const EdfAnnotation& from, std::int64_t sample, bool isMnemonic) {
  constexpr AnnotationCode kRhythm = 28;
  Annotation annotation;
  annotation.sample = sample;
  annotation.code = kNote;
  const auto code = isMnemonic ? codeOf(from.text) : std::nullopt;
  if (code) {
    annotation.code = *code;
    return annotation;
  }
  if (isMnemonic && from.text.starts_with('(')) annotation.code = kRhythm;  // "(AFIB"
  annotation.text = from.text;
  return annotation;
}

}  // namespace

Lead leadOf(const EdfSignal& signal, const std::string& name, std::string_view fileName,
            std::vector<std::string>& warnings) {
  Lead lead;
  lead.name = name;
  const double millivolts = millivoltsIn(signal.unit);
  lead.unit = millivolts > 0 ? "mV" : signal.unit;
  const double scale = millivolts > 0 ? millivolts : 1;  // lead units in one unit of the file
  const double range = (signal.physicalMaximum - signal.physicalMinimum) * scale;
  const double gain = (signal.digitalMaximum - signal.digitalMinimum) / range;
  const double baseline = signal.digitalMinimum - signal.physicalMinimum * scale * gain;
  std::string fault = signal.scaleFault;
  if (fault.empty() &&
      (!std::isfinite(gain) || std::abs(baseline) > std::numeric_limits<std::int32_t>::max())) {
    fault = fmt::format("expected a physical range with 0 near it, found {} to {}", signal.physicalMinimum,
                        signal.physicalMaximum);
  }
  if (fault.empty()) {
    lead.gain = gain;
    lead.baseline = static_cast<std::int32_t>(std::llround(baseline));
    return lead;
  }
  lead.isCalibrated = false;
  warnings.push_back(
      fmt::format("{}, signal {}: {}; its values have no scale.", fileName, inQuotes(signal.label), fault));
  return lead;
}

std::vector<std::string> edfFacts(const EdfHeader& header, const EdfLeadChoice& choice) {
  std::vector<std::string> facts;
  facts.push_back(
      fmt::format("Format: {}{}", header.formatName(), header.isDiscontinuous ? ", with gaps" : ""));
  if (!header.patient.empty()) facts.push_back("Patient: " + header.patient);
  if (!header.recording.empty()) facts.push_back("Recording: " + header.recording);
  for (std::size_t i = 0; i < choice.indices.size(); ++i) {
    const EdfSignal& signal = header.signalSpecs[choice.indices[i]];
    std::string fact = fmt::format("Lead {}: label \"{}\", {} {} to {}", choice.names[i], signal.label,
                                   signal.unit.empty() ? "no unit," : signal.unit, signal.physicalMinimum,
                                   signal.physicalMaximum);
    if (!signal.transducer.empty()) fact += ", transducer " + signal.transducer;
    if (!signal.prefilter.empty()) fact += ", filter " + signal.prefilter;
    facts.push_back(std::move(fact));
  }
  return facts;
}

std::string patientOf(const EdfHeader& header) {
  const std::vector<std::string> words = subfields(header.patient);
  if (!header.isPlus) return std::ranges::all_of(words, &std::string::empty) ? std::string() : header.patient;
  if (!words.empty() && !words[0].empty()) return words[0];
  return words.size() > 3 ? words[3] : std::string();
}

std::string startTimeOf(const EdfHeader& header, double offsetSeconds) {
  using namespace std::chrono;
  const auto time = dotted(header.startTime);
  if (!time) return {};
  const auto offset = milliseconds(std::llround(std::clamp(offsetSeconds, 0.0, 1e9) * 1000));
  const milliseconds ofDay = hours((*time)[0]) + minutes((*time)[1]) + seconds((*time)[2]) + offset;
  const auto parts = hh_mm_ss<milliseconds>(ofDay % days(1));
  std::string text = fmt::format("{:02}:{:02}:{:02}", parts.hours().count(), parts.minutes().count(),
                                 parts.seconds().count());
  if (parts.subseconds().count() > 0) text += fmt::format(".{:03}", parts.subseconds().count());
  const auto date = dotted(header.startDate);
  const bool isUnknown = header.isPlus && header.recording.starts_with("Startdate X");
  if (!date || isUnknown) return text;
  const int century = (*date)[2] >= 85 ? 1900 : 2000;  // as EDF+ has it
  const year_month_day first(year((*date)[2] + century), month(static_cast<unsigned>((*date)[1])),
                             day(static_cast<unsigned>((*date)[0])));
  if (!first.ok()) return text;
  const year_month_day now(sys_days(first) + floor<days>(ofDay));
  return fmt::format("{} {:02}/{:02}/{:04}", text, static_cast<unsigned>(now.day()),
                     static_cast<unsigned>(now.month()), static_cast<int>(now.year()));
}

std::vector<Annotation> annotationsOf(const EdfAnnotations& annotations, double startSeconds, double rateHz,
                                      std::string_view fileName, std::vector<std::string>& warnings) {
  std::vector<Annotation> result;
  const bool isMnemonic = areMnemonics(annotations);
  std::size_t early = 0;
  for (const EdfAnnotation& annotation : annotations.annotations) {
    const std::int64_t sample = std::llround((annotation.seconds - startSeconds) * rateHz);
    if (sample < 0) {
      ++early;
      continue;
    }
    result.push_back(annotationOf(annotation, sample, isMnemonic));
  }
  std::ranges::stable_sort(result, {}, &Annotation::sample);
  if (early > 0) {
    warnings.push_back(fmt::format("{}: {} annotation{} before the first sample {} left out.", fileName,
                                   early, early == 1 ? "" : "s", early == 1 ? "was" : "were"));
  }
  return result;
}

}  // namespace ectopy
