#include "core/signal/annotation.h"

#include <fmt/format.h>

#include <array>
#include <cstddef>

namespace ectopy {

namespace {

struct Entry {
  std::string_view symbol;  // empty: the code has no mnemonic of its own
  std::string_view description;
};

// Index = annotation code. Symbols as WFDB's rdann prints them (ecgcodes.h).
constexpr std::array<Entry, 42> kEntries = {{
    {" ", "no annotation"},
    {"N", "normal beat"},
    {"L", "left bundle branch block beat"},
    {"R", "right bundle branch block beat"},
    {"a", "aberrated atrial premature beat"},
    {"V", "premature ventricular contraction"},
    {"F", "fusion of ventricular and normal beat"},
    {"J", "nodal (junctional) premature beat"},
    {"A", "atrial premature beat"},
    {"S", "supraventricular premature beat"},
    {"E", "ventricular escape beat"},
    {"j", "nodal (junctional) escape beat"},
    {"/", "paced beat"},
    {"Q", "unclassifiable beat"},
    {"~", "change in signal quality"},
    {"", ""},
    {"|", "isolated QRS-like artifact"},
    {"", ""},
    {"s", "ST segment change"},
    {"T", "T wave change"},
    {"*", "systole"},
    {"D", "diastole"},
    {"\"", "comment"},
    {"=", "measurement"},
    {"p", "P wave peak"},
    {"B", "bundle branch block beat, unspecified"},
    {"^", "pacemaker spike without capture"},
    {"t", "T wave peak"},
    {"+", "rhythm change"},
    {"u", "U wave peak"},
    {"?", "beat not classified during learning"},
    {"!", "ventricular flutter wave"},
    {"[", "start of ventricular flutter or fibrillation"},
    {"]", "end of ventricular flutter or fibrillation"},
    {"e", "atrial escape beat"},
    {"n", "supraventricular escape beat"},
    {"@", "link to external data"},
    {"x", "P wave without conduction (blocked atrial premature beat)"},
    {"f", "fusion of paced and normal beat"},
    {"(", "waveform onset"},
    {")", "waveform end"},
    {"r", "R-on-T premature ventricular contraction"},
}};

}  // namespace

std::string_view noteOf(const Annotation& annotation) {
  const std::string_view text = annotation.text;
  return text.substr(0, text.find('\0'));
}

std::string symbolOf(AnnotationCode code) {
  if (code < kEntries.size() && !kEntries[code].symbol.empty()) return std::string(kEntries[code].symbol);
  return fmt::format("[{}]", code);
}

std::optional<AnnotationCode> codeOf(std::string_view symbol) {
  constexpr unsigned kHighestCode = 49;
  for (unsigned code = 1; code <= kHighestCode; ++code) {
    const auto candidate = static_cast<AnnotationCode>(code);
    if (symbolOf(candidate) == symbol) return candidate;
  }
  return std::nullopt;
}

std::string_view descriptionOf(AnnotationCode code) {
  if (code < kEntries.size() && !kEntries[code].description.empty()) return kEntries[code].description;
  return "annotation code without a meaning of its own";
}

}  // namespace ectopy
