#include "ui/evaluate/map_view.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QPushButton>
#include <QStandardItemModel>
#include <QTreeWidget>
#include <algorithm>

#include "ui/evaluate/beat_map.h"
#include "ui/session/beat_map_desk.h"
#include "ui/session/review_desk.h"
#include "ui/theme/theme.h"
#include "ui/widgets/role_label.h"
#include "ui/widgets/words.h"

namespace ectopy::ui {
namespace {

constexpr int kSideWidth = 232;  // px

QIcon swatch(const QColor& colour) {
  QPixmap pixmap(Theme::spacing(3), Theme::spacing(3));
  pixmap.fill(colour);
  return pixmap;
}

}  // namespace

MapView::MapView(Session& session, QWidget* parent)
    : QWidget(parent), m_session(session), m_desk(new BeatMapDesk(session, this)), m_map(new BeatMap) {
  auto* layout = new QHBoxLayout(this);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(Theme::spacing(4));
  layout->addWidget(m_map, 1);
  layout->addWidget(makeSide());
  setFocusProxy(m_map);
  m_map->setWords([this](BeatIndex beat) { return wordsOf(beat); });
  m_colourSoon.setSingleShot(true);
  m_colourSoon.setInterval(0);
  follow();
  takePlaces();
}

QTreeWidget* MapView::makeKeys() {
  auto* keys = new QTreeWidget;
  keys->setObjectName(QStringLiteral("mapKeys"));
  keys->setAccessibleName(tr("Colours and how many beats have them"));
  keys->setColumnCount(2);
  keys->setRootIsDecorated(false);
  keys->setHeaderHidden(true);
  keys->header()->setStretchLastSection(false);
  keys->header()->setSectionResizeMode(0, QHeaderView::Stretch);
  keys->header()->setSectionResizeMode(1, QHeaderView::ResizeToContents);
  keys->setSelectionMode(QAbstractItemView::NoSelection);
  keys->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  keys->setFrameShape(QFrame::NoFrame);
  keys->setIconSize(QSize(Theme::spacing(3), Theme::spacing(3)));
  return keys;
}

QWidget* MapView::makeSide() {
  auto* side = new QWidget;
  side->setFixedWidth(kSideWidth);
  auto* layout = new QVBoxLayout(side);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(Theme::spacing(2));
  m_colouring = new QComboBox;
  m_colouring->setObjectName(QStringLiteral("mapColouring"));
  m_colouring->setAccessibleName(tr("What the colours tell"));
  m_colouring->setToolTip(tr("What the colours tell"));
  for (const auto& [words, colouring] : {std::pair{tr("Colour: label"), MapColouring::Label},
                                         {tr("Colour: prediction"), MapColouring::Predicted},
                                         {tr("Colour: misclassified"), MapColouring::Wrong},
                                         {tr("Colour: confidence"), MapColouring::Confidence},
                                         {tr("Colour: record"), MapColouring::Record}})
    m_colouring->addItem(words, static_cast<int>(colouring));
  m_keys = makeKeys();
  m_words = roleLabel("small");
  m_words->setObjectName(QStringLiteral("mapWords"));
  m_words->setWordWrap(true);
  auto* hint =
      roleLabel("small", tr("Drag around beats to see them below. Wheel or + − zooms, the right button "
                            "or arrows move, 0 shows all, Enter takes what is in view."));
  hint->setWordWrap(true);
  auto* take = new QPushButton(tr("Show beats in view"));
  take->setObjectName(QStringLiteral("takeView"));
  take->setToolTip(tr("Puts the beats that are in view in the gallery (Enter)"));
  connect(take, &QPushButton::clicked, m_map, &BeatMap::takeView);
  for (QWidget* widget : std::initializer_list<QWidget*>{m_colouring, m_words}) layout->addWidget(widget);
  layout->addWidget(m_keys, 1);
  layout->addWidget(hint);
  layout->addWidget(take);
  return side;
}

void MapView::follow() {
  connect(m_desk, &BeatMapDesk::changed, this, &MapView::takePlaces);
  connect(&m_colourSoon, &QTimer::timeout, this, &MapView::colour);
  const auto soon = [this] { m_colourSoon.start(); };
  for (const auto signal :
       {&Session::predictionsChanged, &Session::visibleBeatsChanged, &Session::annotatorChanged})
    connect(&m_session, signal, this, soon);
  connect(&m_session, &Session::labelsChanged, this, soon);
  connect(&m_session.review(), &ReviewDesk::opinionsHidden, this, soon);
  connect(&Theme::instance(), &Theme::changed, this, soon);
  connect(m_colouring, &QComboBox::currentIndexChanged, this, &MapView::colour);
  connect(m_colouring, &QComboBox::activated, this, [this] { m_map->setFocus(Qt::OtherFocusReason); });
  connect(&m_session, &Session::beatsRecut, this, [this] {
    m_map->setBeats(m_session.beats());
    colour();  // at once: no point may be drawn that has no place
    mark();
  });
  connect(&m_session, &Session::selectionChanged, this, &MapView::mark);
  connect(&m_session, &Session::currentBeatChanged, this, &MapView::mark);
  connect(m_map, &BeatMap::taken, this, &MapView::list);
  connect(m_map, &BeatMap::clicked, this, &MapView::goTo);
  connect(m_map, &BeatMap::dropWanted, this, &MapView::dropList);
}

void MapView::showEvent(QShowEvent* event) {
  QWidget::showEvent(event);
  m_desk->setLookedAt(true);
  colour();
  mark();
}

void MapView::hideEvent(QHideEvent* event) {
  QWidget::hideEvent(event);
  m_desk->setLookedAt(false);
}

void MapView::takePlaces() {
  m_words->setText(m_desk->words());
  const bool isFresh = m_generation != m_desk->generation();
  m_generation = m_desk->generation();
  m_map->setBeats(m_session.beats());
  m_map->setPlaces(m_desk->places(), isFresh);
  if (isFresh) colour();
}

void MapView::colour() {
  const auto beats = m_session.beats();
  const auto labels = m_session.labels();
  if (!isVisible() || !beats || !labels) return;
  const auto opinions = m_session.review().opinions();
  auto* items = qobject_cast<QStandardItemModel*>(m_colouring->model());
  for (int row = 0; items && row < items->rowCount(); ++row) {
    const auto colouring = static_cast<MapColouring>(m_colouring->itemData(row).toInt());
    const bool needsModel = colouring != MapColouring::Label && colouring != MapColouring::Record;
    items->item(row)->setEnabled(!needsModel || opinions);
  }
  MapFacts facts{*beats, *labels, opinions.get(), {}};
  const auto visible = m_session.visibleBeats();
  if (visible && !m_session.filter().isEverything()) {
    facts.isShown.assign(beats->size(), false);
    for (const BeatIndex beat : *visible) facts.isShown[beat] = true;
  }
  ColouredMap map = colourMap(facts, colouring());
  m_map->setTakable(m_session.filter().among ? std::vector<bool>{} : facts.isShown);
  m_map->setLook(std::move(map.look));
  showKeys(map.keys);
}

void MapView::showKeys(const std::vector<MapKey>& keys) {
  m_keys->clear();
  for (const MapKey& key : keys) {
    if (key.beats == 0) continue;
    const QString name = key.code.isEmpty() ? key.words : key.code + QStringLiteral("  ") + key.words;
    auto* item = new QTreeWidgetItem(m_keys, {name, groupedNumber(key.beats)});
    item->setIcon(0, swatch(key.colour));
    item->setToolTip(0, name);
    item->setTextAlignment(1, Qt::AlignRight | Qt::AlignVCenter);
    item->setFlags(Qt::ItemIsEnabled);
  }
}

void MapView::mark() {
  if (isVisible()) m_map->setMarked(m_session.currentBeat(), m_session.selection());
}

void MapView::list(const std::vector<BeatIndex>& beats, bool isLasso) {
  if (beats.empty()) return;
  const QString count = groupedNumber(beats.size());
  m_session.showListed(
      isLasso ? tr("lasso on the map, %1 beats").arg(count) : tr("part of the map, %1 beats").arg(count),
      beats);
}

void MapView::dropList() {
  if (m_session.filter().among) m_session.setFilter({});
}

void MapView::goTo(BeatIndex beat) {
  const auto visible = m_session.visibleBeats();
  if (visible && !std::ranges::binary_search(*visible, beat) &&
      std::ranges::find(*visible, beat) == visible->end())
    m_session.setFilter({});
  m_session.setCurrentBeat(beat);
}

QString MapView::wordsOf(BeatIndex beat) const {
  const auto beats = m_session.beats();
  const auto labels = m_session.labels();
  QStringList lines{tr("Beat %1").arg(groupedNumber(std::size_t{beat} + 1))};
  if (const RecordInfo* record = beats->recordOf(beat))
    lines.first() +=
        QStringLiteral("  ·  %1  ·  %2").arg(text(record->name), recordTime(beats->secondsOf(beat)));
  QString verdict = tr("labelled %1").arg(text(beats->scheme().codeOf((*labels)[beat])));
  if (const auto opinions = m_session.review().opinions())
    verdict += tr(", predicted %1 at %2")
                   .arg(text(opinions->scheme.codeOf(opinions->predicted(beat))),
                        percentage(opinions->confidence(beat)));
  return (lines << verdict).join(QLatin1Char('\n'));
}

MapColouring MapView::colouring() const {
  return static_cast<MapColouring>(m_colouring->currentData().toInt());
}

}  // namespace ectopy::ui
