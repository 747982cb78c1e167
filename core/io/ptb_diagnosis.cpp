#include "core/io/ptb_diagnosis.h"

#include <algorithm>
#include <string_view>

#include "core/io/text_fields.h"

namespace ectopy {
namespace {

bool equalsWithoutCase(std::string_view text, std::string_view lower) {
  return std::ranges::equal(text, lower, [](char a, char b) {
    return (a >= 'A' && a <= 'Z' ? static_cast<char>(a - 'A' + 'a') : a) == b;
  });
}

}  // namespace

std::string ptbDiagnosis(const std::vector<std::string>& comments) {
  constexpr std::string_view kKey = "reason for admission:";
  for (const std::string& comment : comments) {
    const std::string_view text = trimmed(comment);
    if (text.size() < kKey.size() || !equalsWithoutCase(text.substr(0, kKey.size()), kKey)) continue;
    const std::string_view diagnosis = trimmed(text.substr(kKey.size()));
    return equalsWithoutCase(diagnosis, "n/a") ? std::string() : std::string(diagnosis);
  }
  return {};
}

}  // namespace ectopy
