#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include <filesystem>
#include <functional>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>

#include "app/cli_commands.h"
#include "app/cli_console.h"
#include "app/cli_corrections.h"
#include "app/cli_data.h"
#include "core/base/files.h"
#include "core/beats/cutting.h"
#include "core/model/learner.h"
#include "core/model/recipe_settings.h"
#include "core/model/shipped_model.h"
#include "core/training/continuation.h"
#include "core/training/correction_training.h"

namespace ectopy::cli {

namespace {

constexpr auto kRecipeGroup = "Recipe (default: the network's own)";

struct TrainArguments {
  std::string data;
  std::string out;
  std::string split;
  std::string workspace;
  std::string checkpoint;  // empty: beside `out`
  bool resume = false;
  double patienceSeconds = ProcessPlace().patienceSeconds;
  double checkpointSeconds = CheckpointPlan().secondsBetween;
  CsvChoice csv;
  std::string continued;  // model whose run goes on; empty: none
  std::string parent;
  std::string mode;
  CorrectionChoice corrections;
  std::string architecture = kDefaultArchitecture;
  std::vector<std::function<void(TrainingConfig&)>> settings;  // those the user gave, over a recipe
};

/// An option whose value, where it is given, goes into `member` of the configuration.
template <typename Value>
CLI::Option* addSetting(CLI::App& command, TrainArguments& arguments, const std::string& name,
                        Value TrainingConfig::*member, std::string_view meaning) {
  const auto take = [&arguments, member](const Value& value) {
    arguments.settings.emplace_back([=](TrainingConfig& config) { config.*member = value; });
  };
  return command.add_option_function<Value>(name, take, std::string(meaning));
}

/// What a network's recipe sets, whole.
void addRecipeOptions(CLI::App& command, TrainArguments& arguments) {
  using C = TrainingConfig;
  const auto add = [&](const char* name, auto member, const char* meaning) {
    addSetting(command, arguments, name, member, meaning)->group(kRecipeGroup);
  };
  add("--epochs", &C::epochs, "epochs at most");
  add("--batch-size", &C::batchSize, "beats a step");
  add("--learning-rate", &C::learningRate, "the highest of the schedule");
  add("--stop-patience", &C::stopPatience, "epochs without a better model before the end; 0: never");
  add("--plateau-patience", &C::plateauPatience, "epochs before a plateau schedule's rate falls");
  for (const ChoiceSetting& setting : choiceSettings()) {
    const auto take = [&arguments, set = setting.set](const std::string& word) {
      arguments.settings.emplace_back([=](TrainingConfig& config) { set(config, word); });
    };
    command.add_option_function<std::string>(optionName(setting.name), take, std::string(setting.meaning))
        ->check(CLI::IsMember(setting.words))
        ->group(kRecipeGroup);
  }
  for (const auto& setting : realSettings())
    add(optionName(setting.name).c_str(), setting.member, std::string(setting.meaning).c_str());
  for (const auto& setting : integerSettings())
    add(optionName(setting.name).c_str(), setting.member, std::string(setting.meaning).c_str());
}

const std::string kProcessesText =
    "Several processes, on one machine or more, train one model together where RANK, WORLD_SIZE, MASTER_ADDR "
    "and\nMASTER_PORT are set, as torchrun, MPI or Slurm do (data and command the same everywhere). The "
    "model "
    "is the one\nthat a single process gives; process 0 alone writes it. When one is lost, all end and the "
    "checkpoint stays.\n\n";

/// The networks with their recipes, as the learner knows them for the published beats.
std::string networksText() {
  std::string text = "Networks, for beats of 187 samples and 5 classes:";
  try {
    for (const ArchitectureFacts& facts : learner().architectures(187, 5)) {
      const TrainingConfig& recipe = facts.recipe;
      text += fmt::format("\n  {}: {}\n    {} parameters, {:.1f} million multiply-adds a beat{}\n    {}",
                          facts.name, facts.sentence, facts.parameters,
                          static_cast<double>(facts.multiplyAdds) / 1e6,
                          facts.needsFeatures ? ", for beats cut by --rule context" : "",
                          fmt::format("{} epochs, {}", recipe.epochs, recipeWords(recipe)));
    }
  } catch (const Error& error) {
    text += fmt::format("\n  {}", error.what());
  }
  return text;
}

/// The network's own recipe with the user's settings over it.
TrainingConfig configOf(const TrainArguments& arguments, const std::string& architecture,
                        const BeatSet& beats) {
  TrainingConfig config;
  for (const ArchitectureFacts& facts : learner().architectures(beats.length(), beats.scheme().size()))
    if (facts.name == architecture) config = facts.recipe;
  config.architecture = architecture;
  for (const auto& set : arguments.settings) set(config);
  return config;
}

/// The run's own settings for as many epochs more as the user wants.
TrainingConfig configOfRun(const TrainArguments& arguments, const ModelInfo& run, const BeatSet& beats) {
  if (const std::string reason = whyNotContinue(run, beats.fingerprint()); !reason.empty())
    throw Error(reason);
  TrainingConfig config = continuedConfig(run, 1);
  for (const auto& set : arguments.settings) set(config);
  config.epochs = continuedConfig(run, config.epochs).epochs;
  return config;
}

void addTrainingOptions(CLI::App& command, TrainArguments& arguments) {
  using C = TrainingConfig;
  command.add_option("--data", arguments.data, "DATA to learn from");
  command.add_option("--out", arguments.out, "model file to write (.safetensors)");
  command.add_option("--split", arguments.split,
                     "protocol: beat, ds1-ds2, ds1-ds2-strict, file, patient, folds, fold:K; without it the "
                     "data's first choice");
  addCsvOptions(command, arguments.csv);
  command.add_option("--workspace", arguments.workspace, "take corrected labels from this workspace");
  addSetting(command, arguments, "--seed", &C::seed, "of split, weights, order and dropout (1)");
  addSetting(command, arguments, "--device", &C::device, "cpu, or cuda where libtorch has it (cpu)");
  addSetting(command, arguments, "--threads", &C::threads, "processor threads; 0: all (0)");
  addSetting(command, arguments, "--time-limit", &C::timeLimitSeconds, "seconds; 0: none (0)");
  command.add_option("--checkpoint", arguments.checkpoint,
                     "file that the training's state is kept in until the model is written (default: "
                     "OUT.checkpoint)");
  command
      .add_option("--checkpoint-every", arguments.checkpointSeconds,
                  "seconds between two states within an epoch; one more after each epoch")
      ->check(CLI::NonNegativeNumber)
      ->capture_default_str();
  command.add_flag(
      "--resume", arguments.resume,
      "go on from the checkpoint where there is one, to the very model an unbroken training gives");
  command
      .add_option("--worker-timeout", arguments.patienceSeconds,
                  "seconds that several processes wait for one of them to join or to finish a step")
      ->check(CLI::PositiveNumber)
      ->capture_default_str();
  addRecipeOptions(command, arguments);
  command.footer([] { return kProcessesText + networksText(); });
}

/// Where this process trains with others; nothing where it is alone.
std::optional<ProcessPlace> placeOf(const TrainArguments& arguments) {
  std::optional<ProcessPlace> place = processPlaceFromEnvironment();
  if (place) place->patienceSeconds = arguments.patienceSeconds;
  return place;
}

/// The process whose words and files count.
bool isLeader(const std::optional<ProcessPlace>& place) {
  return !place || place->isLeader();
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
  observer.onResume = [&console](const ModelInfo& soFar, int epoch, int steps) {
    console.message(fmt::format("goes on in epoch {} after step {}, {:.0f} s trained so far", epoch, steps,
                                soFar.seconds));
  };
  return observer;
}

nlohmann::json resultJson(const Classifier& classifier, const std::string& warning = {}) {
  const ModelInfo& info = classifier.info();
  nlohmann::json json = {{"validation", scoresToJson(info.scheme, info.validation)},
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
                         {"recipe", recipeWords(info.config)},
                         {"weightsSha256", info.weightsSha256}};
  if (info.test.total() > 0) json["test"] = scoresToJson(info.scheme, info.test);
  if (!warning.empty()) json["warnings"] = {warning};
  if (!info.transferMode.empty()) {
    json["trainableParameters"] = info.trainableParameters;
    json["mode"] = info.transferMode;
  }
  if (!info.parentSha256.empty())
    json["parent"] = {{"name", info.parentName}, {"weightsSha256", info.parentSha256}};
  if (info.continuedAfter > 0) json["continuedAfter"] = info.continuedAfter;
  return json;
}

std::string resultText(const Classifier& classifier, const std::string& out) {
  const ModelInfo& info = classifier.info();
  const bool isTested = info.test.total() > 0;
  return fmt::format("{}\n{}\n{} part: {}\n{} epochs ({}), best {}, {:.0f} s, {:.0f} beats/s, seed {}{}",
                     info.protocol, info.guard, isTested ? "test" : "validation",
                     scoresText(info.scheme, isTested ? info.test : info.validation), info.history.size(),
                     nameOf(info.end), info.bestEpoch, info.seconds, info.beatsPerSecond, info.config.seed,
                     out.empty() ? "" : " -> " + out);
}

/// Where the training's state is kept. Throws Error when an interrupted one would be lost.
CheckpointPlan checkpointPlan(const TrainArguments& arguments, bool speaks, Console& console) {
  CheckpointPlan plan{.secondsBetween = arguments.checkpointSeconds};
  plan.file = arguments.checkpoint;
  if (plan.file.empty() && !arguments.out.empty()) plan.file = arguments.out + ".checkpoint";
  if (plan.file.empty() && arguments.resume)
    throw Error("Nothing can be resumed without --out or --checkpoint: they say which file to go on from.");
  const bool isThere = !plan.file.empty() && std::filesystem::exists(plan.file);
  if (isThere && !arguments.resume)
    throw Error(
        fmt::format("{} holds an interrupted training: go on with it by --resume, or remove it to "
                    "start anew.",
                    plan.file.string()));
  if (!isThere && arguments.resume && speaks)
    console.message("there is no checkpoint: starts from the beginning");
  plan.resume = isThere;
  return plan;
}

/// Trains; where it is stopped, says how to go on.
std::unique_ptr<Classifier> trained(const TrainingTask& task, const JobContext& job, Console& console) {
  const std::filesystem::path& file = task.checkpoint.file;
  if (!isLeader(task.place)) return learner().train(task, {}, job);
  try {
    return learner().train(task, observerFor(console), job);
  } catch (const Stopped&) {
    if (!file.empty() && std::filesystem::exists(file))
      console.message(fmt::format(
          "The training's state is kept in {}: the same command with --resume goes on.", file.string()));
    throw;
  }
}

void save(const Classifier& classifier, const TrainArguments& arguments, const CheckpointPlan& checkpoint,
          const std::string& warning, Console& console) {
  if (!arguments.out.empty()) classifier.save(arguments.out);
  std::error_code ignored;
  if (!checkpoint.file.empty()) std::filesystem::remove(checkpoint.file, ignored);
  console.result(resultJson(classifier, warning), resultText(classifier, arguments.out));
}

/// The beats as the parent takes them; new weights take any.
FittedBeats beatsFor(const Classifier* parent, const TrainArguments& arguments,
                     const std::shared_ptr<const BeatSet>& opened, const JobContext& job) {
  FittedBeats asTheyAre{.beats = opened, .words = {}, .origin = {}};
  if (parent == nullptr) return asTheyAre;
  try {
    return fitToCut(opened, parent->info().cut, job);
  } catch (const Error& reason) {
    if (arguments.mode != nameOf(TransferMode::Scratch)) throw;
    asTheyAre.words = fmt::format("The beats are taken as they are: {}", reason.what());
    return asTheyAre;
  }
}

void train(const TrainArguments& arguments, Console& console) {
  const std::optional<ProcessPlace> place = placeOf(arguments);
  const JobContext job = isLeader(place) ? console.job() : JobContext(console.job().token(), {});
  if (!arguments.out.empty() && isLeader(place))
    const AtomicFile probe(arguments.out);  // a typing error must not cost a training
  const CheckpointPlan checkpoint = checkpointPlan(arguments, isLeader(place), console);
  std::unique_ptr<Classifier> parent;
  const std::string& parentText = arguments.continued.empty() ? arguments.parent : arguments.continued;
  if (!parentText.empty()) parent = learner().load(modelPathOf(parentText));
  const LabelledBeats opened =
      labelledBeats(openBeats(arguments.data, parent ? parent->info().cut : suggestedCut(arguments.data),
                              arguments.csv.toReading(), job),
                    arguments.workspace, console);
  const FittedBeats suited = beatsFor(parent.get(), arguments, opened.beats, job);
  if (!suited.words.empty() && isLeader(place)) console.message(suited.words);
  const auto& beats = suited.beats;
  const std::vector<ClassIndex> labels = suited.labelsFrom(opened.trainingLabels(console));
  const ModelInfo* run = arguments.continued.empty() ? nullptr : &parent->info();
  const std::string id = run                       ? run->splitId
                         : arguments.split.empty() ? splitChoices(*beats).front().id
                                                   : arguments.split;
  const TrainingConfig config =
      run ? configOfRun(arguments, *run, *beats)
          : configOf(arguments, parent ? parent->info().architecture : arguments.architecture, *beats);
  const Split split = makeStableSplit(*beats, labels, id, config.seed);
  TrainingTask task{
      .beats = *beats, .labels = labels, .split = split, .config = config, .checkpoint = checkpoint};
  task.place = place;
  if (parent) {
    task.parent = parent.get();
    task.continues = run != nullptr;
    const std::string& mode = run ? run->transferMode : arguments.mode;
    if (!mode.empty()) task.mode = transferModeFromName(mode);
  }
  if (isLeader(place))
    console.message(fmt::format("{}: {} train, {} validation, {} test beats", split.protocol,
                                split.train.size(), split.validation.size(), split.test.size()));
  const auto classifier = trained(task, job, console);
  if (isLeader(place)) save(*classifier, arguments, checkpoint, suited.words, console);
}

/// Fine-tunes the parent on a workspace's corrections.
void fineTune(const TrainArguments& arguments, Console& console) {
  if (placeOf(arguments))
    throw Error(
        "Fine-tuning on corrections takes one process: unset RANK and WORLD_SIZE, or leave torchrun out.");
  if (!arguments.out.empty()) const AtomicFile probe(arguments.out);
  const JobContext job = console.job();
  const auto parent = learner().load(modelPathOf(arguments.parent));
  const OpenedCorrections opened = openCorrections(arguments.corrections, arguments.data, parent->info().cut,
                                                   arguments.csv.toReading(), console);
  if (opened.excluded > 0) console.message(excludedWords(opened.excluded));
  TrainingConfig config = correctionConfig(parent->info());
  for (const auto& set : arguments.settings) set(config);
  const CorrectedModel corrected = fineTuneOnCorrections(learner(),
                                                         {.beats = *opened.beats,
                                                          .labels = opened.labels,
                                                          .corrections = opened.corrections,
                                                          .parent = *parent,
                                                          .config = config,
                                                          .replay = arguments.corrections.replay,
                                                          .opinions = nullptr,
                                                          .keepBest = {}},
                                                         observerFor(console), job);
  if (!arguments.out.empty()) corrected.classifier->save(arguments.out);
  nlohmann::json json = resultJson(*corrected.classifier);
  json["corrections"] = correctionJson(corrected.figures, corrected.classifier->info().scheme);
  console.result(json, fmt::format("{}\n{}", correctionWords(corrected.figures),
                                   resultText(*corrected.classifier, arguments.out)));
}

/// Refuses options beside one that leaves them no say.
void refuseBeside(const CLI::App& command, const char* chosen, const std::vector<std::string>& others) {
  for (const std::string& other : others)
    if (command.get_option(other)->count() > 0) throw CLI::ExcludesError(chosen, other);
}

/// A run goes on with its own settings: only the epochs to come are the user's.
void checkContinuing(const CLI::App& command) {
  if (command.get_option("--epochs")->count() == 0) throw CLI::RequiresError("--continue", "--epochs");
  std::vector<std::string> settings = {"--architecture", "--split", "--seed"};
  for (const CLI::Option* option : command.get_options())
    if (option->get_group() == kRecipeGroup && option->get_name() != "--epochs")
      settings.push_back(option->get_name());
  refuseBeside(command, "--continue", settings);
}

}  // namespace

void addTrainCommand(CLI::App& app, Console& console) {
  auto arguments = std::make_shared<TrainArguments>();
  CLI::App* command = app.add_subcommand("train", "train a classifier and judge it on the test part");
  command->add_option("--architecture", arguments->architecture, "network")->capture_default_str();
  command->add_option(
      "--continue", arguments->continued,
      "model file whose run goes on for --epochs more with its own split, settings and seed, on its own "
      "data; its best epoch stays the best until it is beaten (the optimizer starts afresh, the schedule "
      "spans the "
      "added epochs)");
  addTrainingOptions(*command, *arguments);
  command->get_option("--data")->required();
  command->callback([arguments, command, &console] {
    if (!arguments->continued.empty()) checkContinuing(*command);
    train(*arguments, console);
  });
}

void addTransferCommand(CLI::App& app, Console& console) {
  auto arguments = std::make_shared<TrainArguments>();
  CLI::App* command = app.add_subcommand("transfer", "start a training from another model");
  command->add_option("--from", arguments->parent, "model file to start from, or \"shipped\"")->required();
  command->add_option(
      "--mode", arguments->mode,
      "scratch, freeze (convolutions keep their weights), finetune, or gradual (the head first, then "
      "all at lower rates, the lower the farther from the head)");
  addTrainingOptions(*command, *arguments);
  addCorrectionOptions(*command, arguments->corrections);
  command->callback([arguments, command, &console] {
    if (!arguments->corrections.workspace.empty()) {
      refuseBeside(*command, "--corrections",
                   {"--mode", "--split", "--seed", "--workspace", "--checkpoint", "--resume"});
      return fineTune(*arguments, console);
    }
    if (arguments->data.empty()) throw CLI::RequiredError("--data");
    if (arguments->mode.empty()) throw CLI::RequiredError("--mode");
    train(*arguments, console);
  });
}

}  // namespace ectopy::cli
