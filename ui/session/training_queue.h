#pragma once

#include <string>
#include <vector>

#include "ui/session/session.h"

namespace ectopy::ui {

/// Waiting runs as text for the workspace, their parents by the weights' hash and file.
std::string queueToText(const std::vector<WaitingRun>& runs);

/// And back, with ids from 1 on. Runs that make no sense are left out.
std::vector<WaitingRun> queueFromText(const std::string& text);

}  // namespace ectopy::ui
