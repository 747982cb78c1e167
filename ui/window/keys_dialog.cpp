#include "ui/window/keys_dialog.h"

#include <QDialogButtonBox>
#include <QGridLayout>
#include <QLabel>
#include <QMainWindow>
#include <QMenu>
#include <QMenuBar>
#include <QScrollArea>
#include <QToolButton>
#include <QVBoxLayout>

#include "ui/theme/theme.h"
#include "ui/widgets/role_label.h"
#include "ui/window/actions.h"
#include "ui/window/key_choice_dialog.h"

namespace ectopy::ui {
namespace {

QString plainText(const QString& text) {
  return QString(text).remove('&').remove(QStringLiteral("..."));
}

QList<KeyLine> linesOf(const QMenu& menu) {
  QList<KeyLine> lines;
  for (QAction* action : menu.actions()) {
    if (const QMenu* inner = action->menu()) {
      for (KeyLine line : linesOf(*inner)) {
        line.what = plainText(inner->title()) + QStringLiteral(" - ") + line.what;
        lines << line;
      }
    } else if (!action->shortcuts().isEmpty() || action->objectName().startsWith(QStringLiteral("label"))) {
      lines << KeyLine{wordsFor(action->shortcuts()), plainText(action->text()), action};
    }
  }
  return lines;
}

QList<KeyLine> galleryLines() {
  return {{KeysDialog::tr("Arrows"), KeysDialog::tr("Move among beats")},
          {KeysDialog::tr("PageUp, PageDown"), KeysDialog::tr("Move a screen")},
          {KeysDialog::tr("Home, End"), KeysDialog::tr("First and last beat")},
          {KeysDialog::tr("Shift + arrows"), KeysDialog::tr("Select several beats")},
          {KeysDialog::tr("Ctrl+A"), KeysDialog::tr("Select all beats shown")}};
}

QList<KeyLine> stripLines() {
  return {
      {KeysDialog::tr("Left, Right"), KeysDialog::tr("Previous and next beat of the record")},
      {KeysDialog::tr("Drag a beat's letter"), KeysDialog::tr("Move its R peak (Shift: without snapping)")},
      {KeysDialog::tr("Double click"), KeysDialog::tr("Add a beat there (Shift: without snapping)")},
      {KeysDialog::tr("Esc"), KeysDialog::tr("Leave a dragged beat where it was")}};
}

QList<KeyLine> templateLines() {
  return {{KeysDialog::tr("Shift + arrows"), KeysDialog::tr("Select several groups")},
          {KeysDialog::tr("Ctrl + arrows, Ctrl+Space"), KeysDialog::tr("Select groups one by one")},
          {KeysDialog::tr("A label's key"), KeysDialog::tr("Label all beats of the selected groups")},
          {KeysDialog::tr("Enter"), KeysDialog::tr("Show the small groups, or fold them")}};
}

}  // namespace

QWidget* KeysDialog::sectionOf(const QString& title, const QList<KeyLine>& lines) {
  auto* section = new QWidget;
  auto* grid = new QGridLayout(section);
  grid->setContentsMargins(0, 0, 0, Theme::spacing(3));
  grid->setHorizontalSpacing(Theme::spacing(4));
  grid->setVerticalSpacing(Theme::spacing(1));
  grid->setColumnStretch(1, 1);
  auto* heading = new QLabel(title);
  QFont font = Theme::instance().normal();
  font.setWeight(QFont::DemiBold);
  heading->setFont(font);
  grid->addWidget(heading, 0, 0, 1, 2);
  int row = 0;
  for (const auto& line : lines) {
    grid->addWidget(line.action ? buttonFor(*line.action) : new QLabel(line.keys), ++row, 0);
    grid->addWidget(roleLabel("muted", line.what), row, 1);
  }
  return section;
}

QWidget* KeysDialog::buttonFor(QAction& action) {
  auto* button = new QToolButton;
  button->setObjectName(QStringLiteral("key:") + action.objectName());
  button->setToolButtonStyle(Qt::ToolButtonTextOnly);
  button->setProperty("compact", true);
  button->setToolTip(tr("Choose another key"));
  const auto show = [button, &action] {
    button->setText(action.shortcuts().isEmpty() ? tr("none") : wordsFor(action.shortcuts()));
    button->setAccessibleName(tr("Key of %1: %2").arg(plainText(action.text()), button->text()));
  };
  connect(&action, &QAction::changed, button, show);
  connect(button, &QToolButton::clicked, this, [this, &action] { askForKey(action); });
  show();
  return button;
}

void KeysDialog::askForKey(QAction& action) {
  auto* dialog = new KeyChoiceDialog(action, m_window, this);
  dialog->setAttribute(Qt::WA_DeleteOnClose);
  connect(&action, &QObject::destroyed, dialog, &QDialog::reject);
  dialog->open();
}

KeysDialog::KeysDialog(const QWidget& window, QWidget* parent) : QDialog(parent), m_window(window) {
  setObjectName(QStringLiteral("keysDialog"));
  setWindowTitle(tr("Keys"));
  auto* content = new QWidget;
  auto* columns = new QHBoxLayout(content);
  columns->setContentsMargins(Theme::spacing(4), Theme::spacing(4), Theme::spacing(4), 0);
  columns->setSpacing(Theme::spacing(8));
  auto* left = new QVBoxLayout;
  auto* right = new QVBoxLayout;
  left->addWidget(sectionOf(tr("Gallery"), galleryLines()));
  left->addWidget(sectionOf(tr("Raw record"), stripLines()));
  left->addWidget(sectionOf(tr("Templates"), templateLines()));
  if (const auto* mainWindow = qobject_cast<const QMainWindow*>(&window)) {
    int number = 0;
    for (const QAction* action : mainWindow->menuBar()->actions()) {
      if (!action->menu()) continue;
      const auto lines = linesOf(*action->menu());
      if (lines.isEmpty()) continue;
      const bool isLeft = number == 3 || number == 1;  // Beats and Edit beside the gallery's
      (isLeft ? left : right)->addWidget(sectionOf(plainText(action->text()), lines));
      ++number;
    }
  }
  left->addStretch(1);
  right->addStretch(1);
  columns->addLayout(left);
  columns->addLayout(right);
  auto* scroll = new QScrollArea;
  scroll->setFrameShape(QFrame::NoFrame);
  scroll->setWidgetResizable(true);
  scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  scroll->setWidget(content);
  auto* buttons = new QDialogButtonBox(QDialogButtonBox::Close);
  connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
  auto* column = new QVBoxLayout(this);
  column->addWidget(scroll);
  column->addWidget(buttons);
  resize(980, 760);
}

}  // namespace ectopy::ui
