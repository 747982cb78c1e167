#pragma once

#include <string_view>

#include "core/report/html_writer.h"
#include "core/report/report.h"

namespace ectopy {

/// Title block with the synthetic banner, the overall numbers and what to know before believing them.
void writeSummarySection(HtmlWriter& html, const ReportInput& input);
/// Confusion matrix with margins and the largest confusions in words.
void writeConfusionSection(HtmlWriter& html, const ReportInput& input);
/// Sensitivity, PPV, F1, support per class.
void writeClassSection(HtmlWriter& html, const ReportInput& input);
/// The most confidently wrong beats, drawn.
void writeWrongBeatsSection(HtmlWriter& html, const ReportInput& input);
/// Accuracy per record, worst first. Writes nothing when no beat has a record.
void writeRecordSection(HtmlWriter& html, const ReportInput& input);
/// Data, protocol with its guard, beat cut and class map in words.
void writeDataSection(HtmlWriter& html, const ReportInput& input);
/// Model card with training curves.
void writeModelSection(HtmlWriter& html, const ReportInput& input);

// What sections share.

/// The class's code on its colour.
void writeChip(HtmlWriter& html, const LabelScheme& scheme, ClassIndex label);
/// A row of a table of facts.
void writeFact(HtmlWriter& html, std::string_view name, std::string_view value);
/// The same with a hash in a fixed-width type.
void writeHashFact(HtmlWriter& html, std::string_view name, std::string_view hash);
/// A row of column heads; the columns from `firstNumber` on are right-aligned.
void writeTableHead(HtmlWriter& html, std::initializer_list<std::string_view> heads, std::size_t firstNumber);
void writeNumberCell(HtmlWriter& html, std::string_view number);

/// True when beats of one patient may stand on both sides of the split.
bool isIntraPatient(const ReportInput& input);

}  // namespace ectopy
