#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QSplitter>
#include <QStackedWidget>
#include <QTabBar>
#include <QToolButton>
#include <functional>

#include "ui/evaluate/calibration_view.h"
#include "ui/evaluate/compare_view.h"
#include "ui/evaluate/curves_view.h"
#include "ui/evaluate/ec57_view.h"
#include "ui/evaluate/errors_view.h"
#include "ui/evaluate/evaluate_page.h"
#include "ui/evaluate/groups_view.h"
#include "ui/evaluate/map_view.h"
#include "ui/evaluate/matrix_view.h"
#include "ui/theme/theme.h"
#include "ui/widgets/beat_gallery.h"
#include "ui/widgets/role_label.h"

namespace ectopy::ui {

namespace {

template <typename Button>
Button* makeButton(const char* name, const QString& text, const QString& icon, const QString& hint,
                   bool isPrimary = false) {
  auto* button = new Button;
  button->setProperty("primary", isPrimary);
  button->setObjectName(QString::fromLatin1(name));
  button->setText(text);
  button->setAccessibleName(text);
  button->setToolTip(hint);
  const auto drawIcon = [button, icon, isPrimary] {
    const Theme& theme = Theme::instance();
    button->setIcon(theme.icon(icon, isPrimary ? theme.palette().accentText : theme.palette().text));
  };
  QObject::connect(&Theme::instance(), &Theme::changed, button, drawIcon);
  drawIcon();
  return button;
}

/// What can be looked at of an evaluation, one line each, in the order of the bar.
struct EvaluateView {
  QString text;
  QString icon;
  std::function<QWidget*(Session&)> make;
  bool needsModel = true;
};

template <typename View>
QWidget* make(Session& session) {
  return new View(session);
}

const std::vector<EvaluateView>& evaluateViews() {
  static const std::vector<EvaluateView> views = {
      {EvaluatePage::tr("Matrix"), QStringLiteral("evaluate"), make<MatrixView>},
      {EvaluatePage::tr("Curves"), QStringLiteral("curves"), make<CurvesView>},
      {EvaluatePage::tr("Calibration"), QStringLiteral("calibration"), make<CalibrationView>},
      {EvaluatePage::tr("Groups"), QStringLiteral("groups"), make<GroupsView>},
      {EvaluatePage::tr("Errors"), QStringLiteral("errors"), make<ErrorsView>},
      {EvaluatePage::tr("Compare"), QStringLiteral("compare"), make<CompareView>},
      {EvaluatePage::tr("EC57"), QStringLiteral("ec57"), make<Ec57View>, false},
      {EvaluatePage::tr("Map"), QStringLiteral("map"), make<MapView>, false},
  };
  return views;
}

}  // namespace

QWidget* EvaluatePage::makeEmptyState() {
  auto* page = new QWidget;
  m_emptyWords = roleLabel("muted");
  m_emptyWords->setObjectName(QStringLiteral("evaluateEmpty"));
  m_emptyWords->setAlignment(Qt::AlignCenter);
  m_emptyWords->setWordWrap(true);
  m_train = makeButton<QPushButton>("goToTrain", tr("Train a model"), QStringLiteral("train"),
                                    tr("Go to the Train page (T)"), true);
  m_openModel = makeButton<QPushButton>("openModelHere", tr("Open a model..."), QStringLiteral("model"),
                                        tr("Choose a model file"));
  m_openShipped =
      makeButton<QPushButton>("openShippedHere", tr("Use the shipped model"), QStringLiteral("model"),
                              tr("A model trained on the MIT-BIH Arrhythmia Database, at once"));
  auto* buttons = new QHBoxLayout;
  buttons->setSpacing(Theme::spacing(2));
  buttons->addStretch(1);
  buttons->addWidget(m_train);
  buttons->addWidget(m_openShipped);
  buttons->addWidget(m_openModel);
  buttons->addStretch(1);
  auto* layout = new QVBoxLayout(page);
  layout->setSpacing(Theme::spacing(4));
  layout->addStretch(1);
  layout->addWidget(m_emptyWords);
  layout->addLayout(buttons);
  layout->addStretch(2);
  return page;
}

QWidget* EvaluatePage::makeContent() {
  auto* page = new QWidget;
  auto* layout = new QVBoxLayout(page);
  layout->setContentsMargins(0, 0, 0, 0);
  m_shownView = new QStackedWidget;
  auto* splitter = new QSplitter(Qt::Vertical);
  splitter->addWidget(m_shownView);
  m_gallery = new BeatGallery(m_session);
  splitter->addWidget(m_gallery);
  splitter->setStretchFactor(0, 1);
  splitter->setStretchFactor(1, 1);
  splitter->setChildrenCollapsible(false);
  layout->addWidget(splitter, 1);
  return page;
}

QTabBar* EvaluatePage::makeViewBar() {
  m_viewBar = new QTabBar;
  m_viewBar->setObjectName(QStringLiteral("evaluateViews"));
  m_viewBar->setAccessibleName(tr("Views of the evaluation"));
  m_viewBar->setDrawBase(false);
  m_viewBar->setExpanding(false);
  for (const EvaluateView& view : evaluateViews())
    m_viewBar->addTab(Theme::instance().icon(view.icon), view.text);
  m_views.resize(static_cast<std::size_t>(m_viewBar->count()));
  return m_viewBar;
}

void EvaluatePage::showView(int place) {
  QWidget*& view = m_views[static_cast<std::size_t>(place)];
  if (!view) {
    view = evaluateViews()[static_cast<std::size_t>(place)].make(m_session);
    m_shownView->addWidget(view);
  }
  m_shownView->setCurrentWidget(view);
  refresh();
}

bool EvaluatePage::needsModel(int place) const {
  return evaluateViews()[static_cast<std::size_t>(place)].needsModel;
}

QWidget* EvaluatePage::makeHeader() {
  auto* header = new QWidget;
  m_header = header;
  m_title = roleLabel("title");
  m_title->setObjectName(QStringLiteral("evaluateTitle"));
  m_protocol = roleLabel("small");
  m_protocol->setObjectName(QStringLiteral("evaluateProtocol"));
  m_protocol->setWordWrap(true);
  m_part = new QComboBox;
  m_part->setObjectName(QStringLiteral("evaluatedPart"));
  m_part->setAccessibleName(tr("Beats that are judged"));
  m_part->addItem(tr("Test part"), static_cast<int>(Part::Test));
  m_part->addItem(tr("Validation part"), static_cast<int>(Part::Validation));
  m_part->addItem(tr("Training part"), static_cast<int>(Part::Train));
  m_part->addItem(tr("All beats"), static_cast<int>(Part::None));
  auto* previous =
      makeButton<QToolButton>("previousWrong", tr("Previous misclassified"), QStringLiteral("previous-wrong"),
                              tr("Previous misclassified ( [ )"));
  auto* next = makeButton<QToolButton>("nextWrong", tr("Next misclassified"), QStringLiteral("next-wrong"),
                                       tr("Next misclassified ( ] )"));
  m_export = makeButton<QPushButton>("exportReport", tr("Export report..."), QStringLiteral("report"),
                                     tr("Write one self-contained HTML file"));
  connect(previous, &QToolButton::clicked, this, [this] { m_session.stepToWrong(-1); });
  connect(next, &QToolButton::clicked, this, [this] { m_session.stepToWrong(+1); });
  auto* words = new QVBoxLayout;
  words->setSpacing(Theme::spacing(1));
  words->addWidget(m_title);
  words->addWidget(m_protocol);
  auto* layout = new QHBoxLayout(header);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(Theme::spacing(2));
  layout->addLayout(words, 1);
  m_ofJudged = {m_part, previous, next, m_export};
  for (QWidget* widget : m_ofJudged) layout->addWidget(widget, 0, Qt::AlignTop);
  return header;
}

}  // namespace ectopy::ui
