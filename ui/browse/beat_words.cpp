#include "ui/browse/beat_words.h"

#include <QCoreApplication>
#include <QDateTime>
#include <cmath>

#include "ui/theme/theme.h"
#include "ui/widgets/key_settings.h"
#include "ui/widgets/words.h"

namespace ectopy::ui {

namespace {

QString tr(const char* words) {
  return QCoreApplication::translate("BeatWords", words);
}

QString milliseconds(float seconds) {
  return std::isfinite(seconds) ? tr("%1 ms").arg(qRound(seconds * 1000)) : QStringLiteral("–");
}

QString peakChangeWords(const JournalEntry& entry, const BeatSet& beats) {
  if (entry.fromSample < 0) return tr("beat added");
  if (entry.toSample < 0) return tr("beat deleted");
  const RecordInfo* record = beats.recordOf(entry.beat);
  const double rate = record ? record->sampleRateHz : 0;
  return tr("R peak %1").arg(shiftWords(static_cast<double>(entry.toSample - entry.fromSample) / rate));
}

}  // namespace

QString verdictWords(const LabelScheme& scheme, ClassIndex label, const Predictions& predictions,
                     BeatIndex beat) {
  const ClassIndex predicted = predictions.predicted(beat);
  const QString code = text(predictions.scheme.codeOf(predicted));
  const QString share = percentage(predictions.confidence(beat));
  if (label == kUnlabelled) return tr("Not labelled, predicted %1 at %2.").arg(code, share);
  if (predicted == label) return tr("Labelled %1, and the model agrees.").arg(code);
  const Palette& palette = Theme::instance().palette();
  return tr("Labelled %1, <b style=\"color:%4\">predicted %2</b> at %3.")
      .arg(text(scheme.codeOf(label)), code, share, palette.wrong.name());
}

QString rrWords(float before, float after) {
  return tr("%1 before, %2 after").arg(milliseconds(before), milliseconds(after));
}

QString recordWords(const RecordInfo& record) {
  QString words = text(record.name);
  if (!record.patient.empty() && record.patient != record.name)
    words += tr(", patient %1").arg(text(record.patient));
  if (record.isPaced) words += tr(", paced");
  return words;
}

QString historyWords(const JournalEntry& entry, const BeatSet& beats) {
  const LabelScheme& scheme = beats.scheme();
  const QDateTime when = QDateTime::fromString(text(entry.when), Qt::ISODateWithMs).toLocalTime();
  const QString day =
      when.isValid() ? when.toString(QStringLiteral("yyyy-MM-dd HH:mm:ss")) : text(entry.when);
  QString change = text(scheme.codeOf(entry.from)) + QStringLiteral(" → ") + text(scheme.codeOf(entry.to));
  const bool isOn = entry.to != 0;
  if (entry.what == BeatFact::Flag) change = isOn ? tr("flagged") : tr("flag taken away");
  if (entry.what == BeatFact::Exclusion) change = isOn ? tr("excluded from training") : tr("not excluded");
  if (entry.what == BeatFact::Note)
    change = entry.toNote.empty() ? tr("note taken away") : tr("note “%1”").arg(text(entry.toNote));
  if (entry.what == BeatFact::Peak) change = peakChangeWords(entry, beats);
  QString why = text(entry.why);
  if (entry.kind == JournalKind::Undo) why = tr("undo");
  if (entry.kind == JournalKind::Redo) why = tr("redo");
  QString words = QStringLiteral("%1   %2   %3").arg(change, day, text(entry.who));
  if (!why.isEmpty()) words += QStringLiteral(" (%1)").arg(why);
  return words;
}

QString labelButtonTip(const LabelScheme& scheme, ClassIndex index) {
  QStringList keys;
  for (const QKeySequence& key : labelKeys(scheme, index)) keys << key.toString(QKeySequence::NativeText);
  const QString name =
      QStringLiteral("%1: %2").arg(text(scheme.classes[index].code), text(scheme.classes[index].name));
  if (keys.isEmpty()) return name;
  return tr("%1 (key %2; with Shift it stays on this beat)").arg(name, keys.join(tr(" or ")));
}

QString labelButtonStyle(const QColor& colour, const QColor& letter) {
  const Palette& palette = Theme::instance().palette();
  return QStringLiteral(
             "QToolButton { color: %6; border: 1px solid %2; border-radius: 4px; padding: 6px 0; "
             "font-weight: 600;"
             " background: %3; }"
             "QToolButton:hover { border-color: %1; }"
             "QToolButton:focus { border-color: %5; }"
             "QToolButton:disabled { color: %7; }"
             "QToolButton:checked { background: %1; color: %4; border-color: %1; }")
      .arg(colour.name(), palette.border.name(), palette.raised.name(), Theme::textOn(colour).name(),
           palette.focus.name(), letter.name(), palette.mutedText.name());
}

}  // namespace ectopy::ui
