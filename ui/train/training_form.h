#pragma once

#include <QWidget>
#include <optional>
#include <vector>

#include "ui/session/session.h"
#include "ui/train/split_preview.h"

class QButtonGroup;
class QComboBox;
class QFormLayout;
class QLabel;
class QPushButton;
class QRadioButton;
class QSpinBox;
class QTimer;
class QToolButton;

namespace ectopy::ui {

class RecipeFields;
class TrainingOutlook;

/// The choices of a training and what they would mean for the data at hand.
class TrainingForm : public QWidget {
  Q_OBJECT

 public:
  explicit TrainingForm(Session& session, QWidget* parent = nullptr);

  TrainingRequest request() const;
  /// There are data that the protocol and the network fit, the settings make sense and no interrupted
  /// training waits.
  bool isReady() const;

 signals:
  void startRequested(const ectopy::ui::TrainingRequest& request);
  /// A transfer, and the same from new weights as its yardstick.
  void comparisonRequested(const ectopy::ui::TrainingRequest& request);

 protected:
  void showEvent(QShowEvent* event) override;

 private:
  void layOut();
  QWidget* makeNetworkSection();
  QWidget* makeProtocolSection();
  QWidget* makeStartSection();
  QWidget* makeLengthSection();
  QWidget* makeMoreSection();
  QWidget* makeFooter();
  QRadioButton* addStart(QWidget* section, const char* name, const QString& text, int id);
  void followSession();

  void refreshData();     // another data set
  void refreshStarts();   // another model
  void refreshRunning();  // a training began or ended
  void loadArchitectures();
  void listArchitectures();
  void addNetwork(const ArchitectureFacts& facts);
  int firstOffered() const;
  void refreshArchitecture();
  void requestPreview();
  void startPreviewJob();
  QString whyNoParent() const;
  QString whyNoStart() const;
  const ArchitectureFacts* chosenArchitecture() const;
  QString whyNotNetwork() const;
  void showRecipe(const ArchitectureFacts& facts);
  void showDefaults();
  void refreshMore();

  Session& m_session;
  std::vector<ArchitectureFacts> m_architectures;  // for the data at hand, empty until they are known
  TrainingConfig m_recipe;                         // of the network that is chosen
  std::optional<SplitPreview> m_preview;
  QString m_obstacle;  // why these beats cannot be split
  int m_previewJob = 0;
  int m_previewNumber = 0;

  QComboBox* m_architecture;
  QLabel* m_architectureWords;
  QComboBox* m_protocol;
  QLabel* m_protocolWords;
  QButtonGroup* m_start;
  QSpinBox* m_epochs;
  QSpinBox* m_timeLimit;  // minutes
  QSpinBox* m_seed;
  QToolButton* m_more;
  QWidget* m_moreFields = nullptr;
  RecipeFields* m_fields;
  QSpinBox* m_threads;
  TrainingOutlook* m_outlook;
  QPushButton* m_startButton;
  QPushButton* m_compareButton;
  QTimer* m_previewTimer;
};

}  // namespace ectopy::ui
