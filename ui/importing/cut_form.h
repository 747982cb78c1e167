#pragma once

#include <QWidget>

#include "core/beats/beat_cut.h"
#include "core/beats/import_summary.h"

class QComboBox;
class QLabel;

namespace ectopy::ui {

/// The choices that decide how recordings are cut into beats.
class CutForm : public QWidget {
  Q_OBJECT

 public:
  explicit CutForm(const BeatCut& suggestion, QWidget* parent = nullptr);

  BeatCut cut() const;
  /// Offers the leads and annotators that are there; what is chosen stays chosen.
  void offer(const ImportSummary& summary);

 signals:
  void changed();

 private:
  QComboBox* addChoice(const char* name, const QString& title);
  void showRule();

  BeatCut m_suggestion;
  QComboBox* m_rule = nullptr;
  QLabel* m_ruleWords = nullptr;
  QComboBox* m_task = nullptr;
  QComboBox* m_classMap = nullptr;
  QComboBox* m_lead = nullptr;
  QComboBox* m_annotator = nullptr;
};

}  // namespace ectopy::ui
