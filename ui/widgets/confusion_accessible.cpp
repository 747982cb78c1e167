#include "ui/widgets/confusion_accessible.h"

#include <QAccessible>
#include <QAccessibleWidget>
#include <map>

#include "ui/widgets/confusion_view.h"

namespace ectopy::ui {

namespace {

/// One cell: its name is the sentence the tooltip shows.
class CellInterface : public QAccessibleInterface {
 public:
  CellInterface(ConfusionView* view, int place) : m_view(view), m_place(place) {}

  bool isValid() const override { return m_view && m_place < m_view->rows() * m_view->columns(); }
  QObject* object() const override { return nullptr; }
  QAccessibleInterface* childAt(int, int) const override { return nullptr; }
  QAccessibleInterface* parent() const override { return QAccessible::queryAccessibleInterface(m_view); }
  QAccessibleInterface* child(int) const override { return nullptr; }
  int childCount() const override { return 0; }
  int indexOfChild(const QAccessibleInterface*) const override { return -1; }
  void setText(QAccessible::Text, const QString&) override {}
  QAccessible::Role role() const override { return QAccessible::Cell; }

  QString text(QAccessible::Text text) const override {
    return isValid() && text == QAccessible::Name ? m_view->sentenceOf(row(), column()) : QString();
  }
  QRect rect() const override {
    if (!isValid()) return {};
    const QRect area = m_view->cellRect(row(), column());
    return {m_view->mapToGlobal(area.topLeft()), area.size()};
  }
  QAccessible::State state() const override {
    QAccessible::State state;
    state.focusable = true;
    state.invalid = !isValid();
    state.focused = isValid() && m_view->hasFocus() && row() == m_view->currentRow() &&
                    column() == m_view->currentColumn();
    return state;
  }

 private:
  int row() const { return m_place / m_view->columns(); }
  int column() const { return m_place % m_view->columns(); }

  QPointer<ConfusionView> m_view;
  int m_place;
};

/// The matrix: a table whose children are its cells, row by row.
class MatrixInterface : public QAccessibleWidget {
 public:
  explicit MatrixInterface(ConfusionView* view) : QAccessibleWidget(view, QAccessible::Table), m_view(view) {}
  ~MatrixInterface() override {
    for (const auto& [place, id] : m_cells) QAccessible::deleteAccessibleInterface(id);
  }

  int childCount() const override { return m_view->rows() * m_view->columns(); }
  QAccessibleInterface* child(int place) const override {
    if (place < 0 || place >= childCount()) return nullptr;
    const auto known = m_cells.find(place);
    if (known != m_cells.end()) return QAccessible::accessibleInterface(known->second);
    auto* cell = new CellInterface(m_view, place);  // owned by QAccessible's registry
    m_cells[place] = QAccessible::registerAccessibleInterface(cell);
    return cell;
  }
  int indexOfChild(const QAccessibleInterface* wanted) const override {
    for (const auto& [place, id] : m_cells)
      if (QAccessible::accessibleInterface(id) == wanted) return place;
    return -1;
  }
  QAccessibleInterface* childAt(int x, int y) const override {
    for (int place = 0; place < childCount(); ++place)
      if (child(place)->rect().contains(x, y)) return child(place);
    return nullptr;
  }
  QAccessibleInterface* focusChild() const override {
    return m_view->hasFocus() ? child(m_view->currentRow() * m_view->columns() + m_view->currentColumn())
                              : nullptr;
  }

 private:
  ConfusionView* m_view;
  mutable std::map<int, QAccessible::Id> m_cells;  // made when asked for
};

QAccessibleInterface* makeInterface(const QString&, QObject* object) {
  auto* view = qobject_cast<ConfusionView*>(object);
  return view ? new MatrixInterface(view) : nullptr;
}

}  // namespace

void installConfusionAccessibility() {
  static const bool isInstalled = [] {
    QAccessible::installFactory(makeInterface);
    return true;
  }();
  Q_UNUSED(isInstalled);
}

}  // namespace ectopy::ui
