#include "ui/importing/class_names_dialog.h"

#include <QDialogButtonBox>
#include <QFormLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QVBoxLayout>

#include "core/base/error.h"
#include "ui/theme/theme.h"
#include "ui/widgets/figures.h"
#include "ui/widgets/primary_button.h"
#include "ui/widgets/role_label.h"

namespace ectopy::ui {
namespace {

QString joined(const std::vector<std::string>& words) {
  QStringList list;
  for (const std::string& word : words) list << QString::fromStdString(word);
  return list.join(QStringLiteral(", "));
}

QString delimiterWords(char delimiter) {
  switch (delimiter) {
    case '\t':
      return ClassNamesDialog::tr("tab");
    case ' ':
      return ClassNamesDialog::tr("blank");
    default:
      return QString(QLatin1Char(delimiter));
  }
}

}  // namespace

ClassNamesDialog::ClassNamesDialog(const CsvFacts& facts, QWidget* parent)
    : QDialog(parent), m_facts(facts), m_names(new QLineEdit), m_words(roleLabel("small")) {
  setObjectName(QStringLiteral("classNamesDialog"));
  setWindowTitle(tr("Open %1").arg(QString::fromStdString(facts.name)));
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(Theme::spacing(5), Theme::spacing(4), Theme::spacing(5), Theme::spacing(4));
  column->setSpacing(Theme::spacing(4));
  auto* fields = new QFormLayout;
  fields->setHorizontalSpacing(Theme::spacing(4));
  const QString rows = countText(static_cast<std::int64_t>(facts.rows));
  fields->addRow(roleLabel("muted", tr("Files")), new QLabel(joined(facts.files)));
  fields->addRow(roleLabel("muted", tr("Beats")),
                 new QLabel(facts.isRowCountExact ? rows : tr("about %1").arg(rows)));
  fields->addRow(roleLabel("muted", tr("Samples a beat")),
                 new QLabel(countText(static_cast<std::int64_t>(facts.length))));
  fields->addRow(roleLabel("muted", tr("Delimiter")), new QLabel(delimiterWords(facts.delimiter)));
  fields->addRow(roleLabel("muted", tr("Classes seen")), new QLabel(joined(facts.classes)));
  column->addLayout(fields);
  auto* question = new QLabel(tr("The file numbers its classes. What are they &called, beginning with 0?"));
  question->setBuddy(m_names);
  m_names->setObjectName(QStringLiteral("classNames"));
  m_names->setPlaceholderText(tr("for example N, S, V, F, Q; empty: the numbers"));
  m_words->setObjectName(QStringLiteral("classNamesWords"));
  m_words->setWordWrap(true);
  column->addWidget(question);
  column->addWidget(m_names);
  column->addWidget(m_words);
  column->addStretch(1);
  auto* buttons = new QDialogButtonBox(QDialogButtonBox::Cancel, this);
  m_open = addPrimaryButton(*buttons, tr("Open"), QDialogButtonBox::AcceptRole);
  m_open->setObjectName(QStringLiteral("classNamesOpen"));
  column->addWidget(buttons);
  connect(buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
  connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
  connect(m_names, &QLineEdit::textChanged, this, &ClassNamesDialog::check);
  resize(Theme::spacing(130), Theme::spacing(80));
  check();
}

OpenChoice ClassNamesDialog::choice() const {
  OpenChoice choice;
  choice.csv.classNames = classNamesFromText(m_names->text().toStdString());
  return choice;
}

void ClassNamesDialog::check() {
  QString problem;
  try {
    if (!m_names->text().trimmed().isEmpty()) classNamesFromText(m_names->text().toStdString());
  } catch (const Error& error) {
    problem = QString::fromUtf8(error.what());
  }
  setRole(*m_words, problem.isEmpty() ? "small" : "error");
  m_words->setText(problem);
  m_open->setEnabled(problem.isEmpty());
}

}  // namespace ectopy::ui
