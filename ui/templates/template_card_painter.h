#pragma once

#include <QRect>

#include "ui/templates/template_groups.h"

class QPainter;

namespace ectopy::ui {

/// Height of a card, px; it grows with the text.
int templateCardHeight();

/// Draws groups as cards: the mean shape with its 10-90 % band in the colour of most labels, the nearest and
/// the farthest beat faint over it, how many beats there are and how they are labelled.
class TemplateCardPainter {
 public:
  /// `samples` of a beat fill the width.
  TemplateCardPainter(const BeatSet& beats, int samples) : m_beats(beats), m_samples(samples) {}

  void paint(QPainter& painter, const QRect& card, const TemplateGroup& group, bool isSelected) const;
  /// Small groups as one card: the nearest beat of each.
  void paintFold(QPainter& painter, const QRect& card, const std::vector<TemplateGroup>& groups,
                 const std::vector<std::size_t>& places, bool isSelected) const;

 private:
  void paintGround(QPainter& painter, const QRect& card, bool isSelected) const;
  void paintShape(QPainter& painter, const QRect& area, const TemplateGroup& group) const;
  void paintNearest(QPainter& painter, const QRect& area, const std::vector<TemplateGroup>& groups,
                    const std::vector<std::size_t>& places) const;
  void paintHead(QPainter& painter, const QRect& line, const QString& count, const ClusterLabels& labels,
                 const QString& otherwise) const;
  void paintBar(QPainter& painter, const QRect& bar, const ClusterLabels& labels) const;
  void paintCounts(QPainter& painter, const QRect& line, const TemplateGroup& group) const;
  QPolygonF lineOf(std::span<const float> samples, const QRectF& area, float low, float high) const;

  const BeatSet& m_beats;
  int m_samples;
};

}  // namespace ectopy::ui
