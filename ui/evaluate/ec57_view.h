#pragma once

#include <QWidget>
#include <optional>

#include "ui/session/session.h"

class QComboBox;
class QLabel;
class QStackedWidget;

namespace ectopy::ui {

class Ec57Desk;
class Ec57Table;
class MismatchTable;

/// EC57 for recordings: an annotator, or the model, beat by beat against the reference annotator; each
/// mismatch leads to its beat.
class Ec57View : public QWidget {
  Q_OBJECT

 public:
  explicit Ec57View(Session& session, QWidget* parent = nullptr);

 protected:
  void showEvent(QShowEvent* event) override;

 private:
  QWidget* makeHead();
  QWidget* makeTables();
  void compare();
  void refresh();
  void refreshChoices();
  void showMismatches(std::optional<int> record);

  Session& m_session;
  Ec57Desk* m_desk;
  QComboBox* m_reference;
  QComboBox* m_test;
  QStackedWidget* m_stack;
  QLabel* m_state;
  Ec57Table* m_records;
  MismatchTable* m_mismatches;
};

}  // namespace ectopy::ui
