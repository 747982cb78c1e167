#include "ui/session/training_queue.h"

#include <nlohmann/json.hpp>

#include "core/base/error.h"

namespace ectopy::ui {
namespace {

using nlohmann::json;

json toJson(const WaitingRun& run) {
  json entry{{"config", run.request.config}, {"split", run.request.splitId.toStdString()}};
  if (run.request.transfer) entry["transfer"] = nameOf(*run.request.transfer);
  if (run.parent)
    entry["parent"] = {{"name", run.parent->name.toStdString()},
                       {"sha256", run.parent->sha256},
                       {"path", run.parent->path.toStdString()}};
  if (run.hasBegun) entry["begun"] = true;
  return entry;
}

/// Throws Error or json::exception.
WaitingRun runFrom(const json& entry) {
  WaitingRun run;
  run.request.config = entry.at("config").get<TrainingConfig>();
  run.request.splitId = QString::fromStdString(entry.at("split").get<std::string>());
  if (entry.contains("transfer"))
    run.request.transfer = transferModeFromName(entry["transfer"].get<std::string>());
  if (entry.contains("parent")) {
    const json& parent = entry["parent"];
    run.parent = {.name = QString::fromStdString(parent.at("name").get<std::string>()),
                  .sha256 = parent.at("sha256").get<std::string>(),
                  .path = QString::fromStdString(parent.at("path").get<std::string>())};
  }
  run.hasBegun = entry.value("begun", false);
  if (run.request.transfer.has_value() != run.parent.has_value())
    throw Error("A waiting training has a transfer without a parent, or the other way round.");
  return run;
}

}  // namespace

std::string queueToText(const std::vector<WaitingRun>& runs) {
  json entries = json::array();
  for (const WaitingRun& run : runs) entries.push_back(toJson(run));
  return entries.dump(-1, ' ', false, json::error_handler_t::replace);
}

std::vector<WaitingRun> queueFromText(const std::string& text) {
  std::vector<WaitingRun> runs;
  const json entries = json::parse(text, nullptr, false);
  if (!entries.is_array()) return runs;
  for (const json& entry : entries) {
    try {
      WaitingRun run = runFrom(entry);
      run.id = static_cast<int>(runs.size()) + 1;
      runs.push_back(std::move(run));
    } catch (const Error&) {
      continue;  // one that is damaged must not cost the others
    } catch (const json::exception&) {
      continue;
    }
  }
  return runs;
}

}  // namespace ectopy::ui
