#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include <algorithm>
#include <map>
#include <memory>
#include <nlohmann/json.hpp>

#include "app/cli_commands.h"
#include "app/cli_console.h"
#include "app/cli_data.h"
#include "core/base/error.h"
#include "core/base/files.h"
#include "core/beats/cutting.h"
#include "core/beats/row_tracing.h"

namespace ectopy::cli {

namespace {

constexpr double kTolerance = 1e-5;  // of a normalised sample

struct TraceArguments {
  std::string csv;
  std::string database;
  std::string out;
};

struct TraceSummary {
  std::size_t found = 0;
  std::size_t sameClass = 0;
  float largestDifference = 0;
  std::map<std::string, std::size_t> perRecord;
};

TraceSummary summarise(const std::vector<RowTrace>& traces, const BeatSet& beats) {
  TraceSummary summary;
  for (const RowTrace& trace : traces) {
    if (trace.beat == RowTrace::kNotFound) continue;
    ++summary.found;
    summary.sameClass += trace.isSameClass ? 1 : 0;
    summary.largestDifference = std::max(summary.largestDifference, trace.largestDifference);
    ++summary.perRecord[beats.recordOf(trace.beat)->name];
  }
  return summary;
}

std::string tableOf(const std::vector<RowTrace>& traces, const BeatSet& beats) {
  std::string table = "row,record,sample,seconds\n";
  for (std::size_t row = 0; row < traces.size(); ++row) {
    const BeatIndex beat = traces[row].beat;
    if (beat == RowTrace::kNotFound)
      table += fmt::format("{},,,\n", row + 1);
    else
      table += fmt::format("{},{},{},{:.3f}\n", row + 1, beats.recordOf(beat)->name,
                           beats.columns().rSamples[beat], beats.secondsOf(beat));
  }
  return table;
}

void trace(const TraceArguments& arguments, Console& console) {
  const BeatCut cut = defaultCut(CutRule::Kaggle);
  const HeartbeatRows rows =
      readHeartbeatCsv(arguments.csv, static_cast<std::size_t>(cut.length), console.job());
  const auto beats = openBeats(arguments.database, cut, console.job());
  if (beats->facts().records.empty())
    throw Error(fmt::format("{}: expected recordings, found cut beats without records.", arguments.database));
  const std::vector<RowTrace> traces = traceRows(rows, *beats, kTolerance, console.job());
  if (!arguments.out.empty()) writeFileAtomically(arguments.out, tableOf(traces, *beats));
  const TraceSummary summary = summarise(traces, *beats);
  console.result(
      {{"rows", rows.rows()},
       {"found", summary.found},
       {"sameClass", summary.sameClass},
       {"largestDifference", summary.largestDifference},
       {"perRecord", summary.perRecord}},
      fmt::format("{} of {} rows found in {} records, {} with the same class, largest difference {:.1e}",
                  summary.found, rows.rows(), summary.perRecord.size(), summary.sameClass,
                  summary.largestDifference));
}

}  // namespace

void addTraceCommand(CLI::App& app, Console& console) {
  auto arguments = std::make_shared<TraceArguments>();
  CLI::App* command =
      app.add_subcommand("trace", "lead each row of a published CSV back to record and second");
  command->add_option("CSV", arguments->csv, "heartbeat CSV (mitbih_*.csv)")->required();
  command->add_option("--database", arguments->database, "folder with the recordings")->required();
  command->add_option("--out", arguments->out, "write row, record, sample, seconds as CSV");
  command->callback([arguments, &console] { trace(*arguments, console); });
}

}  // namespace ectopy::cli
