#pragma once

#include <functional>
#include <optional>

#include "ui/session/session.h"

namespace ectopy::ui {

/// The part that the session judges; nothing: all beats.
std::optional<Part> judgedPart(const Session& session);

/// Lets the judged beats through and no others.
BeatFilter judgedFilter(const Session& session);

/// Calls back whenever there is another evaluation, or none any more, for as long as the context lives.
void followEvaluation(Session& session, QObject* context, const std::function<void()>& refresh);

}  // namespace ectopy::ui
