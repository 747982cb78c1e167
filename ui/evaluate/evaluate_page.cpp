#include "ui/evaluate/evaluate_page.h"

#include <QComboBox>
#include <QLabel>
#include <QPushButton>
#include <QStackedWidget>
#include <QTabBar>
#include <QVBoxLayout>

#include "core/base/error.h"
#include "core/model/model_guard.h"
#include "ui/evaluate/judged_beats.h"
#include "ui/theme/theme.h"
#include "ui/widgets/beat_gallery.h"
#include "ui/widgets/figures.h"
#include "ui/widgets/words.h"

namespace ectopy::ui {

namespace {

QString codesOf(const LabelScheme& scheme) {
  QStringList codes;
  for (const LabelClass& labelClass : scheme.classes) codes << QString::fromStdString(labelClass.code);
  return codes.join(QLatin1Char(' '));
}

/// Why the model cannot say anything about these beats; empty where it can.
QString misfitOf(const ModelInfo& model, const BeatSet& beats) {
  if (codesOf(model.scheme) != codesOf(beats.scheme()))
    return EvaluatePage::tr(
               "The model knows the classes %1, these beats are labelled %2: there is nothing to compare.")
        .arg(codesOf(model.scheme), codesOf(beats.scheme()));
  try {
    requireSameCut(model.cut, beats.cut());
    return {};
  } catch (const Error& error) {
    return QString::fromUtf8(error.what());
  }
}

}  // namespace

EvaluatePage::EvaluatePage(Session& session, QWidget* parent)
    : QWidget(parent), m_session(session), m_stack(new QStackedWidget) {
  setObjectName(QStringLiteral("evaluatePage"));
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(Theme::spacing(4), Theme::spacing(4), Theme::spacing(4), 0);
  layout->setSpacing(Theme::spacing(3));
  layout->addWidget(makeHeader());
  layout->addWidget(makeViewBar(), 0, Qt::AlignLeft);
  layout->addWidget(m_stack, 1);
  m_stack->addWidget(makeEmptyState());
  m_stack->addWidget(makeContent());
  connect(m_viewBar, &QTabBar::currentChanged, this, &EvaluatePage::showView);
  showView(0);
  followSession();
  refresh();
}

void EvaluatePage::followSession() {
  followEvaluation(m_session, this, [this] { refresh(); });
  // Predicting begins after a model has come and may end without predictions; jobs tell both.
  connect(&m_session, &Session::modelChanged, this, &EvaluatePage::refreshEmptyState, Qt::QueuedConnection);
  connect(&m_session.jobs(), &JobRunner::jobsChanged, this, &EvaluatePage::refreshEmptyState);
  connect(m_part, &QComboBox::activated, this, [this] {
    m_session.setEvaluatedPart(static_cast<Part>(m_part->currentData().toInt()));
    m_gallery->setFocus(Qt::OtherFocusReason);  // the next letters are labels, not names of parts
  });
  connect(m_export, &QPushButton::clicked, this, &EvaluatePage::exportRequested);
  connect(m_train, &QPushButton::clicked, this, &EvaluatePage::trainRequested);
  connect(m_openModel, &QPushButton::clicked, this, &EvaluatePage::openModelRequested);
  connect(m_openShipped, &QPushButton::clicked, this, &EvaluatePage::openShippedRequested);
}

bool EvaluatePage::isJudged() const {
  return m_session.beats() && m_session.model() && m_session.evaluation();
}

void EvaluatePage::refresh() {
  const bool isThere = isJudged() || (m_session.beats() && !needsModel(m_viewBar->currentIndex()));
  // Who pressed a button of the empty page goes on with the view, not with the list of parts.
  const bool isAppearing = isThere && m_stack->currentIndex() == 0 && isAncestorOf(window()->focusWidget());
  m_stack->setCurrentIndex(isThere ? 1 : 0);
  if (isAppearing && window()->focusWidget() != m_viewBar) m_shownView->currentWidget()->setFocus();
  setFocusProxy(isThere ? m_shownView->currentWidget() : m_train);
  refreshEmptyState();
  refreshHeader();
}

QString EvaluatePage::whyNothingIsJudged() const {
  const auto beats = m_session.beats();
  const auto model = m_session.model();
  if (!beats) return tr("No beats yet: open recordings, a beat file or the demo.");
  if (!model) return tr("No model yet: train one, or open one.");
  if (const QString misfit = misfitOf(model->info(), *beats); !misfit.isEmpty()) return misfit;
  if (const QString problem = m_session.evaluationProblem(); !problem.isEmpty()) return problem;
  const int trainings = m_session.training().isActive() ? 1 : 0;
  const bool isAtWork = m_session.predictions() || m_session.jobs().jobs().size() > trainings;
  return isAtWork ? tr("Judging the model on these beats …")
                  : tr("Not judged: the model has not predicted these beats. Open it again to predict them.");
}

void EvaluatePage::refreshEmptyState() {
  if (isJudged()) return;
  const bool isEmpty = m_stack->currentIndex() == 0;
  m_protocol->setText(m_session.beats() && !isEmpty ? whyNothingIsJudged() : QString());
  m_protocol->setVisible(!m_protocol->text().isEmpty());
  m_emptyWords->setText(whyNothingIsJudged());
  m_train->setVisible(m_session.beats() != nullptr);
  m_openModel->setVisible(m_session.beats() != nullptr);
  m_openShipped->setVisible(m_session.beats() && !m_session.model() &&
                            m_session.beats()->cut().rule == CutRule::Kaggle);
}

void EvaluatePage::refreshHeader() {
  m_viewBar->setVisible(m_session.beats() != nullptr);
  m_header->setVisible(m_session.beats() != nullptr);
  for (QWidget* widget : m_ofJudged) widget->setVisible(isJudged());
  if (isJudged()) return describeJudged();
  if (m_session.beats())
    m_title->setText(tr("%1, %2").arg(text(m_session.beats()->facts().name),
                                      beatsText(static_cast<std::int64_t>(m_session.beats()->size()))));
}

void EvaluatePage::describeJudged() {
  const auto evaluation = m_session.evaluation();
  const auto split = m_session.split();
  const QString name = QString::fromStdString(m_session.model()->info().name);
  const QString judged = beatsText(evaluation->confusion.total());
  m_title->setText(tr("%1 on %2").arg(name, judged));
  QStringList words;
  if (split) words << QString::fromStdString(split->protocol);
  words << QString::fromStdString(guardOf(m_session.model()->info(), *m_session.beats(),
                                          m_session.evaluatedPart() == Part::None ? nullptr : split.get()));
  if (evaluation->unlabelled > 0)
    words << tr("%1 without a label left out").arg(beatsText(evaluation->unlabelled));
  if (evaluation->unanswered > 0)
    words << tr("%1 without probabilities left out: the model is damaged")
                 .arg(beatsText(evaluation->unanswered));
  if (m_session.beats()->facts().isSynthetic) words << tr("synthetic data");
  words.removeAll(QString());
  m_protocol->show();
  m_protocol->setText(words.join(QStringLiteral("  ·  ")));
  m_part->setCurrentIndex(m_part->findData(static_cast<int>(m_session.evaluatedPart())));
}

void EvaluatePage::exportReportTo(const QString& path) {
  m_session.exportReport(path);
}

}  // namespace ectopy::ui
