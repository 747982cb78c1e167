#include "ui/importing/opening.h"

#include <QWidget>
#include <utility>

#include "core/beats/cutting.h"
#include "core/io/path_kind.h"
#include "ui/importing/import_dialog.h"

namespace ectopy::ui {
namespace {

struct OpenChoice {
  QString path;
  QString workspaceFolder;
};

/// Recordings can be cut in several ways; nothing else leaves a choice.
struct FirstLook {
  bool isChoice = false;
  BeatCut suggestion;
};

bool isRecording(PathKind kind) {
  return kind == PathKind::WfdbRecord || kind == PathKind::WfdbDatabase || kind == PathKind::EdfRecording;
}

FirstLook lookAt(const QString& path) {
  const std::filesystem::path place = path.toStdString();
  const PathKind kind = pathKind(place);
  if (!isRecording(kind)) return {};
  return {true, suggestedCut(place)};
}

/// Tells `then` what there is; a path that can't be opened gets its sentence.
void look(Session& session, QWidget* window, const QString& path, std::function<void(FirstLook)> then) {
  session.jobs().start<FirstLook>(
      {.title = QObject::tr("Looking at %1").arg(path), .isQuiet = true}, window,
      [path](const JobContext&) { return lookAt(path); }, std::move(then),
      [&session](const QString& sentence) { emit session.message(sentence, true); });
}

void showSummary(Session& session, QWidget* window, const OpenChoice& choice, const BeatCut& suggestion) {
  for (auto* earlier : window->findChildren<ImportDialog*>()) earlier->close();
  auto* dialog = new ImportDialog(session.jobs(), choice.path, suggestion, window);
  dialog->setAttribute(Qt::WA_DeleteOnClose);
  QObject::connect(dialog, &ImportDialog::accepted, &session, [&session, dialog, choice] {
    session.open(choice.path, choice.workspaceFolder, dialog->cut());
  });
  dialog->open();
}

}  // namespace

void openFromWindow(Session& session, QWidget* window, const QString& path, const QString& workspaceFolder) {
  const OpenChoice choice{path, workspaceFolder};
  if (session.rememberedCut(path)) {
    session.open(path, workspaceFolder);
    return;
  }
  look(session, window, path, [&session, window, choice](const FirstLook& found) {
    if (found.isChoice) {
      showSummary(session, window, choice, found.suggestion);
    } else {
      session.open(choice.path, choice.workspaceFolder);
    }
  });
}

void cutAgain(Session& session, QWidget* window) {
  if (!session.beats()) return;
  const QString path = session.dataPath();
  look(session, window, path, [&session, window, path, cut = session.beats()->cut()](const FirstLook& found) {
    if (found.isChoice) {
      showSummary(session, window, {path, {}}, cut);
    } else {
      emit session.message(
          QObject::tr("%1 holds beats that are cut already: open its recordings to cut them another way.")
              .arg(path),
          true);
    }
  });
}

}  // namespace ectopy::ui
