#pragma once

#include <QDialog>

#include "ui/session/session.h"

class QLabel;
class QPushButton;
class QTableView;

namespace ectopy::ui {

class StepsModel;

/// All steps of the current annotator; shows a step's beats, makes everything as it was after a step.
class HistoryDialog : public QDialog {
  Q_OBJECT

 public:
  explicit HistoryDialog(Session& session, QWidget* parent = nullptr);

 signals:
  /// Beats were put in the gallery.
  void beatsShown();

 private:
  void build();
  void buildTable();
  QWidget* buildButtons();
  void showState();
  void showBeats();
  std::int64_t chosenStep() const;  // 0: none chosen

  Session& m_session;
  StepsModel* m_steps;
  QTableView* m_table;
  QLabel* m_words;
  QPushButton* m_show;
  QPushButton* m_restore;
  QPushButton* m_restoreFile;
};

}  // namespace ectopy::ui
