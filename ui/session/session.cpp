#include "ui/session/session.h"

#include <QSettings>
#include <utility>

#include "ui/session/comparison_desk.h"
#include "ui/session/judgement_desk.h"
#include "ui/session/review_desk.h"
#include "ui/session/session_private.h"

namespace ectopy::ui {

Session::Private::Private(Session& owner, std::function<Learner&()> source)
    : session(owner),
      learnerSource(source ? std::move(source) : []() -> Learner& { return learner(); }),
      counts(
          owner.m_jobs, &owner, tr("Counting"), [this] { return prepareCounts(); },
          [this](BeatCounts result) {
            session.m_counts = std::move(result);
            emit session.countsChanged();
          }),
      templates(
          owner.m_jobs, &owner, tr("Class templates"), [this] { return prepareTemplates(); },
          [this](std::shared_ptr<const std::vector<ClassTemplate>> result) {
            session.m_templates = std::move(result);
            emit session.templatesChanged();
          }),
      evaluation(
          owner.m_jobs, &owner, tr("Evaluating"), [this] { return prepareEvaluation(); },
          [this](std::shared_ptr<const Evaluation> result) {
            session.m_evaluation = std::move(result);
            session.m_evaluationProblem.clear();
            emit session.evaluationChanged();
          },
          [this](const QString& sentence) {
            session.m_evaluation.reset();  // of labels that are not so any more
            session.m_evaluationProblem = sentence;
            emit session.evaluationChanged();
            complain(sentence);
          }),
      visible(
          owner.m_jobs, &owner, tr("Filtering"), [this] { return prepareVisible(); },
          [this](BeatList result) { adoptVisible(std::move(result)); }),
      similar(owner) {
  rememberSoon.setSingleShot(true);
  rememberSoon.setInterval(800);
  QObject::connect(&rememberSoon, &QTimer::timeout, &session, [this] { remember(); });
}

Session::Session(std::function<Learner&()> learnerSource, QObject* parent)
    : QObject(parent), m_private(std::make_unique<Private>(*this, std::move(learnerSource))) {
  connect(&m_jobs, &JobRunner::failed, this,
          [this](const QString&, const QString& sentence) { emit message(sentence, true); });
  connect(this, &Session::labelsChanged, this, [this] { m_private->testAucs.clear(); });
  connect(this, &Session::trainingEpochEnded, this, [this] { m_private->forgetStarted(); });
  connect(this, &Session::trainingChanged, this, [this] { m_private->forgetStarted(); });
  connect(this, &Session::trainingChanged, this,
          [this] { m_jobs.setPause(m_private->trainingJob, m_training.isPausing(), pauseHint()); });
  m_review = std::make_unique<ReviewDesk>(*this, *m_private);
  m_judgement = std::make_unique<JudgementDesk>(*this);
  m_comparison = std::make_unique<ComparisonDesk>(*this);
}

Session::~Session() {
  if (m_private->rememberSoon.isActive()) m_private->remember();
  m_review->flush();
  // The window waited for the disk before it closed; who goes without a window waits here.
  m_private->saveUnsaved();
  m_jobs.finishQueue(kJournalQueue);
}

Labels Session::labels() const {
  return m_private->journal ? m_private->fitted(m_private->journal->labels()) : nullptr;
}

Labels Session::trainingLabels() const {
  return m_private->journal ? m_private->fitted(m_private->journal->trainingLabels()) : nullptr;
}

bool Session::isEdited(BeatIndex beat) const {
  return m_private->journal && beat < m_private->journal->places() && m_private->journal->isEdited(beat);
}

std::vector<JournalEntry> Session::historyOf(BeatIndex beat) const {
  if (!m_private->journal || !m_beats || beat >= m_beats->size()) return {};
  return m_private->journal->historyOf(beat);
}

QString Session::workspaceFolder() const {
  if (!m_private->workspace) return {};
  return QString::fromStdString(m_private->workspace->folder().string());
}

QStringList Session::recentPaths() const {
  return QSettings().value("recent/paths").toStringList();
}

}  // namespace ectopy::ui
