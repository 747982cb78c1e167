#pragma once

#include <QWidget>
#include <optional>

#include "ui/session/session.h"
#include "ui/widgets/confusion_view.h"

class QComboBox;
class QLabel;
class QPushButton;
class QSortFilterProxyModel;
class QStackedWidget;
class QTableView;

namespace ectopy::ui {

class BeatGallery;
class ClassScoreTable;
class KeyFigures;
class RecordScoreTable;
class ScoreTable;

/// Confusion matrix, per-class table and the beats behind a cell.
/// The window connects trainRequested() (go to the Train page) and openModelRequested() (choose a model
/// file).
class EvaluatePage : public QWidget {
  Q_OBJECT

 public:
  explicit EvaluatePage(Session& session, QWidget* parent = nullptr);

  /// Writes the report without asking for a name.
  void exportReportTo(const QString& path);

 signals:
  void trainRequested();
  void openModelRequested();
  void openShippedRequested();
  void exportRequested();

 private:
  QWidget* makeEmptyState();
  QWidget* makeContent();
  QWidget* makeHeader();
  QWidget* makeFigures();
  QTableView* makeTable(ScoreTable& table, const char* name, const QString& title);
  void followSession();
  void refresh();
  void refreshHeader();
  void refreshEmptyState();
  QString whyNothingIsJudged() const;
  void refreshOpened();
  void openCell(const ConfusionCell& cell);
  void openRecord(std::uint32_t record);
  std::optional<Part> judgedPart() const;

  Session& m_session;
  QStackedWidget* m_stack;
  QLabel* m_emptyWords;
  QPushButton* m_train;
  QPushButton* m_openModel;
  QPushButton* m_openShipped;
  QLabel* m_title;
  QLabel* m_protocol;
  QComboBox* m_part;
  QPushButton* m_export;
  ConfusionView* m_confusion;
  BeatGallery* m_gallery;
  KeyFigures* m_figures;
  ClassScoreTable* m_classTable;
  RecordScoreTable* m_recordTable;
};

}  // namespace ectopy::ui
