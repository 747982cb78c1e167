#pragma once

#include <QWidget>
#include <vector>

#include "ui/session/session.h"

class QFormLayout;
class QGridLayout;
class QLabel;
class QToolButton;
class QVBoxLayout;

namespace ectopy::ui {

class ProbabilityBars;

/// The current beat: label buttons, probabilities, facts and history of edits.
class Inspector : public QWidget {
  Q_OBJECT

 public:
  explicit Inspector(Session& session, QWidget* parent = nullptr);

 private:
  void build();
  void addFacts(QVBoxLayout& column);
  void putInScrollArea();
  void connectSession();
  QLabel* addTitle(const QString& text);
  QLabel* addFact(QFormLayout& form, const QString& name, const QString& objectName);
  void showAnnotator();
  void rebuildButtons();
  void showBeat();
  void showLabel(BeatIndex beat);
  void showModel(BeatIndex beat);
  void showFacts(BeatIndex beat);
  void showHistory(BeatIndex beat);
  QString peakWords(BeatIndex beat) const;

  Session& m_session;
  QLabel* m_empty;
  QWidget* m_content;
  QGridLayout* m_buttonGrid;
  std::vector<QToolButton*> m_buttons;  // by class
  QLabel* m_labelTitle;
  QLabel* m_selectionHint;
  ProbabilityBars* m_bars;
  QLabel* m_verdict;
  QLabel* m_beatNumber;
  QLabel* m_record;
  QLabel* m_time;
  QLabel* m_peak = nullptr;
  QLabel* m_rr;
  QLabel* m_lead;
  QLabel* m_part;
  QLabel* m_fileLabel;
  QLabel* m_history;
};

}  // namespace ectopy::ui
