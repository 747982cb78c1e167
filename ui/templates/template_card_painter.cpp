#include "ui/templates/template_card_painter.h"

#include <QFontMetrics>
#include <QPainter>
#include <algorithm>
#include <cmath>
#include <numeric>

#include "ui/templates/group_words.h"
#include "ui/theme/theme.h"
#include "ui/widgets/thumbnail_painter.h"
#include "ui/widgets/words.h"

namespace ectopy::ui {
namespace {

constexpr int kMargin = 8;  // px
constexpr int kTraceHeight = 84;
constexpr int kBarHeight = 6;
constexpr std::size_t kMostNearest = 8;  // traces in one card

int lineHeight() {
  return QFontMetrics(Theme::instance().normal()).height();
}

int smallHeight() {
  return QFontMetrics(Theme::instance().small()).height();
}

QColor faint(QColor colour, float alpha = 0.55F) {
  colour.setAlphaF(alpha);
  return colour;
}

/// Places of the classes that occur, the most frequent first.
std::vector<std::size_t> classesByCount(const ClusterLabels& labels) {
  std::vector<std::size_t> order;
  for (std::size_t index = 0; index < labels.counts.size(); ++index)
    if (labels.counts[index] > 0) order.push_back(index);
  std::ranges::stable_sort(order, std::greater<>(), [&](std::size_t index) { return labels.counts[index]; });
  return order;
}

QString codeOf(const LabelScheme& scheme, std::size_t index) {
  return QString::fromStdString(scheme.classes[index].code);
}

struct Extent {
  float low = 0;
  float high = 0;
};

Extent extentOf(std::initializer_list<std::span<const float>> traces, int samples) {
  Extent extent{traces.begin()->front(), traces.begin()->front()};
  for (const auto& trace : traces) {
    const auto seen = trace.first(std::min(trace.size(), static_cast<std::size_t>(samples)));
    const auto [low, high] = std::ranges::minmax(seen);
    extent = {std::min(extent.low, low), std::max(extent.high, high)};
  }
  return extent;
}

}  // namespace

int templateCardHeight() {
  return 2 * kMargin + lineHeight() + kTraceHeight + kBarHeight + smallHeight() + 10;
}

QPolygonF TemplateCardPainter::lineOf(std::span<const float> samples, const QRectF& area, float low,
                                      float high) const {
  const auto wide = static_cast<std::size_t>(std::max(2, m_samples));
  const auto drawn = samples.first(std::min({wide, samples.size(), unpaddedLength(samples)}));
  const double scaleX = area.width() / static_cast<double>(wide - 1);
  const double scaleY = high > low ? area.height() / static_cast<double>(high - low) : 0;
  QPolygonF line;
  line.reserve(static_cast<qsizetype>(drawn.size()));
  for (std::size_t i = 0; i < drawn.size(); ++i)
    line << QPointF(area.left() + static_cast<double>(i) * scaleX,
                    scaleY > 0 ? area.bottom() - (drawn[i] - low) * scaleY : area.center().y());
  return line;
}

void TemplateCardPainter::paintGround(QPainter& painter, const QRect& card, bool isSelected) const {
  const Palette& palette = Theme::instance().palette();
  painter.setRenderHint(QPainter::Antialiasing, false);
  painter.setPen(isSelected ? palette.accent : palette.border);
  painter.setBrush(isSelected ? palette.selection : palette.plotBackground);
  painter.drawRect(card.adjusted(0, 0, -1, -1));
}

void TemplateCardPainter::paintShape(QPainter& painter, const QRect& area, const TemplateGroup& group) const {
  const BeatCluster& cluster = *group.cluster;
  const Palette& palette = Theme::instance().palette();
  const ClassTemplate& shape = cluster.shape;
  const auto nearest = m_beats.beat(cluster.members.front());
  const auto farthest = m_beats.beat(cluster.members.back());
  const auto [low, high] = extentOf({shape.low, shape.high, nearest, farthest}, m_samples);
  const QRectF place = QRectF(area).adjusted(0, 2, 0, -2);
  QPolygonF band = lineOf(shape.high, place, low, high);
  const QPolygonF under = lineOf(shape.low, place, low, high);
  std::copy(under.rbegin(), under.rend(), std::back_inserter(band));
  painter.setRenderHint(QPainter::Antialiasing, true);
  painter.setPen(Qt::NoPen);
  painter.setBrush(faint(Theme::instance().classColour(m_beats.scheme(), group.labels.majority), 0.28F));
  painter.drawPolygon(band);
  painter.setBrush(Qt::NoBrush);
  if (cluster.members.size() > 1) {
    painter.setPen(QPen(faint(palette.traceMuted), 1));
    painter.drawPolyline(lineOf(nearest, place, low, high));
    painter.setPen(QPen(palette.traceMuted, 1, Qt::DotLine));
    painter.drawPolyline(lineOf(farthest, place, low, high));
  }
  painter.setPen(QPen(palette.trace, 1));
  painter.drawPolyline(lineOf(shape.mean, place, low, high));
}

void TemplateCardPainter::paintNearest(QPainter& painter, const QRect& area,
                                       const std::vector<TemplateGroup>& groups,
                                       const std::vector<std::size_t>& places) const {
  const QRectF place = QRectF(area).adjusted(0, 2, 0, -2);
  painter.setRenderHint(QPainter::Antialiasing, true);
  painter.setPen(QPen(faint(Theme::instance().palette().traceMuted), 1));
  for (const std::size_t group : std::span(places).first(std::min(places.size(), kMostNearest))) {
    const auto beat = m_beats.beat(groups[group].cluster->members.front());
    const auto [low, high] = extentOf({beat}, m_samples);
    painter.drawPolyline(lineOf(beat, place, low, high));
  }
}

void TemplateCardPainter::paintHead(QPainter& painter, const QRect& line, const QString& count,
                                    const ClusterLabels& labels, const QString& otherwise) const {
  const Theme& theme = Theme::instance();
  QFont font = theme.normal();
  painter.setFont(theme.small());
  const bool isLabelled = labels.majority != kUnlabelled;
  const QString right = isLabelled ? QStringLiteral("%1  %2").arg(codeOf(m_beats.scheme(), labels.majority),
                                                                  percentage(purityOf(labels)))
                                   : otherwise;
  const int room = QFontMetrics(theme.small()).horizontalAdvance(right);
  painter.setPen(isLabelled ? theme.classTextColour(m_beats.scheme(), labels.majority)
                            : theme.palette().mutedText);
  painter.drawText(line, Qt::AlignRight | Qt::AlignVCenter, right);
  font.setWeight(QFont::DemiBold);
  painter.setFont(font);
  painter.setPen(theme.palette().text);
  const QString left = QFontMetrics(font).elidedText(count, Qt::ElideRight, line.width() - room - kMargin);
  painter.drawText(line, Qt::AlignLeft | Qt::AlignVCenter, left);
}

void TemplateCardPainter::paintBar(QPainter& painter, const QRect& bar, const ClusterLabels& labels) const {
  const Theme& theme = Theme::instance();
  const std::size_t total = std::accumulate(labels.counts.begin(), labels.counts.end(), labels.unlabelled);
  painter.setRenderHint(QPainter::Antialiasing, false);
  painter.fillRect(bar, theme.palette().border);
  if (total == 0) return;
  // A single beat of another class is seen too: each part is 2 px wide at least.
  double left = bar.left();
  std::vector<std::size_t> order = classesByCount(labels);
  const double scale = (bar.width() - 2.0 * static_cast<double>(order.size())) / static_cast<double>(total);
  for (const std::size_t index : order) {
    const double width = 2 + static_cast<double>(labels.counts[index]) * scale;
    painter.fillRect(QRectF(left, bar.top(), width, bar.height()),
                     theme.classColour(m_beats.scheme(), static_cast<ClassIndex>(index)));
    left += width;
  }
}

void TemplateCardPainter::paintCounts(QPainter& painter, const QRect& line,
                                      const TemplateGroup& group) const {
  const Theme& theme = Theme::instance();
  QFont bold = theme.small();
  bold.setBold(true);
  const QFontMetrics plain(theme.small());
  int left = line.left();
  const auto put = [&](const QString& text, const QFont& font, const QColor& colour, int gap) {
    painter.setFont(font);
    painter.setPen(colour);
    painter.drawText(QRect(left, line.top(), line.right() - left + 1, line.height()),
                     Qt::AlignLeft | Qt::AlignVCenter, text);
    left += QFontMetrics(font).horizontalAdvance(text) + gap;
  };
  std::vector<std::pair<QString, QString>> rest;
  for (const std::size_t index : classesByCount(group.labels)) {
    const QString number = groupedNumber(group.labels.counts[index]);
    if (left + plain.horizontalAdvance(number) + 32 > line.right())
      return put(QStringLiteral("…"), theme.small(), theme.palette().mutedText, 0);
    put(codeOf(m_beats.scheme(), index), bold,
        theme.classTextColour(m_beats.scheme(), static_cast<ClassIndex>(index)), 4);
    put(number, theme.small(), theme.palette().mutedText, 10);
  }
  if (group.labels.unlabelled > 0)
    rest.emplace_back(QStringLiteral("–"), groupedNumber(group.labels.unlabelled));
  if (group.flagged > 0) rest.emplace_back(QObject::tr("flagged"), groupedNumber(group.flagged));
  if (group.excluded > 0) rest.emplace_back(QObject::tr("excluded"), groupedNumber(group.excluded));
  for (const auto& [what, number] : rest) {
    const QString text = what + ' ' + number;
    if (left + plain.horizontalAdvance(text) > line.right()) return;
    put(text, theme.small(), theme.palette().mutedText, 10);
  }
}

void TemplateCardPainter::paint(QPainter& painter, const QRect& card, const TemplateGroup& group,
                                bool isSelected) const {
  paintGround(painter, card, isSelected);
  const QRect inside = card.adjusted(kMargin, kMargin, -kMargin, -kMargin);
  const QRect head(inside.topLeft(), QSize(inside.width(), lineHeight()));
  const QRect counts(inside.left(), inside.bottom() - smallHeight() + 1, inside.width(), smallHeight());
  const QRect bar(inside.left(), counts.top() - kBarHeight - 4, inside.width(), kBarHeight);
  paintHead(painter, head, beatWords(group.size()), group.labels, QObject::tr("no label"));
  paintShape(painter, QRect(inside.left(), head.bottom() + 2, inside.width(), kTraceHeight), group);
  paintBar(painter, bar, group.labels);
  paintCounts(painter, counts, group);
}

void TemplateCardPainter::paintFold(QPainter& painter, const QRect& card,
                                    const std::vector<TemplateGroup>& groups,
                                    const std::vector<std::size_t>& places, bool isSelected) const {
  TemplateGroup sum{.cluster = nullptr, .labels = {}};
  sum.labels.counts.resize(m_beats.scheme().size());
  for (const std::size_t place : places) {
    const TemplateGroup& one = groups[place];
    for (std::size_t index = 0; index < sum.labels.counts.size(); ++index)
      sum.labels.counts[index] += one.labels.counts[index];
    sum.labels.unlabelled += one.labels.unlabelled;
    sum.flagged += one.flagged;
    sum.excluded += one.excluded;
  }
  // Stacked like paper, so that it is seen that this is no single group.
  const QRect top = card.adjusted(0, 0, -4, -4);
  paintGround(painter, card.adjusted(4, 4, 0, 0), isSelected);
  paintGround(painter, top, isSelected);
  const QRect inside = top.adjusted(kMargin, kMargin, -kMargin, -kMargin);
  const QRect head(inside.topLeft(), QSize(inside.width(), lineHeight()));
  const QRect counts(inside.left(), inside.bottom() - smallHeight() + 1, inside.width(), smallHeight());
  const QRect bar(inside.left(), counts.top() - kBarHeight - 4, inside.width(), kBarHeight);
  paintHead(painter, head, foldWords(groups, places), {}, {});
  paintNearest(painter, QRect(inside.left(), head.bottom() + 2, inside.width(), kTraceHeight - 4), groups,
               places);
  paintBar(painter, bar, sum.labels);
  paintCounts(painter, counts, sum);
}

}  // namespace ectopy::ui
