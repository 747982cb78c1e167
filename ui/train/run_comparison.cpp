#include "ui/train/run_comparison.h"

#include <QHeaderView>
#include <QLabel>
#include <QPainter>
#include <QTableWidget>
#include <QVBoxLayout>
#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>

#include "ui/theme/theme.h"
#include "ui/train/run_pairs.h"
#include "ui/widgets/curves_plot.h"
#include "ui/widgets/figures.h"
#include "ui/widgets/role_label.h"

namespace ectopy::ui {

namespace {

enum class Better { Neither, Higher, Lower };

constexpr double kUnknown = std::numeric_limits<double>::quiet_NaN();
constexpr QSize kSwatch(28, 10);  // px

Scores scoresOrNone(const ConfusionMatrix& confusion) {
  if (confusion.total() > 0) return scoresOf(confusion);
  Scores none;
  none.accuracy = none.macroF1 = kUnknown;
  return none;
}

QIcon swatchOf(std::size_t place) {
  QPixmap swatch(kSwatch);
  swatch.fill(Qt::transparent);
  QPainter painter(&swatch);
  QPen pen = CurvesPlot::pen(place);
  pen.setWidth(2);
  painter.setPen(pen);
  painter.drawLine(0, kSwatch.height() / 2, kSwatch.width(), kSwatch.height() / 2);
  return swatch;
}

/// Whether the runs learned from and were judged by the same beats.
bool areJudgedAlike(const std::vector<Run>& runs) {
  return std::ranges::all_of(runs, [&](const Run& run) {
    const ModelInfo& first = *runs.front().info;
    return run.info->splitId == first.splitId && run.info->dataFingerprint == first.dataFingerprint &&
           run.info->config.seed == first.config.seed;
  });
}

}  // namespace

/// A line of the table: its words and, where one is better, its values.
struct RunComparison::Row {
  QString title;
  QStringList texts;
  std::vector<double> values;
  Better better = Better::Neither;

