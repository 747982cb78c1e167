#pragma once

#include <QWidget>
#include <vector>

#include "ui/session/session.h"

class QPushButton;
class QTreeWidget;
class QTreeWidgetItem;

namespace ectopy::ui {

/// Counts by class, prediction, part, record and status. A click filters by that alone, a second click lets
/// it go; with Ctrl the sections combine.
class Navigator : public QWidget {
  Q_OBJECT

 public:
  explicit Navigator(Session& session, QWidget* parent = nullptr);

 private:
  enum class Section { Label, Predicted, Part, Record, Status };
  enum StatusRow { Wrong, Edited, Unlabelled, Flagged, Excluded, Noted };

  void connectSession();
  void rebuild();
  void addSection(const QString& title);
  void addEntry(Section section, int value, const QString& name, const QColor& chip = {});
  void addClasses(Section section, const QString& title);
  void addParts();
  void addRecords();
  void addStatus();
  void showCounts();
  void showActive();
  void activate(QTreeWidgetItem* item, bool combines);
  bool eventFilter(QObject* watched, QEvent* event) override;

  struct Entry {
    Section section;
    int value;
    QTreeWidgetItem* item;
  };
  static bool BeatFilter::*conditionOf(int status);
  static bool isSet(const BeatFilter& filter, Section section, int value);
  static void set(BeatFilter& filter, Section section, int value, bool on);
  std::size_t countOf(const Entry& entry) const;
  std::size_t wrongOf(const Entry& entry) const;

  Session& m_session;
  QPushButton* m_showAll;
  QTreeWidget* m_tree;
  std::vector<Entry> m_entries;
  bool m_hadPredictions = false;
};

}  // namespace ectopy::ui
