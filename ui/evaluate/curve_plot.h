#pragma once

#include <QColor>
#include <QRectF>
#include <QWidget>
#include <optional>
#include <vector>

class QCPCurve;
class QCPGraph;
class QCustomPlot;

namespace ectopy::ui {

/// A point of a curve with the threshold it stands for.
struct ThresholdPoint {
  double x = 0;
  double y = 0;
  double threshold = 0;
};

/// One line of a plot.
struct ThresholdCurve {
  std::vector<ThresholdPoint> points;
  QColor colour;
  bool isFaint = false;  // behind the one that is looked at
};

/// Curves of shares against shares, and a mark that is dragged along one of them, or moved by the arrow keys:
/// the wheel zooms, a double click shows all again.
class CurvePlot : public QWidget {
  Q_OBJECT

 public:
  CurvePlot(const QString& name, const QString& title, const QString& x, const QString& y,
            QWidget* parent = nullptr);

  /// The first that is not faint carries the mark.
  void setCurves(std::vector<ThresholdCurve> curves);
  /// A dashed line to compare with; nothing: none.
  void setReference(const std::vector<QPointF>& line);
  void setMark(std::optional<QPointF> place);
  /// The largest value of the upright axis; 1 unless said otherwise.
  void setTop(double top);
  /// What both axes show when nobody zooms: nothing is all of it.
  void setDetail(const std::optional<QRectF>& detail);
  /// The mark's place on the screen, of the whole widget.
  std::optional<QPoint> markPosition() const;
  QPoint positionOf(double x, double y) const;
  QCustomPlot& plot() const { return *m_plot; }

 signals:
  /// The mark shall go to this threshold.
  void thresholdChosen(double threshold);
  void chosen();         // the drag ended
  void stepped(int by);  // an arrow key: up is +1

 protected:
  bool eventFilter(QObject* watched, QEvent* event) override;
  void changeEvent(QEvent* event) override;

 private:
  const ThresholdCurve* marked() const;
  void rebuild();
  void showMark();
  void follow(const QPoint& position);
  void showAll();
  bool mouseEvent(QEvent& event);
  bool keyEvent(QEvent& event);

  QCustomPlot* m_plot;
  std::vector<ThresholdCurve> m_curves;
  std::vector<QPointF> m_reference;
  std::optional<QPointF> m_mark;
  QCPGraph* m_markGraph = nullptr;
  double m_top = 1;
  std::optional<QRectF> m_detail;
  bool m_isDragging = false;
};

}  // namespace ectopy::ui
