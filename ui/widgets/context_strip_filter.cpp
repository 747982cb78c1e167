#include <QStringList>
#include <QToolButton>

#include "ui/theme/theme.h"
#include "ui/widgets/context_strip.h"

namespace ectopy::ui {

void ContextStrip::buildFilterButton() {
  m_filterButton->setObjectName(QStringLiteral("filterButton"));
  m_filterButton->setAccessibleName(tr("Filter of the view"));
  m_filterButton->setToolTip(
      tr("Filter what is drawn here (View > Filter of the raw record); stored data, "
         "cut beats and predictions stay as they are"));
  m_filterButton->setProperty("compact", true);
  m_filterButton->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
  m_filterButton->setIcon(Theme::instance().icon(QStringLiteral("signal-filter")));
  connect(m_filterButton, &QToolButton::clicked, this,
          [this] { emit filterMenuWanted(m_filterButton->mapToGlobal(m_filterButton->rect().topLeft())); });
}

void ContextStrip::showFilterButton() {
  const bool isFiltering = !m_session.signalFilter().isOff();
  m_filterButton->setVisible(m_lead != nullptr);
  m_filterButton->setFont(Theme::instance().small());
  m_filterButton->setText(isFiltering ? tr("Filter: on") : tr("Filter: none"));
  const int side = QFontMetrics(m_filterButton->font()).height();
  m_filterButton->setIconSize({side, side});
  const QSize size = m_filterButton->sizeHint();
  const double top = height() - factsHeight() + (factLineHeight() - size.height()) / 2;
  m_filterButton->setGeometry(QRect(QPoint(width() - size.width() - Theme::spacing(1), qRound(top)), size));
}

void ContextStrip::filterStretch() {
  const SignalFilter& filter = m_session.signalFilter();
  const bool isMade = m_lead && m_lead == m_stretchLead && m_firstSample == m_stretchFirst &&
                      filter == m_stretchFilter &&
                      m_stretch.values.size() == static_cast<std::size_t>(m_endSample - m_firstSample);
  if (isMade) return;
  m_stretchLead = m_lead;
  m_stretchFirst = m_firstSample;
  m_stretchFilter = filter;
  m_stretch = {};
  if (!m_lead) return;
  m_stretch = filteredStretch(*m_lead, m_recording->sampleRateHz, static_cast<std::size_t>(m_firstSample),
                              static_cast<std::size_t>(m_endSample), filter);
}

QString ContextStrip::filterWords() const {
  const auto joined = [](const std::vector<std::string>& clauses, const QString& separator) {
    QStringList words;
    for (const auto& clause : clauses) words << QString::fromStdString(clause);
    return words.join(separator);
  };
  QStringList clauses;
  if (!m_stretch.applied.empty()) {
    clauses << tr("view filtered: %1").arg(joined(m_stretch.applied, QStringLiteral(", ")))
            << tr("stored data unchanged");
  }
  if (!m_stretch.leftOut.empty()) clauses << joined(m_stretch.leftOut, QStringLiteral("; "));
  return clauses.join(QStringLiteral("; "));
}

double ContextStrip::factLineHeight() const {
  return fontMetrics().height() + double{Theme::spacing(1)};
}

double ContextStrip::factsHeight() const {
  const double second = filterWords().isEmpty() ? 0 : QFontMetricsF(Theme::instance().small()).height();
  return factLineHeight() + second;
}

}  // namespace ectopy::ui
