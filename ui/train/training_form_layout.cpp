#include <QButtonGroup>
#include <QComboBox>
#include <QFormLayout>
#include <QPushButton>
#include <QRadioButton>
#include <QScrollArea>
#include <QSpinBox>
#include <QToolButton>
#include <limits>

#include "ui/theme/theme.h"
#include "ui/train/recipe_fields.h"
#include "ui/train/training_form.h"
#include "ui/train/training_outlook.h"
#include "ui/widgets/role_label.h"

namespace ectopy::ui {

namespace {

QSpinBox* makeNumber(const char* name, const QString& title, int least, int most, int value) {
  auto* box = new QSpinBox;
  box->setObjectName(QString::fromLatin1(name));
  box->setAccessibleName(title);
  box->setRange(least, most);
  box->setValue(value);
  box->setAlignment(Qt::AlignRight);
  return box;
}

QLabel* makeWords(const char* name) {
  QLabel* label = roleLabel("small");
  label->setObjectName(QString::fromLatin1(name));
  label->setWordWrap(true);
  return label;
}

/// A section: its caption over whatever it holds.
QWidget* makeSection(const QString& title, QVBoxLayout*& layout) {
  auto* section = new QWidget;
  layout = new QVBoxLayout(section);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(Theme::spacing(1));
  layout->addWidget(roleLabel("small", title));
  return section;
}

QFormLayout* makeFields(QWidget* parent) {
  auto* fields = new QFormLayout(parent);
  fields->setContentsMargins(0, 0, 0, 0);
  fields->setHorizontalSpacing(Theme::spacing(3));
  fields->setVerticalSpacing(Theme::spacing(1));
  fields->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
  return fields;
}

}  // namespace

void TrainingForm::layOut() {
  auto* choices = new QWidget;
  auto* sections = new QVBoxLayout(choices);
  sections->setContentsMargins(Theme::spacing(4), Theme::spacing(4), Theme::spacing(4), Theme::spacing(2));
  sections->setSpacing(Theme::spacing(4));
  sections->addWidget(makeNetworkSection());
  sections->addWidget(makeProtocolSection());
  sections->addWidget(makeStartSection());
  sections->addWidget(makeLengthSection());
  sections->addWidget(makeMoreSection());
  sections->addStretch(1);
  auto* scroll = new QScrollArea;
  scroll->setObjectName(QStringLiteral("trainingForm"));
  scroll->setWidget(choices);
  scroll->setWidgetResizable(true);
  scroll->setFrameShape(QFrame::NoFrame);
  scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(0);
  layout->addWidget(scroll, 1);
  layout->addWidget(makeFooter());  // always in sight, whatever is open above
}

QWidget* TrainingForm::makeNetworkSection() {
  QVBoxLayout* layout = nullptr;
  QWidget* section = makeSection(tr("Network"), layout);
  m_architecture = new QComboBox;
  m_architecture->setObjectName(QStringLiteral("architecture"));
  m_architecture->setAccessibleName(tr("Network"));
  m_architectureWords = makeWords("architectureWords");
  setFocusProxy(m_architecture);
  layout->addWidget(m_architecture);
  layout->addWidget(m_architectureWords);
  return section;
}

QWidget* TrainingForm::makeProtocolSection() {
  QVBoxLayout* layout = nullptr;
  QWidget* section = makeSection(tr("Protocol"), layout);
  m_protocol = new QComboBox;
  m_protocol->setObjectName(QStringLiteral("protocol"));
  m_protocol->setAccessibleName(tr("Protocol: which beats train, which test"));
  m_protocolWords = makeWords("protocolWords");
  layout->addWidget(m_protocol);
  layout->addWidget(m_protocolWords);
  return section;
}

QRadioButton* TrainingForm::addStart(QWidget* section, const char* name, const QString& text, int id) {
  auto* button = new QRadioButton(text, section);
  button->setObjectName(QString::fromLatin1(name));
  m_start->addButton(button, id);
  section->layout()->addWidget(button);
  return button;
}

QWidget* TrainingForm::makeStartSection() {
  QVBoxLayout* layout = nullptr;
  QWidget* section = makeSection(tr("Start"), layout);
  m_start = new QButtonGroup(this);
  addStart(section, "startScratch", tr("From scratch"), 0)->setChecked(true);
  addStart(section, "startFreeze", tr("Current model, convolutions frozen"), 1);
  addStart(section, "startFineTune", tr("Current model, fine-tune all"), 2);
  addStart(section, "startGradual", tr("Current model, head first, then all"), 3);
  return section;
}

QWidget* TrainingForm::makeLengthSection() {
  const TrainingConfig defaults;
  auto* section = new QWidget;
  QFormLayout* fields = makeFields(section);
  m_epochs = makeNumber("epochs", tr("Epochs"), 1, 10000, defaults.epochs);
  m_timeLimit = makeNumber("timeLimit", tr("Time limit in minutes"), 0, 7 * 24 * 60, 0);
  m_timeLimit->setSpecialValueText(tr("none"));
  m_timeLimit->setSuffix(tr(" min"));
  m_seed =
      makeNumber("seed", tr("Seed"), 0, std::numeric_limits<int>::max(), static_cast<int>(defaults.seed));
  m_seed->setToolTip(tr("The same seed on the same machine gives the same weights"));
  fields->addRow(tr("Epochs, at most"), m_epochs);
  fields->addRow(tr("Time limit"), m_timeLimit);
  fields->addRow(tr("Seed"), m_seed);
  return section;
}

QWidget* TrainingForm::makeMoreSection() {
  const TrainingConfig defaults;
  auto* section = new QWidget;
  auto* layout = new QVBoxLayout(section);
  layout->setContentsMargins(0, 0, 0, 0);
  m_more = new QToolButton;
  m_more->setObjectName(QStringLiteral("more"));
  m_more->setText(tr("More"));
  m_more->setCheckable(true);
  m_more->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
  m_more->setArrowType(Qt::RightArrow);
  m_moreFields = new QWidget;
  auto* column = new QVBoxLayout(m_moreFields);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(Theme::spacing(1));
  auto* machine = new QWidget;
  QFormLayout* fields = makeFields(machine);
  m_threads = makeNumber("threads", tr("Threads"), 0, 256, defaults.threads);
  m_threads->setSpecialValueText(tr("all cores but one"));
  m_threads->setToolTip(tr("One core is left to the window"));
  fields->addRow(tr("Threads"), m_threads);
  m_fields = new RecipeFields;
  column->addWidget(machine);
  column->addWidget(m_fields);
  m_moreFields->hide();
  layout->addWidget(m_more);
  layout->addWidget(m_moreFields);
  connect(m_more, &QToolButton::toggled, this, [this](bool isOpen) {
    m_moreFields->setVisible(isOpen);
    m_more->setArrowType(isOpen ? Qt::DownArrow : Qt::RightArrow);
  });
  return section;
}

QWidget* TrainingForm::makeFooter() {
  QVBoxLayout* layout = nullptr;
  QWidget* footer = makeSection(tr("Before the start"), layout);
  layout->setContentsMargins(Theme::spacing(4), Theme::spacing(2), Theme::spacing(4), Theme::spacing(4));
  m_outlook = new TrainingOutlook;
  m_startButton = new QPushButton(tr("Start training"));
  m_startButton->setObjectName(QStringLiteral("startTraining"));
  m_startButton->setProperty("primary", true);
  m_startButton->setShortcut(QKeySequence(Qt::CTRL | Qt::Key_Return));
  m_startButton->setEnabled(false);
  const auto drawIcon = [this] {
    m_startButton->setIcon(
        Theme::instance().icon(QStringLiteral("play"), Theme::instance().palette().accentText));
  };
  connect(&Theme::instance(), &Theme::changed, this, drawIcon);
  drawIcon();
  layout->addWidget(m_outlook);
  layout->addSpacing(Theme::spacing(2));
  layout->addWidget(m_startButton);
  m_compareButton = new QPushButton(tr("Compare with scratch"));
  m_compareButton->setObjectName(QStringLiteral("compareWithScratch"));
  m_compareButton->setShortcut(QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_Return));
  m_compareButton->hide();
  layout->addWidget(m_compareButton);
  return footer;
}

}  // namespace ectopy::ui
