#include <QDir>
#include <QFileInfo>

#include "ui/importing/get_data_dialog.h"
#include "ui/importing/opening.h"
#include "ui/importing/scheme_dialog.h"
#include "ui/theme/theme.h"
#include "ui/window/actions.h"
#include "ui/window/annotations_dialog.h"
#include "ui/window/file_dialogs.h"
#include "ui/window/menus.h"

namespace ectopy::ui {
namespace {

QString dataName(const Session& session) {
  return session.beats() ? QString::fromStdString(session.beats()->facts().name) : QStringLiteral("beats");
}

}  // namespace

void askForReport(Session& session, QWidget* window) {
  const FileQuestion question{.name = QStringLiteral("reportDialog"),
                              .title = QObject::tr("Export report"),
                              .filter = QObject::tr("Report (*.html)"),
                              .suggestion = dataName(session) + QStringLiteral("-report.html")};
  askWhereToSave(window, question, [&session](const QString& path) { session.exportReport(path); });
}

FileMenu::FileMenu(Session& session, QWidget* window)
    : QMenu(tr("&File"), window), m_session(session), m_recent(new QMenu(tr("Open &recent"), this)) {
  setObjectName(QStringLiteral("fileMenu"));
  addOpening(window);
  addSeparator();
  addSaving(window);
  addSeparator();
  newAction(*this, {"quit", tr("&Quit"), "quit", {QKeySequence(Qt::CTRL | Qt::Key_Q)}},
            [window] { window->close(); });
  connect(&session, &Session::dataChanged, this, &FileMenu::showState);
  connect(&session, &Session::modelChanged, this, &FileMenu::showState);
  connect(&session, &Session::evaluationChanged, this, &FileMenu::showState);
  connect(&session, &Session::recentPathsChanged, this, &FileMenu::fillRecent);
  fillRecent();
  showState();
}

void FileMenu::addOpening(QWidget* window) {
  const auto open = [this, window](const QString& path) { openFromWindow(m_session, window, path); };
  newAction(*this, {"open", tr("&Open..."), "open", {QKeySequence(Qt::CTRL | Qt::Key_O)}},
            [window, open] { askWhatToOpen(window, open); });
  newAction(*this,
            {"openFolder", tr("Open &folder..."), "folder", {QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_O)}},
            [window, open] {
              askForFolder(window, {.name = "openFolderDialog", .title = tr("Open a folder of recordings")},
                           open);
            });
  m_cutAgain = newAction(
      *this, {"cutAgain", tr("Cut a&gain..."), "open", {QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_C)}},
      [this, window] { cutAgain(m_session, window); });
  m_scheme = newAction(*this,
                       {"otherScheme",
                        tr("Another label s&cheme..."),
                        "label",
                        {QKeySequence(Qt::CTRL | Qt::ALT | Qt::Key_C)}},
                       [this, window] { showScheme(window); });
  newAction(*this, {"getData", tr("&Get data..."), "download", {QKeySequence(Qt::CTRL | Qt::Key_G)}},
            [this] { showGetData(); });
  newAction(*this, {"openDemo", tr("Open &demo"), "demo", {QKeySequence(Qt::CTRL | Qt::Key_D)}},
            [this] { m_session.openDemo(); });
  newAction(*this,
            {"openInfarctionDemo",
             tr("Open &infarction demo"),
             "demo",
             {QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_D)}},
            [this] { m_session.openInfarctionDemo(); });
  m_recent->setObjectName(QStringLiteral("recentMenu"));
  m_recent->setIcon(Theme::instance().icon(QStringLiteral("recent")));
  addMenu(m_recent);
  m_close =
      newAction(*this, {"closeData", tr("&Close data set"), "close", {QKeySequence(Qt::CTRL | Qt::Key_W)}},
                [this] { m_session.close(); });
}

void FileMenu::showScheme(QWidget* window) {
  auto* dialog = new SchemeDialog(m_session, window);
  dialog->setAttribute(Qt::WA_DeleteOnClose);
  connect(dialog, &SchemeDialog::written, this,
          [this, window](const QString& path) { openFromWindow(m_session, window, path); });
  dialog->open();
}

void FileMenu::showGetData() {
  if (!m_getData) {
    m_getData = new GetDataDialog(m_session.jobs(), publishedDatabases().front(), parentWidget());
    connect(m_getData, &GetDataDialog::openWanted, this,
            [this](const QString& folder) { openFromWindow(m_session, parentWidget(), folder); });
    connect(m_getData, &GetDataDialog::told, &m_session, &Session::message);
  }
  m_getData->show();
  m_getData->raise();
  m_getData->activateWindow();
}

