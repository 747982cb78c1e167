#include "ui/evaluate/judged_beats.h"

namespace ectopy::ui {

std::optional<Part> judgedPart(const Session& session) {
  const Part part = session.evaluatedPart();
  return part == Part::None ? std::nullopt : std::optional(part);
}

BeatFilter judgedFilter(const Session& session) {
  BeatFilter filter;
  filter.part = judgedPart(session);
  return filter;
}

void followEvaluation(Session& session, QObject* context, const std::function<void()>& refresh) {
  for (const auto signal : {&Session::evaluationChanged, &Session::modelChanged, &Session::dataChanged,
                            &Session::predictionsChanged, &Session::splitChanged})
    QObject::connect(&session, signal, context, refresh);
}

}  // namespace ectopy::ui
