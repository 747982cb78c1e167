#pragma once

#include <QWidget>
#include <optional>
#include <vector>

#include "core/beats/label_scheme.h"

namespace ectopy::ui {

/// A model's probability of each class for one beat: letter, bar in the class's colour, value. The model's
/// choice is printed strong; where it is not the label, in the colour of wrong predictions.
class ProbabilityBars : public QWidget {
  Q_OBJECT

 public:
  enum class Flow { Rows, Columns };  // one class a line, or all classes on one line

  explicit ProbabilityBars(Flow flow, QWidget* parent = nullptr);

  void setProbabilities(const LabelScheme& scheme, std::vector<float> probabilities,
                        std::optional<ClassIndex> label);
  void clear();
  QSize sizeHint() const override;
  QSize minimumSizeHint() const override { return sizeHint(); }

 protected:
  void paintEvent(QPaintEvent* event) override;

 private:
  QRect itemRect(std::size_t index) const;
  int lineHeight() const;
  void paintItem(QPainter& painter, std::size_t index, bool isChoice) const;

  Flow m_flow;
  LabelScheme m_scheme;
  std::vector<float> m_probabilities;
  std::optional<ClassIndex> m_label;
};

}  // namespace ectopy::ui
