#pragma once

#include <QWidget>
#include <functional>

#include "ui/session/why_desk.h"

namespace ectopy::ui {

/// Where a sample of a beat is drawn in the plot.
struct SamplePlace {
  std::function<double(std::size_t)> x;  // px
  std::function<double(double)> y;       // px of a height
};

/// Strips under a beat: how much each sample speaks for a class (in its colour) or against it (grey), a line
/// of words above each. Takes no room where nobody wants to know.
class WhyRibbon : public QWidget {
  Q_OBJECT

 public:
  WhyRibbon(WhyDesk& desk, SamplePlace place, QWidget* parent = nullptr);

  /// What is said of one of the strips: "for S, against it grey: log-odds 3.2 (−0.6 on a flat line), ...".
  QString wordsOf(std::size_t strip) const;
  QSize sizeHint() const override;
  QSize minimumSizeHint() const override { return sizeHint(); }

 protected:
  void paintEvent(QPaintEvent* event) override;

 private:
  void refresh();
  int lineHeight() const;
  void paintStrip(QPainter& painter, const Attribution& attribution, const LabelScheme& scheme,
                  int top) const;

  WhyDesk& m_desk;
  SamplePlace m_place;
  std::size_t m_strips = 0;  // that there is room for
};

/// Lies over the plot and draws the trace anew in the predicted class's colour, the stronger the more a
/// sample speaks for it.
class WhyTrace : public QWidget {
  Q_OBJECT

 public:
  WhyTrace(WhyDesk& desk, SamplePlace place, QWidget* plot);

 protected:
  void paintEvent(QPaintEvent* event) override;
  bool eventFilter(QObject* watched, QEvent* event) override;

 private:
  WhyDesk& m_desk;
  SamplePlace m_place;
};

}  // namespace ectopy::ui
