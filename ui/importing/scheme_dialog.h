#pragma once

#include <QDialog>

#include "core/beats/scheme_mapping.h"
#include "ui/session/session.h"

class QLabel;
class QPushButton;
class QTableWidget;

namespace ectopy::ui {

/// Another label scheme for the open beats: its classes (code, name, colour), and where each class of now
/// goes. The result is a beat file of its own; the open data stay as they are.
class SchemeDialog : public QDialog {
  Q_OBJECT

 public:
  explicit SchemeDialog(Session& session, QWidget* parent = nullptr);

  /// As the tables say it. Throws Error where they make no scheme.
  SchemeMapping mapping() const;

 signals:
  /// The mapped beats lie there.
  void written(const QString& path);

 private:
  void build();
  QWidget* buildClasses();
  QWidget* buildTargets();
  QWidget* buildTools();
  void fill(const SchemeMapping& mapping);
  void addClass(const LabelClass& one);
  void removeClass();
  void chooseColour(int row, int column);
  void offerTargets();
  void check();
  void load();
  void save();
  void write(const QString& path);

  Session& m_session;
  std::shared_ptr<const BeatSet> m_beats;
  QTableWidget* m_classes;
  QTableWidget* m_targets;
  QLabel* m_words;
  QPushButton* m_write;
  bool m_isFilling = false;
  int m_latestClass = 0;  // identity of the class added last
};

}  // namespace ectopy::ui
