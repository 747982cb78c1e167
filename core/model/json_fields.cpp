#include "core/model/json_fields.h"

#include <fmt/format.h>

#include "core/base/error.h"

namespace ectopy {
namespace {

constexpr int kDeepest = 8;         // levels; ours have 5
constexpr std::size_t kShown = 40;  // characters of a wrong value in a message

std::string shortened(const nlohmann::json& json) {
  if (json.is_object()) return "an object";  // written out, it could be nested deeper than the stack
  if (json.is_array()) return "a list";
  std::string text = json.dump(-1, ' ', true, nlohmann::json::error_handler_t::replace);
  if (text.size() > kShown) text = text.substr(0, kShown) + "...";
  return text;
}

}  // namespace

nlohmann::json parseFlatJson(std::string_view text) {
  return nlohmann::json::parse(text, [](int depth, nlohmann::json::parse_event_t, nlohmann::json&) {
    if (depth > kDeepest) throw Error(fmt::format("it is nested deeper than {} levels", kDeepest));
    return true;
  });
}

JsonFields::JsonFields(const nlohmann::json& json, std::string where)
    : m_json(json), m_where(std::move(where)) {
  if (json.is_object()) return;
  throw Error(fmt::format("{}: expected a JSON object, found {}.", m_where, shortened(json)));
}

const nlohmann::json& JsonFields::value(std::string_view key) const {
  const auto found = m_json.find(key);
  if (found == m_json.end()) throw Error(fmt::format("{}: the field \"{}\" is missing.", m_where, key));
  return *found;
}

void JsonFields::refuse(std::string_view key, std::string_view expected) const {
  throw Error(
      fmt::format("{}: \"{}\" should be {}, found {}.", m_where, key, expected, shortened(value(key))));
}

std::string JsonFields::text(std::string_view key) const {
  if (!value(key).is_string()) refuse(key, "a text");
  return value(key).get<std::string>();
}

bool JsonFields::boolean(std::string_view key) const {
  if (!value(key).is_boolean()) refuse(key, "true or false");
  return value(key).get<bool>();
}

std::int64_t JsonFields::integer(std::string_view key, std::int64_t low, std::int64_t high) const {
  const nlohmann::json& found = value(key);
  const bool isTooLarge =
      found.is_number_unsigned() &&
      found.get<std::uint64_t>() > static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max());
  if (!found.is_number_integer() || isTooLarge || found.get<std::int64_t>() < low ||
      found.get<std::int64_t>() > high) {
    refuse(key, fmt::format("a whole number from {} to {}", low, high));
  }
  return found.get<std::int64_t>();
}

int JsonFields::count(std::string_view key, int low) const {
  return static_cast<int>(integer(key, low, std::numeric_limits<int>::max()));
}

std::uint64_t JsonFields::unsignedInteger(std::string_view key) const {
  const nlohmann::json& found = value(key);
  if (found.is_number_unsigned()) return found.get<std::uint64_t>();
  // Numbers put in by hand rather than parsed may be stored as signed.
  if (!found.is_number_integer() || found.get<std::int64_t>() < 0) refuse(key, "a whole number from 0 on");
  return static_cast<std::uint64_t>(found.get<std::int64_t>());
}

double JsonFields::number(std::string_view key) const {
  if (!value(key).is_number()) refuse(key, "a number");
  return value(key).get<double>();
}

double JsonFields::numberOrNan(std::string_view key) const {
  if (value(key).is_null()) return std::numeric_limits<double>::quiet_NaN();
  return number(key);
}

const nlohmann::json& JsonFields::array(std::string_view key) const {
  if (!value(key).is_array()) refuse(key, "a list");
  return value(key);
}

}  // namespace ectopy
