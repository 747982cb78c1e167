#include <fmt/format.h>

#include <cmath>
#include <nlohmann/json.hpp>

#include "core/base/error.h"
#include "ui/session/review_work.h"

namespace ectopy::ui {
namespace {

using nlohmann::json;

constexpr int kVersion = 1;
constexpr int kItemFields = 5;
constexpr std::size_t kMarkFields = 4;
constexpr auto kKept = "kept";
constexpr auto kSkipped = "skipped";
constexpr auto kRelabelled = "relabelled";

[[noreturn]] void refuse(const std::string& what) {
  throw Error(fmt::format("A review queue of the workspace is damaged and left out: {}.", what));
}

/// The JSON of our version; whatever it lacks throws json::exception, which the caller tells as damage.
json parsed(const std::string& text) {
  json read = json::parse(text);
  if (read.at("version").get<int>() != kVersion)
    refuse(fmt::format("expected version {}, found {}", kVersion, read.at("version").get<int>()));
  return read;
}

json classOrNull(const LabelScheme& scheme, ClassIndex index) {
  return index < scheme.size() ? json(scheme.classes[index].code) : json();
}

ClassIndex classFrom(const json& code, const LabelScheme& scheme) {
  if (code.is_null()) return kUnlabelled;
  const auto found = scheme.indexOf(code.get<std::string>());
  if (!found) refuse(fmt::format("expected a class of the data set, found \"{}\"", code.get<std::string>()));
  return *found;
}

ReviewItem itemFrom(const json& fields, const BeatSet& beats) {
  if (!fields.is_array() || fields.size() != kItemFields)
    refuse(fmt::format("expected {} fields of a beat, found {}", kItemFields, fields.size()));
  ReviewItem item;
  const auto beat = fields[0].get<std::uint64_t>();
  if (beat >= beats.size()) refuse(fmt::format("expected beats below {}, found {}", beats.size(), beat));
  item.beat = static_cast<BeatIndex>(beat);
  item.suggested = classFrom(fields[1], beats.scheme());
  if (!fields[2].is_null()) item.score = fields[2].get<double>();
  item.why = fields[4].get<std::string>();
  return item;
}

std::shared_ptr<const ReviewQueue> queueFrom(const json& read, ReviewKind kind, const BeatSet& beats) {
  ReviewFacts facts{.kind = reviewKindNamed(read.at("kind").get<std::string>()),
                    .id = read.at("id").get<std::string>(),
                    .dataFingerprint = read.at("data").get<std::string>(),
                    .suggestedBy = read.at("suggestedBy").get<std::string>(),
                    .seed = read.at("seed").get<std::uint64_t>(),
                    .population = read.at("population").get<std::size_t>(),
                    .found = read.value("found", read.at("items").size())};
  if (facts.kind != kind) refuse(fmt::format("expected \"{}\", found another kind", nameOf(kind)));
  if (facts.dataFingerprint != beats.sourceFingerprint()) refuse("it is of other beats");
  const json& list = read.at("items");
  if (list.size() > beats.size() || facts.population > beats.size() || facts.found > beats.size())
    refuse("it has more beats than there are");
  std::vector<ReviewItem> items;
  std::vector<ClassIndex> labelsThen;
  for (const json& fields : list) {
    items.push_back(itemFrom(fields, beats));
    labelsThen.push_back(classFrom(fields[3], beats.scheme()));
  }
  return std::make_shared<const ReviewQueue>(std::move(facts), std::move(items), std::move(labelsThen));
}

const char* wordOf(Verdict verdict) {
  if (verdict == Verdict::Relabelled) return kRelabelled;
  return verdict == Verdict::Skipped ? kSkipped : kKept;
}

Verdict verdictNamed(const std::string& word) {
  for (const Verdict verdict : {Verdict::Kept, Verdict::Skipped, Verdict::Relabelled})
    if (word == wordOf(verdict)) return verdict;
  refuse(fmt::format("expected a verdict, found \"{}\"", word));
}

ReviewMark markFrom(const json& fields, std::size_t beats) {
  ReviewMark mark{.places = fields.at(0).get<std::vector<std::uint32_t>>(),
                  .verdict = verdictNamed(fields.at(1).get<std::string>()),
                  .afterStep = fields.at(2).get<std::int64_t>(),
                  .isOfStep = fields.size() == kMarkFields && fields.at(3).get<bool>()};
  if (mark.places.empty()) refuse("a verdict is of no beat");
  for (const std::uint32_t place : mark.places)
    if (place >= beats) refuse(fmt::format("expected places below {}, found {}", beats, place));
  return mark;
}

}  // namespace

std::string textOf(const ReviewQueue& queue, const LabelScheme& scheme) {
  const ReviewFacts& facts = queue.facts();
  json items = json::array();
  for (std::size_t place = 0; place < queue.size(); ++place) {
    const ReviewItem& item = queue.item(place);
    items.push_back({item.beat, classOrNull(scheme, item.suggested),
                     std::isfinite(item.score) ? json(item.score) : json(),
                     classOrNull(scheme, queue.labelThen(place)), item.why});
  }
  const json text = {{"version", kVersion},
                     {"kind", nameOf(facts.kind)},
                     {"id", facts.id},
                     {"data", facts.dataFingerprint},
                     {"suggestedBy", facts.suggestedBy},
                     {"seed", facts.seed},
                     {"population", facts.population},
                     {"found", facts.found},
                     {"items", std::move(items)}};
  return text.dump(-1, ' ', false, json::error_handler_t::replace);
}

std::string textOf(const ReviewWork& work) {
  json marks = json::array();
  for (const ReviewMark& mark : work.marks())
    marks.push_back({mark.places, wordOf(mark.verdict), mark.afterStep, mark.isOfStep});
  return json{{"version", kVersion},
              {"id", work.queue()->facts().id},
              {"place", work.place()},
              {"marks", std::move(marks)}}
      .dump();
}

std::shared_ptr<const ReviewQueue> reviewQueueFrom(const std::string& text, ReviewKind kind,
                                                   const BeatSet& beats) {
  try {
    return queueFrom(parsed(text), kind, beats);
  } catch (const json::exception& exception) {
    refuse(exception.what());
  }
}

ReviewWork reviewWorkFrom(const std::string& text, std::shared_ptr<const ReviewQueue> queue) {
  ReviewWork work(std::move(queue));
  try {
    const json read = parsed(text);
    if (read.at("id").get<std::string>() != work.queue()->facts().id) return work;
    for (const json& fields : read.at("marks")) work.mark(markFrom(fields, work.queue()->size()));
    work.goTo(read.at("place").get<std::size_t>());
    return work;
  } catch (const json::exception& exception) {
    refuse(exception.what());
  }
}

}  // namespace ectopy::ui