  /// As it is read: what is written alike is alike.
  bool isBest(std::size_t place) const {
    if (better == Better::Neither || texts.count(texts.front()) == texts.size()) return false;
    const double sign = better == Better::Higher ? 1 : -1;
    std::size_t best = values.size();
    for (std::size_t other = 0; other < values.size(); ++other)
      if (std::isfinite(values[other]) &&
          (best == values.size() || sign * values[other] > sign * values[best]))
        best = other;
    return best < values.size() && textAt(place) == textAt(best);
  }
  const QString& textAt(std::size_t place) const { return texts[static_cast<qsizetype>(place)]; }
};

RunComparison::RunComparison(Session& session, QWidget* parent)
    : QWidget(parent), m_session(session), m_table(new QTableWidget), m_note(roleLabel("small")) {
  m_table->setObjectName(QStringLiteral("runComparison"));
  m_table->setAccessibleName(tr("Runs side by side"));
  m_table->setEditTriggers(QAbstractItemView::NoEditTriggers);
  m_table->setSelectionMode(QAbstractItemView::NoSelection);
  m_table->setShowGrid(false);
  m_table->setTabKeyNavigation(false);
  m_table->setIconSize(kSwatch);
  m_table->horizontalHeader()->setSectionResizeMode(QHeaderView::Stretch);
  m_table->horizontalHeader()->setHighlightSections(false);
  m_table->verticalHeader()->setHighlightSections(false);
  m_table->verticalHeader()->setSectionResizeMode(QHeaderView::ResizeToContents);
  m_note->setObjectName(QStringLiteral("comparisonNote"));
  m_note->setWordWrap(true);
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(Theme::spacing(1));
  layout->addWidget(m_table, 1);
  layout->addWidget(m_note);
  connect(&session, &Session::runJudged, this, &RunComparison::rebuild);
  connect(&session, &Session::labelsChanged, this, [this] {
    m_isOutdated = true;
    if (isVisible()) rebuild();
  });
  connect(&Theme::instance(), &Theme::changed, this, &RunComparison::rebuild);
}

void RunComparison::showEvent(QShowEvent* event) {
  QWidget::showEvent(event);
  if (m_isOutdated) rebuild();
}

void RunComparison::showRuns(std::vector<Run> runs) {
  m_runs = std::move(runs);
  rebuild();
}

std::vector<RunComparison::Row> RunComparison::rowsOf() const {
  std::vector<Row> rows;
  const auto words = [&](const QString& title, const std::function<QString(const ModelInfo&)>& text) {
    Row row{.title = title, .texts = {}, .values = {}};
    for (const Run& run : m_runs) row.texts << text(*run.info);
    rows.push_back(std::move(row));
  };
  const auto figures = [&](const QString& title, Better better, QString (*text)(double),
                           const std::function<double(const Run&)>& value) {
    Row row{.title = title, .texts = {}, .values = {}, .better = better};
    for (const Run& run : m_runs) {
      row.values.push_back(value(run));
      row.texts << text(row.values.back());
    }
    rows.push_back(std::move(row));
  };
  words(tr("Run"), [](const ModelInfo& info) { return QString::fromStdString(info.name); });
  words(tr("Start"), [](const ModelInfo& info) { return startText(info); });
  words(tr("Protocol"), [](const ModelInfo& info) { return QString::fromStdString(info.splitId); });
  words(tr("Parameters moved"), [](const ModelInfo& info) { return countText(info.trainableParameters); });
  words(tr("Best epoch"),
        [](const ModelInfo& info) { return tr("%1 of %2").arg(info.bestEpoch).arg(info.history.size()); });
  figures(tr("Time"), Better::Lower, durationText, [](const Run& run) { return run.info->seconds; });
  for (const bool isTest : {false, true}) {
    const auto scores = [isTest](const Run& run) {
      return scoresOrNone(isTest ? run.info->test : run.info->validation);
    };
    figures(isTest ? tr("Test accuracy") : tr("Validation accuracy"), Better::Higher, percentText,
            [scores](const Run& run) { return scores(run).accuracy; });
    figures(isTest ? tr("Test macro F1") : tr("Validation macro F1"), Better::Higher, percentText,
            [scores](const Run& run) { return scores(run).macroF1; });
  }
  if (std::ranges::all_of(m_runs, [](const Run& run) { return run.info->scheme.size() == 2; }))
    figures(
        tr("Test AUC"), Better::Higher, [](double auc) { return decimalText(auc); },
        [this](const Run& run) { return m_session.testAucOf(run.record.id).value_or(kUnknown); });
  return rows;
}

void RunComparison::rebuild() {
  m_isOutdated = false;
  m_table->clear();
  m_table->setRowCount(0);
  m_table->setColumnCount(static_cast<int>(m_runs.size()));
  if (m_runs.empty()) return;
  const bool isFair = areJudgedAlike(m_runs);
  for (Row& row : rowsOf()) {
    if (!isFair) row.better = Better::Neither;
    addRow(row);
  }
  drawHeader();
  m_note->setText(
      isFair ? QString()
             : tr("These runs were judged by other beats each (protocol, seed or data differ): their "
                  "figures do not tell which is better."));
  m_note->setVisible(!isFair);
}

void RunComparison::addRow(const Row& row) {
  const int place = m_table->rowCount();
  m_table->insertRow(place);
  m_table->setVerticalHeaderItem(place, new QTableWidgetItem(row.title));
  for (int column = 0; column < row.texts.size(); ++column) {
    auto* item = new QTableWidgetItem(row.texts[column]);
    item->setToolTip(row.texts[column]);
    item->setTextAlignment(Qt::AlignRight | Qt::AlignVCenter);
    QFont font = Theme::instance().normal();
    font.setBold(row.isBest(static_cast<std::size_t>(column)));
    item->setFont(font);
    m_table->setItem(place, column, item);
  }
}

void RunComparison::drawHeader() {
  const QStringList names = tellingNames(m_runs);
  for (int column = 0; column < m_table->columnCount(); ++column) {
    auto* item = new QTableWidgetItem(swatchOf(static_cast<std::size_t>(column)), names[column]);
    item->setTextAlignment(Qt::AlignRight | Qt::AlignVCenter);
    item->setToolTip(QString::fromStdString(m_runs[static_cast<std::size_t>(column)].info->name));
    m_table->setHorizontalHeaderItem(column, item);
  }
}

}  // namespace ectopy::ui
