#pragma once

#include <QWidget>

#include "ui/session/judgement_desk.h"

namespace ectopy::ui {

/// Has the desk work a piece out for as long as a view can be seen.
void watchWhileVisible(QWidget& view, JudgementDesk& desk, JudgementDesk::Piece piece);

}  // namespace ectopy::ui
