#pragma once

#include <QWidget>

#include "ui/session/session.h"

class QComboBox;
class QHBoxLayout;
class QLabel;
class QSlider;
class QToolButton;

namespace ectopy::ui {

class BeatGrid;

/// A virtual grid of beat thumbnails over Session::visibleBeats(), under a line that says what is shown: the
/// filter as a chip, how many of how many, the order and the size.
class BeatGallery : public QWidget {
  Q_OBJECT

 public:
  explicit BeatGallery(Session& session, QWidget* parent = nullptr);

  BeatGrid& grid() { return *m_grid; }

 private:
  void buildHeader(QHBoxLayout& line);
  void showFilter();
  void showCount();
  void showOrders();

  Session& m_session;
  QToolButton* m_chip;
  QLabel* m_count;
  QLabel* m_synthetic;
  QComboBox* m_order;
  QSlider* m_size;
  BeatGrid* m_grid;
};

}  // namespace ectopy::ui
