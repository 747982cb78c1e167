#pragma once

#include <QString>

#include "ui/session/session.h"

class QWidget;

namespace ectopy::ui {

/// Opens whatever lies at a path, the way of menus, drops, recent files and the command line. Recordings that
/// were never opened before are shown first: what a cut would take of them, what not and why. Returns at
/// once.
void openFromWindow(Session& session, QWidget* window, const QString& path,
                    const QString& workspaceFolder = {});

/// Shows the open recordings' summary again, to cut them another way.
void cutAgain(Session& session, QWidget* window);

}  // namespace ectopy::ui
