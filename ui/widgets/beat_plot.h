#pragma once

#include <QWidget>
#include <memory>

#include "ui/session/session.h"

namespace ectopy::ui {

/// The current beat on a time grid, the typical beat of its class behind it; where the model disagrees, the
/// typical beat of the model's class too. Hover reads a time, a drag measures between two.
class BeatPlot : public QWidget {
  Q_OBJECT

 public:
  explicit BeatPlot(Session& session, QWidget* parent = nullptr);
  ~BeatPlot() override;

  QSize sizeHint() const override { return {640, 250}; }
  /// What the calipers say: "432 ms", or "Δ 120 ms" while a drag measures; empty when the mouse is away.
  QString caliperText() const;

 protected:
  void showEvent(QShowEvent* event) override;
  void resizeEvent(QResizeEvent* event) override;

 private:
  void build();
  void connectSession();
  void takeTheme();
  void showBeat();
  void replotSoon();
  void showTemplates(BeatIndex beat, ClassIndex label, std::optional<ClassIndex> predicted);
  void showProbabilities(BeatIndex beat, ClassIndex label);
  bool hasRoomForProbabilities() const;
  void showCaption(BeatIndex beat, ClassIndex label, std::optional<ClassIndex> predicted);

  struct Private;
  std::unique_ptr<Private> m_private;
  Session& m_session;
};

}  // namespace ectopy::ui
