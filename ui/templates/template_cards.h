#pragma once

#include <QAbstractScrollArea>

#include "ui/templates/template_groups.h"
#include "ui/widgets/grid_layout.h"

namespace ectopy::ui {

/// The groups as cards, the largest first, small ones folded into one card at the end. Arrows and mouse move
/// and select; a label's key is for all beats of the selected cards.
class TemplateCards : public QAbstractScrollArea {
  Q_OBJECT

 public:
  TemplateCards(Session& session, const TemplateGroups& groups, QWidget* parent = nullptr);

  /// Places of the groups of the selected cards, ascending.
  std::vector<std::size_t> selectedGroups() const;
  void selectGroups(const std::vector<std::size_t>& places);
  /// The card behind the last selected one alone; at the end it stays.
  void moveOn();
  void setUnfolded(bool isUnfolded);
  bool isUnfolded() const { return m_isUnfolded; }
  /// Whether there are small groups to fold.
  bool canFold() const { return m_canFold; }
  std::size_t count() const { return m_cards.size(); }
  /// In viewport coordinates.
  QRect cardRect(std::size_t card) const;

 signals:
  /// Others, or the same chosen once more.
  void selectionChanged();
  void labelGiven(ectopy::ClassIndex label);
  void unfoldWanted(bool isUnfolded);
  void focusCame();

 protected:
  bool event(QEvent* event) override;
  void paintEvent(QPaintEvent* event) override;
  void resizeEvent(QResizeEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;
  void mousePressEvent(QMouseEvent* event) override;
  void mouseDoubleClickEvent(QMouseEvent* event) override;
  void focusInEvent(QFocusEvent* event) override;
  void focusOutEvent(QFocusEvent* event) override;

 private:
  /// A group, or the small ones.
  struct Card {
    std::vector<std::size_t> groups;
    bool isFold = false;
    bool isSelected = false;
  };

  void takeGroups();
  void relayout();
  void goTo(std::size_t card, Qt::KeyboardModifiers modifiers);
  void selectOnly(std::size_t first, std::size_t last);
  void toggle(std::size_t card);
  void toggleFold(std::size_t card);
  void ensureVisible(std::size_t card);
  void describe();
  int scroll() const;

  Session& m_session;
  const TemplateGroups& m_groups;
  std::vector<Card> m_cards;
  GridLayout m_layout;
  int m_samples = 0;  // of a beat that are shown
  std::size_t m_current = 0;
  std::size_t m_anchor = 0;  // where a range began
  bool m_isUnfolded = false;
  bool m_canFold = false;
};

}  // namespace ectopy::ui
