#include "core/beats/seeded_random.h"

#include <limits>

namespace ectopy {

std::uint64_t SeededRandom::below(std::uint64_t bound) {
  // Values past the last whole multiple of bound are thrown away, else small results would come more often.
  const std::uint64_t limit = std::numeric_limits<std::uint64_t>::max() / bound * bound;
  std::uint64_t value = m_engine();
  while (value >= limit) value = m_engine();
  return value % bound;
}

}  // namespace ectopy
