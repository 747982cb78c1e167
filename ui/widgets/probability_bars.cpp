#include "ui/widgets/probability_bars.h"

#include <QFontMetrics>
#include <QPainter>
#include <algorithm>

#include "ui/theme/theme.h"
#include "ui/widgets/words.h"

namespace ectopy::ui {

namespace {

constexpr int kColumnBarWidth = 40;

QString letterOf(const LabelScheme& scheme, std::size_t index) {
  return QString::fromStdString(scheme.classes[index].code);
}

int valueWidth() {
  return QFontMetrics(Theme::instance().small()).horizontalAdvance(QStringLiteral("99.9 % "));
}

int letterWidth(const LabelScheme& scheme) {
  const QFontMetrics metrics(Theme::instance().small());
  int width = metrics.horizontalAdvance(QLatin1Char('W'));
  for (const LabelClass& one : scheme.classes) {
    width = std::max(width, metrics.horizontalAdvance(QString::fromStdString(one.code)));
  }
  return width + Theme::spacing(1);
}

}  // namespace

ProbabilityBars::ProbabilityBars(Flow flow, QWidget* parent) : QWidget(parent), m_flow(flow) {
  setAccessibleName(tr("Probabilities"));
  setSizePolicy(flow == Flow::Rows ? QSizePolicy::Expanding : QSizePolicy::Fixed, QSizePolicy::Fixed);
  connect(&Theme::instance(), &Theme::changed, this, [this] {
    updateGeometry();
    update();
  });
}

void ProbabilityBars::setProbabilities(const LabelScheme& scheme, std::vector<float> probabilities,
                                       std::optional<ClassIndex> label) {
  const bool isSameShape = m_scheme.size() == scheme.size();
  m_scheme = scheme;
  m_probabilities = std::move(probabilities);
  m_label = label;
  QStringList words;
  for (std::size_t i = 0; i < m_probabilities.size(); ++i) {
    words << letterOf(scheme, i) + QLatin1Char(' ') + percentage(m_probabilities[i]);
  }
  setAccessibleDescription(words.join(QStringLiteral(", ")));
  if (!isSameShape) updateGeometry();
  update();
}

void ProbabilityBars::clear() {
  m_scheme = {};
  m_probabilities.clear();
  m_label.reset();
  setAccessibleDescription(tr("No model"));
  updateGeometry();
  update();
}

int ProbabilityBars::lineHeight() const {
  return QFontMetrics(Theme::instance().small()).height() + Theme::spacing(1);
}

QSize ProbabilityBars::sizeHint() const {
  const int classes = static_cast<int>(m_scheme.size());
  if (m_flow == Flow::Rows) return {Theme::spacing(40), classes * lineHeight()};
  const int item =
      letterWidth(m_scheme) + kColumnBarWidth + Theme::spacing(1) + valueWidth() + Theme::spacing(2);
  return {classes * item, lineHeight()};
}

QRect ProbabilityBars::itemRect(std::size_t index) const {
  const int at = static_cast<int>(index);
  if (m_flow == Flow::Rows) return {0, at * lineHeight(), width(), lineHeight()};
  const int item = sizeHint().width() / std::max(1, static_cast<int>(m_scheme.size()));
  return {at * item, (height() - lineHeight()) / 2, item - Theme::spacing(2), lineHeight()};
}

void ProbabilityBars::paintItem(QPainter& painter, std::size_t index, bool isChoice) const {
  const Palette& palette = Theme::instance().palette();
  const QColor colour = Theme::instance().classColour(m_scheme, static_cast<ClassIndex>(index));
  const QRect item = itemRect(index);
  QFont font = Theme::instance().small();
  font.setBold(true);
  painter.setFont(font);
  painter.setPen(Theme::instance().classTextColour(m_scheme, static_cast<ClassIndex>(index)));
  painter.drawText(item, Qt::AlignLeft | Qt::AlignVCenter, letterOf(m_scheme, index));

  font.setBold(isChoice);
  painter.setFont(font);
  const bool isWrong = isChoice && m_label && *m_label != kUnlabelled && *m_label != index;
  painter.setPen(isWrong ? palette.wrong : isChoice ? palette.text : palette.mutedText);
  painter.drawText(item, Qt::AlignRight | Qt::AlignVCenter, percentage(m_probabilities[index]));

  const QRect track(item.left() + letterWidth(m_scheme) + Theme::spacing(1), item.center().y() - 2,
                    item.width() - letterWidth(m_scheme) - valueWidth() - Theme::spacing(2), 5);
  painter.fillRect(track, palette.border);
  const float share = std::clamp(m_probabilities[index], 0.0f, 1.0f);
  painter.fillRect(
      QRect(track.topLeft(), QSize(qRound(static_cast<float>(track.width()) * share), track.height())),
      colour);
}

void ProbabilityBars::paintEvent(QPaintEvent* /*event*/) {
  if (m_probabilities.size() != m_scheme.size() || m_probabilities.empty()) return;
  QPainter painter(this);
  const auto choice = std::max_element(m_probabilities.begin(), m_probabilities.end());
  for (std::size_t i = 0; i < m_probabilities.size(); ++i) {
    paintItem(painter, i, m_probabilities.begin() + static_cast<std::ptrdiff_t>(i) == choice);
  }
}

}  // namespace ectopy::ui
