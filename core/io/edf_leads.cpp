#include "core/io/edf_leads.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "core/io/text_fields.h"

namespace ectopy {

namespace {

constexpr std::array<std::string_view, 37> kKnownLeads = {
    "I",   "II",  "III", "aVR", "aVL", "aVF", "V1",  "V2",     "V3",  "V4",   "V5",    "V6",   "V7",
    "V8",  "V9",  "V1R", "V2R", "V3R", "V4R", "V5R", "V6R",    "MLI", "MLII", "MLIII", "MCL1", "MCL6",
    "MV1", "MV2", "MV5", "MV6", "CM2", "CM5", "CC5", "mod.V1", "CM4", "CM6",  "CV5"};

char upper(char c) {
  return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
}

bool sameWord(std::string_view left, std::string_view right) {
  return std::ranges::equal(left, right, {}, upper, upper);
}

bool startsWithWord(std::string_view text, std::string_view word) {
  return text.size() >= word.size() && sameWord(text.substr(0, word.size()), word);
}

/// The label of a lead against a named reference, "II-Ref": the lead alone.
std::string_view withoutReference(std::string_view label) {
  for (const std::string_view ending : {"-Ref", "-REF", "-ref", "-Org", "-Gnd", "-GND"}) {
    if (label.size() > ending.size() && label.ends_with(ending)) label.remove_suffix(ending.size());
  }
  return trimmed(label);
}

std::string_view knownLead(std::string_view name) {
  if (startsWithWord(name, "Lead ")) name = trimmed(name.substr(5));
  const auto found =
      std::ranges::find_if(kKnownLeads, [&](std::string_view lead) { return sameWord(lead, name); });
  return found == kKnownLeads.end() ? std::string_view() : *found;
}

struct NamedSignal {
  std::size_t index = 0;
  std::string name;
  double rateHz = 0;
};

std::vector<NamedSignal> namedSignals(const EdfHeader& header, bool onlyEcg) {
  std::vector<NamedSignal> named;
  for (std::size_t i = 0; i < header.signalSpecs.size(); ++i) {
    const EdfSignal& signal = header.signalSpecs[i];
    if (signal.isAnnotations || signal.samplesPerRecord == 0) continue;
    std::string name = ecgLeadNameOf(signal.label);
    if (onlyEcg && name.empty()) continue;
    if (name.empty()) name = signal.label.empty() ? fmt::format("signal {}", i + 1) : signal.label;
    named.push_back({i, std::move(name), header.rateOf(signal)});
  }
  return named;
}

/// "EEG C3, EEG C4 and 5 more"
std::string listed(const std::vector<std::string>& names) {
  constexpr std::size_t kMost = 6;
  const std::size_t shown = names.size() > kMost + 1 ? kMost : names.size();
  std::string text;
  for (std::size_t i = 0; i < shown; ++i) text += (i == 0 ? "" : ", ") + names[i];
  return shown < names.size() ? fmt::format("{} and {} more", text, names.size() - shown) : text;
}

void tellLeftOut(const EdfHeader& header, const std::vector<NamedSignal>& taken, std::string_view fileName,
                 std::vector<std::string>& warnings) {
  std::vector<std::string> names;
  for (const NamedSignal& signal : namedSignals(header, false)) {
    if (std::ranges::find(taken, signal.index, &NamedSignal::index) == taken.end()) {
      names.push_back(header.signalSpecs[signal.index].label);
    }
  }
  if (names.empty()) return;
  warnings.push_back(fmt::format("{}: {} that {} no ECG lead {} left out: {}.", fileName,
                                 names.size() == 1 ? "a signal" : fmt::format("{} signals", names.size()),
                                 names.size() == 1 ? "is" : "are", names.size() == 1 ? "was" : "were",
                                 listed(names)));
}

}  // namespace

std::string ecgLeadNameOf(std::string_view label) {
  const std::string_view whole = trimmed(label);
  if (const std::string_view lead = knownLead(withoutReference(whole)); !lead.empty())
    return std::string(lead);
  if (!startsWithWord(whole, "ECG") && !startsWithWord(whole, "EKG")) return {};
  std::string_view rest = whole.substr(3);
  rest.remove_prefix(std::min(rest.find_first_not_of(" -_:."), rest.size()));
  if (const std::string_view lead = knownLead(withoutReference(rest)); !lead.empty())
    return std::string(lead);
  return std::string(whole);
}

EdfLeadChoice chooseEdfLeads(const EdfHeader& header, std::string_view fileName) {
  constexpr double kMostTimesSlower = 8;  // more would make the result many times as large as the file
  EdfLeadChoice choice;
  std::vector<NamedSignal> named = namedSignals(header, true);
  if (named.empty()) {
    named = namedSignals(header, false);
  } else {
    tellLeftOut(header, named, fileName, choice.warnings);
  }
  for (const NamedSignal& signal : named) choice.rateHz = std::max(choice.rateHz, signal.rateHz);
  for (NamedSignal& signal : named) {
    if (signal.rateHz * kMostTimesSlower < choice.rateHz) {
      choice.warnings.push_back(
          fmt::format("{}: {} has {:g} samples a second, too few beside {:g}; it was left out.", fileName,
                      signal.name, signal.rateHz, choice.rateHz));
      continue;
    }
    if (signal.rateHz != choice.rateHz) {
      choice.warnings.push_back(
          fmt::format("{}: {} was resampled from {:g} to {:g} Hz, the rate of the fastest lead.", fileName,
                      signal.name, signal.rateHz, choice.rateHz));
    }
    choice.indices.push_back(signal.index);
    choice.names.push_back(std::move(signal.name));
  }
  return choice;
}

double millivoltsIn(std::string_view unit) {
  unit = trimmed(unit);
  for (const std::string_view micro : {"uV", "UV", "\xc2\xb5V", "\xce\xbcV", "mcV", "microV", "uv"}) {
    if (unit == micro) return 1e-3;
  }
  if (unit == "mV" || unit == "mv" || unit == "MV") return 1;
  if (unit == "V" || unit == "v") return 1e3;
  if (unit == "nV") return 1e-6;
  return 0;
}

}  // namespace ectopy
