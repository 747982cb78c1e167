#include "ui/train/training_outlook.h"

#include <QGridLayout>

#include "ui/theme/theme.h"
#include "ui/widgets/figures.h"
#include "ui/widgets/role_label.h"

namespace ectopy::ui {

TrainingOutlook::TrainingOutlook(QWidget* parent)
    : QWidget(parent),
      m_numbers(new QWidget),
      m_guard(roleLabel("small")),
      m_sentence(roleLabel("small")),
      m_parameters(roleLabel("")) {
  auto* grid = new QGridLayout(m_numbers);
  grid->setContentsMargins(0, 0, 0, 0);
  grid->setHorizontalSpacing(Theme::spacing(3));
  grid->setVerticalSpacing(Theme::spacing(1));
  grid->setColumnStretch(0, 1);
  m_train = addRow(*grid, tr("Train"), "outlookTrain");
  m_validation = addRow(*grid, tr("Validation"), "outlookValidation");
  m_test = addRow(*grid, tr("Test"), "outlookTest");
  m_guard->setObjectName(QStringLiteral("outlookGuard"));
  m_sentence->setObjectName(QStringLiteral("outlookSentence"));
  m_parameters->setObjectName(QStringLiteral("outlookParameters"));
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(Theme::spacing(1));
  layout->addWidget(m_numbers);
  for (QLabel* label : {m_guard, m_sentence, m_parameters}) {
    label->setWordWrap(true);
    layout->addWidget(label);
  }
  m_numbers->hide();
  m_guard->hide();
}

TrainingOutlook::Row TrainingOutlook::addRow(QGridLayout& grid, const QString& title, const char* name) {
  const Row row{roleLabel(""), roleLabel("small")};
  const int place = grid.rowCount();
  row.beats->setObjectName(QString::fromLatin1(name));
  row.beats->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
  row.patients->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
  grid.addWidget(roleLabel("", title), place, 0);
  grid.addWidget(row.beats, place, 1);
  grid.addWidget(row.patients, place, 2);
  return row;
}

void TrainingOutlook::fill(const Row& row, const PartFacts& facts) {
  row.beats->setText(beatsText(facts.beats));
  row.patients->setText(facts.patients < 0    ? tr("patients unknown")
                        : facts.patients == 1 ? tr("1 patient")
                                              : tr("%1 patients").arg(facts.patients));
}

void TrainingOutlook::showPreview(const SplitPreview& preview) {
  fill(m_train, preview.train);
  fill(m_validation, preview.validation);
  fill(m_test, preview.test);
  m_guard->setText(preview.guard);
  m_numbers->show();
  m_guard->setVisible(!preview.guard.isEmpty());
  m_sentence->hide();
}

void TrainingOutlook::showSentence(const QString& sentence, bool isError) {
  setRole(*m_sentence, isError ? "error" : "small");
  m_sentence->setText(sentence);
  m_sentence->show();
  m_numbers->hide();
  m_guard->hide();
}

void TrainingOutlook::showParameters(std::int64_t moving, std::int64_t total) {
  if (moving < 0) return m_parameters->clear();
  m_parameters->setText(moving == total
                            ? tr("All %1 parameters will move.").arg(countText(total))
                            : tr("%1 of %2 parameters will move.").arg(countText(moving), countText(total)));
}

}  // namespace ectopy::ui
