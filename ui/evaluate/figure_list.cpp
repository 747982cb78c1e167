#include "ui/evaluate/figure_list.h"

#include <QGridLayout>
#include <QLabel>

#include "core/base/csv_text.h"
#include "ui/theme/theme.h"
#include "ui/widgets/role_label.h"

namespace ectopy::ui {

FigureList::FigureList(QWidget* parent) : QWidget(parent), m_grid(new QGridLayout(this)) {
  m_grid->setContentsMargins(0, 0, 0, 0);
  m_grid->setHorizontalSpacing(Theme::spacing(3));
  m_grid->setVerticalSpacing(2);
  m_grid->setColumnStretch(1, 1);
  setFocusPolicy(Qt::ClickFocus);  // to copy it
}

void FigureList::add(const char* key, const QString& name, const QString& hint) {
  const Line line{roleLabel("muted", name), new QLabel};
  line.figure->setObjectName(QString::fromLatin1(key));
  line.figure->setAccessibleName(name);
  line.figure->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
  for (QLabel* label : {line.name, line.figure}) label->setToolTip(hint);
  const int row = static_cast<int>(m_lines.size());
  m_grid->addWidget(line.name, row, 0);
  m_grid->addWidget(line.figure, row, 1);
  m_places[QString::fromLatin1(key)] = m_lines.size();
  m_lines.push_back(line);
}

void FigureList::set(const char* key, const QString& figure) {
  m_lines[m_places.at(QString::fromLatin1(key))].figure->setText(figure);
}

QString FigureList::text(QChar separator) const {
  QString lines;
  for (const Line& line : m_lines) {
    const std::string name = line.name->text().toStdString();
    const std::string figure = line.figure->text().simplified().toStdString();
    lines += separator == QLatin1Char(',') ? QString::fromStdString(csvLine({name, figure}))
                                           : line.name->text() + separator + line.figure->text() + '\n';
  }
  return lines;
}

}  // namespace ectopy::ui
