#include "ui/templates/group_jobs.h"

#include <fmt/format.h>

namespace ectopy::ui {

GroupingInput::GroupingInput(const Session& session)
    : beats(session.beats()),
      labels(session.labels()),
      parts(session.parts()),
      predictions(session.predictions()),
      marks(session.marks()) {}

std::vector<BeatCluster> groupsOf(const GroupingInput& input, const GroupingWish& wish,
                                  const JobContext& job) {
  const BeatFilterInput all{.beats = *input.beats,
                            .labels = *input.labels,
                            .parts = input.parts ? std::span(*input.parts) : std::span<const Part>(),
                            .predictions = input.predictions.get(),
                            .marks = input.marks.get()};
  const std::vector<BeatIndex> chosen = applyFilter(wish.filter, all, job);
  if (chosen.empty())
    throw Error(fmt::format("There is nothing to group: \"{}\" has no such beat ({}).",
                            input.beats->facts().name, describeFilter(wish.filter, *input.beats)));
  return clusterBeats(*input.beats, chosen, wish.options, job);
}

BeatCluster mergedCluster(const BeatSet& beats, const std::vector<std::shared_ptr<const BeatCluster>>& parts,
                          const JobContext& job) {
  std::vector<BeatIndex> members;
  for (const auto& part : parts) members.insert(members.end(), part->members.begin(), part->members.end());
  return clusterOf(beats, members, ClusterOptions{}.window, job);
}

}  // namespace ectopy::ui
