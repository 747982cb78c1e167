#pragma once

#include <QWidget>

namespace ectopy::ui {

/// A drawn strip of ECG paper with a schematic rhythm, one premature beat marked in it: an ornament.
class StartBanner : public QWidget {
  Q_OBJECT

 public:
  explicit StartBanner(QWidget* parent = nullptr);

 protected:
  void paintEvent(QPaintEvent* event) override;
};

}  // namespace ectopy::ui
