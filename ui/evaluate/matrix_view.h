#pragma once

#include <QWidget>

#include "ui/session/session.h"
#include "ui/widgets/confusion_view.h"

class QLabel;

namespace ectopy::ui {

class ClassScoreTable;
class KeyFigures;

/// Confusion matrix, the figures that sum it up, and the scores of each class.
class MatrixView : public QWidget {
  Q_OBJECT

 public:
  explicit MatrixView(Session& session, QWidget* parent = nullptr);

 private:
  void addShareChoice();
  QWidget* makeFigures();
  void refresh();
  void refreshOpened();
  void openCell(const ConfusionCell& cell);

  Session& m_session;
  ConfusionView* m_confusion;
  KeyFigures* m_figures;
  ClassScoreTable* m_classTable;
  QLabel* m_method;  // how the intervals were found
};

}  // namespace ectopy::ui
