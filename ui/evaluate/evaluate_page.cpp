#include "ui/evaluate/evaluate_page.h"

#include <QComboBox>
#include <QLabel>
#include <QPushButton>
#include <QStackedWidget>
#include <QVBoxLayout>

#include "ui/evaluate/key_figures.h"
#include "ui/evaluate/score_tables.h"
#include "ui/theme/theme.h"
#include "ui/widgets/figures.h"

namespace ectopy::ui {

namespace {

QString codesOf(const LabelScheme& scheme) {
  QStringList codes;
  for (const LabelClass& labelClass : scheme.classes) codes << QString::fromStdString(labelClass.code);
  return codes.join(QLatin1Char(' '));
}

}  // namespace

EvaluatePage::EvaluatePage(Session& session, QWidget* parent)
    : QWidget(parent),
      m_session(session),
      m_stack(new QStackedWidget),
      m_classTable(new ClassScoreTable(this)),
      m_recordTable(new RecordScoreTable(this)) {
  setObjectName(QStringLiteral("evaluatePage"));
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->addWidget(m_stack);
  m_stack->addWidget(makeEmptyState());
  m_stack->addWidget(makeContent());
  followSession();
  refresh();
}

void EvaluatePage::followSession() {
  for (const auto signal : {&Session::evaluationChanged, &Session::modelChanged, &Session::dataChanged,
                            &Session::predictionsChanged, &Session::splitChanged})
    connect(&m_session, signal, this, &EvaluatePage::refresh);
  connect(&m_session, &Session::filterChanged, this, &EvaluatePage::refreshOpened);
  connect(&Theme::instance(), &Theme::changed, this, &EvaluatePage::refresh);
  connect(m_confusion, &ConfusionView::cellOpened, this, &EvaluatePage::openCell);
  connect(m_part, &QComboBox::activated, this,
          [this] { m_session.setEvaluatedPart(static_cast<Part>(m_part->currentData().toInt())); });
  connect(m_export, &QPushButton::clicked, this, &EvaluatePage::exportRequested);
  connect(m_train, &QPushButton::clicked, this, &EvaluatePage::trainRequested);
  connect(m_openModel, &QPushButton::clicked, this, &EvaluatePage::openModelRequested);
}

void EvaluatePage::refresh() {
  const auto evaluation = m_session.evaluation();
  const bool isThere = m_session.beats() && m_session.model() && evaluation;
  m_stack->setCurrentIndex(isThere ? 1 : 0);
  refreshEmptyState();
  m_classTable->setEvaluation(isThere ? evaluation : nullptr, m_session.beats());
  m_recordTable->setEvaluation(isThere ? evaluation : nullptr, m_session.beats());
  if (!isThere) return;
  m_confusion->setConfusion(evaluation->scheme, evaluation->confusion);
  m_figures->setEvaluation(*evaluation);
  refreshHeader();
  refreshOpened();
}

void EvaluatePage::refreshEmptyState() {
  const auto beats = m_session.beats();
  const auto model = m_session.model();
  QString words = tr("No beats yet: open recordings, a beat file or the demo.");
  if (beats && !model) words = tr("No model yet: train one, or open one.");
  if (beats && model) words = tr("Judging the model on these beats …");
  if (beats && model && !(model->info().scheme == beats->scheme()))
    words = tr("The model knows the classes %1, these beats are labelled %2: there is nothing to compare.")
                .arg(codesOf(model->info().scheme), codesOf(beats->scheme()));
  m_emptyWords->setText(words);
  m_train->setVisible(beats != nullptr);
  m_openModel->setVisible(beats != nullptr);
}

void EvaluatePage::refreshHeader() {
  const auto evaluation = m_session.evaluation();
  const auto split = m_session.split();
  const QString name = QString::fromStdString(m_session.model()->info().name);
  const QString judged = beatsText(evaluation->confusion.total());
  m_title->setText(tr("%1 on %2").arg(name, judged));
  QStringList words;
  if (split) words << QString::fromStdString(split->protocol) << QString::fromStdString(split->guard);
  if (evaluation->unlabelled > 0)
    words << tr("%1 without a label left out").arg(beatsText(evaluation->unlabelled));
  if (m_session.beats()->facts().isSynthetic) words << tr("synthetic data");
  words.removeAll(QString());
  m_protocol->setText(words.join(QStringLiteral("  ·  ")));
  m_part->setCurrentIndex(m_part->findData(static_cast<int>(m_session.evaluatedPart())));
}

std::optional<Part> EvaluatePage::judgedPart() const {
  const Part part = m_session.evaluatedPart();
  return part == Part::None ? std::nullopt : std::optional(part);
}

void EvaluatePage::refreshOpened() {
  const BeatFilter& filter = m_session.filter();
  const bool isCell = (filter.labelled || filter.predicted) && filter.part == judgedPart() &&
                      !filter.record && !filter.onlyWrong && !filter.onlyEdited && !filter.confidenceBelow &&
                      !filter.confidenceAbove;
  m_confusion->setOpened(isCell ? std::optional(ConfusionCell{filter.labelled, filter.predicted})
                                : std::nullopt);
}

void EvaluatePage::openCell(const ConfusionCell& cell) {
  BeatFilter filter;
  filter.labelled = cell.truth;
  filter.predicted = cell.predicted;
  filter.part = judgedPart();
  const bool isDiagonal = cell.truth && cell.truth == cell.predicted;
  filter.order = isDiagonal ? BeatOrder::ConfidenceRising : BeatOrder::WrongConfidenceFalling;
  m_session.setFilter(filter);
}

void EvaluatePage::openRecord(std::uint32_t record) {
  BeatFilter filter;
  filter.record = record;
  filter.part = judgedPart();
  filter.order = BeatOrder::WrongConfidenceFalling;
  m_session.setFilter(filter);
}

void EvaluatePage::exportReportTo(const QString& path) {
  m_session.exportReport(path);
}

}  // namespace ectopy::ui
