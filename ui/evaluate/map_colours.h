#pragma once

#include <QColor>
#include <QString>
#include <vector>

#include "core/beats/predictions.h"
#include "ui/evaluate/map_points.h"
#include "ui/session/session.h"

namespace ectopy::ui {

/// What the colours of a map tell.
enum class MapColouring { Label, Predicted, Wrong, Record, Confidence };

/// What colours are made from. Spans into what the session holds.
struct MapFacts {
  const BeatSet& beats;
  const std::vector<ClassIndex>& labels;
  const Predictions* opinions = nullptr;  // null: none, or hidden
  std::vector<bool> isShown;              // passes the filter; empty: all do
};

/// A colour with what it stands for.
struct MapKey {
  QColor colour;
  QString code;  // a class's letter; empty: none
  QString words;
  std::size_t beats = 0;
};

/// Colours, the points in their order (filtered out ones first, then common classes, rare ones on top), and
/// the key. Colourings that need a model fall back to labels without one.
struct ColouredMap {
  MapLook look;
  std::vector<MapKey> keys;
};
ColouredMap colourMap(const MapFacts& facts, MapColouring colouring);

/// From unsure to sure: 0 to 1.
QColor confidenceColour(double confidence);

}  // namespace ectopy::ui
