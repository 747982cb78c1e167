#include "ui/evaluate/compare_view.h"

#include <QComboBox>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QStackedWidget>
#include <QVBoxLayout>

#include "ui/evaluate/difference_view.h"
#include "ui/evaluate/judged_beats.h"
#include "ui/evaluate/score_tables.h"
#include "ui/theme/theme.h"
#include "ui/widgets/confusion_export.h"
#include "ui/widgets/exports.h"
#include "ui/widgets/figures.h"
#include "ui/widgets/role_label.h"
#include "ui/widgets/sorted_table.h"
#include "ui/widgets/words.h"
#include "ui/window/file_dialogs.h"

namespace ectopy::ui {

CompareView::CompareView(Session& session, QWidget* parent)
    : QWidget(parent),
      m_session(session),
      m_desk(session.comparison()),
      m_other(new QComboBox),
      m_file(new QPushButton(tr("Model file..."))),
      m_stack(new QStackedWidget),
      m_state(roleLabel("muted")),
      m_words(new QLabel),
      m_difference(new DifferenceView),
      m_scores(new CompareScoreTable(this)) {
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(Theme::spacing(2));
  layout->addWidget(makeHead());
  m_state->setObjectName(QStringLiteral("compareState"));
  m_state->setAlignment(Qt::AlignCenter);
  m_state->setWordWrap(true);
  m_stack->addWidget(m_state);
  m_stack->addWidget(makeContent());
  layout->addWidget(m_stack, 1);
  setFocusProxy(m_other);
  connect(&m_desk, &ComparisonDesk::changed, this, &CompareView::refresh);
  connect(&Theme::instance(), &Theme::changed, this, &CompareView::refresh);
  connect(m_other, &QComboBox::activated, this, &CompareView::take);
  connect(m_file, &QPushButton::clicked, this, [this] {
    askForFile(window(),
               {.name = QStringLiteral("compareDialog"),
                .title = tr("Compare with another model"),
                .filter = tr("Models (*.safetensors)")},
               [this](const QString& path) { compareWithFile(path); });
  });
  refresh();
}

QWidget* CompareView::makeHead() {
  auto* head = new QWidget;
  m_other->setObjectName(QStringLiteral("compareWith"));
  m_other->setAccessibleName(tr("Compare with"));
  m_other->setToolTip(tr("Whom to compare the model with, on the judged beats"));
  m_other->setMinimumContentsLength(28);
  m_file->setObjectName(QStringLiteral("compareWithFile"));
  m_file->setToolTip(tr("Compare with a model of a file"));
  auto* layout = new QHBoxLayout(head);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(Theme::spacing(2));
  layout->addWidget(roleLabel("muted", tr("Compare with")));
  layout->addWidget(m_other);
  layout->addWidget(m_file);
  layout->addStretch(1);
  return head;
}

QWidget* CompareView::makeContent() {
  auto* page = new QWidget;
  auto* table = new SortedTable(*m_scores, QStringLiteral("compareScores"), tr("Scores of both"));
  offerTable(m_session, *table, QStringLiteral("comparison"));
  offerMatrix(m_session, *m_difference, QStringLiteral("difference"));
  m_words->setObjectName(QStringLiteral("compareWords"));
  m_words->setWordWrap(true);
  connect(m_difference, &ConfusionView::cellOpened, this, [this](const ConfusionCell& cell) {
    BeatFilter filter = judgedFilter(m_session);
    filter.labelled = cell.truth;
    filter.predicted = cell.predicted;
    m_session.setFilter(filter);
  });
  auto* right = new QVBoxLayout;
  right->setSpacing(Theme::spacing(2));
  right->addWidget(makeOutcomes());
  right->addWidget(m_words);
  right->addWidget(table, 1);
  auto* layout = new QHBoxLayout(page);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(Theme::spacing(6));
  layout->addWidget(m_difference, 1);
  layout->addLayout(right, 1);
  return page;
}

QWidget* CompareView::makeOutcomes() {
  auto* row = new QWidget;
  auto* layout = new QHBoxLayout(row);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(Theme::spacing(2));
  constexpr const char* kNames[] = {"compareFixed", "compareBroken", "compareBothWrong", "compareBothRight"};
  for (int outcome = 0; outcome < kOutcomes; ++outcome) {
    auto* button = new QPushButton;
    button->setObjectName(QString::fromLatin1(kNames[outcome]));
    connect(button, &QPushButton::clicked, this, [this, outcome] { list(static_cast<Outcome>(outcome)); });
    layout->addWidget(button, 1);
    m_outcomes[static_cast<std::size_t>(outcome)] = button;
  }
  return row;
}

void CompareView::refreshChoices() {
  m_choices = m_desk.choices();
  const auto& choice = m_desk.choice();
  if (choice && std::ranges::find(m_choices, *choice) == m_choices.end()) m_choices.push_back(*choice);
  const QSignalBlocker quiet(m_other);
  m_other->clear();
  m_other->addItem(m_choices.empty() ? tr("No other model or annotator here") : tr("Choose ..."));
  for (const ComparisonChoice& offered : m_choices) {
    m_other->addItem(offered.kind == ComparisonChoice::Kind::Annotator ? tr("labels of %1").arg(offered.words)
                                                                       : offered.words);
    if (choice == offered) m_other->setCurrentIndex(m_other->count() - 1);
  }
}

void CompareView::refresh() {
  refreshChoices();
  m_file->setEnabled(m_session.model() != nullptr);
  const auto comparison = m_desk.comparison();
  m_stack->setCurrentIndex(comparison ? 1 : 0);
  if (comparison) return showComparison(*comparison);
  if (!m_desk.problem().isEmpty())
    m_state->setText(m_desk.problem());
  else if (m_desk.isAtWork())
    m_state->setText(tr("Comparing with %1 …").arg(m_desk.choice()->words));
  else
    m_state->setText(
        tr("Choose another model or an annotator: the beats that are fixed and broken are listed here."));
}

void CompareView::showComparison(const ModelComparison& comparison) {
  const auto beats = m_session.beats();
  if (!beats) return;
  const QString model = text(comparison.second);
  const QString other = text(comparison.first);
  const struct {
    QString words, hint;
  } outcomes[] = {{tr("Fixed"), tr("%1 is right, %2 is wrong").arg(model, other)},
                  {tr("Broken"), tr("%1 is wrong, %2 is right").arg(model, other)},
                  {tr("Both wrong"), tr("%1 of them in the same way").arg(countText(comparison.sameMistake))},
                  {tr("Both right"), tr("%1 and %2 agree with the label").arg(model, other)}};
  for (std::size_t outcome = 0; outcome < kOutcomes; ++outcome) {
    const auto count = static_cast<std::int64_t>(beatsOf(static_cast<Outcome>(outcome)).size());
    m_outcomes[outcome]->setText(QStringLiteral("%1  %2").arg(outcomes[outcome].words, countText(count)));
    m_outcomes[outcome]->setToolTip(
        tr("%1. Shows these beats, those whose probability moved most first.").arg(outcomes[outcome].hint));
    m_outcomes[outcome]->setEnabled(count > 0);
  }
  QString words = text(describe(comparison));
  words[0] = words[0].toUpper();
  m_words->setText(words);
  m_difference->setDifference(beats->scheme(), comparison.firstConfusion, comparison.secondConfusion);
  m_scores->setComparison(comparison, beats->scheme());
}

const std::vector<BeatIndex>& CompareView::beatsOf(Outcome outcome) const {
  const ModelComparison& comparison = *m_desk.comparison();
  switch (outcome) {
    case Fixed:
      return comparison.fixed;
    case Broken:
      return comparison.broken;
    case BothWrong:
      return comparison.bothWrong;
    default:
      return comparison.bothRight;
  }
}

void CompareView::list(Outcome outcome) {
  const auto comparison = m_desk.comparison();
  if (!comparison) return;
  constexpr const char* kWords[] = {QT_TR_NOOP("fixed, compared with %1"),
                                    QT_TR_NOOP("broken, compared with %1"), QT_TR_NOOP("wrong by %1 too"),
                                    QT_TR_NOOP("right by %1 too")};
  m_session.showListed(tr(kWords[outcome]).arg(text(comparison->first)),
                       byChange(*comparison, beatsOf(outcome)));
}

void CompareView::take(int row) {
  if (row <= 0) return m_desk.clear();
  m_desk.compareWith(m_choices[static_cast<std::size_t>(row - 1)]);
}

void CompareView::compareWithFile(const QString& path) {
  m_desk.compareWith({ComparisonChoice::Kind::ModelFile, 0, path, QFileInfo(path).completeBaseName()});
}

}  // namespace ectopy::ui
