#pragma once

#include <cstdint>
#include <limits>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

namespace ectopy {

/// Parses JSON of at most 8 levels, so that no file can exhaust the stack. Throws Error, or the JSON
/// library's own.
nlohmann::json parseFlatJson(std::string_view text);

/// Reads the fields of one JSON object, strictly: every get throws Error, naming the field, what was expected
/// and what was found, when the field is missing, of another kind or out of range.
class JsonFields {
 public:
  /// `where` names the object in messages ("the model description"). Throws Error when json is no object.
  JsonFields(const nlohmann::json& json, std::string where);

  std::string text(std::string_view key) const;
  bool boolean(std::string_view key) const;
  std::int64_t integer(std::string_view key, std::int64_t low = 0,
                       std::int64_t high = std::numeric_limits<std::int64_t>::max()) const;
  /// An integer that fits an int.
  int count(std::string_view key, int low = 0) const;
  std::uint64_t unsignedInteger(std::string_view key) const;
  double number(std::string_view key) const;
  /// A number, or NaN where the field is null.
  double numberOrNan(std::string_view key) const;
  const nlohmann::json& array(std::string_view key) const;
  const nlohmann::json& value(std::string_view key) const;

  /// Throws Error: "<where>: "<key>" should be <expected>, found <what stands there>."
  [[noreturn]] void refuse(std::string_view key, std::string_view expected) const;

 private:
  const nlohmann::json& m_json;
  std::string m_where;
};

}  // namespace ectopy
