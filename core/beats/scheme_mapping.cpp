#include "core/beats/scheme_mapping.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <optional>
#include <ranges>

#include "core/base/error.h"
#include "core/base/files.h"
#include "core/beats/beat_file.h"
#include "core/io/text_fields.h"

namespace ectopy {
namespace {

using nlohmann::json;

constexpr std::size_t kLongestCode = 64;
constexpr std::size_t kMaxFileBytes = 1 << 20;
constexpr std::string_view kNone = "-";

bool isColour(std::string_view text) {
  return text.size() == 7 && text[0] == '#' &&
         text.find_first_not_of("0123456789abcdefABCDEF", 1) == std::string_view::npos;
}

/// Only what may stand in a name of a settings group.
std::string idOf(const std::vector<LabelClass>& classes) {
  constexpr std::size_t kLongestId = 200;
  std::string id = "custom";
  for (const LabelClass& one : classes) id += "-" + one.code;
  for (char& c : id)
    if (c == '/' || c == '\\') c = '_';
  return id.substr(0, kLongestId);
}

void requireFits(const SchemeMapping& mapping, const LabelScheme& from) {
  const auto isKnown = [&](ClassIndex target) { return target == kUnlabelled || target < mapping.to.size(); };
  if (mapping.target.size() == from.size() && std::ranges::all_of(mapping.target, isKnown)) return;
  throw Error(fmt::format("A mapping of classes: expected one target for each of {} classes, found {}.",
                          from.size(), mapping.target.size()));
}

std::vector<std::string> codesOf(const LabelScheme& scheme) {
  std::vector<std::string> codes;
  for (const LabelClass& one : scheme.classes) codes.push_back(one.code);
  return codes;
}

LabelClass classFromJson(const json& one, std::size_t place) {
  const std::string code = one.at("code").get<std::string>();
  const LabelScheme colours = numberedScheme(place + 1);
  return {code, one.value("name", code), one.value("colour", colours.classes[place].colour)};
}

ClassIndex targetOf(const json& from, const std::string& code, const LabelScheme& to) {
  const auto said = from.find(code);
  if (said != from.end() && said->is_null()) return kUnlabelled;
  const std::string wanted = said == from.end() ? code : said->get<std::string>();
  if (const auto target = to.indexOf(wanted)) return *target;
  throw Error(fmt::format("expected one of the new classes ({}) or null for class \"{}\", found {}",
                          fmt::join(codesOf(to), ", "), code,
                          said == from.end() ? std::string("nothing") : inQuotes(wanted)));
}

}  // namespace

LabelScheme customScheme(std::vector<LabelClass> classes) {
  LabelScheme scheme{idOf(classes), {}};
  if (classes.empty() || classes.size() >= kUnlabelled)
    throw Error(
        fmt::format("A label scheme: expected 1 to {} classes, found {}.", kUnlabelled - 1, classes.size()));
  for (LabelClass& one : classes) {
    if (one.code.empty() || one.code.size() > kLongestCode)
      throw Error(
          fmt::format("A class's code: expected 1 to {} bytes, found {}.", kLongestCode, one.code.size()));
    if (one.code == kNone)
      throw Error("A class's code: expected a letter or a word, found \"-\", which means none.");
    if (scheme.indexOf(one.code))
      throw Error(fmt::format("The code {} is given to two classes.", inQuotes(one.code)));
    if (!isColour(one.colour))
      throw Error(fmt::format("Class {}: expected a colour such as #0072B2, found {}.", one.code,
                              inQuotes(one.colour)));
    if (one.name.empty()) one.name = one.code;
    scheme.classes.push_back(std::move(one));
  }
  for (const LabelScheme& known : {aami5Scheme(), normalAbnormalScheme(), normalInfarctionScheme()})
    if (scheme.classes == known.classes) return known;
  return scheme;
}

SchemeMapping schemeMappingFromText(std::string_view text, const LabelScheme& from) {
  std::vector<std::optional<std::string>> wanted(from.size());
  for (const auto part : std::views::split(text, ',')) {
    const std::string_view one(part.begin(), part.end());
    const std::size_t sign = one.find('=');
    const auto source = sign == std::string_view::npos ? std::nullopt : from.indexOf(one.substr(0, sign));
    if (!source)
      throw Error(fmt::format("Expected CLASS=NEW with a class of these beats ({}), found {}.",
                              fmt::join(codesOf(from), ", "), inQuotes(one)));
    if (wanted[*source])
      throw Error(
          fmt::format("Expected class {} once, found it again in {}.", from.codeOf(*source), inQuotes(one)));
    wanted[*source] = one.substr(sign + 1);
  }
  std::vector<LabelClass> classes;
  for (std::size_t source = 0; source < wanted.size(); ++source) {
    if (!wanted[source])
      throw Error(fmt::format("Expected every class of these beats, found nothing for {}.",
                              from.classes[source].code));
    const std::string& code = *wanted[source];
    if (code == kNone || std::ranges::find(classes, code, &LabelClass::code) != classes.end()) continue;
    const auto kept = from.indexOf(code);
    classes.push_back(kept ? from.classes[*kept] : LabelClass{code, code, from.classes[source].colour});
  }
  SchemeMapping mapping{customScheme(std::move(classes)), {}};
  for (const auto& code : wanted) mapping.target.push_back(mapping.to.indexOf(*code).value_or(kUnlabelled));
  return mapping;
}

SchemeMapping readSchemeMapping(const std::filesystem::path& path, const LabelScheme& from) try {
  const json said = json::parse(readTextFile(path, kMaxFileBytes));
  std::vector<LabelClass> classes;
  for (const json& one : said.at("classes")) {
    if (classes.size() >= kUnlabelled) break;  // customScheme() says that these are too many
    classes.push_back(classFromJson(one, classes.size()));
  }
  SchemeMapping mapping{customScheme(std::move(classes)), {}};
  const json sources = said.value("from", json::object());
  for (const LabelClass& source : from.classes)
    mapping.target.push_back(targetOf(sources, source.code, mapping.to));
  return mapping;
} catch (const json::exception& problem) {
  throw Error(fmt::format("{}: expected a label scheme as JSON, found {}.", path.string(), problem.what()));
} catch (const Error& problem) {
  const std::string words = problem.what();
  if (words.starts_with(path.string())) throw;
  throw Error(fmt::format("{}: {}{}", path.string(), words, words.ends_with('.') ? "" : "."));
}

void writeSchemeMapping(const std::filesystem::path& path, const SchemeMapping& mapping,
                        const LabelScheme& from) {
  requireFits(mapping, from);
  json said{{"classes", json::array()}, {"from", json::object()}};
  for (const LabelClass& one : mapping.to.classes)
    said["classes"].push_back({{"code", one.code}, {"name", one.name}, {"colour", one.colour}});
  for (std::size_t source = 0; source < from.size(); ++source) {
    const ClassIndex target = mapping.target[source];
    said["from"][from.classes[source].code] =
        target == kUnlabelled ? json() : json(mapping.to.classes[target].code);
  }
  writeFileAtomically(path, said.dump(2, ' ', false, json::error_handler_t::replace) + "\n");
}

namespace {

/// Where R peaks were corrected there may be places without a beat, of which a set of its own knows nothing.
std::shared_ptr<const BeatSet> withoutAbsent(const BeatSet& beats, std::span<const ClassIndex> classes,
                                             BeatSetFacts facts) {
  const BeatColumns& columns = beats.columns();
  BeatSetBuilder builder;
  builder.reserve(beats.size(), beats.length());
  for (BeatIndex beat = 0; beat < beats.size(); ++beat)
    if (!beats.isAbsent(beat))
      builder.add({beats.beat(beat), classes[beat], columns.records[beat], columns.rSamples[beat],
                   columns.rrBefore[beat], columns.rrAfter[beat], columns.fileParts[beat],
                   beats.featuresOf(beat)});
  return std::move(builder).build(std::move(facts));
}

}  // namespace

std::shared_ptr<const BeatSet> mappedBeats(const std::shared_ptr<const BeatSet>& beats,
                                           std::span<const ClassIndex> labels, const SchemeMapping& mapping) {
  requireFits(mapping, beats->scheme());
  struct Owner {
    std::shared_ptr<const BeatSet> original;
    std::vector<ClassIndex> classes;
  };
  auto owner = std::make_shared<Owner>(Owner{beats, {}});
  owner->classes.reserve(labels.size());
  for (const ClassIndex label : labels)
    owner->classes.push_back(label < mapping.target.size() ? mapping.target[label] : kUnlabelled);
  BeatSetFacts facts = beats->facts();
  facts.scheme = mapping.to;
  if (beats->overlay()) return withoutAbsent(*beats, owner->classes, std::move(facts));
  BeatColumns columns = beats->columns();
  columns.classes = owner->classes;
  return std::make_shared<const BeatSet>(std::move(facts), columns, owner);
}

void writeMappedBeats(const std::filesystem::path& path, const std::shared_ptr<const BeatSet>& beats,
                      std::span<const ClassIndex> labels, const SchemeMapping& mapping,
                      const JobContext& job) {
  writeBeatFile(path, *mappedBeats(beats, labels, mapping), job);
}

}  // namespace ectopy
