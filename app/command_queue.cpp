#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include <algorithm>
#include <cmath>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>

#include "app/cli_commands.h"
#include "app/cli_console.h"
#include "app/cli_out_of_fold.h"
#include "app/cli_review.h"
#include "core/base/error.h"
#include "core/evaluation/audit.h"
#include "core/evaluation/review_queue.h"

namespace ectopy::cli {

namespace {

using nlohmann::json;

constexpr std::size_t kShownAsText = 20;

struct QueueArguments {
  ReviewChoice review;
  OutOfFoldChoice training;
  std::string kind;
  std::size_t auditBeats = 200;
  std::optional<std::size_t> limit;
  std::optional<std::size_t> judged;
  std::size_t wrong = 0;
};

/// What the queue is made of; owns what the input refers to.
struct QueueSources {
  ReviewData data;
  std::optional<Predictions> predictions;
  std::optional<LabelQuality> quality;

  ReviewInput input(const QueueArguments& arguments) const {
    return {.beats = *data.beats,
            .labels = data.labels,
            .predictions = predictions ? &*predictions : nullptr,
            .quality = quality ? &*quality : nullptr,
            .isQualityOfModel = predictions.has_value(),
            .isFlagged = data.hasWorkspace ? &data.isFlagged : nullptr,
            .isExcluded = &data.isExcluded,
            .notes = &data.notes,
            .otherLabels = data.otherLabels,
            .otherName = arguments.review.other,
            .auditBeats = arguments.auditBeats,
            .seed = arguments.training.seed};
  }
};

/// With a model its own opinion, at once; else that of models that did not learn from the beat.
LabelQuality qualityOf(const QueueSources& sources, const QueueArguments& arguments, Console& console) {
  const ReviewData& data = sources.data;
  std::vector<ClassIndex> labels = data.labels;
  for (std::size_t beat = 0; beat < labels.size(); ++beat)
    if (data.isExcluded[beat]) labels[beat] = kUnlabelled;
  if (sources.predictions) return judgeLabels(*sources.predictions, *data.beats, labels);
  OutOfFoldChoice training = arguments.training;
  training.threads = arguments.review.threads;
  return judgeLabels(outOfFold(training, *data.beats, labels, console).predictions, *data.beats, labels);
}

json itemJson(const ReviewItem& item, const ReviewData& data) {
  json shown = placeJson(data, item.beat);
  shown["suggested"] =
      item.suggested == kUnlabelled ? json() : json(data.beats->scheme().codeOf(item.suggested));
  shown["score"] = std::isnan(item.score) ? json() : json(item.score);
  shown["why"] = item.why;
  return shown;
}

std::string queueText(std::span<const ReviewItem> items, std::size_t found, const ReviewData& data) {
  std::string text = fmt::format("{} beats to look at\n{}  {:>7}  why", found, placeHead(), "suggest");
  for (const ReviewItem& item : items)
    text += fmt::format("\n{}  {:>7}  {}", placeText(data, item.beat),
                        data.beats->scheme().codeOf(item.suggested), item.why);
  if (items.size() < found) text += fmt::format("\n... {} more (--limit)", found - items.size());
  return text;
}

std::string estimateText(const AuditEstimate& estimate) {
  return fmt::format("\n{} of {} judged are wrong: {:.2f} % of {} labels, 95 % interval {:.2f} to {:.2f} %",
                     estimate.wrong, estimate.judged, 100 * estimate.rate, estimate.population,
                     100 * estimate.low, 100 * estimate.high);
}

void requireSense(const QueueArguments& arguments, ReviewKind kind) {
  if (arguments.judged && kind != ReviewKind::Audit)
    throw CLI::ValidationError("--judged belongs to --kind audit");
  if (kind == ReviewKind::OtherAnnotator && arguments.review.other.empty())
    throw CLI::ValidationError("--kind other-annotator: expected --other NAME");
}

void showQueue(const QueueArguments& arguments, Console& console) {
  const ReviewKind kind = reviewKindNamed(arguments.kind);
  requireSense(arguments, kind);
  QueueSources sources{.data = openForReview(arguments.review, console)};
  const ReviewData& data = sources.data;
  if (data.classifier)
    sources.predictions = data.classifier->predict(*data.beats, arguments.review.threads, console.job());
  if (kind == ReviewKind::Suspects) sources.quality = qualityOf(sources, arguments, console);
  const ReviewInput input = sources.input(arguments);
  const std::vector<ReviewItem> items = reviewQueue(kind, input, console.job());
  const auto first = [&](std::size_t count) { return std::span(items).first(std::min(items.size(), count)); };
  json result = {{"kind", nameOf(kind)}, {"found", items.size()}, {"warnings", data.warnings}};
  result["items"] = json::array();
  for (const ReviewItem& item : first(arguments.limit.value_or(SIZE_MAX)))
    result["items"].push_back(itemJson(item, data));
  std::string text = queueText(first(arguments.limit.value_or(kShownAsText)), items.size(), data);
  if (kind == ReviewKind::Audit) result["population"] = auditPopulation(input);
  if (arguments.judged) {
    const AuditEstimate estimate = auditEstimate(arguments.wrong, *arguments.judged, auditPopulation(input));
    result["estimate"] = auditJson(estimate);
    text += estimateText(estimate);
  }
  console.result(result, text);
}

}  // namespace

void addQueueCommand(CLI::App& app, Console& console) {
  auto arguments = std::make_shared<QueueArguments>();
  CLI::App* command = app.add_subcommand(
      "queue", "which beats to look at next, and why: for labelling and for checking labels");
  std::vector<std::string> kinds;
  for (int kind = 0; kind < kReviewKinds; ++kind) kinds.emplace_back(nameOf(static_cast<ReviewKind>(kind)));
  addReviewOptions(*command, arguments->review);
  command
      ->add_option(
          "--kind", arguments->kind,
          "suspects (labels that look wrong), least-certain (of the model), typical-of-rare (what the "
          "model takes for a rare class), unlabelled, flagged, other-annotator (says another class) "
          "or audit (drawn at random)")
      ->required()
      ->check(CLI::IsMember(kinds));
  addModelOption(*command, arguments->review,
                 "model (or \"shipped\") that is asked; least-certain and typical-of-rare need one, suspects "
                 "without one trains models that do not learn from the beat");
  command->add_option("--limit", arguments->limit, "beats to list at most (as text 20, else all)");
  CLI::Option* workspace = command->get_option("--workspace");
  command->add_option("--other", arguments->review.other, "annotator of the workspace to compare with")
      ->needs(workspace);
  command->add_option("--audit-beats", arguments->auditBeats, "beats to draw")->capture_default_str();
  CLI::Option* judged = command->add_option(
      "--judged", arguments->judged, "audit: so many of those drawn were looked at; tells the error rate");
  command->add_option("--wrong", arguments->wrong, "audit: so many of them were wrong")->needs(judged);
  const auto trainingOptions = addOutOfFoldOptions(*command, arguments->training);
  command->get_option("--seed")->description("of the audit's draw; of folds, weights and order");
  for (const std::string& name : trainingOptions)
    if (name != "--seed") command->get_option("--model")->excludes(command->get_option(name));
  command->callback([arguments, &console] { showQueue(*arguments, console); });
}

}  // namespace ectopy::cli
