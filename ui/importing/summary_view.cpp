#include "ui/importing/summary_view.h"

#include <fmt/format.h>
#include <QGridLayout>
#include <QLabel>
#include <QVBoxLayout>
#include <algorithm>

#include "core/beats/label_scheme.h"
#include "ui/theme/theme.h"
#include "ui/widgets/figures.h"
#include "ui/widgets/role_label.h"
#include "ui/widgets/words.h"

namespace ectopy::ui {
namespace {

constexpr std::size_t kMostWarnings = 8;
constexpr std::size_t kMostNames = 15;

QString count(std::size_t number) {
  return countText(static_cast<std::int64_t>(number));
}

/// Rows of name and figure under a caption.
class Section {
 public:
  Section(QVBoxLayout& column, const QString& title) : m_grid(new QGridLayout) {
    auto* heading = roleLabel("title", title);
    column.addWidget(heading);
    m_grid->setHorizontalSpacing(Theme::spacing(4));
    m_grid->setVerticalSpacing(Theme::spacing(1));
    m_grid->setColumnStretch(1, 1);
    column.addLayout(m_grid);
    column.addSpacing(Theme::spacing(3));
  }

  QLabel* add(const QString& name, const QString& value) {
    if (value.isEmpty()) return nullptr;
    const int row = m_grid->rowCount();
    auto* label = roleLabel("muted", name);
    label->setAlignment(Qt::AlignTop | Qt::AlignLeft);
    m_grid->addWidget(label, row, 0);
    auto* figure = new QLabel(value);
    figure->setWordWrap(true);
    figure->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_grid->addWidget(figure, row, 1);
    return figure;
  }

