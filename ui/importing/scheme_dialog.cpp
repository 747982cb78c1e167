#include "ui/importing/scheme_dialog.h"

#include <QColorDialog>
#include <QComboBox>
#include <QDialogButtonBox>
#include <QHeaderView>
#include <QLabel>
#include <QPushButton>
#include <QTableWidget>
#include <QVBoxLayout>

#include "core/base/error.h"
#include "ui/theme/theme.h"
#include "ui/widgets/primary_button.h"
#include "ui/widgets/role_label.h"
#include "ui/widgets/words.h"
#include "ui/window/file_dialogs.h"

namespace ectopy::ui {
namespace {

enum ClassColumn { Code, Name, Colour };
enum TargetColumn { Source, Beats, Target };
constexpr int kIdentityRole = Qt::UserRole;  // of a new class, whatever its code

QTableWidget* tableOf(const QString& name, const QStringList& titles) {
  auto* table = new QTableWidget(0, static_cast<int>(titles.size()));
  table->setObjectName(name);
  table->setHorizontalHeaderLabels(titles);
  table->verticalHeader()->hide();
  table->setShowGrid(false);
  table->setSelectionBehavior(QAbstractItemView::SelectRows);
  table->setSelectionMode(QAbstractItemView::SingleSelection);
  table->horizontalHeader()->setHighlightSections(false);
  table->horizontalHeader()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
  table->horizontalHeader()->setStretchLastSection(true);
  return table;
}

QTableWidgetItem* fixedItem(const QString& words) {
  auto* item = new QTableWidgetItem(words);
  item->setFlags(Qt::ItemIsEnabled | Qt::ItemIsSelectable);
  return item;
}

void showColour(QTableWidgetItem& item, const QString& colour) {
  item.setText(colour);
  item.setData(Qt::DecorationRole, QColor(colour));
}

/// Every class to itself.
SchemeMapping sameAs(const LabelScheme& scheme) {
  SchemeMapping mapping{scheme, {}};
  for (std::size_t i = 0; i < scheme.size(); ++i) mapping.target.push_back(static_cast<ClassIndex>(i));
  return mapping;
}

}  // namespace

SchemeDialog::SchemeDialog(Session& session, QWidget* parent)
    : QDialog(parent),
      m_session(session),
      m_beats(session.beats()),
      m_classes(tableOf(QStringLiteral("schemeClasses"), {tr("Code"), tr("Name"), tr("Colour")})),
      m_targets(tableOf(QStringLiteral("schemeTargets"), {tr("Class now"), tr("Beats"), tr("becomes")})),
      m_words(roleLabel("small")) {
  setObjectName(QStringLiteral("schemeDialog"));
  setWindowTitle(tr("Another label scheme"));
  build();
  fill(sameAs(m_beats->scheme()));
  connect(m_classes, &QTableWidget::itemChanged, this, &SchemeDialog::offerTargets);
  connect(m_classes, &QTableWidget::cellDoubleClicked, this, &SchemeDialog::chooseColour);
  connect(&session, &Session::dataChanged, this, &QDialog::reject);
}

void SchemeDialog::build() {
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(Theme::spacing(5), Theme::spacing(4), Theme::spacing(5), Theme::spacing(4));
  column->setSpacing(Theme::spacing(3));
  auto* intro = roleLabel("muted", tr("The beats, with their labels as they are now, become a beat file of "
                                      "their own in the new scheme. The open data stay as they are."));
  intro->setWordWrap(true);
  column->addWidget(intro);
  auto* tables = new QHBoxLayout;
  tables->setSpacing(Theme::spacing(4));
  tables->addWidget(buildClasses(), 1);
  tables->addWidget(buildTargets(), 1);
  column->addLayout(tables, 1);
  m_words->setObjectName(QStringLiteral("schemeWords"));
  m_words->setWordWrap(true);
  m_words->setMinimumHeight(Theme::spacing(9));
  column->addWidget(m_words);
  auto* buttons = new QDialogButtonBox(QDialogButtonBox::Cancel, this);
  m_write = addPrimaryButton(*buttons, tr("Write and open..."), QDialogButtonBox::ActionRole);
  m_write->setObjectName(QStringLiteral("schemeWrite"));
  column->addWidget(buttons);
  connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
  connect(m_write, &QPushButton::clicked, this, [this] {
    askWhereToSave(this,
                   {.name = "schemeFileDialog",
                    .title = tr("Write the beats in the new scheme"),
                    .filter = tr("Beats (*.beats)"),
                    .suggestion = text(m_beats->facts().name) + QStringLiteral("-scheme.beats")},
                   [this](const QString& path) { write(path); });
  });
  resize(Theme::spacing(210), Theme::spacing(120));
}

QWidget* SchemeDialog::buildClasses() {
  auto* box = new QWidget;
  auto* column = new QVBoxLayout(box);
  column->setContentsMargins(0, 0, 0, 0);
  column->addWidget(new QLabel(tr("Classes of the new scheme")));
  m_classes->setAccessibleName(tr("Classes of the new scheme"));
  m_classes->setColumnWidth(Code, Theme::spacing(16));
  m_classes->setColumnWidth(Name, Theme::spacing(50));
  column->addWidget(m_classes, 1);
  column->addWidget(buildTools());
  return box;
}

QWidget* SchemeDialog::buildTools() {
  auto* tools = new QWidget;
  auto* row = new QHBoxLayout(tools);
  row->setContentsMargins(0, 0, 0, 0);
  const auto add = [&](const QString& name, const QString& words, auto does) {
    auto* button = new QPushButton(words);
    button->setObjectName(name);
    button->setAutoDefault(false);
    connect(button, &QPushButton::clicked, this, does);
    row->addWidget(button);
  };
  add(QStringLiteral("schemeAdd"), tr("&Add"), [this] {
    const auto count = static_cast<std::size_t>(m_classes->rowCount());
    addClass({"", "", numberedScheme(count + 1).classes[count].colour});
    m_classes->setCurrentCell(m_classes->rowCount() - 1, Code);
    m_classes->editItem(m_classes->currentItem());
    offerTargets();
  });
  add(QStringLiteral("schemeRemove"), tr("&Remove"), [this] { removeClass(); });
  row->addStretch(1);
  add(QStringLiteral("schemeLoad"), tr("&Load..."), [this] { load(); });
  add(QStringLiteral("schemeSave"), tr("&Save..."), [this] { save(); });
  return tools;
}

QWidget* SchemeDialog::buildTargets() {
  auto* box = new QWidget;
  auto* column = new QVBoxLayout(box);
  column->setContentsMargins(0, 0, 0, 0);
  column->addWidget(new QLabel(tr("Where the classes of now go")));
  m_targets->setAccessibleName(tr("Where the classes of now go"));
  m_targets->setColumnWidth(Source, Theme::spacing(40));
  m_targets->setColumnWidth(Beats, Theme::spacing(20));
  column->addWidget(m_targets, 1);
  return box;
}

void SchemeDialog::fill(const SchemeMapping& mapping) {
  m_isFilling = true;
  m_classes->setRowCount(0);
  for (const LabelClass& one : mapping.to.classes) addClass(one);
  const auto& sources = m_beats->scheme().classes;
  std::vector<std::size_t> counts(sources.size());
  for (const ClassIndex label : *m_session.labels())
    if (label < counts.size()) ++counts[label];
  m_targets->setRowCount(static_cast<int>(sources.size()));
  for (std::size_t source = 0; source < sources.size(); ++source) {
    const int row = static_cast<int>(source);
    const QString words = text(sources[source].code) + QStringLiteral(": ") + text(sources[source].name);
    m_targets->setItem(row, Source, fixedItem(words));
    m_targets->item(row, Source)->setToolTip(words);
    m_targets->setItem(row, Beats, fixedItem(groupedNumber(counts[source])));
    auto* choice = new QComboBox;
    choice->setAccessibleName(tr("Class %1 becomes").arg(text(sources[source].code)));
    connect(choice, &QComboBox::currentIndexChanged, this, &SchemeDialog::check);
    m_targets->setCellWidget(row, Target, choice);
  }
  m_isFilling = false;
  offerTargets();
  for (std::size_t source = 0; source < sources.size(); ++source) {
    const ClassIndex target = mapping.target[source];
    auto* choice = qobject_cast<QComboBox*>(m_targets->cellWidget(static_cast<int>(source), Target));
    choice->setCurrentIndex(target == kUnlabelled ? 0 : target + 1);
  }
}

void SchemeDialog::addClass(const LabelClass& one) {
  const bool wasFilling = std::exchange(m_isFilling, true);
  const int row = m_classes->rowCount();
  m_classes->insertRow(row);
  m_classes->setItem(row, Code, new QTableWidgetItem(text(one.code)));
  m_classes->item(row, Code)->setData(kIdentityRole, ++m_latestClass);
  m_classes->setItem(row, Name, new QTableWidgetItem(text(one.name)));
  m_classes->setItem(row, Colour, fixedItem({}));
  m_classes->item(row, Colour)->setToolTip(tr("Double click to choose another"));
  showColour(*m_classes->item(row, Colour), text(one.colour));
  m_isFilling = wasFilling;
}

void SchemeDialog::removeClass() {
  if (m_classes->currentRow() < 0) return;
  m_classes->removeRow(m_classes->currentRow());
  offerTargets();
}

void SchemeDialog::chooseColour(int row, int column) {
  if (column != Colour) return;
  auto* dialog = new QColorDialog(QColor(m_classes->item(row, Colour)->text()), this);
  dialog->setAttribute(Qt::WA_DeleteOnClose);
  connect(dialog, &QColorDialog::colorSelected, this, [this, row](const QColor& colour) {
    if (row < m_classes->rowCount()) showColour(*m_classes->item(row, Colour), colour.name());
  });
  dialog->open();
}

/// What goes to a class follows it, whatever it is called; it has no target when the class is gone.
void SchemeDialog::offerTargets() {
  if (m_isFilling) return;
  for (int row = 0; row < m_targets->rowCount(); ++row) {
    auto* choice = qobject_cast<QComboBox*>(m_targets->cellWidget(row, Target));
    const QVariant before = choice->currentData();
    const QSignalBlocker quiet(choice);
    choice->clear();
    choice->addItem(tr("no label"));
    for (int one = 0; one < m_classes->rowCount(); ++one)
      choice->addItem(m_classes->item(one, Code)->text().trimmed(),
                      m_classes->item(one, Code)->data(kIdentityRole));
    choice->setCurrentIndex(before.isValid() ? std::max(0, choice->findData(before)) : 0);
  }
  check();
}

SchemeMapping SchemeDialog::mapping() const {
  std::vector<LabelClass> classes;
  for (int row = 0; row < m_classes->rowCount(); ++row) {
    const auto cell = [&](int column) {
      return m_classes->item(row, column)->text().trimmed().toStdString();
    };
    classes.push_back({cell(Code), cell(Name), cell(Colour)});
  }
  SchemeMapping mapping{customScheme(std::move(classes)), {}};
  for (int row = 0; row < m_targets->rowCount(); ++row) {
    const int chosen = qobject_cast<QComboBox*>(m_targets->cellWidget(row, Target))->currentIndex();
    mapping.target.push_back(chosen <= 0 ? kUnlabelled : static_cast<ClassIndex>(chosen - 1));
  }
  return mapping;
}

void SchemeDialog::check() {
  if (m_isFilling) return;
  try {
    const SchemeMapping now = mapping();
    std::size_t lost = 0;
    for (const ClassIndex label : *m_session.labels())
      lost += label < now.target.size() && now.target[label] == kUnlabelled ? 1 : 0;
    m_words->setText(lost == 0 ? tr("Every labelled beat keeps a label.")
                               : tr("%1 beats lose their label.").arg(groupedNumber(lost)));
    setRole(*m_words, "small");
    m_write->setEnabled(true);
  } catch (const Error& problem) {
    m_words->setText(QString::fromUtf8(problem.what()));
    setRole(*m_words, "error");
    m_write->setEnabled(false);
  }
}

void SchemeDialog::load() {
  askForFile(
      this, {.name = "schemeLoadDialog", .title = tr("Load a label scheme"), .filter = tr("Scheme (*.json)")},
      [this](const QString& path) {
        try {
          fill(readSchemeMapping(path.toStdString(), m_beats->scheme()));
        } catch (const Error& problem) {
          m_words->setText(QString::fromUtf8(problem.what()));
          setRole(*m_words, "error");
        }
      });
}

void SchemeDialog::save() {
  askWhereToSave(this,
                 {.name = "schemeSaveDialog",
                  .title = tr("Save the label scheme"),
                  .filter = tr("Scheme (*.json)"),
                  .suggestion = QStringLiteral("scheme.json")},
                 [this](const QString& path) {
                   try {
                     writeSchemeMapping(path.toStdString(), mapping(), m_beats->scheme());
                     m_words->setText(tr("The scheme is written to %1.").arg(path));
                     setRole(*m_words, "small");
                   } catch (const Error& problem) {
                     m_words->setText(QString::fromUtf8(problem.what()));
                     setRole(*m_words, "error");
                   }
                 });
}

void SchemeDialog::write(const QString& path) {
  m_write->setEnabled(false);
  m_session.jobs().start<void>(
      {.title = tr("Writing the beats in the new scheme"), .mustFinish = true}, this,
      [beats = m_beats, labels = m_session.labels(), how = mapping(), path](const JobContext& job) {
        writeMappedBeats(path.toStdString(), beats, *labels, how, job);
      },
      [this, path] {
        emit written(path);
        accept();
      },
      [this](const QString& sentence) {
        m_write->setEnabled(true);
        m_words->setText(sentence);
        setRole(*m_words, "error");
      });
}

}  // namespace ectopy::ui