void FileMenu::addSaving(QWidget* window) {
  m_saveModel = newAction(
      *this, {"saveModel", tr("&Save model..."), "save", {QKeySequence(Qt::CTRL | Qt::Key_S)}},
      [this, window] {
        const QString name =
            m_session.model() ? QString::fromStdString(m_session.model()->info().name) : tr("model");
        askWhereToSave(window,
                       {.name = "saveModelDialog",
                        .title = tr("Save model"),
                        .filter = tr("Model (*.safetensors)"),
                        .suggestion = name + QStringLiteral(".safetensors")},
                       [this](const QString& path) { m_session.saveModel(path); });
      });
  addExports(window);
  addJournalAndAnnotations(window);
  m_exportReport = newAction(
      *this, {"exportReport", tr("Export re&port..."), "report", {QKeySequence(Qt::CTRL | Qt::Key_E)}},
      [this, window] { askForReport(m_session, window); });
}

void FileMenu::addExports(QWidget* window) {
  const struct {
    ActionSpec spec;
    FileQuestion question;
    const char* suffix;
    void (Session::*does)(const QString&);
  } files[] = {
      {{"exportCsv", tr("Export labels as &CSV..."), "csv", {QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_E)}},
       {.name = "exportCsvDialog",
        .title = tr("Export beats with their labels"),
        .filter = tr("Heartbeat CSV (*.csv)")},
       ".csv",
       &Session::exportCsv},
      {{"exportJson", tr("Export labels as &JSON..."), "csv", {QKeySequence(Qt::CTRL | Qt::ALT | Qt::Key_E)}},
       {.name = "exportJsonDialog",
        .title = tr("Export labels, flags and notes"),
        .filter = tr("Labels (*.json)")},
       "-labels.json",
       &Session::exportJson},
      {{"exportJournal", tr("Export jo&urnal..."), "history", {QKeySequence(Qt::CTRL | Qt::ALT | Qt::Key_J)}},
       {.name = "exportJournalDialog",
        .title = tr("Export every step of every annotator"),
        .filter = tr("Journal (*.json);;Journal, a change a row (*.csv)")},
       "-journal.json",
       &Session::exportJournal}};
  for (const auto& file : files) {
    m_exports << newAction(*this, file.spec, [this, window, file] {
      FileQuestion question = file.question;
      question.suggestion = dataName(m_session) + QLatin1String(file.suffix);
      askWhereToSave(window, question,
                     [this, does = file.does](const QString& path) { (m_session.*does)(path); });
    });
  }
}

void FileMenu::addJournalAndAnnotations(QWidget* window) {
  m_importJournal = newAction(
      *this,
      {"importJournal", tr("&Import journal..."), "history", {QKeySequence(Qt::CTRL | Qt::ALT | Qt::Key_I)}},
      [this, window] {
        askForFile(window,
                   {.name = "importJournalDialog",
                    .title = tr("Import a journal of these beats"),
                    .filter = tr("Journals (*.json *.csv)")},
                   [this](const QString& path) { m_session.importJournal(path); });
      });
  m_exports << newAction(*this,
                         {"exportAnnotations",
                          tr("Export labels as WFDB &annotations..."),
                          "label",
                          {QKeySequence(Qt::CTRL | Qt::ALT | Qt::Key_W)}},
                         [this, window] {
                           auto* dialog = new AnnotationsDialog(m_session, window);
                           dialog->setAttribute(Qt::WA_DeleteOnClose);
                           dialog->open();
                         });
}

void FileMenu::fillRecent() {
  m_recent->clear();
  for (const QString& path : m_session.recentPaths()) {
    auto* action = m_recent->addAction(QFileInfo(QDir::cleanPath(path)).fileName() + QStringLiteral("   ") +
                                       QDir::toNativeSeparators(path));
    action->setObjectName(QStringLiteral("recent:") + path);
    connect(action, &QAction::triggered, this,
            [this, path] { openFromWindow(m_session, parentWidget(), path); });
  }
  m_recent->setEnabled(!m_recent->isEmpty());
}

void FileMenu::showState() {
  m_close->setEnabled(m_session.beats() != nullptr);
  m_cutAgain->setEnabled(m_session.beats() != nullptr);
  m_scheme->setEnabled(m_session.beats() != nullptr);
  setEditing(*m_importJournal, m_session.beats() != nullptr,
             m_session.beats() ? m_session.whyNotEdit() : QString());
  for (QAction* action : m_exports) action->setEnabled(m_session.beats() != nullptr);
  m_saveModel->setEnabled(m_session.model() != nullptr);
  m_exportReport->setEnabled(m_session.evaluation() != nullptr);
}

}  // namespace ectopy::ui
