#pragma once

#include <QTimer>
#include <QWidget>

#include "ui/evaluate/map_colours.h"
#include "ui/session/session.h"

class QComboBox;
class QLabel;
class QTreeWidget;

namespace ectopy::ui {

class BeatMap;
class BeatMapDesk;

/// All beats as a map, coloured by what is asked for; a lasso puts its beats in the gallery.
class MapView : public QWidget {
  Q_OBJECT

 public:
  explicit MapView(Session& session, QWidget* parent = nullptr);

 protected:
  void showEvent(QShowEvent* event) override;
  void hideEvent(QHideEvent* event) override;

 private:
  QWidget* makeSide();
  QTreeWidget* makeKeys();
  void follow();
  void takePlaces();
  void colour();
  void showKeys(const std::vector<MapKey>& keys);
  void mark();
  void list(const std::vector<BeatIndex>& beats, bool isLasso);
  void dropList();
  void goTo(BeatIndex beat);
  QString wordsOf(BeatIndex beat) const;
  MapColouring colouring() const;

  Session& m_session;
  BeatMapDesk* m_desk;
  BeatMap* m_map;
  QComboBox* m_colouring;
  QLabel* m_words;
  QTreeWidget* m_keys;
  QTimer m_colourSoon;
  int m_generation = -1;
};

}  // namespace ectopy::ui
