#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "core/base/error.h"
#include "core/base/files.h"
#include "core/workspace/journal_file.h"
#include "core/workspace/utc_time.h"

namespace ectopy {

namespace {

using nlohmann::json;

constexpr auto kFormat = "ectopy-journal";
constexpr int kVersion = 2;
constexpr int kVersionWithoutPeaks = 1;   // earlier programs read it
constexpr std::size_t kStopEvery = 1024;  // steps
// Depths in the file: the whole, "annotators", one, "steps", one.
constexpr int kAnnotatorDepth = 2;
constexpr int kStepDepth = 4;

json classJson(const LabelChange& change, ClassIndex value) {
  if (change.what == BeatFact::Label && value == kUnlabelled) return nullptr;
  return value;
}

json sampleJson(std::int64_t sample) {
  return sample < 0 ? json() : json(sample);
}

json changesJson(const JournalStep& step) {
  json changes = json::array();
  for (const LabelChange& change : step.changes)
    changes.push_back(
        {nameOf(change.what), change.beat, classJson(change, change.from), classJson(change, change.to)});
  for (const NoteChange& change : step.notes)
    changes.push_back({nameOf(BeatFact::Note), change.beat, change.from, change.to});
  for (const PeakChange& change : step.peaks)
    changes.push_back(
        {nameOf(BeatFact::Peak), change.beat, sampleJson(change.from), sampleJson(change.to), change.record});
  return changes;
}

template <typename Number>
Number wholeNumber(const json& value, std::uint64_t largest) {
  if (!value.is_number_unsigned() || value.get<std::uint64_t>() > largest)
    throw Error(
        fmt::format("expected a whole number up to {}, found {}", largest, value.dump().substr(0, 40)));
  return static_cast<Number>(value.get<std::uint64_t>());
}

ClassIndex classFrom(const json& value) {
  return value.is_null() ? kUnlabelled : wholeNumber<ClassIndex>(value, kUnlabelled - 1);
}

std::int64_t sampleFrom(const json& value) {
  return value.is_null() ? -1 : wholeNumber<std::int64_t>(value, kMaxSample);
}

void addChange(const json& change, JournalStep& step) {
  if (!change.is_array() || change.size() < 4) throw Error("expected changes of four parts");
  const BeatFact what = beatFactFromName(change[0].get<std::string>());
  const bool isPeak = what == BeatFact::Peak;
  if (change.size() != (isPeak ? 5 : 4))
    throw Error(fmt::format("expected changes of {} parts", isPeak ? "five" : "four"));
  const auto beat = wholeNumber<BeatIndex>(change[1], std::numeric_limits<BeatIndex>::max());
  if (isPeak)
    step.peaks.push_back({beat,
                          wholeNumber<std::uint32_t>(change[4], std::numeric_limits<std::uint32_t>::max()),
                          sampleFrom(change[2]), sampleFrom(change[3])});
  else if (what == BeatFact::Note)
    step.notes.push_back({beat, change[2].get<std::string>(), change[3].get<std::string>()});
  else
    step.changes.push_back({beat, classFrom(change[2]), classFrom(change[3]), what});
}

JournalStepPointer stepFrom(const json& value) {
  constexpr std::uint64_t kMaxStep = std::uint64_t{1} << 40;
  auto step = std::make_shared<JournalStep>();
  step->number = wholeNumber<std::int64_t>(value.at("step"), kMaxStep);
  step->kind = journalKindFromName(value.at("kind").get<std::string>());
  step->targetStep = wholeNumber<std::int64_t>(value.at("target"), kMaxStep);
  step->who = value.at("who").get<std::string>();
  step->whenMs = utcFromText(value.at("when").get<std::string>());
  if (step->whenMs < 0) throw Error(fmt::format("expected a time in UTC, found {}", value.at("when").dump()));
  step->why = value.at("why").get<std::string>();
  step->suggestedBy = value.at("suggestedBy").get<std::string>();
  for (const json& change : value.at("changes")) addChange(change, *step);
  return step;
}

/// Takes each step out of the file's tree as soon as it is whole, so that memory holds no tree of a million.
class Collector {
 public:
  explicit Collector(const JobContext& job) : m_job(job) {}

