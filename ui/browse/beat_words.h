#pragma once

#include <QColor>
#include <QString>

#include "core/beats/beat_set.h"
#include "core/beats/predictions.h"
#include "core/workspace/label_journal.h"

namespace ectopy::ui {

/// "Labelled S, predicted N at 93.1 %.", "Model agrees: N at 99.9 %."
QString verdictWords(const LabelScheme& scheme, ClassIndex label, const Predictions& predictions,
                     BeatIndex beat);
/// "812 ms before, 790 ms after"; a dash where unknown.
QString rrWords(float before, float after);
/// "203", "demo01, synthetic patient P1, paced".
QString recordWords(const RecordInfo& record);
/// "N → S  2026-01-31 12:30:05  ada (key)" in local time.
QString historyWords(const JournalEntry& entry, const BeatSet& beats);
/// Name and keys of a label button.
QString labelButtonTip(const LabelScheme& scheme, ClassIndex index);
/// Style sheet of a label button: the class's colour, filled while it is the label.
QString labelButtonStyle(const QColor& colour, const QColor& letter);

}  // namespace ectopy::ui
