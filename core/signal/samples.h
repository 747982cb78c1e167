#pragma once

#include <cstdint>
#include <limits>
#include <memory>
#include <optional>
#include <span>
#include <variant>
#include <vector>

namespace ectopy {

/// Samples of one lead as stored integers (ADC units): 16 bits wide where they fit, else 32; owned, or
/// borrowed from a mapped file that `owner` keeps alive. Immutable. A missing sample reads kMissing.
class Samples {
 public:
  static constexpr std::int32_t kMissing = std::numeric_limits<std::int32_t>::min();
  static constexpr std::int16_t kMissing16 = std::numeric_limits<std::int16_t>::min();

  Samples() = default;
  explicit Samples(std::vector<std::int16_t> values) {
    auto owner = std::make_shared<const std::vector<std::int16_t>>(std::move(values));
    m_values = std::span<const std::int16_t>(*owner);
    m_owner = std::move(owner);
  }
  explicit Samples(std::vector<std::int32_t> values) {
    auto owner = std::make_shared<const std::vector<std::int32_t>>(std::move(values));
    m_values = std::span<const std::int32_t>(*owner);
    m_owner = std::move(owner);
  }
  Samples(std::span<const std::int16_t> values, std::shared_ptr<const void> owner)
      : m_values(values), m_owner(std::move(owner)) {}
  Samples(std::span<const std::int32_t> values, std::shared_ptr<const void> owner)
      : m_values(values), m_owner(std::move(owner)) {}

  std::size_t size() const {
    return std::visit([](auto values) { return values.size(); }, m_values);
  }
  std::int32_t operator[](std::size_t index) const {
    if (const auto* narrow = std::get_if<std::span<const std::int16_t>>(&m_values)) {
      const std::int16_t value = (*narrow)[index];
      return value == kMissing16 ? kMissing : value;
    }
    return std::get<std::span<const std::int32_t>>(m_values)[index];
  }
  /// Calls visitor(std::span<const int16_t>) or visitor(std::span<const int32_t>): for tight loops.
  template <typename Visitor>
  decltype(auto) visit(Visitor&& visitor) const {
    return std::visit(std::forward<Visitor>(visitor), m_values);
  }

 private:
  std::variant<std::span<const std::int16_t>, std::span<const std::int32_t>> m_values;
  std::shared_ptr<const void> m_owner;
};

/// The values 16 bits wide; nothing when one of them doesn't fit.
std::optional<std::vector<std::int16_t>> narrowed(std::span<const std::int32_t> values);

}  // namespace ectopy
