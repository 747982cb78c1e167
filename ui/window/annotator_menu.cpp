#include <QInputDialog>

#include "ui/theme/theme.h"
#include "ui/window/actions.h"
#include "ui/window/agreement_dialog.h"
#include "ui/window/menus.h"

namespace ectopy::ui {

AnnotatorMenu::AnnotatorMenu(Session& session, QWidget* window)
    : QMenu(tr("&Annotator"), window), m_session(session), m_names(new QActionGroup(this)) {
  setObjectName(QStringLiteral("annotatorMenu"));
  setIcon(Theme::instance().icon(QStringLiteral("annotator")));
  m_afterNames = addSeparator();
  m_new = newAction(
      *this,
      {"newAnnotator", tr("&New annotator..."), "annotator", {QKeySequence(Qt::CTRL | Qt::ALT | Qt::Key_A)}},
      [this, window] { askForName(window); });
  m_compare = newAction(*this,
                        {"compareAnnotators",
                         tr("&Compare annotators..."),
                         "annotator",
                         {QKeySequence(Qt::CTRL | Qt::ALT | Qt::Key_K)}},
                        [this, window] { compare(window); });
  connect(&session, &Session::annotatorChanged, this, &AnnotatorMenu::showNames);
  connect(&session, &Session::dataChanged, this, &AnnotatorMenu::showNames);
  showNames();
}

void AnnotatorMenu::showNames() {
  qDeleteAll(m_names->actions());
  for (const QString& name : m_session.annotators()) {
    auto* action = new QAction(QString(name).replace(QLatin1Char('&'), QStringLiteral("&&")), this);
    action->setObjectName(QStringLiteral("annotator:") + name);
    action->setCheckable(true);
    action->setChecked(name == m_session.annotator());
    connect(action, &QAction::triggered, this, [this, name] { m_session.setAnnotator(name); });
    m_names->addAction(action);
    insertAction(m_afterNames, action);
  }
  m_new->setEnabled(m_session.beats() && m_session.canEdit());
  setEnabled(m_session.beats() != nullptr);
}

void AnnotatorMenu::compare(QWidget* window) {
  auto* dialog = new AgreementDialog(m_session, window);
  dialog->setAttribute(Qt::WA_DeleteOnClose);
  connect(dialog, &AgreementDialog::beatsShown, this, &AnnotatorMenu::beatsShown);
  dialog->open();
}

void AnnotatorMenu::askForName(QWidget* window) {
  auto* question = new QInputDialog(window);
  question->setObjectName(QStringLiteral("annotatorDialog"));
  question->setAttribute(Qt::WA_DeleteOnClose);
  question->setWindowTitle(tr("New annotator"));
  question->setLabelText(
      tr("Who labels from now on? They begin with the file's labels, apart from everyone else's."));
  connect(question, &QInputDialog::textValueSelected, this,
          [this](const QString& name) { m_session.setAnnotator(name); });
  question->open();
}

}  // namespace ectopy::ui
