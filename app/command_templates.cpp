#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include <algorithm>
#include <chrono>
#include <memory>
#include <nlohmann/json.hpp>
#include <numeric>

#include "app/cli_commands.h"
#include "app/cli_console.h"
#include "app/cli_review.h"
#include "core/base/error.h"
#include "core/beats/beat_clusters.h"

namespace ectopy::cli {

namespace {

using nlohmann::json;

struct TemplatesArguments {
  ReviewChoice review;
  std::string record;
  std::string label;
  ClusterOptions clusters;
  bool wantsMembers = false;
};

/// The class of a code, kUnlabelled for "-".
ClassIndex classNamed(const BeatSet& beats, const std::string& code) {
  if (code == "-") return kUnlabelled;
  if (const auto found = beats.scheme().indexOf(code)) return *found;
  std::vector<std::string_view> codes;
  for (const LabelClass& one : beats.scheme().classes) codes.emplace_back(one.code);
  throw Error(fmt::format("\"{}\" has no class \"{}\": expected one of {}, or - for beats without label.",
                          beats.facts().name, code, fmt::join(codes, ", ")));
}

std::vector<BeatIndex> chosenBeats(const ReviewData& data, const TemplatesArguments& arguments) {
  const BeatSet& beats = *data.beats;
  const auto& records = beats.facts().records;
  if (!arguments.record.empty() &&
      std::ranges::find(records, arguments.record, &RecordInfo::name) == records.end())
    throw Error(fmt::format("\"{}\" has no record \"{}\".", beats.facts().name, arguments.record));
  std::vector<BeatIndex> chosen(beats.size());
  std::iota(chosen.begin(), chosen.end(), BeatIndex{0});
  std::erase_if(chosen, [&](BeatIndex beat) { return beats.isAbsent(beat); });
  if (!arguments.record.empty())
    std::erase_if(chosen, [&](BeatIndex beat) {
      const RecordInfo* record = beats.recordOf(beat);
      return record == nullptr || record->name != arguments.record;
    });
  if (!arguments.label.empty())
    std::erase_if(chosen, [&, wanted = classNamed(beats, arguments.label)](BeatIndex beat) {
      return data.labels[beat] != wanted;
    });
  return chosen;
}

json codeOrNull(const BeatSet& beats, ClassIndex label) {
  return label == kUnlabelled ? json() : json(beats.scheme().codeOf(label));
}

json clusterJson(const BeatCluster& cluster, const ClusterLabels& labels, const ReviewData& data,
                 bool wantsMembers) {
  json counts = json::object();
  for (std::size_t i = 0; i < labels.counts.size(); ++i)
    if (labels.counts[i] > 0) counts[data.beats->scheme().classes[i].code] = labels.counts[i];
  json shown = {{"beats", cluster.members.size()},
                {"majority", codeOrNull(*data.beats, labels.majority)},
                {"labels", counts},
                {"unlabelled", labels.unlabelled},
                {"nearest", placeJson(data, cluster.members.front())},
                {"farthest", placeJson(data, cluster.members.back())},
                {"leastLikeness", cluster.likeness.back()},
                {"mean", cluster.shape.mean}};
  if (wantsMembers) shown["members"] = cluster.members;
  return shown;
}

std::string labelWords(const ClusterLabels& labels, const BeatSet& beats) {
  std::vector<std::string> words;
  for (std::size_t i = 0; i < labels.counts.size(); ++i)
    if (labels.counts[i] > 0)
      words.push_back(fmt::format("{} {}", beats.scheme().classes[i].code, labels.counts[i]));
  if (labels.unlabelled > 0) words.push_back(fmt::format("no label {}", labels.unlabelled));
  return fmt::format("{}", fmt::join(words, ", "));
}

void showTemplates(const TemplatesArguments& arguments, Console& console) {
  const auto start = std::chrono::steady_clock::now();
  const ReviewData data = openForReview(arguments.review, console);
  const std::vector<BeatIndex> chosen = chosenBeats(data, arguments);
  const auto clusters = clusterBeats(*data.beats, chosen, arguments.clusters, console.job());
  json listed = json::array();
  std::string text = fmt::format("{} templates of {} beats\n{:>7}  {:>9}  {:>9}  {:>8}  labels",
                                 clusters.size(), chosen.size(), "beats", "nearest", "farthest", "likeness");
  std::size_t alike = 0;
  std::size_t labelled = 0;
  for (const BeatCluster& cluster : clusters) {
    const ClusterLabels labels = labelsIn(cluster, data.labels, data.beats->scheme().size());
    labelled += cluster.members.size() - labels.unlabelled;
    if (labels.majority != kUnlabelled) alike += labels.counts[labels.majority];
    listed.push_back(clusterJson(cluster, labels, data, arguments.wantsMembers));
    text +=
        fmt::format("\n{:>7}  {:>9}  {:>9}  {:>8.3f}  {}", cluster.members.size(), cluster.members.front(),
                    cluster.members.back(), cluster.likeness.back(), labelWords(labels, *data.beats));
  }
  const json purity =
      labelled == 0 ? json() : json(static_cast<double>(alike) / static_cast<double>(labelled));
  const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  console.result({{"beats", chosen.size()}, {"purity", purity}, {"templates", listed}, {"seconds", seconds}},
                 text);
}

}  // namespace

void addTemplatesCommand(CLI::App& app, Console& console) {
  auto arguments = std::make_shared<TemplatesArguments>();
  CLI::App* command = app.add_subcommand(
      "templates", "beats of a record or a class grouped by shape, the largest group first");
  addReviewOptions(*command, arguments->review);
  command->add_option("--record", arguments->record, "beats of this record alone");
  command->add_option("--class", arguments->label, "beats labelled so alone; - for those without label");
  command
      ->add_option("--threshold", arguments->clusters.threshold,
                   "correlation with a group's mean that lets a beat join it, 0 to 1")
      ->check(CLI::Range(0.0, 1.0))
      ->capture_default_str();
  command->add_option("--most", arguments->clusters.most, "groups at most")
      ->check(CLI::PositiveNumber)
      ->capture_default_str();
  command->add_flag("--members", arguments->wantsMembers,
                    "list each group's beats too, nearest to the mean first");
  command->callback([arguments, &console] { showTemplates(*arguments, console); });
}

}  // namespace ectopy::cli
