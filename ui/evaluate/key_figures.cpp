#include "ui/evaluate/key_figures.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QVBoxLayout>

#include "ui/theme/theme.h"
#include "ui/widgets/figures.h"
#include "ui/widgets/role_label.h"

namespace ectopy::ui {

KeyFigures::KeyFigures(QWidget* parent) : QWidget(parent) {
  auto* layout = new QHBoxLayout(this);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(Theme::spacing(6));
  m_accuracy = addFigure("accuracy", tr("Accuracy"), tr("The share of beats predicted as labelled"));
  m_macroF1 =
      addFigure("macroF1", tr("Macro F1"), tr("Mean of the classes' F1: small classes count as much"));
  m_balancedAccuracy =
      addFigure("balancedAccuracy", tr("Balanced accuracy"), tr("Mean of the classes' sensitivities"));
  m_auc = addFigure("auc", tr("AUC"), tr("Area under the ROC curve of the second class"));
  m_calibrationError = addFigure("calibrationError", tr("Calibration error"),
                                 tr("Mean distance of confidence and accuracy, 15 bins"));
  layout->addStretch(1);
}

KeyFigures::Figure KeyFigures::addFigure(const char* name, const QString& title, const QString& hint) {
  Figure figure{new QWidget, roleLabel("title")};
  figure.value->setObjectName(QString::fromLatin1(name));
  figure.value->setAccessibleName(title);
  figure.box->setToolTip(hint);
  auto* layout = new QVBoxLayout(figure.box);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(0);
  layout->addWidget(figure.value);
  layout->addWidget(roleLabel("small", title));
  this->layout()->addWidget(figure.box);
  return figure;
}

void KeyFigures::setEvaluation(const Evaluation& evaluation) {
  m_accuracy.value->setText(percentText(evaluation.scores.accuracy));
  m_macroF1.value->setText(percentText(evaluation.scores.macroF1));
  m_balancedAccuracy.value->setText(percentText(evaluation.scores.balancedAccuracy));
  m_auc.box->setVisible(evaluation.auc.has_value());
  if (evaluation.auc) m_auc.value->setText(decimalText(*evaluation.auc));
  m_calibrationError.value->setText(percentText(evaluation.calibrationError));
}

}  // namespace ectopy::ui
