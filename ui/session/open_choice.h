#pragma once

#include <QString>
#include <optional>

#include "core/beats/beat_cut.h"
#include "core/beats/csv_source.h"
#include "core/io/signal_text_reader.h"

namespace ectopy::ui {

/// What the user says about data that their files don't.
struct OpenChoice {
  std::optional<BeatCut> cut;  // of recordings; absent: the one that suits them
  CsvReading csv;              // names of a heartbeat CSV's classes
  SignalTextOptions text;      // rate and unit of signals as text
};

/// As text for the user's settings, and back; nothing for text of another version.
QString textOf(const OpenChoice& choice);
std::optional<OpenChoice> openChoiceFrom(const QString& text);

}  // namespace ectopy::ui
