#pragma once

#include <QWidget>

#include "ui/templates/group_jobs.h"

class QAction;
class QComboBox;
class QDoubleSpinBox;
class QHBoxLayout;
class QPushButton;
class QSpinBox;

namespace ectopy::ui {

/// Which beats are grouped, how alike those of a group must be, and how many groups there may be.
class TemplateScope : public QWidget {
  Q_OBJECT

 public:
  explicit TemplateScope(Session& session, QWidget* parent = nullptr);

  GroupingWish wish() const;
  /// The filter of Browse, for the beats shown there.
  void setShownFilter(const BeatFilter& filter);
  /// What the button does.
  void setGroupAction(QAction& action);

 private:
  enum Scope { OneRecord, AllRecords, Shown };
  void build(QHBoxLayout& row);
  void setUpMost();
  void takeData();
  void fillScopes();
  void fillRecords();
  void fillClasses();
  void showState();
  Scope scope() const;

  Session& m_session;
  BeatFilter m_shown;
  QComboBox* m_scope;
  QComboBox* m_record;
  QComboBox* m_class;
  QDoubleSpinBox* m_threshold;
  QSpinBox* m_most;
  QPushButton* m_group;
};

}  // namespace ectopy::ui
