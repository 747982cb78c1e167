#pragma once

#include <QScrollArea>

#include "core/beats/import_summary.h"

namespace ectopy::ui {

/// What a cut would take of recordings, and what not: figures, classes, reasons, warnings.
class SummaryView : public QScrollArea {
  Q_OBJECT

 public:
  explicit SummaryView(QWidget* parent = nullptr);

  void show(const ImportSummary& summary);
  void showSentence(const QString& sentence, bool isError);
};

/// Words for one side of a summary: "360 Hz (48)".
QString countedText(const std::map<std::string, std::size_t>& counts);

}  // namespace ectopy::ui
