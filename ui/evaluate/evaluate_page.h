#pragma once

#include <QWidget>
#include <vector>

#include "ui/session/session.h"

class QComboBox;
class QLabel;
class QPushButton;
class QStackedWidget;
class QTabBar;

namespace ectopy::ui {

class BeatGallery;

/// What the model is worth on the judged beats, one view of it at a time, over the beats behind it.
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
  QTabBar* makeViewBar();
  void showView(int place);
  void followSession();
  void refresh();
  bool isJudged() const;
  bool needsModel(int place) const;  // of the view bar
  void refreshHeader();
  void describeJudged();
  void refreshEmptyState();
  QString whyNothingIsJudged() const;

  Session& m_session;
  QStackedWidget* m_stack;
  QLabel* m_emptyWords;
  QPushButton* m_train;
  QPushButton* m_openModel;
  QPushButton* m_openShipped;
  QWidget* m_header;
  std::vector<QWidget*> m_ofJudged;  // in the header
  QLabel* m_title;
  QLabel* m_protocol;
  QComboBox* m_part;
  QPushButton* m_export;
  QTabBar* m_viewBar;
  QStackedWidget* m_shownView;
  std::vector<QWidget*> m_views;  // in the order of the bar; null: not looked at yet
  BeatGallery* m_gallery;
};

}  // namespace ectopy::ui
