#pragma once

#include <QDialog>

#include "ui/jobs/job_runner.h"
#include "ui/session/open_choice.h"

class QPushButton;

namespace ectopy::ui {

class CutForm;
class SummaryView;

/// Before anything is cut: what lies at the path, and what the chosen cut would take of it.
class ImportDialog : public QDialog {
  Q_OBJECT

 public:
  /// `isText`: signals as text, whose rate and unit can be said.
  ImportDialog(JobRunner& jobs, const QString& path, const OpenChoice& suggestion, bool isText,
               QWidget* parent = nullptr);
  ~ImportDialog() override;

  OpenChoice choice() const;

 private:
  void summarise();

  JobRunner& m_jobs;
  QString m_path;
  CutForm* m_form;
  SummaryView* m_summary;
  QPushButton* m_open;
  int m_job = 0;
  int m_number = 0;  // of the newest summary asked for
};

}  // namespace ectopy::ui
