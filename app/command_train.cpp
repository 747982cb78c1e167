#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include <memory>
#include <nlohmann/json.hpp>

#include "app/cli_commands.h"
#include "app/cli_console.h"
#include "app/cli_data.h"
#include "core/base/files.h"
#include "core/beats/cutting.h"
#include "core/model/learner.h"

namespace ectopy::cli {

namespace {

struct TrainArguments {
  std::string data;
  std::string out;
  std::string split;
  std::string workspace;
  CsvChoice csv;
  std::string parent;
  std::string mode;
  TrainingConfig config;
};

void addTrainingOptions(CLI::App& command, TrainArguments& arguments) {
  TrainingConfig& config = arguments.config;
  command.add_option("--data", arguments.data, "DATA to learn from")->required();
  command.add_option("--out", arguments.out, "model file to write (.safetensors)");
  command.add_option("--split", arguments.split,
                     "protocol: beat, ds1-ds2, ds1-ds2-strict, file, patient, folds, fold:K; without it the "
                     "data's first choice");
  addCsvOptions(command, arguments.csv);
  command.add_option("--workspace", arguments.workspace, "take corrected labels from this workspace");
  command.add_option("--epochs", config.epochs, "epochs at most")->capture_default_str();
  command.add_option("--batch-size", config.batchSize, "beats a step")->capture_default_str();
  command.add_option("--learning-rate", config.learningRate, "of Adam")->capture_default_str();
  command.add_option("--stop-patience", config.stopPatience, "epochs without a better model before the end")
      ->capture_default_str();
  command.add_option("--plateau-patience", config.plateauPatience, "epochs before the learning rate falls")
      ->capture_default_str();
  command.add_option("--seed", config.seed, "of split, weights, order and dropout")->capture_default_str();
  command.add_option("--device", config.device, "cpu, or cuda where libtorch has it")->capture_default_str();
  command.add_option("--threads", config.threads, "processor threads; 0: all")->capture_default_str();
  command.add_option("--time-limit", config.timeLimitSeconds, "seconds; 0: none")->capture_default_str();
}

TrainingObserver observerFor(Console& console) {
  TrainingObserver observer;
  observer.onEpoch = [&console](const EpochProgress& progress) {
    const EpochRecord& epoch = progress.record;
    console.message(
        fmt::format("epoch {:3}  loss {:.4f} / {:.4f}  validation accuracy {:.2f} %  macro F1 {:.2f} %  "
                    "{:.0f} s{}",
                    epoch.epoch, epoch.trainLoss, epoch.validationLoss, 100 * epoch.validationAccuracy,
                    100 * epoch.validationMacroF1, epoch.seconds, epoch.isBest ? "  best" : ""));
  };
  return observer;
}

nlohmann::json resultJson(const Classifier& classifier) {
  const ModelInfo& info = classifier.info();
  nlohmann::json json = {{"validation", scoresToJson(info.scheme, info.validation)},
                         {"test", scoresToJson(info.scheme, info.test)},
                         {"seconds", info.seconds},
                         {"epochs", info.history.size()},
                         {"bestEpoch", info.bestEpoch},
                         {"end", nameOf(info.end)},
                         {"beatsPerSecond", info.beatsPerSecond},
                         {"parameters", info.parameters},
                         {"seed", info.config.seed},
                         {"split", info.splitId},
                         {"protocol", info.protocol},
                         {"guard", info.guard},
                         {"weightsSha256", info.weightsSha256}};
  if (!info.transferMode.empty()) {
    json["trainableParameters"] = info.trainableParameters;
    json["mode"] = info.transferMode;
    json["parent"] = {{"name", info.parentName}, {"weightsSha256", info.parentSha256}};
  }
  return json;
}

std::string resultText(const Classifier& classifier, const std::string& out) {
  const ModelInfo& info = classifier.info();
  return fmt::format("{}\n{}\ntest part: {}\n{} epochs ({}), best {}, {:.0f} s, {:.0f} beats/s, seed {}{}",
                     info.protocol, info.guard, scoresText(info.scheme, info.test), info.history.size(),
                     nameOf(info.end), info.bestEpoch, info.seconds, info.beatsPerSecond, info.config.seed,
                     out.empty() ? "" : " -> " + out);
}

void train(const TrainArguments& arguments, Console& console) {
  if (!arguments.out.empty())
    const AtomicFile probe(arguments.out);  // a typing error must not cost a training
  std::unique_ptr<Classifier> parent;
  if (!arguments.parent.empty()) parent = learner().load(arguments.parent);
  const auto beats = openBeats(arguments.data, parent ? parent->info().cut : suggestedCut(arguments.data),
                               arguments.csv.toReading(), console.job());
  const std::vector<ClassIndex> labels = labelsOf(*beats, arguments.workspace);
  const std::string id = arguments.split.empty() ? splitChoices(*beats).front().id : arguments.split;
  const Split split = makeStableSplit(*beats, labels, id, arguments.config.seed);
  TrainingTask task{.beats = *beats, .labels = labels, .split = split, .config = arguments.config};
  if (parent) {
    task.parent = parent.get();
    task.mode = transferModeFromName(arguments.mode);
    task.config.architecture = parent->info().architecture;
  }
  console.message(fmt::format("{}: {} train, {} validation, {} test beats", split.protocol,
                              split.train.size(), split.validation.size(), split.test.size()));
  const auto classifier = learner().train(task, observerFor(console), console.job());
  if (!arguments.out.empty()) classifier->save(arguments.out);
  console.result(resultJson(*classifier), resultText(*classifier, arguments.out));
}

}  // namespace

void addTrainCommand(CLI::App& app, Console& console) {
  auto arguments = std::make_shared<TrainArguments>();
  CLI::App* command = app.add_subcommand("train", "train a classifier and judge it on the test part");
  command->add_option("--architecture", arguments->config.architecture, "network")->capture_default_str();
  addTrainingOptions(*command, *arguments);
  command->callback([arguments, &console] { train(*arguments, console); });
}

void addTransferCommand(CLI::App& app, Console& console) {
  auto arguments = std::make_shared<TrainArguments>();
  CLI::App* command = app.add_subcommand("transfer", "start a training from another model");
  command->add_option("--from", arguments->parent, "model file to start from")->required();
  command
      ->add_option("--mode", arguments->mode, "scratch, freeze (convolutions keep their weights) or finetune")
      ->required();
  addTrainingOptions(*command, *arguments);
  command->callback([arguments, &console] { train(*arguments, console); });
}

}  // namespace ectopy::cli
