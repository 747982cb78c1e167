#pragma once

#include <QWidget>
#include <vector>

#include "ui/session/session.h"

class QAction;
class QLabel;
class QPushButton;

namespace ectopy::ui {

/// Hands the corrections on to the model, and tells what that changed.
class CorrectionsCard : public QWidget {
  Q_OBJECT

 public:
  explicit CorrectionsCard(Session& session, QWidget* parent = nullptr);
  /// The window's own, that fine-tunes on the corrections.
  void setAction(QAction& action);

 signals:
  /// The beats that changed their prediction are in the gallery.
  void beatsWanted();

 private:
  void refresh();
  QString sentence() const;
  void findChanged();

  Session& m_session;
  QLabel* m_sentence;
  QPushButton* m_fineTune;
  QPushButton* m_show;
  std::shared_ptr<const CorrectionResult> m_result;  // that m_changed is of
  std::shared_ptr<const Predictions> m_after;
  std::vector<BeatIndex> m_changed;
};

}  // namespace ectopy::ui
