#include "ui/evaluate/ec57_view.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QStackedWidget>
#include <QVBoxLayout>

#include "ui/evaluate/ec57_tables.h"
#include "ui/session/ec57_desk.h"
#include "ui/theme/theme.h"
#include "ui/widgets/exports.h"
#include "ui/widgets/role_label.h"
#include "ui/widgets/sorted_table.h"

namespace ectopy::ui {

Ec57View::Ec57View(Session& session, QWidget* parent)
    : QWidget(parent),
      m_session(session),
      m_desk(new Ec57Desk(session, this)),
      m_reference(new QComboBox),
      m_test(new QComboBox),
      m_stack(new QStackedWidget),
      m_state(roleLabel("muted")),
      m_records(new Ec57Table(this)),
      m_mismatches(new MismatchTable(this)) {
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(Theme::spacing(2));
  layout->addWidget(makeHead());
  m_state->setObjectName(QStringLiteral("ec57State"));
  m_state->setAlignment(Qt::AlignCenter);
  m_state->setWordWrap(true);
  m_stack->addWidget(m_state);
  m_stack->addWidget(makeTables());
  layout->addWidget(m_stack, 1);
  setFocusProxy(m_test);
  connect(m_desk, &Ec57Desk::changed, this, &Ec57View::refresh);
  connect(m_reference, &QComboBox::activated, this, &Ec57View::compare);
  connect(m_test, &QComboBox::activated, this, &Ec57View::compare);
  refresh();
}

void Ec57View::showEvent(QShowEvent* event) {
  QWidget::showEvent(event);
  m_desk->annotators();
  refresh();
}

QWidget* Ec57View::makeHead() {
  auto* head = new QWidget;
  m_test->setObjectName(QStringLiteral("ec57Test"));
  m_test->setAccessibleName(tr("What is compared"));
  m_reference->setObjectName(QStringLiteral("ec57Reference"));
  m_reference->setAccessibleName(tr("Reference annotator"));
  for (QComboBox* box : {m_test, m_reference}) box->setMinimumContentsLength(16);
  auto* layout = new QHBoxLayout(head);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(Theme::spacing(2));
  layout->addWidget(roleLabel("muted", tr("Compare")));
  layout->addWidget(m_test);
  layout->addWidget(roleLabel("muted", tr("with the reference")));
  layout->addWidget(m_reference);
  auto* rules = roleLabel("small", tr("Whole records from 5 min on; a pair lies within 150 ms."));
  rules->setToolTip(tr("ANSI/AAMI EC57, as WFDB's bxb and sumstats compute it; classes of the ec57 map"));
  layout->addWidget(rules, 1, Qt::AlignRight);
  return head;
}

QWidget* Ec57View::makeTables() {
  auto* page = new QWidget;
  auto* records = new SortedTable(*m_records, QStringLiteral("ec57Records"), tr("EC57 of each record"));
  auto* mismatches = new SortedTable(*m_mismatches, QStringLiteral("ec57Mismatches"), tr("Mismatches"));
  offerTable(m_session, *records, QStringLiteral("ec57"));
  offerTable(m_session, *mismatches, QStringLiteral("ec57-mismatches"));
  connect(records, &SortedTable::rowOpened, this, [this](int row) {
    const auto report = m_desk->report();
    const bool isRecord = report && row < static_cast<int>(report->records.size());
    showMismatches(isRecord ? std::optional(row) : std::nullopt);
  });
  connect(mismatches, &SortedTable::rowOpened, this,
          [this](int row) { m_session.jump(m_mismatches->queryOf(row)); });
  auto* layout = new QHBoxLayout(page);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(Theme::spacing(4));
  layout->addWidget(records, 5);
  layout->addWidget(mismatches, 2);
  return page;
}

void Ec57View::compare() {
  if (m_test->currentIndex() < 0 || m_reference->currentIndex() < 0) return;
  m_desk->compare(m_reference->currentData().toString(), m_test->currentData().toString());
}

void Ec57View::refreshChoices() {
  const QStringList names = m_desk->annotators();
  const auto fill = [](QComboBox& box, const QStringList& words, const QStringList& values,
                       const QString& chosen) {
    const QSignalBlocker quiet(&box);
    box.clear();
    for (int place = 0; place < words.size(); ++place) box.addItem(words[place], values[place]);
    box.setCurrentIndex(std::max(0, static_cast<int>(values.indexOf(chosen))));
  };
  const auto beats = m_session.beats();
  const QString usual = beats ? QString::fromStdString(beats->cut().annotator) : QString();
  fill(*m_reference, names, names, m_desk->reference().isEmpty() ? usual : m_desk->reference());
  fill(*m_test, QStringList{tr("the model")} + names, QStringList{QString()} + names, m_desk->test());
}

void Ec57View::refresh() {
  refreshChoices();
  const auto report = m_desk->report();
  m_stack->setCurrentIndex(report ? 1 : 0);
  m_records->setReport(report.get());
  showMismatches({});
  if (report) return;
  const QString whyNot = m_desk->whyNot();
  for (QComboBox* box : {m_test, m_reference}) box->setEnabled(whyNot.isEmpty() && m_reference->count() > 0);
  if (!whyNot.isEmpty()) return m_state->setText(whyNot);
  if (m_desk->isAtWork()) return m_state->setText(tr("Comparing beat by beat …"));
  if (!m_desk->problem().isEmpty()) return m_state->setText(m_desk->problem());
  m_state->setText(tr("Comparing beat by beat …"));
  const bool isFirst = m_desk->reference().isEmpty() && m_reference->count() > 0 && isVisible();
  if (isFirst && m_session.predictions()) return compare();
  m_state->setText(m_reference->count() == 0
                       ? tr("No annotation files lie beside these records.")
                       : tr("Choose what to compare: an annotator, or the model once one is open."));
}

void Ec57View::showMismatches(std::optional<int> record) {
  const auto report = m_desk->report();
  m_mismatches->setReport(report.get(), m_session.beats().get(), record);
}

}  // namespace ectopy::ui
