#include "ui/session/usable_model.h"

#include "core/base/error.h"

namespace ectopy::ui {

std::shared_ptr<const Classifier> usableModel(const Session& session) {
  const auto model = session.model();
  const auto beats = session.beats();
  if (!model || !beats) return {};
  try {
    requireSameCut(model->info().cut, beats->cut());
    return model;
  } catch (const Error&) {
    return {};  // it was made for other beats
  }
}

}  // namespace ectopy::ui
