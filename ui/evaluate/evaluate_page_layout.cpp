#include <QComboBox>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QPushButton>
#include <QSortFilterProxyModel>
#include <QSplitter>
#include <QTabWidget>
#include <QTableView>
#include <QToolButton>

#include "ui/evaluate/evaluate_page.h"
#include "ui/evaluate/key_figures.h"
#include "ui/evaluate/score_tables.h"
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
  layout->setContentsMargins(Theme::spacing(4), Theme::spacing(4), Theme::spacing(4), 0);
  layout->setSpacing(Theme::spacing(3));
  layout->addWidget(makeHeader());
  auto* top = new QWidget;
  auto* pictures = new QHBoxLayout(top);
  pictures->setContentsMargins(0, 0, 0, 0);
  pictures->setSpacing(Theme::spacing(6));
  m_confusion = new ConfusionView;
  pictures->addWidget(m_confusion, 1);
  pictures->addWidget(makeFigures(), 1);
  auto* splitter = new QSplitter(Qt::Vertical);
  splitter->addWidget(top);
  m_gallery = new BeatGallery(m_session);
  splitter->addWidget(m_gallery);
  splitter->setStretchFactor(0, 1);
  splitter->setStretchFactor(1, 1);
  splitter->setChildrenCollapsible(false);
  layout->addWidget(splitter, 1);
  return page;
}

QWidget* EvaluatePage::makeHeader() {
  auto* header = new QWidget;
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
  for (QWidget* widget : std::initializer_list<QWidget*>{m_part, previous, next, m_export})
    layout->addWidget(widget, 0, Qt::AlignTop);
  return header;
}

QWidget* EvaluatePage::makeFigures() {
  auto* column = new QWidget;
  auto* layout = new QVBoxLayout(column);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(Theme::spacing(3));
  m_figures = new KeyFigures;
  auto* tabs = new QTabWidget;
  tabs->setObjectName(QStringLiteral("scoreTabs"));
  tabs->setDocumentMode(true);
  QTableView* classes = makeTable(*m_classTable, "classScores", tr("Scores of each class"));
  QTableView* records = makeTable(*m_recordTable, "recordScores", tr("Scores of each record"));
  records->sortByColumn(RecordScoreTable::Wrong, Qt::DescendingOrder);
  tabs->addTab(classes, tr("Classes"));
  tabs->addTab(records, tr("Records"));
  const auto sourceRow = [](const QModelIndex& index) {
    return static_cast<const QSortFilterProxyModel*>(index.model())->mapToSource(index).row();
  };
  connect(classes, &QTableView::activated, this, [this, sourceRow](const QModelIndex& index) {
    openCell({static_cast<ClassIndex>(sourceRow(index)), std::nullopt});
  });
  connect(records, &QTableView::activated, this, [this, sourceRow](const QModelIndex& index) {
    openRecord(m_recordTable->recordAt(sourceRow(index)));
  });
  layout->addWidget(m_figures);
  layout->addWidget(tabs, 1);
  return column;
}

QTableView* EvaluatePage::makeTable(ScoreTable& table, const char* name, const QString& title) {
  auto* sorted = new QSortFilterProxyModel(this);
  sorted->setSourceModel(&table);
  sorted->setSortRole(Qt::UserRole);
  auto* view = new QTableView;
  view->setObjectName(QString::fromLatin1(name));
  view->setAccessibleName(title);
  view->setModel(sorted);
  view->setSortingEnabled(true);
  view->sortByColumn(0, Qt::AscendingOrder);
  view->setSelectionBehavior(QAbstractItemView::SelectRows);
  view->setSelectionMode(QAbstractItemView::SingleSelection);
  view->setShowGrid(false);
  view->setTabKeyNavigation(false);
  view->setWordWrap(false);
  view->setIconSize(QSize(Theme::spacing(3), Theme::spacing(3)));
  view->setFrameShape(QFrame::NoFrame);
  view->verticalHeader()->hide();
  view->horizontalHeader()->setHighlightSections(false);
  view->horizontalHeader()->setSectionResizeMode(QHeaderView::ResizeToContents);
  view->horizontalHeader()->setSectionResizeMode(0, QHeaderView::Stretch);
  return view;
}

}  // namespace ectopy::ui
