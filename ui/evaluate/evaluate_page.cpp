#include "ui/evaluate/evaluate_page.h"

#include <QComboBox>
#include <QLabel>
#include <QPushButton>
#include <QStackedWidget>
#include <QVBoxLayout>

#include "core/base/error.h"
#include "core/model/model_guard.h"
#include "ui/evaluate/judged_beats.h"
#include "ui/widgets/beat_gallery.h"
#include "ui/widgets/figures.h"

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
  layout->setContentsMargins(0, 0, 0, 0);
  layout->addWidget(m_stack);
  m_stack->addWidget(makeEmptyState());
  m_stack->addWidget(makeContent());
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

void EvaluatePage::refresh() {
  const auto evaluation = m_session.evaluation();
  const bool isThere = m_session.beats() && m_session.model() && evaluation;
  // Who pressed a button of the empty page goes on with the view, not with the list of parts.
  const bool isAppearing = isThere && m_stack->currentIndex() == 0 && isAncestorOf(window()->focusWidget());
  m_stack->setCurrentIndex(isThere ? 1 : 0);
  if (isAppearing) m_shownView->currentWidget()->setFocus();
  setFocusProxy(isThere ? m_shownView->currentWidget() : m_train);
  refreshEmptyState();
  if (isThere) refreshHeader();
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
  if (m_stack->currentIndex() != 0) return;
  m_emptyWords->setText(whyNothingIsJudged());
  m_train->setVisible(m_session.beats() != nullptr);
  m_openModel->setVisible(m_session.beats() != nullptr);
  m_openShipped->setVisible(m_session.beats() && !m_session.model() &&
                            m_session.beats()->cut().rule == CutRule::Kaggle);
}

void EvaluatePage::refreshHeader() {
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
  if (m_session.beats()->facts().isSynthetic) words << tr("synthetic data");
  words.removeAll(QString());
  m_protocol->setText(words.join(QStringLiteral("  ·  ")));
  m_part->setCurrentIndex(m_part->findData(static_cast<int>(m_session.evaluatedPart())));
}

void EvaluatePage::exportReportTo(const QString& path) {
  m_session.exportReport(path);
}

}  // namespace ectopy::ui
