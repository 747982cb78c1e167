#include "ui/session/review_desk.h"
#include "ui/session/session_private.h"

namespace ectopy::ui {

QString reviewTitle(ReviewKind kind) {
  switch (kind) {
    case ReviewKind::Suspects:
      return ReviewDesk::tr("Suspects");
    case ReviewKind::LeastCertain:
      return ReviewDesk::tr("Least certain");
    case ReviewKind::TypicalOfRare:
      return ReviewDesk::tr("Typical of a rare class");
    case ReviewKind::Unlabelled:
      return ReviewDesk::tr("Without a label");
    case ReviewKind::Flagged:
      return ReviewDesk::tr("Flagged");
    case ReviewKind::OtherAnnotator:
      return ReviewDesk::tr("Others disagree");
    case ReviewKind::Audit:
      return ReviewDesk::tr("Audit");
  }
  return {};
}

QString reviewPurpose(ReviewKind kind) {
  switch (kind) {
    case ReviewKind::Suspects:
      return ReviewDesk::tr("Labels that models which did not learn from them contradict, the worst first.");
    case ReviewKind::LeastCertain:
      return ReviewDesk::tr("Where the model wavers between two classes: its best lessons.");
    case ReviewKind::TypicalOfRare:
      return ReviewDesk::tr("What the model takes for a rare class, and the labels do not.");
    case ReviewKind::Unlabelled:
      return ReviewDesk::tr("Beats that nobody has given a class yet.");
    case ReviewKind::Flagged:
      return ReviewDesk::tr("Beats that somebody wanted to look at again.");
    case ReviewKind::OtherAnnotator:
      return ReviewDesk::tr("Two people gave the same beat different classes.");
    case ReviewKind::Audit:
      return ReviewDesk::tr("A random sample that tells how many labels are wrong.");
  }
  return {};
}

QString ReviewDesk::whyNot(ReviewKind kind) const {
  auto& reason = m_reasons[static_cast<std::size_t>(kind)];
  if (!reason) reason = reasonNot(kind);  // it may have to look at all labels
  return *reason;
}

QString ReviewDesk::reasonNot(ReviewKind kind) const {
  const auto beats = m_session.beats();
  const Labels labels = m_session.labels();
  if (!beats || !labels) return tr("No data yet: open some first.");
  const BeatCounts& counts = m_session.counts();
  switch (kind) {
    case ReviewKind::Suspects:
      return m_session.training().isActive() ? tr("A training is running: suspects need its processors.")
                                             : QString();
    case ReviewKind::Unlabelled:
      return counts.unlabelled == 0 ? tr("Every beat has a label.") : QString();
    case ReviewKind::Flagged:
      return counts.flagged == 0 ? tr("No beat is flagged: U flags one.") : QString();
    case ReviewKind::OtherAnnotator:
      return m_session.annotators().size() < 2 ? tr("Nobody else has labelled these beats here.") : QString();
    case ReviewKind::LeastCertain:
    case ReviewKind::TypicalOfRare:
    case ReviewKind::Audit:
      break;
  }
  return QString::fromStdString(
      whyNotReview(kind, {.beats = *beats, .labels = *labels, .predictions = m_session.predictions().get()}));
}

}  // namespace ectopy::ui
