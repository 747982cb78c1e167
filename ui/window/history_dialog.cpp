#include "ui/window/history_dialog.h"

#include <QDialogButtonBox>
#include <QHeaderView>
#include <QLabel>
#include <QPushButton>
#include <QTableView>
#include <QVBoxLayout>
#include <set>

#include "ui/theme/theme.h"
#include "ui/widgets/role_label.h"
#include "ui/widgets/words.h"
#include "ui/window/steps_model.h"

namespace ectopy::ui {

HistoryDialog::HistoryDialog(Session& session, QWidget* parent)
    : QDialog(parent),
      m_session(session),
      m_steps(new StepsModel(session, this)),
      m_table(new QTableView),
      m_words(roleLabel("muted")) {
  setObjectName(QStringLiteral("historyDialog"));
  setWindowTitle(tr("History of the labels"));
  build();
  connect(m_table->selectionModel(), &QItemSelectionModel::selectionChanged, this, &HistoryDialog::showState);
  connect(&session, &Session::labelsChanged, this, &HistoryDialog::showState);
  connect(&session, &Session::annotatorChanged, this, &HistoryDialog::showState);
  if (m_steps->rowCount() > 0) m_table->selectRow(0);
  showState();
}

void HistoryDialog::build() {
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(Theme::spacing(4), Theme::spacing(4), Theme::spacing(4), Theme::spacing(4));
  column->setSpacing(Theme::spacing(3));
  m_words->setObjectName(QStringLiteral("historyWords"));
  m_words->setWordWrap(true);
  buildTable();
  column->addWidget(m_words);
  column->addWidget(m_table, 1);
  column->addWidget(buildButtons());
  resize(Theme::spacing(240), Theme::spacing(140));
}

void HistoryDialog::buildTable() {
  m_table->setObjectName(QStringLiteral("historyTable"));
  m_table->setAccessibleName(tr("Steps, the latest first"));
  m_table->setModel(m_steps);
  m_table->setSelectionBehavior(QAbstractItemView::SelectRows);
  m_table->setSelectionMode(QAbstractItemView::SingleSelection);
  m_table->setShowGrid(false);
  m_table->setWordWrap(false);
  m_table->verticalHeader()->hide();
  m_table->horizontalHeader()->setHighlightSections(false);
  m_table->horizontalHeader()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
  m_table->horizontalHeader()->setSectionResizeMode(StepsModel::What, QHeaderView::Stretch);
  m_table->setColumnWidth(StepsModel::Number, Theme::spacing(16));
  m_table->setColumnWidth(StepsModel::When, Theme::spacing(40));
  m_table->setColumnWidth(StepsModel::Who, Theme::spacing(26));
  m_table->setColumnWidth(StepsModel::Why, Theme::spacing(46));
}

QWidget* HistoryDialog::buildButtons() {
  auto* buttons = new QDialogButtonBox(QDialogButtonBox::Close, this);
  const auto add = [&](const QString& name, const QString& text, const QString& tip) {
    QPushButton* button = buttons->addButton(text, QDialogButtonBox::ActionRole);
    button->setObjectName(name);
    button->setToolTip(tip);
    button->setAutoDefault(false);
    return button;
  };
  m_show = add(QStringLiteral("historyShow"), tr("&Show its beats"), tr("In the gallery"));
  m_restore = add(QStringLiteral("historyRestore"), tr("&Restore to this step"),
                  tr("Everything becomes as it was right after it, in one step that can be undone"));
  m_restoreFile = add(QStringLiteral("historyRestoreFile"), tr("Restore the &file's labels"),
                      tr("Everything becomes as the file has it, in one step that can be undone"));
  connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
  connect(m_show, &QPushButton::clicked, this, &HistoryDialog::showBeats);
  connect(m_restore, &QPushButton::clicked, this, [this] { m_session.restore(chosenStep()); });
  connect(m_restoreFile, &QPushButton::clicked, this, [this] { m_session.restore(0); });
  return buttons;
}

std::int64_t HistoryDialog::chosenStep() const {
  const QModelIndexList rows = m_table->selectionModel()->selectedRows();
  return rows.isEmpty() ? 0 : m_steps->stepAt(rows.front().row());
}

void HistoryDialog::showState() {
  const std::size_t steps = m_session.journalSteps().size();
  m_words->setText(steps == 0 ? tr("No step yet: the labels are the file's.")
                              : tr("%1 steps of %2, the latest first. None is ever removed: undo and restore "
                                   "are steps too.")
                                    .arg(groupedNumber(steps), m_session.annotator()));
  const bool canEdit = m_session.canEdit();
  m_show->setEnabled(chosenStep() > 0);
  m_restore->setEnabled(chosenStep() > 0 && chosenStep() < static_cast<std::int64_t>(steps) && canEdit);
  m_restoreFile->setEnabled(steps > 0 && canEdit);
}

void HistoryDialog::showBeats() {
  const JournalStep& step = *m_session.journalSteps()[static_cast<std::size_t>(chosenStep() - 1)];
  std::set<BeatIndex> beats;
  for (const LabelChange& change : step.changes) beats.insert(change.beat);
  for (const NoteChange& change : step.notes) beats.insert(change.beat);
  m_session.showListed(tr("step %1").arg(step.number), {beats.begin(), beats.end()});
  emit beatsShown();
}

}  // namespace ectopy::ui
