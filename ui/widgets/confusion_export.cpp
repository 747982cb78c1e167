#include "ui/widgets/confusion_export.h"

#include <QStringList>

#include "core/base/csv_text.h"
#include "ui/widgets/confusion_view.h"
#include "ui/widgets/exports.h"
#include "ui/widgets/words.h"

namespace ectopy::ui {

QString confusionText(const ConfusionView& view, QChar separator) {
  const LabelScheme& scheme = view.scheme();
  const auto lineOf = [separator](const QStringList& fields) {
    if (separator != QLatin1Char(',')) return fields.join(separator) + QLatin1Char('\n');
    std::vector<std::string> plain;
    for (const QString& field : fields) plain.push_back(field.toStdString());
    return QString::fromStdString(csvLine(plain));
  };
  QStringList fields = {view.rowsWord()};
  for (const LabelClass& column : scheme.classes)
    fields << view.columnsWord() + QLatin1Char(' ') + text(column.code);
  QString lines = lineOf(fields);
  for (std::size_t row = 0; row < scheme.size(); ++row) {
    fields = {text(scheme.classes[row].code)};
    for (std::size_t column = 0; column < scheme.size(); ++column)
      fields << QString::number(view.confusion().at(row, column));
    lines += lineOf(fields);
  }
  return lines;
}

void offerMatrix(Session& session, ConfusionView& view, const QString& name) {
  offerText(session, view, name, [&view](QChar separator) { return confusionText(view, separator); });
  offerPicture(session, view, name, [&view](QPainter& painter) { view.draw(painter); });
}

}  // namespace ectopy::ui
