#include "ui/evaluate/key_figures.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QVBoxLayout>

#include "ui/theme/theme.h"
#include "ui/widgets/figures.h"
#include "ui/widgets/role_label.h"
#include "ui/widgets/table_text.h"

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
  Figure figure{new QWidget, roleLabel("title"), roleLabel("small")};
  figure.value->setObjectName(QString::fromLatin1(name));
  figure.value->setAccessibleName(title);
  figure.interval->setObjectName(QString::fromLatin1(name) + QStringLiteral("Interval"));
  figure.box->setToolTip(hint);
  auto* layout = new QVBoxLayout(figure.box);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(0);
  auto* line = new QHBoxLayout;
  line->setSpacing(Theme::spacing(1));
  line->addWidget(figure.value);
  line->addWidget(figure.interval, 0, Qt::AlignBottom);
  line->addStretch(1);
  layout->addLayout(line);
  layout->addWidget(roleLabel("small", title));
  this->layout()->addWidget(figure.box);
  return figure;
}

void KeyFigures::show(const Figure& figure, const QString& words, const Interval& interval) {
  figure.value->setText(words);
  figure.interval->setText(intervalText(interval.low, interval.high));
  figure.interval->setVisible(interval.isDefined());
}

void KeyFigures::setEvaluation(const Evaluation& evaluation, const ScoreIntervals* intervals) {
  const ScoreIntervals known = intervals ? *intervals : ScoreIntervals();
  show(m_accuracy, percentText(evaluation.scores.accuracy), known.accuracy);
  show(m_macroF1, percentText(evaluation.scores.macroF1), known.macroF1);
  show(m_balancedAccuracy, percentText(evaluation.scores.balancedAccuracy), known.balancedAccuracy);
  m_auc.box->setVisible(evaluation.auc.has_value());
  if (evaluation.auc) show(m_auc, decimalText(*evaluation.auc));
  show(m_calibrationError, percentText(evaluation.calibrationError));
}

}  // namespace ectopy::ui
