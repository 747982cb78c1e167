#include "core/beats/shape_clustering.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace ectopy {
namespace {

constexpr std::size_t kBetweenStops = 1024;  // rows
constexpr std::size_t kMostLeaders = 300;    // groups while rows are first dealt out
constexpr int kMostRounds = 8;
constexpr int kPowerSteps = 30;

/// Means of groups, scaled to length 1, as they grow.
class GroupMeans {
 public:
  explicit GroupMeans(std::size_t width) : m_width(width) {}

  std::size_t size() const { return m_counts.size(); }
  std::size_t count(std::size_t group) const { return m_counts[group]; }
  std::span<const float> of(std::size_t group) const {
    return std::span(m_means).subspan(group * m_width, m_width);
  }
  std::size_t addGroup() {
    m_counts.push_back(0);
    m_sums.resize(m_sums.size() + m_width);
    m_means.resize(m_means.size() + m_width);
    return size() - 1;
  }
  void add(std::size_t group, std::span<const float> row) {
    for (std::size_t i = 0; i < m_width; ++i) m_sums[group * m_width + i] += row[i];
    ++m_counts[group];
  }
  void scale(std::size_t group) {
    const auto sums = std::span(m_sums).subspan(group * m_width, m_width);
    double squares = 0;
    for (const double sum : sums) squares += sum * sum;
    const double factor = squares > 0 ? 1 / std::sqrt(squares) : 0;
    for (std::size_t i = 0; i < m_width; ++i)
      m_means[group * m_width + i] = static_cast<float>(sums[i] * factor);
  }
  /// The group `into` takes what `from` has; `from` is left without rows.
  void merge(std::size_t from, std::size_t into) {
    for (std::size_t i = 0; i < m_width; ++i) {
      m_sums[into * m_width + i] += m_sums[from * m_width + i];
      m_sums[from * m_width + i] = 0;
    }
    m_counts[into] += m_counts[from];
    m_counts[from] = 0;
    scale(into);
  }
  /// The nearest group that has rows, but for one; size() where there is none.
  std::size_t nearest(std::span<const float> row, std::size_t except) const {
    std::size_t best = size();
    float least = 0;
    for (std::size_t group = 0; group < size(); ++group) {
      if (m_counts[group] == 0 || group == except) continue;
      const float apart = squaredDistance(row, of(group));
      if (best != size() && !(apart < least)) continue;
      best = group;
      least = apart;
    }
    return best;
  }
  std::size_t nearest(std::span<const float> row) const { return nearest(row, size()); }

