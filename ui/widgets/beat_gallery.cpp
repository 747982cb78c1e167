#include "ui/widgets/beat_gallery.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QSignalBlocker>
#include <QSlider>
#include <QStandardItemModel>
#include <QToolButton>
#include <QVBoxLayout>
#include <array>

#include "ui/theme/theme.h"
#include "ui/widgets/beat_grid.h"
#include "ui/widgets/words.h"

namespace ectopy::ui {

namespace {

constexpr std::array kCellWidths = {56, 72, 96, 132, 180};  // px, small to large

struct OrderChoice {
  BeatOrder order;
  const char* text;
};
constexpr std::array kOrders = {
    OrderChoice{BeatOrder::File, QT_TRANSLATE_NOOP("ectopy::ui::BeatGallery", "File order")},
    OrderChoice{BeatOrder::ConfidenceRising,
                QT_TRANSLATE_NOOP("ectopy::ui::BeatGallery", "Least confident first")},
    OrderChoice{BeatOrder::ConfidenceFalling,
                QT_TRANSLATE_NOOP("ectopy::ui::BeatGallery", "Most confident first")},
    OrderChoice{BeatOrder::MarginRising, QT_TRANSLATE_NOOP("ectopy::ui::BeatGallery", "Closest call first")},
    OrderChoice{BeatOrder::WrongConfidenceFalling,
                QT_TRANSLATE_NOOP("ectopy::ui::BeatGallery", "Most confidently wrong first")},
    OrderChoice{BeatOrder::Listed, QT_TRANSLATE_NOOP("ectopy::ui::BeatGallery", "As listed")},
};

}  // namespace

BeatGallery::BeatGallery(Session& session, QWidget* parent)
    : QWidget(parent),
      m_session(session),
      m_chip(new QToolButton(this)),
      m_count(new QLabel(this)),
      m_synthetic(new QLabel(tr("synthetic"), this)),
      m_order(new QComboBox(this)),
      m_size(new QSlider(Qt::Horizontal, this)),
      m_grid(new BeatGrid(session, this)) {
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(0);
  auto* line = new QHBoxLayout;
  line->setContentsMargins(Theme::spacing(2), Theme::spacing(1), Theme::spacing(2), Theme::spacing(1));
  line->setSpacing(Theme::spacing(2));
  buildHeader(*line);
  column->addLayout(line);
  column->addWidget(m_grid, 1);
  setFocusProxy(m_grid);

  connect(&session, &Session::filterChanged, this, &BeatGallery::showFilter);
  connect(&session, &Session::visibleBeatsChanged, this, &BeatGallery::showCount);
  connect(&session, &Session::countsChanged, this, &BeatGallery::showCount);
  connect(&session, &Session::predictionsChanged, this, &BeatGallery::showOrders);
  connect(&session, &Session::dataChanged, this, [this] {
    showFilter();
    showCount();
    showOrders();
  });
  showFilter();
  showCount();
  showOrders();
}

void BeatGallery::buildHeader(QHBoxLayout& line) {
  m_chip->setObjectName(QStringLiteral("filterChip"));
  m_chip->setToolTip(tr("Show all beats again"));
  m_chip->setProperty("chip", true);
  connect(m_chip, &QToolButton::clicked, this, [this] {
    BeatFilter everything;
    everything.order = m_session.filter().order;
    m_session.setFilter(everything);
  });
  m_count->setObjectName(QStringLiteral("beatCount"));
  m_synthetic->setObjectName(QStringLiteral("syntheticMark"));
  m_synthetic->setProperty("role", "small");
  m_synthetic->setToolTip(tr("These beats were made by a program, never by a heart."));

  m_order->setObjectName(QStringLiteral("beatOrder"));
  m_order->setAccessibleName(tr("Order of the beats"));
  m_order->setToolTip(tr("Order of the beats"));
  for (const OrderChoice& choice : kOrders) m_order->addItem(tr(choice.text), static_cast<int>(choice.order));
  connect(m_order, &QComboBox::activated, this, [this](int row) {
    BeatFilter filter = m_session.filter();
    filter.order = static_cast<BeatOrder>(m_order->itemData(row).toInt());
    m_session.setFilter(filter);
    m_grid->setFocus(Qt::OtherFocusReason);  // the next letters are labels, not names of orders
  });

  m_size->setObjectName(QStringLiteral("thumbnailSize"));
  m_size->setAccessibleName(tr("Size of the thumbnails"));
  m_size->setToolTip(tr("Size of the thumbnails"));
  m_size->setRange(0, static_cast<int>(kCellWidths.size()) - 1);
  m_size->setPageStep(1);
  m_size->setValue(2);
  m_size->setFixedWidth(Theme::spacing(22));
  connect(m_size, &QSlider::valueChanged, m_grid,
          [this](int step) { m_grid->setCellWidth(kCellWidths[static_cast<std::size_t>(step)]); });

  line.addWidget(m_count);
  line.addWidget(m_chip);
  line.addWidget(m_synthetic);
  line.addStretch(1);
  line.addWidget(m_order);
  line.addWidget(m_size);
}

void BeatGallery::showFilter() {
  const BeatFilter& filter = m_session.filter();
  const auto beats = m_session.beats();
  m_chip->setVisible(beats && !filter.isEverything());
  if (beats && !filter.isEverything()) {
    m_chip->setText(QString::fromStdString(describeFilter(filter, *beats)) + QStringLiteral("  ✕"));
    m_chip->setAccessibleName(tr("Filter: %1").arg(m_chip->text()));
  }
  m_order->setCurrentIndex(m_order->findData(static_cast<int>(filter.order)));
  showOrders();
}

void BeatGallery::showCount() {
  const auto beats = m_session.beats();
  const BeatList visible = m_session.visibleBeats();
  m_synthetic->setVisible(beats && beats->facts().isSynthetic);
  if (!beats) return m_count->clear();
  const std::size_t shown = visible ? visible->size() : 0;
  // Places of beats that were taken away count for nothing.
  const std::size_t all = std::max(shown, m_session.counts().beats);
  m_count->setText(shown == all ? tr("%1 beats").arg(groupedNumber(shown))
                                : tr("%1 of %2").arg(groupedNumber(shown), groupedNumber(all)));
}

void BeatGallery::showOrders() {
  // Without a model there is no confidence to go by, and without a list no order of its own.
  const bool hasPredictions = m_session.predictions() != nullptr;
  const int listed = m_order->findData(static_cast<int>(BeatOrder::Listed));
  auto* items = qobject_cast<QStandardItemModel*>(m_order->model());
  for (int row = 1; items && row < items->rowCount(); ++row)
    items->item(row)->setEnabled(row == listed ? m_session.filter().among != nullptr : hasPredictions);
}

}  // namespace ectopy::ui
