#include "ui/train/training_form.h"

#include <QButtonGroup>
#include <QComboBox>
#include <QPushButton>
#include <QRadioButton>
#include <QSpinBox>
#include <QStandardItemModel>
#include <QTimer>
#include <QToolButton>
#include <limits>

#include "ui/train/recipe_fields.h"
#include "ui/train/training_outlook.h"
#include "ui/widgets/figures.h"
#include "ui/widgets/role_label.h"

namespace ectopy::ui {

namespace {

enum Start { kFromScratch = 0, kFreeze = 1, kFineTune = 2, kGradual = 3 };

/// What stands in the list before the learner has been asked: the default, without loading libtorch.
ArchitectureFacts knownDefault() {
  ArchitectureFacts facts;
  facts.name = kDefaultArchitecture;
  return facts;
}

QString architectureText(const ArchitectureFacts& facts) {
  const QString name = QString::fromStdString(facts.name);
  return facts.parameters == 0 ? name
                               : TrainingForm::tr("%1, %2 parameters").arg(name, countText(facts.parameters));
}

}  // namespace

TrainingForm::TrainingForm(Session& session, QWidget* parent)
    : QWidget(parent), m_session(session), m_previewTimer(new QTimer(this)) {
  layOut();
  listArchitectures();
  m_previewTimer->setSingleShot(true);
  m_previewTimer->setInterval(0);
  connect(m_previewTimer, &QTimer::timeout, this, &TrainingForm::startPreviewJob);
  followSession();
  refreshData();
}

void TrainingForm::followSession() {
  connect(&m_session, &Session::dataChanged, this, &TrainingForm::refreshData);
  connect(&m_session, &Session::modelChanged, this, &TrainingForm::refreshStarts);
  connect(&m_session, &Session::labelsChanged, this, &TrainingForm::requestPreview);
  connect(&m_session, &Session::architecturesChanged, this, &TrainingForm::loadArchitectures);
  connect(&m_session, &Session::trainingChanged, this, &TrainingForm::refreshRunning);
  connect(m_architecture, &QComboBox::currentIndexChanged, this, &TrainingForm::refreshArchitecture);
  connect(m_protocol, &QComboBox::currentIndexChanged, this, &TrainingForm::requestPreview);
  connect(m_seed, &QSpinBox::valueChanged, this, &TrainingForm::requestPreview);
  connect(m_start, &QButtonGroup::idToggled, this, &TrainingForm::refreshArchitecture);
  connect(m_startButton, &QPushButton::clicked, this, [this] {
    if (isReady()) emit startRequested(request());
  });
  connect(m_compareButton, &QPushButton::clicked, this, [this] {
    if (isReady()) emit comparisonRequested(request());
  });
  connect(m_fields, &RecipeFields::edited, this, &TrainingForm::refreshMore);
  connect(m_fields, &RecipeFields::defaultsWanted, this, &TrainingForm::showDefaults);
}

void TrainingForm::showEvent(QShowEvent* event) {
  QWidget::showEvent(event);
  loadArchitectures();
  requestPreview();
}

TrainingRequest TrainingForm::request() const {
  TrainingRequest request;
  TrainingConfig& config = request.config;
  config = m_recipe;
  config.architecture = m_architecture->currentData().toString().toStdString();
  config.epochs = m_epochs->value();
  config.timeLimitSeconds = 60.0 * m_timeLimit->value();
  config.seed = static_cast<std::uint64_t>(m_seed->value());
  m_fields->apply(config);
  config.threads = m_threads->value();
  request.splitId = m_protocol->currentData().toString();
  if (m_start->checkedId() == kFreeze) request.transfer = TransferMode::Freeze;
  if (m_start->checkedId() == kFineTune) request.transfer = TransferMode::FineTune;
  if (m_start->checkedId() == kGradual) request.transfer = TransferMode::Gradual;
  if (request.transfer) config.architecture = m_session.model()->info().architecture;
  return request;
}

bool TrainingForm::isReady() const {
  const bool isBlocked = m_session.interruptedTraining() && !m_session.training().isActive();
  return m_session.beats() && m_preview && !m_architectures.empty() && !isBlocked &&
         whyNotNetwork().isEmpty() && m_fields->problem().isEmpty();
}

void TrainingForm::refreshData() {
  const QSignalBlocker blocker(m_protocol);
  m_protocol->clear();
  if (const auto beats = m_session.beats())
    for (const SplitChoice& choice : splitChoices(*beats))
      m_protocol->addItem(QString::fromStdString(choice.id), QString::fromStdString(choice.id));
  m_protocol->setEnabled(m_protocol->count() > 0);
  refreshStarts();
  loadArchitectures();
  requestPreview();
}

QString TrainingForm::whyNoParent() const {
  const auto model = m_session.model();
  if (!model) return tr("No model yet: train one from scratch or open one.");
  const auto beats = m_session.beats();
  if (beats && model->info().cut.length != beats->cut().length)
    return tr("The model takes beats of %1 samples, these have %2.")
        .arg(model->info().cut.length)
        .arg(beats->cut().length);
  return m_session.whyNotNetwork(model->info().architecture);
}

void TrainingForm::refreshStarts() {
  const QString obstacle = whyNoParent();
  const auto model = m_session.model();
  for (const int id : {kFreeze, kFineTune, kGradual}) {
    QAbstractButton* button = m_start->button(id);
    button->setEnabled(obstacle.isEmpty());
    button->setToolTip(obstacle.isEmpty()
                           ? tr("Weights come from %1").arg(QString::fromStdString(model->info().name))
                           : obstacle);
  }
  if (!obstacle.isEmpty()) m_start->button(kFromScratch)->setChecked(true);
  refreshArchitecture();
}

QString TrainingForm::whyNoStart() const {
  if (!m_session.beats()) return tr("Open data first");
  if (m_session.interruptedTraining() && !m_session.training().isActive())
    return tr("Resume the interrupted training first, or discard it");
  if (!m_obstacle.isEmpty()) return m_obstacle;
  if (const QString obstacle = whyNotNetwork(); !obstacle.isEmpty()) return obstacle;
  if (const QString problem = m_fields->problem(); !problem.isEmpty()) return problem;
  return m_preview ? tr("The networks are not known yet") : tr("Splitting the beats …");
}

void TrainingForm::refreshRunning() {
  const bool isQueueing = m_session.training().isActive();
  m_startButton->setText(isQueueing ? tr("Add to queue") : tr("Start training"));
  m_startButton->setShortcut(QKeySequence(Qt::CTRL | Qt::Key_Return));  // a new text takes it away
  m_startButton->setEnabled(isReady());
  m_startButton->setToolTip(!isReady()   ? whyNoStart()
                            : isQueueing ? tr("Train this when those before it have ended (Ctrl+Return)")
                                         : tr("Start the training (Ctrl+Return)"));
  m_compareButton->setVisible(m_start->checkedId() > kFromScratch);
  m_compareButton->setEnabled(isReady());
  m_compareButton->setToolTip(
      isReady()
          ? tr("Train this, then the same from new weights with the same seed and settings, and show both "
               "side by side (Ctrl+Shift+Return)")
          : whyNoStart());
}

QString TrainingForm::whyNotNetwork() const {
  return m_session.whyNotNetwork(request().config.architecture);
}

void TrainingForm::refreshMore() {
  const int changed = m_fields->changedCount();
  m_more->setText(changed == 0 ? tr("More") : tr("More: %n changed", nullptr, changed));
  refreshRunning();
}

void TrainingForm::showDefaults() {
  m_epochs->setValue(m_recipe.epochs);
  m_fields->setRecipe(m_recipe);
}

void TrainingForm::loadArchitectures() {
  if (!m_session.beats() || !isVisible()) return;  // asking opens the learner: not before it is needed
  m_architectures = m_session.architectures();
  listArchitectures();
  // A recipe that comes later would write over what somebody has set.
  m_epochs->setEnabled(!m_architectures.empty());
  m_fields->setEnabled(!m_architectures.empty());
  refreshRunning();
}

void TrainingForm::listArchitectures() {
  const QString chosen = m_architecture->currentData().toString();
  const QSignalBlocker blocker(m_architecture);
  m_architecture->clear();
  for (const ArchitectureFacts& facts :
       m_architectures.empty() ? std::vector{knownDefault()} : m_architectures)
    addNetwork(facts);
  const int earlier = m_architecture->findData(chosen);
  const bool isOffered = earlier >= 0 && m_session.whyNotNetwork(chosen.toStdString()).isEmpty();
  m_architecture->setCurrentIndex(isOffered ? earlier : firstOffered());
  refreshArchitecture();
}

/// One that can't learn from these beats stays in sight, with the reason, but can't be chosen.
void TrainingForm::addNetwork(const ArchitectureFacts& facts) {
  m_architecture->addItem(architectureText(facts), QString::fromStdString(facts.name));
  const QString obstacle = m_session.whyNotNetwork(facts.name);
  if (obstacle.isEmpty()) return;
  const int place = m_architecture->count() - 1;
  m_architecture->setItemData(place, obstacle, Qt::ToolTipRole);
  if (const auto* items = qobject_cast<QStandardItemModel*>(m_architecture->model()))
    items->item(place)->setEnabled(false);
}

int TrainingForm::firstOffered() const {
  for (int place = 0; place < m_architecture->count(); ++place)
    if (m_session.whyNotNetwork(m_architecture->itemData(place).toString().toStdString()).isEmpty())
      return place;
  return 0;
}

/// Another network brings its own recipe; what the user has set for the one at hand stays.
void TrainingForm::showRecipe(const ArchitectureFacts& facts) {
  TrainingConfig recipe = facts.recipe;
  recipe.architecture = facts.name;
  if (recipe == m_recipe) return;
  m_recipe = recipe;
  showDefaults();
}

const ArchitectureFacts* TrainingForm::chosenArchitecture() const {
  const std::string name = request().config.architecture;
  for (const ArchitectureFacts& facts : m_architectures)
    if (facts.name == name) return &facts;
  return nullptr;
}

void TrainingForm::refreshArchitecture() {
  const bool hasParent = m_start->checkedId() > kFromScratch;
  m_architecture->setEnabled(!hasParent);
  m_architecture->setToolTip(hasParent ? tr("The network is the model's") : QString());
  const ArchitectureFacts* facts = chosenArchitecture();
  m_architectureWords->setText(facts ? QString::fromStdString(facts->sentence) : QString());
  m_architectureWords->setVisible(facts && !facts->sentence.empty());
  refreshRunning();
  if (!facts) return m_outlook->showParameters(-1, 0);
  showRecipe(*facts);
  const bool isFrozen = m_start->checkedId() == kFreeze;
  m_outlook->showParameters(isFrozen ? facts->headParameters : facts->parameters, facts->parameters);
}

void TrainingForm::requestPreview() {
  m_preview.reset();
  m_obstacle.clear();
  refreshRunning();
  if (const auto beats = m_session.beats()) {
    const auto choices = splitChoices(*beats);
    const int place = m_protocol->currentIndex();
    const bool isKnown = place >= 0 && static_cast<std::size_t>(place) < choices.size();
    m_protocolWords->setText(
        isKnown ? QString::fromStdString(choices[static_cast<std::size_t>(place)].protocol) : QString());
  }
  if (isVisible()) m_previewTimer->start();
}

void TrainingForm::startPreviewJob() {
  const int number = ++m_previewNumber;
  const auto beats = m_session.beats();
  if (!beats) {
    m_protocolWords->clear();
    m_outlook->showSentence(tr("No beats yet: open recordings, a beat file or the demo."), false);
    return refreshRunning();
  }
  const TrainingRequest wanted = request();
  m_session.jobs().start<SplitPreview>(
      {.title = tr("Split the beats"), .isQuiet = true}, this,
      [beats, labels = m_session.trainingLabels(), wanted](const JobContext&) {
        return previewSplit(*beats, *labels, wanted.splitId.toStdString(), wanted.config.seed);
      },
      [this, number](const SplitPreview& preview) {
        if (number != m_previewNumber) return;
        m_preview = preview;
        m_outlook->showPreview(preview);
        refreshRunning();
      },
      [this, number](const QString& sentence) {
        if (number != m_previewNumber) return;
        m_obstacle = sentence;
        m_outlook->showSentence(sentence, true);
        refreshRunning();
      });
}

}  // namespace ectopy::ui
