#include "ui/importing/opening.h"

#include <QWidget>
#include <utility>

#include "core/beats/cutting.h"
#include "core/io/path_kind.h"
#include "ui/importing/class_names_dialog.h"
#include "ui/importing/import_dialog.h"

namespace ectopy::ui {
namespace {

struct Place {
  QString path;
  QString workspaceFolder;
};

/// What must be asked before a path is opened.
struct FirstLook {
  enum class Question { None, Cut, ClassNames };
  Question question = Question::None;
  bool isText = false;  // signals as text: rate and unit may have to be said
  OpenChoice suggestion;
  CsvFacts csv;
};

bool isRecording(PathKind kind) {
  return kind == PathKind::WfdbRecord || kind == PathKind::WfdbDatabase || kind == PathKind::EdfRecording ||
         kind == PathKind::SignalText;
}

FirstLook lookAt(const QString& path, const JobContext& job) {
  const std::filesystem::path place = path.toStdString();
  const PathKind kind = pathKind(place);
  FirstLook look;
  if (isRecording(kind)) {
    look.question = FirstLook::Question::Cut;
    look.isText = kind == PathKind::SignalText;
    look.suggestion.cut = suggestedCut(place, job);
  } else if (kind == PathKind::HeartbeatCsv) {
    look.csv = csvFacts(place);
    if (!look.csv.hasClassNames) look.question = FirstLook::Question::ClassNames;
  }
  return look;
}

constexpr auto kLookJob = "ectopyLookJob";  // property of the window: the look that runs

/// Whoever opens something else no longer wants to know what there was.
void stopLooking(Session& session, QWidget* window) {
  session.jobs().stop(window->property(kLookJob).toInt());
}

/// Tells `then` what there is; a path that can't be opened gets its sentence.
void look(Session& session, QWidget* window, const QString& path, std::function<void(FirstLook)> then) {
  stopLooking(session, window);
  const int job = session.jobs().start<FirstLook>(
      {.title = QObject::tr("Looking at %1").arg(path), .isQuiet = true}, window,
      [path](const JobContext& context) { return lookAt(path, context); }, std::move(then),
      [&session](const QString& sentence) { emit session.message(sentence, true); });
  window->setProperty(kLookJob, job);
}

/// Shows a dialog with a choice() and opens the place as it says.
template <typename Dialog>
void ask(Session& session, QWidget* window, const Place& place, Dialog* dialog) {
  for (auto* earlier : window->findChildren<QDialog*>(dialog->objectName()))
    if (earlier != dialog) earlier->close();
  dialog->setAttribute(Qt::WA_DeleteOnClose);
  QObject::connect(dialog, &QDialog::accepted, &session, [&session, dialog, place] {
    session.open(place.path, place.workspaceFolder, dialog->choice());
  });
  dialog->open();
}

void askWhatIsToBeSaid(Session& session, QWidget* window, const Place& place, const FirstLook& found) {
  switch (found.question) {
    case FirstLook::Question::Cut:
      return ask(session, window, place,
                 new ImportDialog(session.jobs(), place.path, found.suggestion, found.isText, window));
    case FirstLook::Question::ClassNames:
      return ask(session, window, place, new ClassNamesDialog(found.csv, window));
    case FirstLook::Question::None:
      return session.open(place.path, place.workspaceFolder);
  }
}

}  // namespace

void openFromWindow(Session& session, QWidget* window, const QString& path, const QString& workspaceFolder) {
  if (session.rememberedChoice(path)) {
    stopLooking(session, window);
    session.open(path, workspaceFolder);
    return;
  }
  const Place place{path, workspaceFolder};
  look(session, window, path, [&session, window, place](const FirstLook& found) {
    askWhatIsToBeSaid(session, window, place, found);
  });
}

void cutAgain(Session& session, QWidget* window) {
  if (!session.beats()) return;
  const QString path = session.dataPath();
  const OpenChoice said = session.rememberedChoice(path).value_or(OpenChoice());
  look(session, window, path, [&session, window, path, said](FirstLook found) {
    if (found.question == FirstLook::Question::None) {
      emit session.message(
          QObject::tr("%1 holds beats that are cut and named: open its recordings to cut them another way.")
              .arg(path),
          true);
      return;
    }
    if (said.cut) found.suggestion = said;
    askWhatIsToBeSaid(session, window, {path, {}}, found);
  });
}

}  // namespace ectopy::ui
