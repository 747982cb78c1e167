#pragma once

#include <QWidget>
#include <array>
#include <vector>

#include "ui/session/comparison_desk.h"
#include "ui/session/session.h"

class QComboBox;
class QLabel;
class QPushButton;
class QStackedWidget;

namespace ectopy::ui {

class CompareScoreTable;
class DifferenceView;

/// Another model, or an annotator, beside the model: the beats that it fixes and breaks.
class CompareView : public QWidget {
  Q_OBJECT

 public:
  explicit CompareView(Session& session, QWidget* parent = nullptr);

  /// Compares with a model file without asking for its name.
  void compareWithFile(const QString& path);

 private:
  enum Outcome { Fixed, Broken, BothWrong, BothRight, kOutcomes };

  QWidget* makeHead();
  QWidget* makeContent();
  QWidget* makeOutcomes();
  void refresh();
  void refreshChoices();
  void showComparison(const ModelComparison& comparison);
  void take(int row);
  void list(Outcome outcome);
  const std::vector<BeatIndex>& beatsOf(Outcome outcome) const;

  Session& m_session;
  ComparisonDesk& m_desk;
  QComboBox* m_other;
  QPushButton* m_file;
  QStackedWidget* m_stack;
  QLabel* m_state;
  QLabel* m_words;
  std::array<QPushButton*, kOutcomes> m_outcomes{};
  DifferenceView* m_difference;
  CompareScoreTable* m_scores;
  std::vector<ComparisonChoice> m_choices;
};

}  // namespace ectopy::ui
