#pragma once

#include <QWidget>

#include "ui/templates/template_groups.h"

class QAction;
class QLabel;
class QStackedWidget;
class QToolButton;

namespace ectopy::ui {

class BeatGallery;
class TemplateCards;
class TemplateScope;

/// Beats grouped by shape, as a Holter analysis does it: each group is labelled, merged and split as a whole;
/// its beats lie below, where each can be looked at and labelled alone.
class TemplatesPage : public QWidget {
  Q_OBJECT

 public:
  /// The window's actions on groups.
  struct Actions {
    QAction* group = nullptr;
    QAction* merge = nullptr;
    QAction* split = nullptr;
    QAction* unfold = nullptr;
    QAction* repeat = nullptr;
    QAction* accept = nullptr;
  };

  TemplatesPage(Session& session, const Actions& actions, QWidget* parent = nullptr);

  /// Whether beats are in front: a label's key would reach others unseen.
  bool areBeatsShown() const;

 signals:
  void beatsShownChanged(bool areShown);

 protected:
  void showEvent(QShowEvent* event) override;
  void hideEvent(QHideEvent* event) override;

 private:
  QWidget* makeHeader();
  QWidget* makeTarget();
  QWidget* makeContent();
  QWidget* makeEmptyState();
  void connectActions();
  void connectSession();

  void group();
  void merge();
  void split();
  void label(ClassIndex to);
  void moveOn();
  /// Makes the beats of the selected groups the selection, and lists them below.
  void takeCards();
  void selectMembers(std::vector<BeatIndex> members);
  void followSelection();
  void takeFilter();
  void showState();
  void showTarget();
  void showEmptyWords();
  bool isWhole() const;

  Session& m_session;
  Actions m_actions;
  TemplateGroups m_groups;
  TemplateScope* m_scope;
  TemplateCards* m_cards;
  BeatGallery* m_gallery = nullptr;
  QStackedWidget* m_states;
  QLabel* m_summary = nullptr;
  QLabel* m_target = nullptr;
  QLabel* m_emptyTitle = nullptr;
  QLabel* m_emptyWords = nullptr;
  std::vector<BeatIndex> m_members;          // of the selected groups
  std::shared_ptr<const ListedBeats> m_own;  // what this page put in the gallery
  bool m_wereBeatsShown = false;             // as was told last
  bool m_isListing = false;
  bool m_isSelecting = false;
};

}  // namespace ectopy::ui
