#include "ui/review/review_header.h"

#include <QHBoxLayout>
#include <QProgressBar>
#include <QPushButton>
#include <QVBoxLayout>
#include <cmath>

#include "ui/theme/theme.h"
#include "ui/widgets/figures.h"
#include "ui/widgets/role_label.h"
#include "ui/widgets/words.h"

namespace ectopy::ui {
namespace {

QLabel* named(QLabel* label, const char* name) {
  label->setObjectName(QString::fromLatin1(name));
  return label;
}

QString percentOf(double share) {
  return QString::number(100 * share, 'f', 1);
}

}  // namespace

ReviewHeader::ReviewHeader(Session& session, QWidget* parent)
    : QWidget(parent),
      m_session(session),
      m_desk(session.review()),
      m_place(named(roleLabel("small"), "reviewPlace")),
      m_why(named(roleLabel("title"), "reviewWhy")),
      m_progressText(named(roleLabel(""), "reviewProgress")),
      m_pace(named(roleLabel("muted"), "reviewPace")),
      m_estimate(named(roleLabel("changed"), "auditEstimate")),
      m_bar(new QProgressBar),
      m_startOver(new QPushButton(tr("Start over..."))) {
  m_why->setWordWrap(true);
  m_bar->setObjectName(QStringLiteral("reviewBar"));
  m_bar->setAccessibleName(tr("Progress of the queue"));
  m_bar->setTextVisible(false);
  m_startOver->setObjectName(QStringLiteral("startOver"));
  m_startOver->setToolTip(tr("Make this queue anew, from the labels of now"));
  m_startOver->setFocusPolicy(Qt::TabFocus);
  connect(m_startOver, &QPushButton::clicked, this, &ReviewHeader::startOverWanted);
  auto* top = new QHBoxLayout;
  auto* words = new QVBoxLayout;
  words->setSpacing(0);
  words->addWidget(m_place);
  words->addWidget(m_why);
  top->addLayout(words, 1);
  top->addWidget(m_startOver, 0, Qt::AlignTop);
  auto* figures = new QHBoxLayout;
  figures->addWidget(m_progressText);
  figures->addStretch(1);
  figures->addWidget(m_pace);
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(Theme::spacing(3), Theme::spacing(2), Theme::spacing(3), Theme::spacing(1));
  column->setSpacing(Theme::spacing(1));
  column->addLayout(top);
  column->addWidget(m_bar);
  column->addLayout(figures);
  column->addWidget(m_estimate);
}

QString ReviewHeader::placeWords() const {
  const auto kind = m_desk.shown();
  const ReviewWork* work = kind ? m_desk.work(*kind) : nullptr;
  if (!work) return {};
  const ReviewQueue& queue = *work->queue();
  QString words = tr("%1 · beat %2 of %3")
                      .arg(reviewTitle(*kind), groupedNumber(work->place() + 1),
                           queue.size() < queue.facts().found
                               ? tr("the first %1 of %2")
                                     .arg(groupedNumber(queue.size()), groupedNumber(queue.facts().found))
                               : groupedNumber(queue.size()));
  switch (m_desk.verdict()) {
    case Verdict::Relabelled:
      return words + tr(" · relabelled");
    case Verdict::Kept:
      return words + tr(" · kept");
    case Verdict::Skipped:
      return words + tr(" · skipped");
    case Verdict::Open:
      break;
  }
  return words;
}

QString ReviewHeader::progressWords(const ReviewStanding& standing) const {
  QString words;
  if (standing.done() != standing.beats)
    words = tr("%1 of %2 done, %3 relabelled, %4 kept")
                .arg(groupedNumber(standing.done()), groupedNumber(standing.beats),
                     groupedNumber(standing.relabelled), groupedNumber(standing.kept));
  else
    words = tr("All %1 looked at: %2 relabelled, %3 kept")
                .arg(groupedNumber(standing.beats), groupedNumber(standing.relabelled),
                     groupedNumber(standing.kept));
  return standing.skipped == 0 ? words : words + tr(", %1 skipped").arg(groupedNumber(standing.skipped));
}

QString ReviewHeader::paceWords(const ReviewStanding& standing) const {
  const double pace = m_desk.beatsPerMinute();
  const std::size_t left = standing.beats - standing.done();
  if (pace <= 0 || left == 0) return {};
  const double minutes = std::ceil(static_cast<double>(left) / pace);
  return tr("%1 beats a minute, about %2 min left")
      .arg(std::lround(pace))
      .arg(groupedNumber(static_cast<std::size_t>(minutes)));
}

QString ReviewHeader::estimateWords() const {
  const AuditEstimate estimate = m_desk.estimate();
  if (estimate.judged == 0)
    return tr("What share of %1 labels is wrong shows as you go.").arg(groupedNumber(estimate.population));
  return tr("%1 of %2 wrong: %3 %, 95 % between %4 and %5 % of %6 labels")
      .arg(groupedNumber(estimate.wrong), groupedNumber(estimate.judged), percentOf(estimate.rate),
           percentOf(estimate.low), percentOf(estimate.high), groupedNumber(estimate.population));
}

void ReviewHeader::refresh() {
  const auto kind = m_desk.shown();
  if (!kind) return;
  const ReviewStanding standing = m_desk.standing(*kind);
  m_place->setText(placeWords());
  m_why->setText(m_desk.why());
  m_bar->setRange(0, static_cast<int>(standing.beats));
  m_bar->setValue(static_cast<int>(standing.done()));
  m_progressText->setText(progressWords(standing));
  m_pace->setText(paceWords(standing));
  m_estimate->setVisible(*kind == ReviewKind::Audit);
  if (*kind == ReviewKind::Audit) m_estimate->setText(estimateWords());
}

}  // namespace ectopy::ui
