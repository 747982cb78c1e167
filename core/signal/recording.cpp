#include "core/signal/recording.h"

#include <algorithm>

namespace ectopy {

namespace {

char lower(char character) {
  return character >= 'A' && character <= 'Z' ? static_cast<char>(character - 'A' + 'a') : character;
}

bool sameName(std::string_view left, std::string_view right) {
  return std::ranges::equal(left, right, {}, lower, lower);
}

}  // namespace

std::optional<std::size_t> findLead(const Recording& recording, std::string_view name) {
  const auto found =
      std::ranges::find_if(recording.leads, [&](const Lead& lead) { return sameName(lead.name, name); });
  if (found == recording.leads.end()) return std::nullopt;
  return static_cast<std::size_t>(found - recording.leads.begin());
}

}  // namespace ectopy
