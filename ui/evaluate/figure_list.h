#pragma once

#include <QWidget>
#include <map>

class QGridLayout;
class QLabel;

namespace ectopy::ui {

/// Names with a figure each, one under the other. A figure's object name is its key.
class FigureList : public QWidget {
  Q_OBJECT

 public:
  explicit FigureList(QWidget* parent = nullptr);

  void add(const char* key, const QString& name, const QString& hint = {});
  void set(const char* key, const QString& figure);
  /// All as lines, for the clipboard and for files; `separator` between name and figure.
  QString text(QChar separator) const;

 private:
  struct Line {
    QLabel* name = nullptr;
    QLabel* figure = nullptr;
  };
  QGridLayout* m_grid;
  std::vector<Line> m_lines;
  std::map<QString, std::size_t> m_places;
};

}  // namespace ectopy::ui
