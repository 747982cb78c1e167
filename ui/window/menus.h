#pragma once

#include <QActionGroup>
#include <QMenu>
#include <QStringList>

#include "ui/session/session.h"

namespace ectopy::ui {

class GetDataDialog;

/// Open, get data, recent, save, export, quit.
class FileMenu : public QMenu {
  Q_OBJECT

 public:
  FileMenu(Session& session, QWidget* window);

 private:
  void addOpening(QWidget* window);
  void addSaving(QWidget* window);
  void addExports(QWidget* window);
  void addJournalAndAnnotations(QWidget* window);
  void showScheme(QWidget* window);
  void showGetData();
  void fillRecent();
  void showState();

  Session& m_session;
  QMenu* m_recent;
  GetDataDialog* m_getData = nullptr;  // made when first wanted; lives on while it fetches
  QAction* m_cutAgain = nullptr;
  QAction* m_scheme = nullptr;
  QAction* m_importJournal = nullptr;
  QAction* m_close = nullptr;
  QAction* m_saveModel = nullptr;
  QList<QAction*> m_exports;  // of labels
  QAction* m_exportReport = nullptr;
};

/// Whose labels are shown and given; how far annotators agree.
class AnnotatorMenu : public QMenu {
  Q_OBJECT

 public:
  AnnotatorMenu(Session& session, QWidget* window);

 signals:
  void beatsShown();

 private:
  void compare(QWidget* window);
  void showNames();
  void askForName(QWidget* window);

  Session& m_session;
  QActionGroup* m_names;
  QAction* m_afterNames;
  QAction* m_new;
  QAction* m_compare;
};

/// Undo and redo, the history of all steps, annotators.
class EditMenu : public QMenu {
  Q_OBJECT

 public:
  EditMenu(Session& session, QWidget* window);

  bool owns(const QKeySequence& key) const;

 signals:
  /// Beats were put in the gallery.
  void beatsShown();

 private:
  void showState();
  void showHistory(QWidget* window);

  Session& m_session;
  QAction* m_history = nullptr;
  QAction* m_undo;
  QAction* m_redo;
};

/// What the view of the raw record leaves out of the signal; remembered. Never touches stored data.
class SignalFilterMenu : public QMenu {
  Q_OBJECT

 public:
  SignalFilterMenu(Session& session, QWidget* parent);

 private:
  void choose(const SignalFilter& filter);
  void showState();

  Session& m_session;
  QAction* m_none = nullptr;
  QAction* m_baseline = nullptr;
  QAction* m_narrow = nullptr;
  QAction* m_without50Hz = nullptr;
  QAction* m_without60Hz = nullptr;
};

/// Pages, docks, the filter of the raw record's view, and theme.
class ViewMenu : public QMenu {
  Q_OBJECT

 public:
  ViewMenu(Session& session, QWidget* window);

  QList<QAction*> pageActions() const { return m_pages->actions(); }
  /// Checkable; the window shows the dock where the page has a use for it.
  QAction* navigatorAction() const { return m_navigator; }
  QAction* inspectorAction() const { return m_inspector; }
  QMenu* filterMenu() const { return m_filter; }
  void setCurrentPage(const QString& name);

 signals:
  void pageWanted(const QString& name);

 private:
  void addThemes();
  void addWhy(Session& session);

  QActionGroup* m_pages;
  QMenu* m_filter;
  QAction* m_navigator;
  QAction* m_inspector;
};

/// Labelling, marking and moving among beats. Its plain keys work only where the current beat can be seen.
class BeatsMenu : public QMenu {
  Q_OBJECT

 public:
  BeatsMenu(Session& session, QWidget* window);

  void setBeatsShown(bool areShown);
  /// Whether this key labels beats where they can be labelled.
  bool ownsEdit(const QKeySequence& key) const;

 signals:
  void jumpWanted();
  void similarWanted();

 private:
  void rebuildLabels();
  void addLabels();
  void addMarks(QWidget* window);
  void freeKeys();
  void colourLabels();
  void addPeaks(QWidget* window);
  void deleteBeats(QWidget* window);
  void addMoves();
  void addJump();
  void addSimilar();
  void showState();

  Session& m_session;
  bool m_areBeatsShown = false;
  QMenu* m_stay;
  QAction* m_afterLabels = nullptr;
  QAction* m_accept = nullptr;
  QAction* m_jump = nullptr;
  QList<QAction*> m_labels;  // of each class two: label and move on, label and stay
  QList<QAction*> m_moves;
  QList<QAction*> m_needModel;
  QList<QAction*> m_marks;  // change what is noted of the selection
  QMenu* m_peaks = nullptr;
};

/// What is said of the beats of a review queue beside their labels. Works only where such a queue is shown.
class ReviewMenu : public QMenu {
  Q_OBJECT

 public:
  ReviewMenu(Session& session, QWidget* window);

  void setBeatsShown(bool areShown);
  /// Whether this key decides on beats where they can be labelled.
  bool ownsEdit(const QKeySequence& key) const;

 private:
  void showState();

  Session& m_session;
  bool m_areBeatsShown = false;
  QAction* m_keep = nullptr;
  QList<QAction*> m_actions;
};

/// Open a model, train one.
class ModelMenu : public QMenu {
  Q_OBJECT

 public:
  ModelMenu(Session& session, QWidget* window);

 signals:
  void pageWanted(const QString& name);

 private:
  void addCorrections(Session& session);
};

/// What can be done to the training that runs, from any page.
void addTrainingActions(QMenu& menu, Session& session);

/// Which beats are judged; the report.
class EvaluateMenu : public QMenu {
  Q_OBJECT

 public:
  EvaluateMenu(Session& session, QWidget* window);

 signals:
  void pageWanted(const QString& name);

 private:
  Session& m_session;
  QActionGroup* m_parts;
};

/// All keys; what this program is.
class HelpMenu : public QMenu {
  Q_OBJECT

 public:
  explicit HelpMenu(QWidget* window);
};

/// Asks for a path and exports there, from any menu.
void askForReport(Session& session, QWidget* window);

}  // namespace ectopy::ui