 private:
  QGridLayout* m_grid;
};

QString recordsText(std::size_t records) {
  return records == 1 ? SummaryView::tr("1 record") : SummaryView::tr("%1 records").arg(count(records));
}

QString ratesText(const std::map<double, std::size_t>& rates) {
  std::map<std::string, std::size_t> named;
  for (const auto& [rate, records] : rates) named[fmt::format("{:g} Hz", rate)] = records;
  return countedText(named);
}

QString foldsText(const std::map<int, std::size_t>& folds) {
  std::map<std::string, std::size_t> named;
  for (const auto& [fold, records] : folds)
    if (fold > 0) named[fmt::format("{:2}", fold)] = records;
  return countedText(named);
}

QString durationText(double hours) {
  if (hours * 60 < 1) return SummaryView::tr("%1 s").arg(decimalText(hours * 3600, 1));
  if (hours < 1) return SummaryView::tr("%1 min").arg(decimalText(hours * 60, 1));
  return SummaryView::tr("%1 h").arg(decimalText(hours, 1));
}

QString takenText(const ImportSummary& summary) {
  if (summary.taken == summary.records) return count(summary.records);
  if (summary.taken == 0)
    return SummaryView::tr("%1, none of which can be taken").arg(count(summary.records));
  return SummaryView::tr("%1, %2 of which are taken").arg(count(summary.records), count(summary.taken));
}

QString annotationsText(const ImportSummary& summary) {
  if (summary.cut.detected) return SummaryView::tr("not used: R peaks are detected");
  return summary.annotators.empty() ? SummaryView::tr("none") : countedText(summary.annotators);
}

void addFacts(QVBoxLayout& column, const ImportSummary& summary) {
  Section section(column, SummaryView::tr("What is there"));
  section.add(SummaryView::tr("Records"), takenText(summary));
  section.add(SummaryView::tr("Patients"), summary.patients > 0 ? count(summary.patients) : QString());
  section.add(SummaryView::tr("Duration"), summary.taken > 0 ? durationText(summary.hours) : QString());
  section.add(SummaryView::tr("Sample rate"), ratesText(summary.sampleRates));
  section.add(SummaryView::tr("Leads"), countedText(summary.leads));
  section.add(SummaryView::tr("Cut from"), countedText(summary.takenLeads));
  section.add(SummaryView::tr("Annotations"), annotationsText(summary));
  section.add(SummaryView::tr("Diagnoses"), countedText(summary.diagnoses));
  section.add(SummaryView::tr("Folds"), foldsText(summary.folds));
}

void addClasses(QVBoxLayout& column, const ImportSummary& summary) {
  const QString title = summary.areBeatsKnown ? SummaryView::tr("%1 beats to cut").arg(count(summary.beats))
                                              : SummaryView::tr("Beats are counted when they are cut");
  Section section(column, title);
  const auto isEmpty = [](const ImportSummary::Class& entry) { return entry.records == 0; };
  if (!summary.areBeatsKnown && std::ranges::all_of(summary.classes, isEmpty)) {
    section.add(SummaryView::tr("Classes"),
                SummaryView::tr("none yet: an R peak that is detected has no label"));
    return;
  }
  for (const ImportSummary::Class& entry : summary.classes) {
    const QString records = entry.records > 0 ? recordsText(entry.records) : SummaryView::tr("none");
    QLabel* value = section.add(text(entry.code) + QStringLiteral("   ") + text(entry.name),
                                summary.areBeatsKnown && entry.beats > 0
                                    ? SummaryView::tr("%1 in %2").arg(count(entry.beats), records)
                                    : records);
    if (value) value->setObjectName(QStringLiteral("class:") + text(entry.code));
  }
}

void addLeftOut(QVBoxLayout& column, const ImportSummary& summary) {
  if (summary.recordsLeftOut.empty() && summary.beatsLeftOut.empty()) return;
  Section section(column, SummaryView::tr("Left out"));
  for (const auto& [reason, records] : summary.recordsLeftOut)
    section.add(recordsText(records), text(reason));
  for (const auto& [reason, beats] : summary.beatsLeftOut)
    section.add(beatsText(static_cast<std::int64_t>(beats)), text(reason));
}

void addWarnings(QVBoxLayout& column, const std::vector<std::string>& warnings) {
  if (warnings.empty()) return;
  column.addWidget(roleLabel("title", SummaryView::tr("Noticed")));
  for (std::size_t i = 0; i < std::min(kMostWarnings, warnings.size()); ++i) {
    auto* label = new QLabel(text(warnings[i]));
    label->setWordWrap(true);
    label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    column.addWidget(label);
  }
  if (warnings.size() > kMostWarnings)
    column.addWidget(roleLabel("muted", SummaryView::tr("and %1 more").arg(warnings.size() - kMostWarnings)));
}

}  // namespace

QString countedText(const std::map<std::string, std::size_t>& counts) {
  QStringList words;
  for (const auto& [name, records] : counts) {
    if (words.size() == static_cast<int>(kMostNames)) {
      words << SummaryView::tr("and %1 more").arg(counts.size() - kMostNames);
      break;
    }
    words << QStringLiteral("%1 (%2)").arg(text(name), count(records));
  }
  return words.join(QStringLiteral(", "));
}

SummaryView::SummaryView(QWidget* parent) : QScrollArea(parent) {
  setObjectName(QStringLiteral("importSummary"));
  setFrameShape(QFrame::NoFrame);
  setFocusPolicy(Qt::StrongFocus);
  setWidgetResizable(true);
  setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
}

void SummaryView::show(const ImportSummary& summary) {
  auto* content = new QWidget;
  auto* column = new QVBoxLayout(content);
  column->setContentsMargins(0, 0, Theme::spacing(3), 0);
  column->setSpacing(Theme::spacing(1));
  addFacts(*column, summary);
  addClasses(*column, summary);
  addLeftOut(*column, summary);
  addWarnings(*column, summary.warnings);
  column->addStretch(1);
  setWidget(content);
}

void SummaryView::showSentence(const QString& sentence, bool isError) {
  auto* label = roleLabel(isError ? "error" : "muted", sentence);
  label->setWordWrap(true);
  label->setAlignment(Qt::AlignTop | Qt::AlignLeft);
  label->setObjectName(QStringLiteral("importSentence"));
  setWidget(label);
}

}  // namespace ectopy::ui
