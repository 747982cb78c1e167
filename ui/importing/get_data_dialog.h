#pragma once

#include <QDialog>

#include "core/io/database_download.h"
#include "ui/jobs/job_runner.h"

class QLabel;
class QLineEdit;
class QProgressBar;
class QPushButton;

namespace ectopy::ui {

/// Fetches a published database into a folder of the user's choice. Closing it leaves a download running (the
/// job strip shows it); opening it again shows where it stands.
class GetDataDialog : public QDialog {
  Q_OBJECT

 public:
  GetDataDialog(JobRunner& jobs, const PublishedDatabase& database, QWidget* parent = nullptr);

 signals:
  /// All files are there; `isOpenWanted`: the user pressed "Open".
  void fetched(const QString& folder);
  void openWanted(const QString& folder);
  /// For the message bar, when the dialog is not seen.
  void told(const QString& sentence, bool isError);

 private:
  QWidget* makeFacts();
  QWidget* makeFolderRow();
  void chooseFolder();
  void start();
  void showProgress();
  void finish(const DownloadResult& result);
  void showEnd(const QString& sentence, bool isError);
  void showRunning(bool isRunning);

  JobRunner& m_jobs;
  PublishedDatabase m_database;
  QLineEdit* m_folder;
  QLineEdit* m_proxy;
  QPushButton* m_browse;
  QProgressBar* m_bar;
  QLabel* m_state;
  QPushButton* m_start;
  QPushButton* m_stop;
  QPushButton* m_open;
  int m_job = 0;  // 0: none runs
};

}  // namespace ectopy::ui
