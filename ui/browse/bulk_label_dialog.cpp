#include "ui/browse/bulk_label_dialog.h"

#include <QComboBox>
#include <QDialogButtonBox>
#include <QFormLayout>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

#include "ui/theme/theme.h"
#include "ui/widgets/primary_button.h"
#include "ui/widgets/role_label.h"
#include "ui/widgets/words.h"

namespace ectopy::ui {
namespace {

enum Scope { Selected, Shown };

}  // namespace

QString bulkWords(const std::vector<BeatIndex>& beats, const std::vector<ClassIndex>& labels, ClassIndex to,
                  const LabelScheme& scheme) {
  std::vector<std::size_t> counts(scheme.size() + 1);  // the last: without a label
  for (const BeatIndex beat : beats) ++counts[std::min<std::size_t>(labels[beat], scheme.size())];
  const std::size_t same = counts[to];
  const std::size_t others = beats.size() - same;
  if (others == 0)
    return BulkLabelDialog::tr("Nothing changes: all %1 are %2 already.")
        .arg(groupedNumber(same), text(scheme.codeOf(to)));
  QStringList parts;
  for (std::size_t from = 0; from < counts.size(); ++from) {
    if (from == to || counts[from] == 0) continue;
    const QString name =
        from < scheme.size() ? text(scheme.classes[from].code) : BulkLabelDialog::tr("unlabelled");
    parts << QStringLiteral("%1 %2").arg(groupedNumber(counts[from]), name);
  }
  QString words = BulkLabelDialog::tr("%1 beats become %2: %3.")
                      .arg(groupedNumber(others), text(scheme.codeOf(to)), parts.join(QStringLiteral(", ")));
  if (same > 0) words += BulkLabelDialog::tr(" %1 have it already.").arg(groupedNumber(same));
  return words;
}

BulkLabelDialog::BulkLabelDialog(Session& session, QWidget* parent)
    : QDialog(parent),
      m_session(session),
      m_scope(new QComboBox),
      m_class(new QComboBox),
      m_preview(roleLabel("")),
      m_selected(session.selection()),
      m_shown(session.visibleBeats()) {
  setObjectName(QStringLiteral("bulkLabelDialog"));
  setWindowTitle(tr("Label many beats"));
  build();
  connect(m_scope, &QComboBox::currentIndexChanged, this, &BulkLabelDialog::showPreview);
  connect(m_class, &QComboBox::currentIndexChanged, this, &BulkLabelDialog::showPreview);
  // What the dialog counts must be what it labels.
  connect(&session, &Session::dataChanged, this, &QDialog::reject);
  connect(&session, &Session::annotatorChanged, this, &QDialog::reject);
  connect(&session, &Session::labelsChanged, this, &BulkLabelDialog::showPreview);
  showPreview();
}

void BulkLabelDialog::build() {
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(Theme::spacing(5), Theme::spacing(4), Theme::spacing(5), Theme::spacing(4));
  column->setSpacing(Theme::spacing(4));
  m_scope->setObjectName(QStringLiteral("bulkScope"));
  m_class->setObjectName(QStringLiteral("bulkClass"));
  m_preview->setObjectName(QStringLiteral("bulkPreview"));
  m_preview->setWordWrap(true);
  m_preview->setMinimumHeight(Theme::spacing(12));
  m_preview->setAlignment(Qt::AlignTop | Qt::AlignLeft);
  addScopes(*m_scope);
  addClasses();
  auto* fields = new QFormLayout;
  fields->setHorizontalSpacing(Theme::spacing(4));
  fields->setVerticalSpacing(Theme::spacing(2));
  fields->addRow(tr("&Beats"), m_scope);
  fields->addRow(tr("Become &class"), m_class);
  column->addLayout(fields);
  column->addWidget(m_preview);
  column->addWidget(roleLabel("small", tr("One step: a single undo takes all of it back.")));
  column->addStretch(1);
  auto* buttons = new QDialogButtonBox(QDialogButtonBox::Cancel, this);
  m_label = addPrimaryButton(*buttons, tr("Label"), QDialogButtonBox::AcceptRole);
  m_label->setObjectName(QStringLiteral("bulkAccept"));
  column->addWidget(buttons);
  connect(buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
  connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
  resize(Theme::spacing(120), Theme::spacing(60));
}

void BulkLabelDialog::addScopes(QComboBox& scopes) const {
  const QString filter = QString::fromStdString(describeFilter(m_session.filter(), *m_session.beats()));
  scopes.addItem(tr("the selected (%1)").arg(groupedNumber(m_selected.size())), Selected);
  scopes.addItem(tr("all that are shown: %1 (%2)").arg(filter, groupedNumber(m_shown ? m_shown->size() : 0)),
                 Shown);
  if (m_selected.size() <= 1) scopes.setCurrentIndex(Shown);
}

void BulkLabelDialog::addClasses() {
  const LabelScheme& scheme = m_session.beats()->scheme();
  for (std::size_t i = 0; i < scheme.size(); ++i) {
    const auto index = static_cast<ClassIndex>(i);
    m_class->addItem(
        Theme::instance().icon(QStringLiteral("label"), Theme::instance().classColour(scheme, index)),
        QStringLiteral("%1: %2").arg(text(scheme.classes[i].code), text(scheme.classes[i].name)));
  }
  if (const auto last = m_session.lastLabel()) m_class->setCurrentIndex(*last);
}

const std::vector<BeatIndex>& BulkLabelDialog::beats() const {
  return m_scope->currentData().toInt() == Shown && m_shown ? *m_shown : m_selected;
}

void BulkLabelDialog::showPreview() {
  if (!m_session.beats()) return;
  const auto to = static_cast<ClassIndex>(m_class->currentIndex());
  const auto labels = m_session.labels();
  m_preview->setText(bulkWords(beats(), *labels, to, m_session.beats()->scheme()));
  const bool changes = std::ranges::any_of(beats(), [&](BeatIndex beat) { return (*labels)[beat] != to; });
  m_label->setEnabled(changes && m_session.canEdit());
}

void BulkLabelDialog::accept() {
  const auto to = static_cast<ClassIndex>(m_class->currentIndex());
  std::vector<WantedLabel> wanted;
  wanted.reserve(beats().size());
  for (const BeatIndex beat : beats()) wanted.push_back({beat, to});
  m_session.relabelBeats(wanted, QStringLiteral("bulk"));
  QDialog::accept();
}

}  // namespace ectopy::ui
