#pragma once

#include <QWidget>

#include "core/beats/import_summary.h"
#include "ui/session/open_choice.h"

class QComboBox;
class QDoubleSpinBox;
class QLabel;

namespace ectopy::ui {

/// The choices that decide how recordings are cut into beats.
class CutForm : public QWidget {
  Q_OBJECT

 public:
  /// `isText`: the rate and unit of signals as text are asked for, too.
  CutForm(const OpenChoice& suggestion, bool isText, QWidget* parent = nullptr);

  /// Its cut is always there.
  OpenChoice choice() const;
  /// Offers the leads and annotators that are there; what is chosen stays chosen.
  void offer(const ImportSummary& summary);

 signals:
  void changed();

 private:
  void addTextFields();
  void fillAnnotators(const ImportSummary& summary);
  QComboBox* addChoice(const char* name, const QString& title);
  void showRule();

  OpenChoice m_suggestion;
  QComboBox* m_rule = nullptr;
  QLabel* m_ruleWords = nullptr;
  QComboBox* m_task = nullptr;
  QComboBox* m_classMap = nullptr;
  QComboBox* m_lead = nullptr;
  QComboBox* m_annotator = nullptr;  // data: the name; empty: R peaks are detected
  QDoubleSpinBox* m_rate = nullptr;  // only for signals as text; 0: as the file says
  QComboBox* m_unit = nullptr;
};

}  // namespace ectopy::ui
