#include "ui/theme/theme.h"
#include "ui/window/actions.h"
#include "ui/window/menus.h"

namespace ectopy::ui {

void addTrainingActions(QMenu& menu, Session& session) {
  menu.addSeparator();
  QAction* pause =
      newAction(menu, {"togglePause", Session::tr("&Pause training"), "pause", {Session::pauseKey()}},
                [&session] { session.togglePause(); });
  const auto refresh = [pause, &session] {
    using State = TrainingStatus::State;
    const TrainingStatus& training = session.training();
    pause->setEnabled(training.state == State::Preparing || training.state == State::Running ||
                      training.isPausing());
    pause->setText(training.isPausing() ? Session::tr("&Resume training") : Session::tr("&Pause training"));
    pause->setToolTip(session.pauseHint());
  };
  QObject::connect(&session, &Session::trainingChanged, pause, refresh);
  refresh();
}

}  // namespace ectopy::ui
