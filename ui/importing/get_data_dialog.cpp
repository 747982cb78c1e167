#include "ui/importing/get_data_dialog.h"

#include <QDialogButtonBox>
#include <QDir>
#include <QFileInfo>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QProgressBar>
#include <QPushButton>
#include <QSettings>
#include <QStandardPaths>
#include <QVBoxLayout>

#include "ui/theme/theme.h"
#include "ui/widgets/figures.h"
#include "ui/widgets/primary_button.h"
#include "ui/widgets/role_label.h"
#include "ui/widgets/words.h"
#include "ui/window/file_dialogs.h"

namespace ectopy::ui {
namespace {

constexpr auto kProxyKey = "network/proxy";

/// As a shell would understand it: "~" is the home folder.
QString wholePath(const QString& typed) {
  QString path = typed.trimmed();
  if (path == QLatin1String("~") || path.startsWith(QLatin1String("~/")))
    path.replace(0, 1, QDir::homePath());
  return QDir::cleanPath(QFileInfo(path).absoluteFilePath());
}

QString usualFolder(const std::string& id) {
  return QStandardPaths::writableLocation(QStandardPaths::DocumentsLocation) + QStringLiteral("/ecg/") +
         text(id);
}

}  // namespace

GetDataDialog::GetDataDialog(JobRunner& jobs, const PublishedDatabase& database, QWidget* parent)
    : QDialog(parent), m_jobs(jobs), m_database(database) {
  setObjectName(QStringLiteral("getDataDialog"));
  setWindowTitle(tr("Get data"));
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(Theme::spacing(5), Theme::spacing(5), Theme::spacing(5), Theme::spacing(4));
  column->setSpacing(Theme::spacing(4));
  column->addWidget(makeFacts());
  column->addWidget(makeFolderRow());
  m_bar = new QProgressBar;
  m_bar->setObjectName(QStringLiteral("getDataProgress"));
  m_bar->setRange(0, 1000);
  m_bar->setTextVisible(false);
  m_state = roleLabel("muted");
  m_state->setObjectName(QStringLiteral("getDataState"));
  m_state->setWordWrap(true);
  m_state->setMinimumHeight(Theme::spacing(10));
  m_state->setAlignment(Qt::AlignTop | Qt::AlignLeft);
  column->addWidget(m_bar);
  column->addWidget(m_state);
  column->addStretch(1);
  auto* buttons = new QDialogButtonBox(QDialogButtonBox::Close, this);
  m_start = addPrimaryButton(*buttons, tr("Download"), QDialogButtonBox::ActionRole);
  m_stop = buttons->addButton(tr("Stop"), QDialogButtonBox::ActionRole);
  m_open = buttons->addButton(tr("Open"), QDialogButtonBox::ActionRole);
  m_start->setObjectName(QStringLiteral("getDataStart"));
  m_stop->setObjectName(QStringLiteral("getDataStop"));
  m_open->setObjectName(QStringLiteral("getDataOpen"));
  column->addWidget(buttons);
  connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::close);
  connect(m_start, &QPushButton::clicked, this, &GetDataDialog::start);
  connect(m_stop, &QPushButton::clicked, this, [this] {
    m_stop->setEnabled(false);
    m_state->setText(tr("Stopping…"));
    m_jobs.stop(m_job);
  });
  connect(m_open, &QPushButton::clicked, this, [this] {
    close();
    emit openWanted(m_folder->text());
  });
  connect(&m_jobs, &JobRunner::jobsChanged, this, &GetDataDialog::showProgress);
  resize(Theme::spacing(160), Theme::spacing(110));
  m_open->setEnabled(false);
  showRunning(false);
  m_state->setText(
      tr("About %1 MB. A download that breaks off goes on where it was.").arg(database.megabytes));
}

QWidget* GetDataDialog::makeFacts() {
  auto* facts = new QWidget;
  auto* column = new QVBoxLayout(facts);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(Theme::spacing(2));
  column->addWidget(roleLabel("title", text(m_database.title)));
  QStringList paragraphs = {text(m_database.contents)};
  paragraphs << tr("Licence: <a style='color:%1' href='%2'>%3</a>.")
                    .arg(Theme::instance().palette().accent.name(), text(m_database.licenceUrl),
                         text(m_database.licence));
  QString citations = tr("Who publishes results with these recordings is asked to cite:");
  for (const std::string& citation : m_database.citations)
    citations += QStringLiteral("<br>%1").arg(text(citation).toHtmlEscaped());
  paragraphs << citations;
  for (const QString& paragraph : paragraphs) {
    auto* label = new QLabel(paragraph);
    label->setWordWrap(true);
    label->setTextInteractionFlags(Qt::TextBrowserInteraction);
    label->setOpenExternalLinks(true);
    column->addWidget(label);
  }
  return facts;
}

