#pragma once

#include <cstdint>
#include <limits>
#include <optional>
#include <span>

#include "core/evaluation/ec57.h"

namespace ectopy {

/// A stretch of a record; absent before the first was met.
struct Ec57Stretch {
  std::int64_t first = 0;
  std::int64_t last = 0;
  bool holds(std::int64_t sample) const { return first <= sample && sample <= last; }
};

/// Walks the beats of one annotator as bxb does: a current beat and the next one, with the shutdown and
/// flutter stretches met on the way (the latest two of each are remembered).
class Ec57Reader {
 public:
  /// Far behind every record, yet far from overflow when two are subtracted.
  static constexpr std::int64_t kNever = std::numeric_limits<std::int64_t>::max() / 4;

  struct Beat {
    std::int64_t sample = 0;             // kNever behind the last beat
    std::optional<Ec57Class> beatClass;  // absent: counts for nothing
  };

  /// `window` and `end` in samples; an unterminated shutdown is counted up to `end` when that is above 0.
  Ec57Reader(std::span<const Annotation> annotations, std::int64_t window, std::int64_t end, bool withS);

  void advance();
  const Beat& current() const { return m_current; }
  const Beat& next() const { return m_next; }
  /// From the beat before to the current one, samples; 0 where that is no true interval.
  std::int64_t rrInterval() const { return m_rrInterval; }
  std::int64_t shutdownSamples() const { return m_shutdownSamples; }

  bool isInShutdown(std::int64_t sample) const;
  bool isInFlutter(std::int64_t sample) const;

 private:
  void readNext();
  bool readShutdown();
  bool skipFlutter();
  bool isInterrupted(std::int64_t from) const;

  std::span<const Annotation> m_annotations;
  std::size_t m_position = 0;
  std::int64_t m_window;
  std::int64_t m_end;
  bool m_withS;
  Beat m_current;
  Beat m_next;
  std::int64_t m_rrInterval = 0;
  std::int64_t m_shutdownSamples = 0;
  std::optional<Ec57Stretch> m_shutdown, m_earlierShutdown, m_flutter, m_earlierFlutter;
};

}  // namespace ectopy
