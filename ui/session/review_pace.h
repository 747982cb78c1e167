#pragma once

#include <cstdint>
#include <deque>

namespace ectopy::ui {

/// How fast somebody decides on beats: over the last minutes of work, breaks left out.
class ReviewPace {
 public:
  /// Decided on so many beats at this time (ms of any steady clock).
  void note(std::int64_t ms, std::size_t beats);
  void clear() { m_decisions.clear(); }
  /// 0: not known yet.
  double beatsPerMinute() const;

 private:
  struct Decision {
    std::int64_t ms = 0;
    std::size_t beats = 0;
  };
  std::deque<Decision> m_decisions;
};

}  // namespace ectopy::ui