  bool keeps(int depth, json::parse_event_t event, const json& parsed) {
    if (event != json::parse_event_t::object_end) return true;
    if (depth == kStepDepth) {
      if (m_count++ % kStopEvery == 0) m_job.throwIfStopped();
      try {
        m_steps.push_back(stepFrom(parsed));
      } catch (const std::exception& error) {
        const std::string name =
            parsed.contains("step") ? parsed["step"].dump().substr(0, 20) : "without a number";
        throw Error(fmt::format("step {}: {}", name, error.what()));
      }
      return false;
    }
    if (depth == kAnnotatorDepth) {
      journals.push_back({parsed.at("name").get<std::string>(), std::move(m_steps)});
      m_steps.clear();
      return false;
    }
    return true;
  }

  std::vector<AnnotatorJournal> journals;

 private:
  const JobContext& m_job;
  std::vector<JournalStepPointer> m_steps;
  std::size_t m_count = 0;
};

JournalFile fileFrom(const json& whole, Collector& collector) {
  if (!whole.is_object() || whole.value("format", "") != kFormat)
    throw Error(fmt::format("expected a journal (\"format\": \"{}\")", kFormat));
  const int version = whole.value("version", 0);
  if (version < kVersionWithoutPeaks || version > kVersion)
    throw Error(fmt::format("expected version {} of its form, found {}", kVersion, version));
  return {whole.at("dataSet").get<std::string>(), std::move(collector.journals)};
}

}  // namespace

json stepFacts(const JournalStep& step) {
  return {{"step", step.number},
          {"kind", nameOf(step.kind)},
          {"target", step.targetStep},
          {"who", step.who},
          {"when", utcText(step.whenMs)},
          {"why", step.why},
          {"suggestedBy", step.suggestedBy}};
}

void writeJournalJson(const std::filesystem::path& path, const JournalFile& journal, const JobContext& job) {
  AtomicFile file(path);
  file.write(fmt::format("{{\"format\": \"{}\", \"version\": {}, \"dataSet\": {},\n\"annotators\": [",
                         kFormat, hasPeaks(journal) ? kVersion : kVersionWithoutPeaks,
                         json(journal.fingerprint).dump()));
  bool isFirst = true;
  for (const AnnotatorJournal& one : journal.journals) {
    file.write(
        fmt::format("{}\n{{\"name\": {}, \"steps\": [", isFirst ? "" : ",", json(one.annotator).dump()));
    isFirst = false;
    std::string lines;
    for (std::size_t i = 0; i < one.steps.size(); ++i) {
      lines += i == 0 ? "\n" : ",\n";
      json step = stepFacts(*one.steps[i]);
      step["changes"] = changesJson(*one.steps[i]);
      lines += step.dump();
      if (i % kStopEvery != 0) continue;
      job.throwIfStopped();
      file.write(std::exchange(lines, {}));
    }
    file.write(lines + "]}");
  }
  file.write(std::string_view("]}\n"));
  file.commit();
}

JournalFile readJournalJson(const std::filesystem::path& path, const JobContext& job) {
  const auto mapped = MappedFile::open(path);
  const auto* const text = reinterpret_cast<const char*>(mapped->bytes().data());
  Collector collector(job);
  try {
    const json whole = json::parse(text, text + mapped->bytes().size(),
                                   [&](int depth, json::parse_event_t event, const json& parsed) {
                                     return collector.keeps(depth, event, parsed);
                                   });
    return fileFrom(whole, collector);
  } catch (const json::exception& error) {
    throw Error(fmt::format("{}: expected a journal as JSON: {}.", path.string(), error.what()));
  } catch (const Error& error) {
    throw Error(fmt::format("{}: {}.", path.string(), error.what()));
  }
}

}  // namespace ectopy
