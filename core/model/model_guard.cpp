#include "core/model/model_guard.h"

#include <fmt/format.h>

namespace ectopy {

std::string guardOf(const ModelInfo& model, const BeatSet& beats, const Split* split) {
  if (beats.isOfSource(model.dataSource()))
    return split != nullptr
               ? split->guard
               : "All beats, those that the model learned from included: figures are optimistic.";
  return fmt::format(
      "The model learned from other data ({}): where recordings or patients are the same, figures are "
      "optimistic.",
      model.dataName);
}

}  // namespace ectopy
