#include "ui/widgets/key_settings.h"

#include <QKeyEvent>
#include <QSettings>
#include <QStringList>
#include <algorithm>

namespace ectopy::ui {
namespace {

QString placeOf(const QString& command, const QString& group) {
  return group.isEmpty() ? QStringLiteral("keys/") + command
                         : QStringLiteral("keys/%1/%2").arg(group, command);
}

}  // namespace

QList<QKeySequence> keysOf(const QString& command, const QList<QKeySequence>& usual, const QString& group) {
  const QSettings settings;
  const QString place = placeOf(command, group);
  if (!settings.contains(place)) return usual;
  QList<QKeySequence> keys;
  for (const QString& text : settings.value(place).toStringList()) {
    const QKeySequence key = QKeySequence::fromString(text, QKeySequence::PortableText);
    if (!key.isEmpty() && key[0].key() != Qt::Key_unknown) keys << key;
  }
  return keys.isEmpty() ? usual : keys;
}

void keepKeys(const QString& command, const QList<QKeySequence>& keys, const QList<QKeySequence>& usual,
              const QString& group) {
  QSettings settings;
  if (keys.isEmpty() || keys == usual) return settings.remove(placeOf(command, group));
  QStringList texts;
  for (const QKeySequence& key : keys) texts << key.toString(QKeySequence::PortableText);
  settings.setValue(placeOf(command, group), texts);
}

QString labelCommand(const LabelScheme& scheme, ClassIndex index) {
  return QStringLiteral("label") + QString::fromStdString(scheme.classes[index].code);
}

QList<QKeySequence> usualLabelKeys(const LabelScheme& scheme, ClassIndex index) {
  const QString code = QString::fromStdString(scheme.classes[index].code);
  QList<QKeySequence> keys;
  // "a" and "A" are one key: the first class has it.
  const bool isFirst =
      std::none_of(scheme.classes.begin(), scheme.classes.begin() + index, [&](const LabelClass& other) {
        return QString::fromStdString(other.code).toUpper() == code.toUpper();
      });
  if (code.size() == 1 && code[0].isLetter() && isFirst) keys << QKeySequence(code.toUpper());
  if (index < 9) keys << QKeySequence(QString::number(index + 1));
  return keys;
}

QList<QKeySequence> labelKeys(const LabelScheme& scheme, ClassIndex index) {
  return keysOf(labelCommand(scheme, index), usualLabelKeys(scheme, index),
                QString::fromStdString(scheme.id));
}

ClassIndex classOfKey(const LabelScheme& scheme, const QKeyEvent& event) {
  const QKeySequence pressed(event.keyCombination());
  for (std::size_t index = 0; index < scheme.size(); ++index)
    if (labelKeys(scheme, static_cast<ClassIndex>(index)).contains(pressed))
      return static_cast<ClassIndex>(index);
  return kUnlabelled;
}

QString wordsFor(const QList<QKeySequence>& keys) {
  QStringList words;
  for (const auto& key : keys) words << key.toString(QKeySequence::NativeText);
  return words.join(QStringLiteral(", "));
}

}  // namespace ectopy::ui
