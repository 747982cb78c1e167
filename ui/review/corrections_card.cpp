#include "ui/review/corrections_card.h"

#include <QPushButton>
#include <QVBoxLayout>

#include "ui/review/verdict_buttons.h"
#include "ui/theme/theme.h"
#include "ui/widgets/figures.h"
#include "ui/widgets/role_label.h"

namespace ectopy::ui {

CorrectionsCard::CorrectionsCard(Session& session, QWidget* parent)
    : QWidget(parent),
      m_session(session),
      m_sentence(roleLabel("small")),
      m_fineTune(new QPushButton),
      m_show(new QPushButton) {
  m_sentence->setObjectName(QStringLiteral("correctionOutcome"));
  m_sentence->setWordWrap(true);
  m_fineTune->setObjectName(QStringLiteral("fineTuneHere"));
  m_show->setObjectName(QStringLiteral("showChanged"));
  m_show->setToolTip(tr("The beats that the model takes for another class than before"));
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(Theme::spacing(3), Theme::spacing(3), Theme::spacing(3), Theme::spacing(3));
  column->setSpacing(Theme::spacing(2));
  column->addWidget(m_sentence);
  column->addWidget(m_show);
  column->addWidget(m_fineTune);
  connect(m_show, &QPushButton::clicked, this, [this] {
    m_session.showListed(tr("changed by fine-tuning"), m_changed);
    emit beatsWanted();
  });
  for (const auto signal : {&Session::trainingChanged, &Session::predictionsChanged, &Session::dataChanged})
    connect(&session, signal, this, &CorrectionsCard::refresh);
  refresh();
}

void CorrectionsCard::setAction(QAction& action) {
  followAction(*m_fineTune, action, false);
}

QString CorrectionsCard::sentence() const {
  const TrainingStatus& training = m_session.training();
  if (training.isActive()) return tr("A training is running: Train shows how far it is.");
  if (!m_result) return {};
  const RightBeats& heldBack = m_result->heldBack;
  const RightBeats& judged = heldBack.of > 0 ? heldBack : m_result->learned;
  const QString words = heldBack.of > 0 ? tr("Corrections held back and now right: %1 of %2, before %3.")
                                        : tr("Corrections learned and now right: %1 of %2, before %3.");
  return words.arg(countText(static_cast<std::int64_t>(judged.after)),
                   countText(static_cast<std::int64_t>(judged.of)),
                   countText(static_cast<std::int64_t>(judged.before)));
}

void CorrectionsCard::findChanged() {
  const auto after = m_session.predictions();
  if (m_result == m_session.training().corrected && m_after == after) return;
  m_result = m_session.training().corrected;
  m_after = after;
  m_changed.clear();
  if (!m_result || !m_result->before || !after || after->modelSha256 != m_result->weightsSha256) return;
  if (after == m_result->before || after->size() != m_result->before->size()) return;
  for (BeatIndex beat = 0; beat < after->size(); ++beat)
    if (after->predicted(beat) != m_result->before->predicted(beat)) m_changed.push_back(beat);
}

void CorrectionsCard::refresh() {
  findChanged();
  m_sentence->setText(sentence());
  m_sentence->setVisible(!m_sentence->text().isEmpty());
  m_show->setVisible(!m_changed.empty() && !m_session.training().isActive());
  m_show->setText(tr("Show the %1 that changed").arg(beatsText(static_cast<std::int64_t>(m_changed.size()))));
}

}  // namespace ectopy::ui
