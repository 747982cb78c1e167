#pragma once

#include <QKeySequence>
#include <QList>
#include <QString>

#include "core/beats/label_scheme.h"

class QKeyEvent;

namespace ectopy::ui {

/// The keys of a command: those that the user chose, else the usual ones. `group` tells commands of the same
/// name apart: labels have keys of their own in each scheme.
QList<QKeySequence> keysOf(const QString& command, const QList<QKeySequence>& usual,
                           const QString& group = {});
/// Remembers the user's choice; the usual ones again where it is just those.
void keepKeys(const QString& command, const QList<QKeySequence>& keys, const QList<QKeySequence>& usual,
              const QString& group = {});

/// The name of the command that gives a class, and its keys: its letter and, of the first nine, its number.
QString labelCommand(const LabelScheme& scheme, ClassIndex index);
QList<QKeySequence> usualLabelKeys(const LabelScheme& scheme, ClassIndex index);
QList<QKeySequence> labelKeys(const LabelScheme& scheme, ClassIndex index);
/// The class that a key gives; kUnlabelled: none.
ClassIndex classOfKey(const LabelScheme& scheme, const QKeyEvent& event);

/// Keys as people read them: "N, 1".
QString wordsFor(const QList<QKeySequence>& keys);

}  // namespace ectopy::ui
