#include "ui/importing/import_dialog.h"

#include <QDialogButtonBox>
#include <QDir>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QPushButton>
#include <QVBoxLayout>

#include "core/beats/import_summary.h"
#include "ui/importing/cut_form.h"
#include "ui/importing/summary_view.h"
#include "ui/theme/theme.h"
#include "ui/widgets/primary_button.h"
#include "ui/widgets/role_label.h"

namespace ectopy::ui {

ImportDialog::ImportDialog(JobRunner& jobs, const QString& path, const OpenChoice& suggestion, bool isText,
                           QWidget* parent)
    : QDialog(parent),
      m_jobs(jobs),
      m_path(path),
      m_form(new CutForm(suggestion, isText)),
      m_summary(new SummaryView) {
  setObjectName(QStringLiteral("importDialog"));
  const QString name = QFileInfo(QDir::cleanPath(path)).fileName();
  setWindowTitle(tr("Open %1").arg(name));
  auto* heading = roleLabel("muted", QDir::toNativeSeparators(QFileInfo(path).absoluteFilePath()), this);
  heading->setTextInteractionFlags(Qt::TextSelectableByMouse);
  heading->setWordWrap(true);
  m_form->setFixedWidth(Theme::spacing(72));
  auto* row = new QHBoxLayout;
  row->setSpacing(Theme::spacing(6));
  row->addWidget(m_summary, 1);
  row->addWidget(m_form);
  auto* buttons = new QDialogButtonBox(QDialogButtonBox::Cancel, this);
  m_open = addPrimaryButton(*buttons, tr("Cut and open"), QDialogButtonBox::AcceptRole);
  m_open->setObjectName(QStringLiteral("importOpen"));
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(Theme::spacing(5), Theme::spacing(4), Theme::spacing(5), Theme::spacing(4));
  column->setSpacing(Theme::spacing(4));
  column->addWidget(heading);
  column->addLayout(row, 1);
  column->addWidget(buttons);
  connect(buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
  connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
  connect(m_form, &CutForm::changed, this, &ImportDialog::summarise);
  resize(Theme::spacing(230), Theme::spacing(150));
  m_summary->setFocus();  // the button has nothing to open yet, and Cancel must not take its keys
  summarise();
}

ImportDialog::~ImportDialog() {
  m_jobs.stop(m_job);
}

OpenChoice ImportDialog::choice() const {
  return m_form->choice();
}

void ImportDialog::summarise() {
  m_jobs.stop(m_job);
  const int number = ++m_number;
  m_open->setEnabled(false);
  m_summary->showSentence(tr("Reading headers and annotations…"), false);
  m_job = m_jobs.start<ImportSummary>(
      {.title = tr("Looking at %1").arg(m_path), .isQuiet = true}, this,
      [path = m_path.toStdString(), wanted = choice()](const JobContext& job) {
        return summariseImport(path, *wanted.cut, job, wanted.text);
      },
      [this, number](const ImportSummary& summary) {
        if (number != m_number) return;
        m_summary->show(summary);
        m_form->offer(summary);
        const bool isSomething = summary.taken > 0 && (summary.beats > 0 || !summary.areBeatsKnown);
        m_open->setEnabled(isSomething);
        m_open->setToolTip(isSomething ? QString() : tr("There is nothing to cut by these choices"));
      },
      [this, number](const QString& sentence) {
        if (number == m_number) m_summary->showSentence(sentence, true);
      });
}

}  // namespace ectopy::ui
