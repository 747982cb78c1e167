#pragma once

#include <QWidget>
#include <optional>
#include <vector>

#include "ui/session/session.h"
#include "ui/widgets/ecg_paper.h"

class QToolButton;

namespace ectopy::ui {

/// Five seconds of the raw record on either side of the current beat, on ECG paper, with the class of each
/// beat above it. A click on a beat goes there; Left and Right go to its neighbours in the record. A beat's
/// mark dragged sideways moves its R peak, a double click where none stands adds one, both on the extremum
/// nearby unless Shift is held. Drawn through the session's signal filter, and then it says so.
class ContextStrip : public QWidget {
  Q_OBJECT

 public:
  static constexpr double kSecondsAround = 5;

  explicit ContextStrip(Session& session, QWidget* parent = nullptr);

  QSize sizeHint() const override { return {640, 184}; }
  /// Where a sample of the raw record is drawn; nothing while no record shows or it is outside.
  std::optional<QPointF> pointOf(std::int64_t sample) const;
  /// What stands there instead of a signal; empty when a signal shows.
  QString emptyText() const;
  /// What the filter does to what is shown, in words; empty when the stored samples are shown as they are.
  QString filterWords() const;
  /// How far a mark is dragged, and the signal there: "R peak +12 ms · 0.84 mV"; empty while none is.
  QString dragWords() const;

 signals:
  /// The button that chooses the filter was pressed; a menu would open there.
  void filterMenuWanted(QPoint globalPosition);

 protected:
  void paintEvent(QPaintEvent* event) override;
  void resizeEvent(QResizeEvent* event) override;
  void mousePressEvent(QMouseEvent* event) override;
  void mouseMoveEvent(QMouseEvent* event) override;
  void mouseReleaseEvent(QMouseEvent* event) override;
  void mouseDoubleClickEvent(QMouseEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;
  bool event(QEvent* event) override;

 private:
  /// A mark above the signal: a beat of the set, or an annotation that is none.
  struct Mark {
    std::int64_t sample = 0;
    QString letter;
    QColor colour;
    QColor letterColour;
    QString words;                  // for the tool tip
    std::optional<BeatIndex> beat;  // of the set
    bool isWrong = false;
    bool isEdited = false;  // its R peak was moved, or it was added
  };
  /// A mark on its way elsewhere.
  struct Drag {
    BeatIndex beat = 0;
    std::int64_t from = 0;
    std::int64_t to = 0;
    QPoint press;
    bool isMoving = false;  // far enough to be meant
  };

  void takeBeat();
  void takeLabels(const std::vector<BeatIndex>& beats);
  void connectSession();
  void buildFilterButton();
  void showFilterButton();
  void chooseStretch();
  void filterStretch();
  std::int64_t peakSample() const;
  void layOut();
  void collectMarks();
  Mark markOf(BeatIndex beat) const;
  const std::vector<BeatIndex>& beatsOfRecord(std::uint32_t record);
  const Mark* markAt(QPointF point) const;
  void stepInRecord(int by);
  std::int64_t sampleAt(double x) const;
  std::int64_t wantedSample(double x, const QMouseEvent& event) const;
  bool cancelDrag();
  QString peakWords(BeatIndex beat) const;

  void paintHighlight(QPainter& painter) const;
  void paintSignal(QPainter& painter) const;
  void paintMarks(QPainter& painter) const;
  void paintFacts(QPainter& painter) const;
  void paintEdits(QPainter& painter) const;
  QRectF letterBand() const;
  /// Under the signal: a line of facts, and a second one while the view is filtered.
  double factsHeight() const;
  double factLineHeight() const;
  double shownValue(std::int64_t sample) const {
    return m_stretch.values[static_cast<std::size_t>(sample - m_firstSample)];
  }

  Session& m_session;
  std::shared_ptr<const Recording> m_recording;
  const Lead* m_lead = nullptr;
  std::optional<BeatIndex> m_beat;
  std::int64_t m_firstSample = 0;  // of the stretch shown
  std::int64_t m_endSample = 0;
  FilteredStretch m_stretch;     // what is shown of it
  SignalFilter m_stretchFilter;  // which m_stretch went through
  const Lead* m_stretchLead = nullptr;
  std::int64_t m_stretchFirst = 0;
  QToolButton* m_filterButton;
  EcgScale m_scale;
  bool m_isVoltage = false;
  std::vector<Mark> m_marks;
  std::vector<BeatIndex> m_beatsOfRecord;  // of m_indexedRecord, by R sample
  std::uint32_t m_indexedRecord = BeatColumns::kNoRecord;
  std::optional<Drag> m_drag;
};

}  // namespace ectopy::ui
