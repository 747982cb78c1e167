#pragma once

namespace CLI {
class App;
}

namespace ectopy::cli {

class Console;

// Each adds its command to the program; the command runs when the command line is parsed.
void addInfoCommand(CLI::App& app, Console& console);
void addCutCommand(CLI::App& app, Console& console);
void addDumpCommand(CLI::App& app, Console& console);
void addMapCommand(CLI::App& app, Console& console);
void addExportCommand(CLI::App& app, Console& console);
void addTraceCommand(CLI::App& app, Console& console);
void addTrainCommand(CLI::App& app, Console& console);
void addTransferCommand(CLI::App& app, Console& console);
void addEvaluateCommand(CLI::App& app, Console& console);
void addCompareCommand(CLI::App& app, Console& console);
void addPredictCommand(CLI::App& app, Console& console);
void addGetCommand(CLI::App& app, Console& console);
void addReportCommand(CLI::App& app, Console& console);
void addDemoCommand(CLI::App& app, Console& console);
void addDetectCommand(CLI::App& app, Console& console);
void addEc57Command(CLI::App& app, Console& console);
void addJournalCommand(CLI::App& app, Console& console);
void addSuspectsCommand(CLI::App& app, Console& console);
void addQueueCommand(CLI::App& app, Console& console);
void addExplainCommand(CLI::App& app, Console& console);
void addEmbedCommand(CLI::App& app, Console& console);
void addSimilarCommand(CLI::App& app, Console& console);
void addTemplatesCommand(CLI::App& app, Console& console);

}  // namespace ectopy::cli
