#pragma once

#include <QDialog>

#include "ui/session/session.h"

class QCheckBox;
class QComboBox;
class QLabel;
class QLineEdit;
class QPushButton;

namespace ectopy::ui {

struct ConfusionCell;
class ConfusionView;

/// How far two annotators agree: Cohen's kappa, who called what how, the beats they differ on; and a third
/// who decides.
class AgreementDialog : public QDialog {
  Q_OBJECT

 public:
  explicit AgreementDialog(Session& session, QWidget* parent = nullptr);

 signals:
  /// Beats were put in the gallery.
  void beatsShown();

 private:
  void build();
  QWidget* buildJudging();
  void fillNames();
  void compare();
  void show(const AnnotatorComparison& found);
  void showCell(const ConfusionCell& cell);
  void showDiffering();
  void adjudicate();
  QString pairWords() const;

  Session& m_session;
  QComboBox* m_first;
  QComboBox* m_second;
  QCheckBox* m_onlyOwn;
  QLabel* m_words;
  ConfusionView* m_confusion;
  QPushButton* m_show;
  QLineEdit* m_name;
  QPushButton* m_judge;
  AnnotatorComparison m_found;
  int m_asked = 0;  // comparisons; only the latest counts
};

/// "Kappa 0.912 (95 % 0.894 to 0.930): 1 203 beats, 95.4 % alike, 47.7 % by chance."
QString agreementWords(const Agreement& agreement);

}  // namespace ectopy::ui
