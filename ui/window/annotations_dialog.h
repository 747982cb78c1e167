#pragma once

#include <QDialog>

#include "ui/session/session.h"

class QCheckBox;
class QLabel;
class QLineEdit;
class QPushButton;

namespace ectopy::ui {

/// Asks under which annotator, and where, labels are written as WFDB annotations.
class AnnotationsDialog : public QDialog {
  Q_OBJECT

 public:
  explicit AnnotationsDialog(Session& session, QWidget* parent = nullptr);

  AnnotationExport target() const;
  void accept() override;

 private:
  void build();
  void check();
  void askForFolder();

  Session& m_session;
  QLineEdit* m_name;
  QLineEdit* m_folder;
  QCheckBox* m_replace;
  QLabel* m_words;
  QPushButton* m_write;
};

}  // namespace ectopy::ui
