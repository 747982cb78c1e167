#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include <filesystem>
#include <memory>
#include <nlohmann/json.hpp>

#include "app/cli_commands.h"
#include "app/cli_console.h"
#include "core/base/error.h"
#include "core/evaluation/ec57_text.h"
#include "core/io/wfdb_annotations.h"
#include "core/io/wfdb_header.h"
#include "core/io/wfdb_record.h"

namespace ectopy::cli {

namespace {

namespace fs = std::filesystem;
using nlohmann::json;

struct Ec57Arguments {
  std::string database;
  std::vector<std::string> records;
  std::string reference = "atr";
  std::string test;
  std::string testFolder;
  std::string form = "summary";
  double startSeconds = 300;
  bool withS = false;
};

std::vector<fs::path> headersOf(const Ec57Arguments& arguments) {
  if (arguments.records.empty()) return listWfdbRecords(arguments.database);
  std::vector<fs::path> headers;
  for (const std::string& record : arguments.records)
    headers.push_back(fs::path(arguments.database) / (record + ".hea"));
  return headers;
}

/// In samples of the record's rate.
std::vector<Annotation> marksOf(const fs::path& file, double sampleRateHz) {
  WfdbAnnotations marks = readWfdbAnnotations(file);
  fitToRate(marks.annotations, marks.timeResolutionHz, sampleRateHz);
  return std::move(marks.annotations);
}

Ec57Record compareRecord(const fs::path& headerPath, const Ec57Arguments& arguments) {
  const WfdbHeader header = readWfdbHeader(headerPath);
  fs::path reference = headerPath;
  reference.replace_extension(arguments.reference);
  fs::path test =
      arguments.testFolder.empty() ? headerPath : fs::path(arguments.testFolder) / headerPath.filename();
  test.replace_extension(arguments.test);
  const std::vector<Annotation> referenceMarks = marksOf(reference, header.sampleRateHz);
  const std::vector<Annotation> testMarks = marksOf(test, header.sampleRateHz);
  return compareBeats({.name = headerPath.stem().string(),
                       .reference = referenceMarks,
                       .test = testMarks,
                       .sampleRateHz = header.sampleRateHz,
                       .sampleCount = header.sampleCount},
                      {.startSeconds = arguments.startSeconds, .countsSupraventricular = arguments.withS});
}

json shareJson(const Ec57Share& share) {
  return share.isDefined() ? json(share.percent()) : json(nullptr);
}

json statisticsJson(const Ec57Statistics& statistics, bool withS) {
  json result = {{"qrsSensitivity", shareJson(statistics.qrsSe)},
                 {"qrsPredictivity", shareJson(statistics.qrsPpv)},
                 {"vSensitivity", shareJson(statistics.vSe)},
                 {"vPredictivity", shareJson(statistics.vPpv)},
                 {"vFalsePositiveRate", shareJson(statistics.vFpr)}};
  if (!withS) return result;
  result["sSensitivity"] = shareJson(statistics.sSe);
  result["sPredictivity"] = shareJson(statistics.sPpv);
  return result;
}

/// {"Nn": 1857, ...}
json cellsJson(const Ec57Cells& cells) {
  json result = json::object();
  for (const std::string reference : {"N", "S", "V", "F", "Q", "O", "X"})
    for (const std::string test : {"N", "S", "V", "F", "Q", "O", "X"}) {
      const std::string name = {reference[0], static_cast<char>(test[0] - 'A' + 'a')};
      result[name] = cells.sum(reference, test);
    }
  return result;
}

std::string textOf(const std::vector<Ec57Record>& records, const Ec57Arguments& arguments) {
  if (arguments.form == "lines") return ec57Lines(records, arguments.withS);
  if (arguments.form == "shutdown") return ec57ShutdownLines(records, arguments.withS);
  if (arguments.form == "summary") return ec57Summary(records, arguments.withS);
  std::string text;
  for (const Ec57Record& record : records)
    text += ec57Matrix(record, arguments.reference, arguments.test, arguments.withS);
  return text;
}

void compare(const Ec57Arguments& arguments, Console& console) {
  std::vector<Ec57Record> records;
  const JobContext job = console.job();
  const std::vector<fs::path> headers = headersOf(arguments);
  for (const fs::path& header : headers) {
    job.report(static_cast<double>(records.size()) / static_cast<double>(headers.size()),
               "record " + header.stem().string());
    job.throwIfStopped();
    records.push_back(compareRecord(header, arguments));
  }
  const Ec57Summary summary = summarise(records);
  json perRecord = json::array();
  for (const Ec57Record& record : records) {
    json one = statisticsJson(statisticsOf(record.cells), arguments.withS);
    one["record"] = record.name;
    one["cells"] = cellsJson(record.cells);
    one["rrErrorMs"] = record.rrErrorMs;  // null when not a number
    one["shutdownSeconds"] = record.shutdownSeconds;
    perRecord.push_back(std::move(one));
  }
  std::string text = textOf(records, arguments);
  text.pop_back();  // the console ends the line
  console.result({{"records", perRecord},
                  {"cells", cellsJson(summary.sum)},
                  {"gross", statisticsJson(summary.gross, arguments.withS)},
                  {"average", statisticsJson(summary.average, arguments.withS)}},
                 text);
}

}  // namespace

void addEc57Command(CLI::App& app, Console& console) {
  auto arguments = std::make_shared<Ec57Arguments>();
  CLI::App* command = app.add_subcommand(
      "ec57", "compare two annotators beat by beat, printing the very lines of WFDB's bxb and sumstats");
  command->add_option("--database", arguments->database, "folder of the records")->required();
  command->add_option("--records", arguments->records, "their names, separated by commas; without it all")
      ->delimiter(',');
  command->add_option("--reference", arguments->reference, "annotator held to be right")
      ->capture_default_str();
  command->add_option("--test", arguments->test, "annotator to judge")->required();
  command->add_option("--test-folder", arguments->testFolder,
                      "where its files are, when not in the database's folder");
  command->add_option("--start", arguments->startSeconds, "seconds left out at the start of each record")
      ->check(CLI::NonNegativeNumber)
      ->capture_default_str();
  command
      ->add_option("--form", arguments->form,
                   "text to print: summary (sumstats), lines, shutdown or matrix (bxb)")
      ->check(CLI::IsMember({"summary", "lines", "shutdown", "matrix"}))
      ->capture_default_str();
  command->add_flag("--sveb", arguments->withS, "count supraventricular beats as a class of their own");
  command->callback([arguments, &console] { compare(*arguments, console); });
}

}  // namespace ectopy::cli
