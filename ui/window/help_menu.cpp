#include <QMessageBox>

#include "ui/theme/theme.h"
#include "ui/window/actions.h"
#include "ui/window/keys_dialog.h"
#include "ui/window/menus.h"

namespace ectopy::ui {
namespace {

void showAbout(QWidget* window) {
  auto* box = new QMessageBox(window);
  box->setObjectName(QStringLiteral("aboutBox"));
  box->setAttribute(Qt::WA_DeleteOnClose);
  box->setWindowTitle(QObject::tr("About Ectopy"));
  box->setIconPixmap(Theme::instance()
                         .icon(QStringLiteral("ectopy"), Theme::instance().palette().accent)
                         .pixmap(QSize(48, 48)));
  box->setText(QObject::tr("<b>Ectopy %1</b><br>A desktop workbench for heartbeats.").arg(ECTOPY_VERSION));
  box->setInformativeText(
      QObject::tr("Free software under the GNU General Public License, version 3 or later. Not a medical "
                  "device: nothing it shows is meant for diagnosis or treatment."));
  box->open();
}

}  // namespace

HelpMenu::HelpMenu(QWidget* window) : QMenu(tr("&Help"), window) {
  setObjectName(QStringLiteral("helpMenu"));
  newAction(*this, {"keys", tr("&Keys"), "keys", {QKeySequence(Qt::Key_Question), QKeySequence(Qt::Key_F1)}},
            [window] {
              auto* dialog = new KeysDialog(*window, window);
              dialog->setAttribute(Qt::WA_DeleteOnClose);
              dialog->open();
            });
  newAction(*this, {"about", tr("&About Ectopy"), "about", {QKeySequence(Qt::CTRL | Qt::Key_F1)}},
            [window] { showAbout(window); });
}

}  // namespace ectopy::ui
