#include "ui/window/agreement_dialog.h"

#include <QCheckBox>
#include <QComboBox>
#include <QDialogButtonBox>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QVBoxLayout>
#include <cmath>

#include "ui/theme/theme.h"
#include "ui/widgets/confusion_view.h"
#include "ui/widgets/role_label.h"
#include "ui/widgets/words.h"

namespace ectopy::ui {

QString agreementWords(const Agreement& agreement) {
  const auto beats = static_cast<std::size_t>(agreement.confusion.total());
  if (beats == 0) return AgreementDialog::tr("No beat was labelled by both.");
  const QString alike =
      AgreementDialog::tr("%1 beats, %2 alike").arg(groupedNumber(beats), percentage(agreement.observed));
  if (std::isnan(agreement.kappa))
    return AgreementDialog::tr("Kappa can't be told: %1, all of one class.").arg(alike);
  return AgreementDialog::tr("Kappa %1 (95 % %2 to %3): %4, %5 by chance.")
      .arg(agreement.kappa, 0, 'f', 3)
      .arg(agreement.low, 0, 'f', 3)
      .arg(agreement.high, 0, 'f', 3)
      .arg(alike, percentage(agreement.expected));
}

AgreementDialog::AgreementDialog(Session& session, QWidget* parent)
    : QDialog(parent),
      m_session(session),
      m_first(new QComboBox),
      m_second(new QComboBox),
      m_onlyOwn(new QCheckBox(tr("&Only beats that both labelled themselves"))),
      m_words(roleLabel("")),
      m_confusion(new ConfusionView),
      m_name(new QLineEdit(QStringLiteral("adjudicated"))) {
  setObjectName(QStringLiteral("agreementDialog"));
  setWindowTitle(tr("Annotators compared"));
  build();
  fillNames();
  for (const QComboBox* choice : {m_first, m_second})
    connect(choice, &QComboBox::currentIndexChanged, this, &AgreementDialog::compare);
  connect(m_onlyOwn, &QCheckBox::toggled, this, &AgreementDialog::compare);
  connect(m_confusion, &ConfusionView::cellOpened, this, &AgreementDialog::showCell);
  connect(&session, &Session::dataChanged, this, &QDialog::reject);
  compare();
}

void AgreementDialog::build() {
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(Theme::spacing(5), Theme::spacing(4), Theme::spacing(5), Theme::spacing(4));
  column->setSpacing(Theme::spacing(3));
  m_first->setObjectName(QStringLiteral("agreementFirst"));
  m_first->setAccessibleName(tr("First annotator"));
  m_second->setObjectName(QStringLiteral("agreementSecond"));
  m_second->setAccessibleName(tr("Second annotator"));
  m_onlyOwn->setObjectName(QStringLiteral("agreementOnlyOwn"));
  m_onlyOwn->setToolTip(tr("The file's labels, which both began with, would flatter them."));
  m_onlyOwn->setChecked(true);
  auto* row = new QHBoxLayout;
  row->setSpacing(Theme::spacing(2));
  row->addWidget(m_first, 1);
  row->addWidget(roleLabel("muted", tr("and")));
  row->addWidget(m_second, 1);
  row->addSpacing(Theme::spacing(4));
  row->addWidget(m_onlyOwn);
  column->addLayout(row);
  m_words->setObjectName(QStringLiteral("agreementWords"));
  m_words->setWordWrap(true);
  column->addWidget(m_words);
  column->addWidget(m_confusion, 1);
  column->addWidget(buildJudging());
  auto* buttons = new QDialogButtonBox(QDialogButtonBox::Close, this);
  m_show = buttons->addButton(tr("&Show where they differ"), QDialogButtonBox::ActionRole);
  m_show->setObjectName(QStringLiteral("agreementShow"));
  column->addWidget(buttons);
  connect(m_show, &QPushButton::clicked, this, &AgreementDialog::showDiffering);
  connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
  resize(Theme::spacing(180), Theme::spacing(150));
}

QWidget* AgreementDialog::buildJudging() {
  auto* box = new QWidget;
  auto* row = new QHBoxLayout(box);
  row->setContentsMargins(0, 0, 0, 0);
  row->setSpacing(Theme::spacing(2));
  auto* question = new QLabel(tr("&Adjudicate: what both say is taken, the rest is decided by"));
  question->setBuddy(m_name);
  m_name->setObjectName(QStringLiteral("agreementName"));
  m_judge = new QPushButton(tr("&Begin"));
  m_judge->setObjectName(QStringLiteral("agreementJudge"));
  m_judge->setAutoDefault(false);
  row->addWidget(question);
  row->addWidget(m_name, 1);
  row->addWidget(m_judge);
  connect(m_judge, &QPushButton::clicked, this, &AgreementDialog::adjudicate);
  return box;
}

void AgreementDialog::fillNames() {
  const QStringList names = m_session.annotators();
  m_first->addItems(names);
  m_second->addItems(names);
  m_first->setCurrentText(m_session.annotator());
  const int other = m_first->currentIndex() == 0 ? 1 : 0;
  m_second->setCurrentIndex(std::min(other, m_second->count() - 1));
}

QString AgreementDialog::pairWords() const {
  return tr("%1 and %2").arg(m_first->currentText(), m_second->currentText());
}

void AgreementDialog::compare() {
  m_show->setEnabled(false);
  m_judge->setEnabled(false);
  m_confusion->setConfusion({}, ConfusionMatrix());
  if (m_first->currentText() == m_second->currentText()) {
    m_words->setText(
        m_session.annotators().size() < 2
            ? tr("There is one annotator: Edit > Annotator gives another one labels of their own.")
            : tr("Choose two annotators."));
    return;
  }
  m_words->setText(tr("Comparing..."));
  m_session.compareAnnotators(m_first->currentText(), m_second->currentText(), m_onlyOwn->isChecked(), this,
                              [this, asked = ++m_asked](const AnnotatorComparison& found) {
                                if (asked == m_asked) show(found);
                              });
}

void AgreementDialog::show(const AnnotatorComparison& found) {
  m_found = found;
  m_confusion->setAxes(m_first->currentText(), m_second->currentText());
  m_confusion->setConfusion(m_session.beats()->scheme(), found.agreement.confusion);
  m_words->setText(agreementWords(found.agreement) + QLatin1Char(' ') +
                   (found.differing.empty()
                        ? tr("They differ nowhere.")
                        : tr("They differ on %1.").arg(groupedNumber(found.differing.size()))));
  m_show->setEnabled(!found.differing.empty());
  m_judge->setEnabled(m_session.canEdit());
}

void AgreementDialog::showCell(const ConfusionCell& cell) {
  std::vector<BeatIndex> beats;
  for (BeatIndex beat = 0; beat < m_found.first->size(); ++beat) {
    const ClassIndex first = (*m_found.first)[beat];
    const ClassIndex second = (*m_found.second)[beat];
    const bool isMeant = first != kUnlabelled && second != kUnlabelled &&
                         (!cell.truth || *cell.truth == first) &&
                         (!cell.predicted || *cell.predicted == second);
    if (isMeant) beats.push_back(beat);
  }
  if (beats.empty()) return;
  m_session.showListed(pairWords(), std::move(beats));
  emit beatsShown();
}

void AgreementDialog::showDiffering() {
  m_session.showListed(tr("%1 differ").arg(pairWords()), m_found.differing);
  emit beatsShown();
  accept();
}

void AgreementDialog::adjudicate() {
  const QString name = m_name->text().simplified();
  if (name.isEmpty() || m_session.annotators().contains(name)) {
    m_words->setText(name.isEmpty() ? tr("Who decides? A name is missing.")
                                    : tr("%1 has labels already: choose another name.").arg(name));
    return;
  }
  m_session.adjudicate(m_first->currentText(), m_second->currentText(), name);
  emit beatsShown();
  accept();
}

}  // namespace ectopy::ui