 private:
  std::size_t m_width;
  std::vector<std::size_t> m_counts;
  std::vector<double> m_sums;
  std::vector<float> m_means;
};

/// The group of every row.
using GroupOfRow = std::vector<std::uint32_t>;

GroupMeans meansOf(const BeatVectors& vectors, const GroupOfRow& groups, std::size_t count) {
  GroupMeans means(vectors.width);
  for (std::size_t group = 0; group < count; ++group) means.addGroup();
  for (std::size_t row = 0; row < groups.size(); ++row) means.add(groups[row], vectors.of(row));
  for (std::size_t group = 0; group < count; ++group) means.scale(group);
  return means;
}

GroupOfRow dealOut(const BeatVectors& vectors, double threshold, GroupMeans& means, const JobContext& job) {
  GroupOfRow groups(vectors.size());
  for (std::size_t row = 0; row < vectors.size(); ++row) {
    if (row % kBetweenStops == 0) {
      job.throwIfStopped();
      job.report(0.5 * static_cast<double>(row) / static_cast<double>(vectors.size()), "group beats");
    }
    std::size_t group = means.nearest(vectors.of(row));
    const bool isAlike = group < means.size() && correlationOf(vectors.of(row), means.of(group)) >= threshold;
    if (!isAlike && means.size() < kMostLeaders) group = means.addGroup();
    groups[row] = static_cast<std::uint32_t>(group);
    means.add(group, vectors.of(row));
    means.scale(group);
  }
  return groups;
}

/// Joins groups whose means are alike, the most alike first, and small ones while there are too many. Tells
/// which group each went into.
std::vector<std::uint32_t> joined(GroupMeans& means, double threshold, std::size_t most) {
  std::vector<std::uint32_t> into(means.size());
  std::iota(into.begin(), into.end(), 0U);
  const auto join = [&](std::size_t from, std::size_t target) {
    means.merge(from, target);
    std::ranges::replace(into, static_cast<std::uint32_t>(from), static_cast<std::uint32_t>(target));
  };
  const auto hasRows = [&](std::size_t group) { return means.count(group) > 0; };
  for (std::size_t group = 0; group < means.size(); ++group) {
    while (hasRows(group)) {
      const std::size_t other = means.nearest(means.of(group), group);
      if (other == means.size() || correlationOf(means.of(group), means.of(other)) < threshold) break;
      const bool isSmaller = means.count(group) < means.count(other);
      join(isSmaller ? group : other, isSmaller ? other : group);
    }
  }
  for (;;) {
    std::size_t left = 0;
    std::size_t smallest = means.size();
    for (std::size_t group = 0; group < means.size(); ++group) {
      if (!hasRows(group)) continue;
      ++left;
      if (smallest == means.size() || means.count(group) <= means.count(smallest)) smallest = group;
    }
    if (left <= most || left < 2) return into;
    join(smallest, means.nearest(means.of(smallest), smallest));
  }
}

/// Moves every row to the nearest mean; tells how many moved.
std::size_t reassign(const BeatVectors& vectors, const GroupMeans& means, GroupOfRow& groups,
                     const JobContext& job) {
  std::size_t moved = 0;
  for (std::size_t row = 0; row < vectors.size(); ++row) {
    if (row % kBetweenStops == 0) job.throwIfStopped();
    const auto nearest = static_cast<std::uint32_t>(means.nearest(vectors.of(row)));
    moved += nearest != groups[row] ? 1 : 0;
    groups[row] = nearest;
  }
  return moved;
}

/// The groups that have rows, the largest first, equal ones by their first row.
std::vector<RowGroup> listed(const GroupOfRow& groups, std::size_t count) {
  std::vector<RowGroup> rows(count);
  for (std::size_t row = 0; row < groups.size(); ++row)
    rows[groups[row]].push_back(static_cast<std::uint32_t>(row));
  std::erase_if(rows, [](const RowGroup& group) { return group.empty(); });
  std::ranges::sort(rows, [](const RowGroup& one, const RowGroup& other) {
    return one.size() != other.size() ? one.size() > other.size() : one.front() < other.front();
  });
  return rows;
}

/// The direction in which rows differ most from their mean (power iteration), from the row farthest from it.
std::vector<double> firstComponent(const BeatVectors& vectors, const std::vector<double>& mean,
                                   const JobContext& job) {
  const auto distance = [&](std::size_t row) {
    double sum = 0;
    for (std::size_t i = 0; i < vectors.width; ++i) {
      const double apart = vectors.of(row)[i] - mean[i];
      sum += apart * apart;
    }
    return sum;
  };
  std::size_t farthest = 0;
  for (std::size_t row = 1; row < vectors.size(); ++row)
    if (distance(row) > distance(farthest)) farthest = row;
  std::vector<double> direction(vectors.width);
  for (std::size_t i = 0; i < vectors.width; ++i) direction[i] = vectors.of(farthest)[i] - mean[i];
  for (int step = 0; step < kPowerSteps; ++step) {
    std::vector<double> next(vectors.width);
    for (std::size_t row = 0; row < vectors.size(); ++row) {
      if (row % kBetweenStops == 0) job.throwIfStopped();
      const auto values = vectors.of(row);
      double along = 0;
      for (std::size_t i = 0; i < values.size(); ++i) along += (values[i] - mean[i]) * direction[i];
      for (std::size_t i = 0; i < values.size(); ++i) next[i] += along * (values[i] - mean[i]);
    }
    const double length = std::sqrt(std::inner_product(next.begin(), next.end(), next.begin(), 0.0));
    if (!(length > 0)) break;
    for (std::size_t i = 0; i < next.size(); ++i) direction[i] = next[i] / length;
  }
  return direction;
}

}  // namespace

std::vector<RowGroup> groupRows(const BeatVectors& vectors, const RowGrouping& grouping,
                                const JobContext& job) {
  GroupMeans means(vectors.width);
  GroupOfRow groups = dealOut(vectors, grouping.threshold, means, job);
  const std::size_t count = means.size();
  for (int round = 0; round < kMostRounds; ++round) {
    job.report(0.5 + 0.5 * round / kMostRounds, "group beats");
    const auto into = joined(means, (1 + grouping.threshold) / 2, std::max<std::size_t>(grouping.most, 1));
    for (std::uint32_t& group : groups) group = into[group];
    if (reassign(vectors, means, groups, job) == 0) break;
    means = meansOf(vectors, groups, count);
  }
  return listed(groups, count);
}

std::vector<RowGroup> splitRows(const BeatVectors& vectors, const JobContext& job) {
  std::vector<double> mean(vectors.width);
  for (std::size_t row = 0; row < vectors.size(); ++row)
    for (std::size_t i = 0; i < vectors.width; ++i)
      mean[i] += vectors.of(row)[i] / static_cast<double>(vectors.size());
  const std::vector<double> direction = firstComponent(vectors, mean, job);
  GroupOfRow groups(vectors.size());
  for (std::size_t row = 0; row < vectors.size(); ++row) {
    double along = 0;
    for (std::size_t i = 0; i < vectors.width; ++i) along += (vectors.of(row)[i] - mean[i]) * direction[i];
    groups[row] = along > 0 ? 1 : 0;
  }
  for (int round = 0; round < kMostRounds; ++round)
    if (reassign(vectors, meansOf(vectors, groups, 2), groups, job) == 0) break;
  return listed(groups, 2);
}

std::vector<float> meanDirection(const BeatVectors& vectors, const RowGroup& rows) {
  GroupMeans means(vectors.width);
  means.addGroup();
  for (const std::uint32_t row : rows) means.add(0, vectors.of(row));
  means.scale(0);
  return {means.of(0).begin(), means.of(0).end()};
}

}  // namespace ectopy
