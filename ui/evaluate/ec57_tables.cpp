#include "ui/evaluate/ec57_tables.h"

#include "ui/widgets/figures.h"
#include "ui/widgets/words.h"

namespace ectopy::ui {

namespace {

ScoreCell shareOf(const Ec57Share& share) {
  return shareCell(share.isDefined() ? share.part / share.whole : std::nan(""));
}

QString wordsOf(const Ec57Mismatch& mismatch) {
  const QString reference = text(nameOf(mismatch.reference));
  const QString found = text(nameOf(mismatch.test));
  const bool isMissed = mismatch.test == Ec57Class::O || mismatch.test == Ec57Class::X;
  const bool isExtra = mismatch.reference == Ec57Class::O || mismatch.reference == Ec57Class::X;
  if (isMissed) return MismatchTable::tr("%1 missed").arg(reference);
  if (isExtra) return MismatchTable::tr("%1 where no beat is").arg(found);
  return MismatchTable::tr("%1 taken for %2").arg(reference, found);
}

}  // namespace

void Ec57Table::setReport(const Ec57Report* report) {
  if (!report) return setContent({}, {});
  std::vector<Row> rows;
  const auto add = [&rows](const QString& name, const Ec57Statistics& of, const ScoreCell& mismatches) {
    rows.push_back({wordsCell(name), shareOf(of.qrsSe), shareOf(of.qrsPpv), shareOf(of.vSe), shareOf(of.vPpv),
                    shareOf(of.vFpr), shareOf(of.sSe), shareOf(of.sPpv), mismatches});
  };
  std::int64_t all = 0;
  for (std::size_t place = 0; place < report->records.size(); ++place) {
    const auto count = static_cast<std::int64_t>(report->mismatches[place].size());
    all += count;
    add(text(report->records[place].name), statisticsOf(report->records[place].cells), countCell(count));
  }
  add(tr("Gross"), report->summary.gross, countCell(all));
  add(tr("Average"), report->summary.average, wordsCell({}));
  setContent({{tr("Record"), tr("Enter lists its mismatches alone")},
              {tr("QRS Se"), tr("The share of the reference's beats that was found")},
              {tr("QRS +P"), tr("The share of the beats found that the reference has")},
              {tr("V Se"), tr("Sensitivity for ventricular ectopic beats")},
              {tr("V +P"), tr("Positive predictivity for ventricular ectopic beats")},
              {tr("V FPR"), tr("The share of other beats taken for ventricular ectopic ones")},
              {tr("S Se"), tr("Sensitivity for supraventricular ectopic beats")},
              {tr("S +P"), tr("Positive predictivity for supraventricular ectopic beats")},
              {tr("Mismatches"), tr("Beats on which the two do not agree")}},
             std::move(rows), 2);
}

void MismatchTable::setReport(const Ec57Report* report, const BeatSet* beats, std::optional<int> chosen) {
  if (!report || !beats) return setContent({}, {});
  std::vector<Row> rows;
  for (std::size_t place = 0; place < report->records.size(); ++place) {
    if (chosen && *chosen != static_cast<int>(place)) continue;
    const double rate = beats->facts().records[report->places[place]].sampleRateHz;
    for (const Ec57Mismatch& mismatch : report->mismatches[place]) {
      const double seconds = static_cast<double>(mismatch.sample) / rate;
      rows.push_back({wordsCell(text(report->records[place].name)),
                      {.text = recordTime(seconds), .exact = seconds},
                      wordsCell(wordsOf(mismatch))});
    }
  }
  setContent({{tr("Record"), tr("Enter goes to the beat")},
              {tr("Time"), tr("From the start of the record")},
              {tr("Mismatch"), tr("By the reference, and by what is compared with it")}},
             std::move(rows));
}

QString MismatchTable::queryOf(int row) const {
  return index(row, 0).data().toString() + QLatin1Char('@') + index(row, 1).data().toString();
}

}  // namespace ectopy::ui
