#pragma once

#include <QDialog>
#include <vector>

#include "ui/session/session.h"

class QButtonGroup;
class QComboBox;
class QLabel;
class QPushButton;

namespace ectopy::ui {

/// Labels many beats in one step, after it said how many there are and what becomes of them.
class BulkLabelDialog : public QDialog {
  Q_OBJECT

 public:
  explicit BulkLabelDialog(Session& session, QWidget* parent = nullptr);

  /// Those the chosen scope holds.
  const std::vector<BeatIndex>& beats() const;
  void accept() override;

 private:
  void build();
  void addScopes(QComboBox& scopes) const;
  void addClasses();
  void showPreview();

  Session& m_session;
  QComboBox* m_scope;
  QComboBox* m_class;
  QLabel* m_preview;
  QPushButton* m_label;
  std::vector<BeatIndex> m_selected;  // as they were when the dialog opened
  BeatList m_shown;
};

/// "2 310 beats become V: 2 100 N, 210 S. 30 have it already."
QString bulkWords(const std::vector<BeatIndex>& beats, const std::vector<ClassIndex>& labels, ClassIndex to,
                  const LabelScheme& scheme);

}  // namespace ectopy::ui
