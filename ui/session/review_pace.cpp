#include "ui/session/review_pace.h"

#include <algorithm>

namespace ectopy::ui {
namespace {

constexpr std::int64_t kRememberedMs = 5 * 60 * 1000;
constexpr std::int64_t kBreakMs = 60 * 1000;  // who decides nothing for longer was away
constexpr std::size_t kFewest = 5;            // decisions before a pace is told

}  // namespace

void ReviewPace::note(std::int64_t ms, std::size_t beats) {
  m_decisions.push_back({ms, beats});
  while (m_decisions.front().ms < ms - kRememberedMs) m_decisions.pop_front();
}

double ReviewPace::beatsPerMinute() const {
  if (m_decisions.size() < kFewest) return 0;
  std::int64_t worked = 0;
  std::size_t beats = 0;
  for (std::size_t i = 1; i < m_decisions.size(); ++i) {
    const std::int64_t gap = m_decisions[i].ms - m_decisions[i - 1].ms;
    if (gap > kBreakMs) continue;
    worked += gap;
    beats += m_decisions[i].beats;
  }
  return worked > 0 ? static_cast<double>(beats) * 60'000.0 / static_cast<double>(worked) : 0;
}

}  // namespace ectopy::ui
