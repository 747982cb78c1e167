#include <fmt/format.h>

#include <algorithm>

#include "core/base/error.h"
#include "core/base/files.h"
#include "core/io/text_fields.h"
#include "core/io/wfdb_annotations.h"
#include "core/io/wfdb_record.h"

namespace ectopy {

namespace {

[[noreturn]] void refuse(const Recording& recording, const std::string& reason) {
  throw Error(fmt::format("Can't write record {}: {}.", inQuotes(recording.name), reason));
}

void check(const Recording& recording) {
  if (!staysInFolder(recording.name) || recording.name.find_first_of(" \t\r\n#") != std::string::npos) {
    refuse(recording, "a record's name has neither blanks nor slashes");
  }
  for (const Lead& lead : recording.leads) {
    if (static_cast<std::int64_t>(lead.samples.size()) == recording.sampleCount) continue;
    refuse(recording, fmt::format("expected {} samples in lead {}, found {}", recording.sampleCount,
                                  inQuotes(lead.name), lead.samples.size()));
  }
  for (const auto& [annotator, annotations] : recording.annotations) {
    if (staysInFolder(annotator) && annotator != "hea" && annotator != "dat") continue;
    refuse(recording, fmt::format("{} is no name for an annotator", inQuotes(annotator)));
  }
}

/// What a header line can hold: no line ends, and no blanks where fields are told apart by them.
std::string oneLine(std::string text) {
  std::ranges::replace_if(
      text, [](char character) { return character == '\n' || character == '\r'; }, ' ');
  return text;
}

std::string withoutBlanks(std::string text) {
  constexpr std::string_view kBlanks = " \t\r\n";
  std::ranges::replace_if(
      text, [&](char character) { return kBlanks.find(character) != kBlanks.npos; }, '_');
  return text;
}

/// A gap is stored as the lowest value; every other value must fit above it.
std::int16_t storedValue(const Recording& recording, const Lead& lead, std::size_t index) {
  const std::int32_t value = lead.samples[index];
  if (value == Samples::kMissing) return Samples::kMissing16;
  if (value <= -32768 || value > 32767) {
    refuse(recording, fmt::format("sample {} of lead {} is {}, format 16 holds -32767 to 32767", index,
                                  inQuotes(lead.name), value));
  }
  return static_cast<std::int16_t>(value);
}

/// Writes the samples of all leads, interleaved; gives each lead's 16-bit sum.
std::vector<std::int16_t> writeSamples(const Recording& recording, const std::filesystem::path& path) {
  constexpr std::size_t kBlock = 4096;  // samples of each lead
  AtomicFile file(path);
  std::vector<std::uint16_t> sums(recording.leads.size());
  std::vector<std::byte> block;
  const auto sampleCount = static_cast<std::size_t>(recording.sampleCount);
  for (std::size_t first = 0; first < sampleCount; first += kBlock) {
    block.clear();
    for (std::size_t i = first; i < std::min(first + kBlock, sampleCount); ++i) {
      for (std::size_t lead = 0; lead < recording.leads.size(); ++lead) {
        const auto bits = static_cast<std::uint16_t>(storedValue(recording, recording.leads[lead], i));
        sums[lead] = static_cast<std::uint16_t>(sums[lead] + bits);
        block.push_back(static_cast<std::byte>(bits & 255U));
        block.push_back(static_cast<std::byte>(bits >> 8U));
      }
    }
    file.write(block);
  }
  file.commit();
  return {sums.begin(), sums.end()};
}

std::string headerText(const Recording& recording, const std::vector<std::int16_t>& checksums) {
  std::string text = fmt::format("{} {} {} {}", recording.name, recording.leads.size(),
                                 recording.sampleRateHz, recording.sampleCount);
  if (!recording.startTime.empty()) text += " " + oneLine(recording.startTime);
  text += "\n";
  for (std::size_t i = 0; i < recording.leads.size(); ++i) {
    const Lead& lead = recording.leads[i];
    const std::int16_t initial = lead.samples.size() == 0 ? std::int16_t{0} : storedValue(recording, lead, 0);
    text += fmt::format("{}.dat 16 {}({})/{} 16 0 {} {} 0 {}\n", recording.name,
                        lead.isCalibrated ? lead.gain : 0.0, lead.baseline, withoutBlanks(lead.unit), initial,
                        checksums[i], oneLine(lead.name));
  }
  const auto saysSynthetic = [](const std::string& comment) { return comment.starts_with("Synthetic:"); };
  if (recording.isSynthetic && std::ranges::none_of(recording.comments, saysSynthetic)) {
    text += "# Synthetic: made by a model, not by a heart\n";
  }
  for (const std::string& comment : recording.comments) text += "# " + oneLine(comment) + "\n";
  return text;
}

}  // namespace

std::filesystem::path writeWfdbRecord(const Recording& recording, const std::filesystem::path& folder) {
  check(recording);
  const auto checksums = writeSamples(recording, folder / (recording.name + ".dat"));
  for (const auto& [annotator, annotations] : recording.annotations) {
    writeWfdbAnnotations(folder / (recording.name + "." + annotator), annotations);
  }
  // The header last: with it the record is there, and whole.
  const std::filesystem::path headerPath = folder / (recording.name + ".hea");
  writeFileAtomically(headerPath, headerText(recording, checksums));
  return headerPath;
}

}  // namespace ectopy
