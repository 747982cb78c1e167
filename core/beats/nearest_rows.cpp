#include "core/beats/nearest_rows.h"

#include <hnswlib/hnswlib.h>

#include <algorithm>
#include <atomic>
#include <thread>

namespace ectopy {
namespace {

constexpr std::size_t kLinks = 12;          // a row, in the graph
constexpr std::size_t kCandidates = 64;     // looked at while a row is put in
constexpr std::size_t kMoreThanAsked = 30;  // candidates looked at beyond those asked for
constexpr std::size_t kRowsBetweenStops = 512;
constexpr double kBuildShare = 0.7;  // of the time

using Graph = hnswlib::HierarchicalNSW<float>;

void build(Graph& graph, const BeatVectors& vectors, const JobContext& job) {
  // One thread: what the graph looks like, and so what it finds, depends on the order.
  for (std::size_t row = 0; row < vectors.size(); ++row) {
    if (row % kRowsBetweenStops == 0) {
      job.throwIfStopped();
      job.report(kBuildShare * static_cast<double>(row) / static_cast<double>(vectors.size()), "neighbours");
    }
    graph.addPoint(vectors.of(row).data(), row);
  }
}

void ask(const Graph& graph, const BeatVectors& vectors, std::size_t row, NearestRows& found) {
  auto nearest = graph.searchKnn(vectors.of(row).data(), found.each + 1);  // the row itself is among them
  std::vector<std::pair<float, hnswlib::labeltype>> others;
  for (; !nearest.empty(); nearest.pop())
    if (nearest.top().second != row) others.push_back(nearest.top());
  std::ranges::sort(others);
  for (std::size_t i = 0; i < found.each; ++i) {
    // The graph may reach fewer where many rows are the same: then the nearest stands for the rest.
    const bool isThere = !others.empty();
    const auto& one = isThere ? others[std::min(i, others.size() - 1)] : std::pair(0.0F, row);
    found.rows[row * found.each + i] = static_cast<BeatIndex>(one.second);
    found.squared[row * found.each + i] = one.first;
  }
}

}  // namespace

NearestRows nearestRows(const BeatVectors& vectors, std::size_t each, int threads, const JobContext& job) {
  NearestRows found;
  if (vectors.size() < 2) return found;
  found.each = std::min(each, vectors.size() - 1);
  found.rows.resize(vectors.size() * found.each);
  found.squared.resize(found.rows.size());
  hnswlib::L2Space space(vectors.width);
  Graph graph(&space, vectors.size(), kLinks, kCandidates);
  build(graph, vectors, job);
  graph.setEf(found.each + kMoreThanAsked);
  std::atomic<std::size_t> next = 0;
  const auto work = [&] {
    for (std::size_t first = next.fetch_add(kRowsBetweenStops);
         first < vectors.size() && !job.isStopRequested(); first = next.fetch_add(kRowsBetweenStops))
      for (std::size_t row = first; row < std::min(first + kRowsBetweenStops, vectors.size()); ++row)
        ask(graph, vectors, row, found);
  };
  const unsigned wanted = threads > 0 ? static_cast<unsigned>(threads) : std::thread::hardware_concurrency();
  std::vector<std::jthread> helpers;
  for (unsigned i = 1; i < std::max(1U, wanted); ++i) helpers.emplace_back(work);
  work();
  helpers.clear();
  job.throwIfStopped();
  return found;
}

}  // namespace ectopy
