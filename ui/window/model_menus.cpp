#include "core/base/error.h"
#include "core/model/shipped_model.h"
#include "ui/window/actions.h"
#include "ui/window/file_dialogs.h"
#include "ui/window/menus.h"

namespace ectopy::ui {
namespace {

void openShippedModel(Session& session) {
  try {
    session.openModel(QString::fromStdString(shippedModelPath().string()));
  } catch (const Error& error) {
    emit session.message(QString::fromUtf8(error.what()), true);
  }
}

}  // namespace

ModelMenu::ModelMenu(Session& session, QWidget* window) : QMenu(tr("&Model"), window) {
  setObjectName(QStringLiteral("modelMenu"));
  newAction(*this, {"openModel", tr("&Open model..."), "model", {QKeySequence(Qt::CTRL | Qt::Key_M)}},
            [&session, window] {
              askForFile(window,
                         {.name = "openModelDialog",
                          .title = tr("Open a model"),
                          .filter = tr("Models (*.safetensors);;All files (*)")},
                         [&session](const QString& path) { session.openModel(path); });
            });
  newAction(*this,
            {"openShippedModel",
             tr("Open the &shipped model (MIT-BIH)"),
             "model",
             {QKeySequence(Qt::CTRL | Qt::ALT | Qt::Key_M)}},
            [&session] { openShippedModel(session); });
  newAction(*this, {"train", tr("&Train..."), "train", {QKeySequence(Qt::Key_T)}},
            [this] { emit pageWanted(QStringLiteral("train")); });
  addCorrections(session);
}

void ModelMenu::addCorrections(Session& session) {
  QAction* action = newAction(*this,
                              {"fineTuneOnCorrections",
                               tr("&Fine-tune on my corrections"),
                               "train",
                               {QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_T)}},
                              [&session] { session.fineTuneOnCorrections(); });
  const auto show = [this, action, &session, usual = action->toolTip()] {
    const QString reason = session.whyNotFineTune();
    action->setEnabled(reason.isEmpty());
    action->setToolTip(reason.isEmpty() ? usual : usual + QLatin1Char('\n') + reason);
    setToolTipsVisible(!reason.isEmpty());
  };
  connect(&session, &Session::dataChanged, action, show);
  connect(&session, &Session::labelsChanged, action, show);
  connect(&session, &Session::modelChanged, action, show);
  connect(&session, &Session::trainingChanged, action, show);
  show();
}

EvaluateMenu::EvaluateMenu(Session& session, QWidget* window)
    : QMenu(tr("E&valuate"), window), m_session(session), m_parts(new QActionGroup(this)) {
  setObjectName(QStringLiteral("evaluateMenu"));
  const struct {
    Part part;
    QString name, text;
  } parts[] = {{Part::Test, "evaluateTest", tr("Judge the &test part")},
               {Part::Validation, "evaluateValidation", tr("Judge the &validation part")},
               {Part::Train, "evaluateTrain", tr("Judge the t&raining part")},
               {Part::None, "evaluateAll", tr("Judge &all beats")}};
  int number = 0;
  for (const auto& part : parts) {
    const QKeySequence key(QStringLiteral("Ctrl+Alt+%1").arg(++number));
    auto* action = newAction(*this, {part.name, part.text, "evaluate", {key}}, [this, chosen = part.part] {
      m_session.setEvaluatedPart(chosen);
      emit pageWanted(QStringLiteral("evaluate"));
    });
    action->setCheckable(true);
    action->setChecked(session.evaluatedPart() == part.part);
    m_parts->addAction(action);
    connect(&session, &Session::evaluationChanged, action, [this, action, shown = part.part] {
      if (m_session.evaluatedPart() == shown) action->setChecked(true);
    });
  }
}

}  // namespace ectopy::ui