QWidget* GetDataDialog::makeFolderRow() {
  auto* fields = new QWidget;
  auto* form = new QFormLayout(fields);
  form->setContentsMargins(0, 0, 0, 0);
  form->setHorizontalSpacing(Theme::spacing(3));
  m_folder = new QLineEdit(usualFolder(m_database.id));
  m_folder->setObjectName(QStringLiteral("getDataFolder"));
  m_browse = new QPushButton(tr("Choose…"));
  m_browse->setAccessibleName(tr("Choose the folder"));
  auto* row = new QHBoxLayout;
  row->setSpacing(Theme::spacing(2));
  row->addWidget(m_folder, 1);
  row->addWidget(m_browse);
  m_proxy = new QLineEdit(QSettings().value(kProxyKey).toString());
  m_proxy->setObjectName(QStringLiteral("getDataProxy"));
  m_proxy->setPlaceholderText(tr("http://host:port (empty: as https_proxy of the environment says)"));
  form->addRow(tr("Into &folder"), row);
  form->addRow(tr("&Proxy"), m_proxy);
  static_cast<QLabel*>(form->labelForField(row))->setBuddy(m_folder);
  connect(m_browse, &QPushButton::clicked, this, &GetDataDialog::chooseFolder);
  connect(m_folder, &QLineEdit::textChanged, this, [this] { m_open->setEnabled(false); });
  return fields;
}

void GetDataDialog::chooseFolder() {
  askForFolder(this,
               {.name = QStringLiteral("getDataFolderDialog"), .title = tr("Folder for the recordings")},
               [this](const QString& folder) { m_folder->setText(folder); });
}

void GetDataDialog::start() {
  if (m_folder->text().trimmed().isEmpty()) {
    showEnd(tr("Say into which folder the recordings shall go."), true);
    return;
  }
  m_folder->setText(wholePath(m_folder->text()));
  DownloadOptions options;
  options.web.proxy = m_proxy->text().trimmed().toStdString();
  QSettings().setValue(kProxyKey, m_proxy->text().trimmed());
  m_open->setEnabled(false);
  const QString folder = m_folder->text();
  m_job = m_jobs.start<DownloadResult>(
      {.title = tr("Fetching %1").arg(text(m_database.title))}, this,
      [database = m_database, path = folder.toStdString(), options](const JobContext& job) {
        return downloadDatabase(database, path, options, job);
      },
      [this](const DownloadResult& result) { finish(result); },
      [this](const QString& sentence) { showEnd(sentence, true); },
      [this] { showEnd(tr("Stopped; what has come is kept, and goes on from there."), false); });
  setRole(*m_state, "muted");
  m_state->setText(tr("Asking for the list of files…"));
  m_bar->setRange(0, 0);
  showRunning(true);
}

void GetDataDialog::showProgress() {
  for (const JobInfo& job : m_jobs.jobs()) {
    if (job.id != m_job || job.isStopping || job.text.isEmpty()) continue;
    m_bar->setRange(0, job.fraction < 0 ? 0 : 1000);
    if (job.fraction >= 0) m_bar->setValue(static_cast<int>(job.fraction * 1000));
    m_state->setText(job.text);
  }
}

void GetDataDialog::finish(const DownloadResult& result) {
  showEnd(tr("%1: %2 files are there, each with its published SHA-256 (%3 were there already).")
              .arg(text(m_database.title), countText(static_cast<std::int64_t>(result.files)),
                   countText(static_cast<std::int64_t>(result.alreadyThere))),
          false);
  m_bar->setValue(m_bar->maximum());
  m_open->setEnabled(true);
  m_open->setDefault(true);
  m_open->setFocus();
  emit fetched(m_folder->text());
}

void GetDataDialog::showEnd(const QString& sentence, bool isError) {
  m_job = 0;
  m_bar->setRange(0, 1000);
  m_bar->setValue(0);
  setRole(*m_state, isError ? "error" : "muted");
  m_state->setText(sentence);
  showRunning(false);
  if (!isVisible()) emit told(sentence, isError);
}

void GetDataDialog::showRunning(bool isRunning) {
  for (QWidget* widget : {static_cast<QWidget*>(m_folder), static_cast<QWidget*>(m_browse),
                          static_cast<QWidget*>(m_proxy), static_cast<QWidget*>(m_start)})
    widget->setEnabled(!isRunning);
  m_stop->setEnabled(isRunning);
}

}  // namespace ectopy::ui
