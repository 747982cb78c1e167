#pragma once

#include <QDialog>

#include "ui/session/open_choice.h"

class QLabel;
class QLineEdit;
class QPushButton;

namespace ectopy::ui {

/// A heartbeat CSV says what it holds, and asks what its classes are called.
class ClassNamesDialog : public QDialog {
  Q_OBJECT

 public:
  explicit ClassNamesDialog(const CsvFacts& facts, QWidget* parent = nullptr);

  OpenChoice choice() const;

 private:
  void check();

  CsvFacts m_facts;
  QLineEdit* m_names;
  QLabel* m_words;
  QPushButton* m_open;
};

}  // namespace ectopy::ui
