#include "core/base/error.h"
#include "core/model/architectures.h"
#include "core/model/learner.h"
#include "core/model/learner_entry.h"
#include "core/model/torch_classifier.h"
#include "core/training/trainer.h"

namespace ectopy {
namespace {

/// libtorch's own errors (memory on a GPU, say) must not leave this library as their type.
template <typename Call>
auto withoutTorchErrors(Call&& call) {
  try {
    return call();
  } catch (const c10::Error& error) {
    throw Error(error.what_without_backtrace());
  }
}

ArchitectureFacts factsOf(const Architecture& known, std::int64_t length, std::int64_t classes) {
  const std::shared_ptr<Network> network = buildNetwork(known.name, length, classes);
  return {.name = known.name,
          .sentence = known.sentence,
          .parameters = parameterCount(*network),
          .headParameters = headParameterCount(*network),
          .multiplyAdds = network->multiplyAdds(length),
          .layerGroups = layerGroups(*network),
          .needsFeatures = known.needsFeatures,
          .recipe = known.recipe};
}

class TorchLearner : public Learner {
 public:
  std::vector<ArchitectureFacts> architectures(std::size_t length, std::size_t classes) const override {
    const TorchThreadScope scope;
    std::vector<ArchitectureFacts> facts;
    for (const Architecture& known : knownArchitectures())
      if (length >= static_cast<std::size_t>(known.minimumLength))
        facts.push_back(
            factsOf(known, static_cast<std::int64_t>(length), static_cast<std::int64_t>(classes)));
    return facts;
  }

  std::unique_ptr<Classifier> train(const TrainingTask& task, const TrainingObserver& observer,
                                    const JobContext& job) override {
    return withoutTorchErrors([&] { return Trainer(task, observer, job).run(); });
  }

  std::unique_ptr<Classifier> load(const std::filesystem::path& path) override {
    return withoutTorchErrors([&] { return TorchClassifier::load(path); });
  }
};

}  // namespace
}  // namespace ectopy

/// See core/model/learner_entry.h.
extern "C" ectopy::Learner* ectopyLearner() {
  static ectopy::TorchLearner learner;
  return &learner;
}
