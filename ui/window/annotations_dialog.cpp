#include "ui/window/annotations_dialog.h"

#include <QCheckBox>
#include <QDialogButtonBox>
#include <QFormLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QToolButton>
#include <QVBoxLayout>

#include "core/io/annotation_target.h"
#include "ui/theme/theme.h"
#include "ui/widgets/primary_button.h"
#include "ui/widgets/role_label.h"
#include "ui/window/file_dialogs.h"

namespace ectopy::ui {
namespace {

/// The annotator's own name as far as a file suffix can be it.
QString suggestedName(const QString& annotator) {
  QString name;
  for (const QChar letter : annotator.toLower())
    if (letter.unicode() < 128 && letter.isLetterOrNumber()) name += letter;
  return name.isEmpty() ? QStringLiteral("labels") : name;
}

}  // namespace

AnnotationsDialog::AnnotationsDialog(Session& session, QWidget* parent)
    : QDialog(parent),
      m_session(session),
      m_name(new QLineEdit(suggestedName(session.annotator()))),
      m_folder(new QLineEdit),
      m_replace(new QCheckBox(tr("Write &over annotations that exist"))),
      m_words(roleLabel("small")) {
  setObjectName(QStringLiteral("annotationsDialog"));
  setWindowTitle(tr("Export labels as WFDB annotations"));
  build();
  for (const QLineEdit* edit : {m_name, m_folder})
    connect(edit, &QLineEdit::textChanged, this, &AnnotationsDialog::check);
  connect(&session, &Session::dataChanged, this, &QDialog::reject);
  check();
}

void AnnotationsDialog::build() {
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(Theme::spacing(5), Theme::spacing(4), Theme::spacing(5), Theme::spacing(4));
  column->setSpacing(Theme::spacing(4));
  m_name->setObjectName(QStringLiteral("annotationsName"));
  m_folder->setObjectName(QStringLiteral("annotationsFolder"));
  m_folder->setPlaceholderText(tr("beside each record"));
  m_replace->setObjectName(QStringLiteral("annotationsReplace"));
  m_words->setObjectName(QStringLiteral("annotationsWords"));
  m_words->setWordWrap(true);
  m_words->setMinimumHeight(Theme::spacing(14));
  m_words->setAlignment(Qt::AlignTop | Qt::AlignLeft);
  auto* browse = new QToolButton;
  browse->setText(tr("Choose..."));
  browse->setAccessibleName(tr("Choose a folder"));
  connect(browse, &QToolButton::clicked, this, &AnnotationsDialog::askForFolder);
  auto* place = new QHBoxLayout;
  place->addWidget(m_folder, 1);
  place->addWidget(browse);
  auto* fields = new QFormLayout;
  fields->setHorizontalSpacing(Theme::spacing(4));
  fields->setVerticalSpacing(Theme::spacing(2));
  fields->addRow(tr("&Annotator (file suffix)"), m_name);
  fields->addRow(tr("Folder"), place);
  column->addLayout(fields);
  column->addWidget(m_replace);
  column->addWidget(m_words);
  column->addStretch(1);
  auto* buttons = new QDialogButtonBox(QDialogButtonBox::Cancel, this);
  m_write = addPrimaryButton(*buttons, tr("Write"), QDialogButtonBox::AcceptRole);
  m_write->setObjectName(QStringLiteral("annotationsWrite"));
  column->addWidget(buttons);
  connect(buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
  connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
  resize(Theme::spacing(130), Theme::spacing(66));
}

void AnnotationsDialog::askForFolder() {
  ectopy::ui::askForFolder(this,
                           {.name = "annotationsFolderDialog", .title = tr("Folder for the annotations")},
                           [this](const QString& path) { m_folder->setText(path); });
}

AnnotationExport AnnotationsDialog::target() const {
  return {.annotator = m_name->text().toStdString(),
          .folder = m_folder->text().toStdString(),
          .mayReplace = m_replace->isChecked()};
}

void AnnotationsDialog::check() {
  if (!m_session.beats()) return;
  const auto& records = m_session.beats()->facts().records;
  const QString problem = QString::fromStdString(annotatorProblem(m_name->text().toStdString()));
  QString words;
  if (records.empty()) {
    words = tr("These beats came without their records: export them as CSV or JSON instead.");
  } else if (!problem.isEmpty()) {
    words = tr("The annotator's name: %1.").arg(problem);
  } else {
    const auto file = annotationTarget(records.front().path.filename(), m_name->text().toStdString()).file;
    const QString name = QString::fromStdString(file.string());
    words = records.size() == 1 ? tr("One file, %1.").arg(name)
                                : tr("%1 files, such as %2.").arg(records.size()).arg(name);
    words +=
        tr(" Where a label is what the record's own mark says, the mark stays as it is, with its finer "
           "code; marks that are no beats stay too.");
  }
  m_words->setText(words);
  m_write->setEnabled(problem.isEmpty() && !records.empty());
}

void AnnotationsDialog::accept() {
  m_session.exportAnnotations(target());
  QDialog::accept();
}

}  // namespace ectopy::ui
