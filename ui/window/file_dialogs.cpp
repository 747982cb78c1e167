#include "ui/window/file_dialogs.h"

#include <QDir>
#include <QFileDialog>
#include <QFileInfo>
#include <QRegularExpression>
#include <QSettings>
#include <utility>

namespace ectopy::ui {
namespace {

constexpr auto kFolderKey = "recent/folder";

void ask(QFileDialog* dialog, const FileQuestion& question, std::function<void(const QString&)> take) {
  dialog->setObjectName(question.name);
  dialog->setAttribute(Qt::WA_DeleteOnClose);
  dialog->setDirectory(QSettings().value(kFolderKey, QDir::homePath()).toString());
  QObject::connect(dialog, &QFileDialog::fileSelected, dialog, [take = std::move(take)](const QString& path) {
    QSettings().setValue(kFolderKey, QFileInfo(path).absolutePath());
    take(path);
  });
  dialog->open();
}

}  // namespace

void askWhatToOpen(QWidget* window, std::function<void(const QString&)> take) {
  askForFile(window,
             {.name = QStringLiteral("openDialog"),
              .title = QObject::tr("Open recordings, beats or a model"),
              .filter = QObject::tr(
                  "All that can be opened (*.hea *.dat *.atr *.edf *.bdf *.rec *.EDF *.BDF *.REC *.csv "
                  "*.txt *.gz *.zip *.beats *.safetensors);;All files (*)")},
             std::move(take));
}

void askForFile(QWidget* window, const FileQuestion& question, std::function<void(const QString&)> take) {
  auto* dialog = new QFileDialog(window, question.title, {}, question.filter);
  dialog->setFileMode(QFileDialog::ExistingFile);
  dialog->setOption(QFileDialog::HideNameFilterDetails);  // a dozen endings tell nobody anything
  ask(dialog, question, std::move(take));
}

void askForFolder(QWidget* window, const FileQuestion& question, std::function<void(const QString&)> take) {
  auto* dialog = new QFileDialog(window, question.title);
  dialog->setFileMode(QFileDialog::Directory);
  dialog->setOption(QFileDialog::ShowDirsOnly);
  ask(dialog, question, std::move(take));
}

void askWhereToSave(QWidget* window, const FileQuestion& question, std::function<void(const QString&)> take) {
  auto* dialog = new QFileDialog(window, question.title, {}, question.filter);
  dialog->setAcceptMode(QFileDialog::AcceptSave);
  const auto suffix = QRegularExpression(QStringLiteral("\\*\\.(\\w+)")).match(question.filter);
  if (suffix.hasMatch()) dialog->setDefaultSuffix(suffix.captured(1));
  dialog->selectFile(question.suggestion);
  ask(dialog, question, std::move(take));
}

}  // namespace ectopy::ui
