#pragma once

#include <memory>

#include "ui/session/session.h"

namespace ectopy::ui {

/// The session's model where it can look at the session's beats as they are cut; else null.
std::shared_ptr<const Classifier> usableModel(const Session& session);

}  // namespace ectopy::ui
