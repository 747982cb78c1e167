#pragma once

#include <QWidget>
#include <functional>
#include <optional>

namespace ectopy::ui {

/// Lines over a plot that read times: one under the mouse, two while it drags. Lies over the plot as a
/// transparent sheet, so that moving the mouse draws no curve again.
class Calipers : public QWidget {
  Q_OBJECT

 public:
  /// Maps a widget x to milliseconds; only x within [left, right] reads.
  struct TimeScale {
    std::function<double(double)> millisecondsAt;
    std::function<QRect()> area;
  };

  Calipers(TimeScale scale, QWidget* plot);

  /// "432 ms", "Δ 120 ms"; empty when nothing is read.
  QString text() const;

 protected:
  void paintEvent(QPaintEvent* event) override;
  bool eventFilter(QObject* watched, QEvent* event) override;

 private:
  void moveTo(std::optional<int> x);
  QRect touched() const;

  TimeScale m_scale;
  std::optional<int> m_x;      // under the mouse
  std::optional<int> m_start;  // where a drag began
};

}  // namespace ectopy::ui
