#include "tests/support/catalogue_builder.h"

#include <fmt/format.h>

#include <cmath>

#include "core/base/files.h"
#include "core/io/wfdb_record.h"

namespace ectopy::test {
namespace {

double bell(double seconds, double width) {
  return std::exp(-seconds * seconds / (2 * width * width));
}

}  // namespace

std::string ptbXlLine(const PtbXlRow& row) {
  return fmt::format(
      "{},{},\"sinus, \"\"normal\"\"\nwritten on two lines\",\"{}\",{},records100/{}_lr,records500/{}_hr\n",
      row.id, row.patient, row.codes, row.fold, row.id, row.id);
}

void writePtbXl(const std::filesystem::path& folder, const std::vector<PtbXlRow>& rows) {
  std::filesystem::create_directories(folder / "records500");
  writeText(folder / "scp_statements.csv",
            ",description,diagnostic,form,rhythm,diagnostic_class\n"
            "NORM,normal ECG,1.0,,,NORM\n"
            "IMI,\"infarction, inferior\",1.0,,,MI\n"
            "NDT,non-diagnostic T,1.0,1.0,,STTC\n"
            "SR,sinus rhythm,,,1.0,\n");
  std::string table = "ecg_id,patient_id,report,scp_codes,strat_fold,filename_lr,filename_hr\n";
  for (const PtbXlRow& row : rows) {
    table += ptbXlLine(row);
    if (!row.hasFiles) continue;
    std::vector<double> seconds;
    for (double at = 0.5; at < 10; at += 0.8) seconds.push_back(at);
    writeWfdbRecord(bellRecording(row.id + "_hr", seconds, 500, 10), folder / "records500");
  }
  writeText(folder / "ptbxl_database.csv", table);
}

void writeText(const std::filesystem::path& path, std::string_view text) {
  writeFileAtomically(path, text);
}

Recording bellRecording(const std::string& name, const std::vector<double>& seconds, double rateHz,
                        double length) {
  std::vector<std::int16_t> values(static_cast<std::size_t>(length * rateHz));
  for (std::size_t i = 0; i < values.size(); ++i) {
    double sum = 0;
    for (const double at : seconds) {
      const double distance = static_cast<double>(i) / rateHz - at;
      sum += bell(distance, 0.012) + 0.15 * bell(distance + 0.16, 0.02) + 0.25 * bell(distance - 0.25, 0.04);
    }
    values[i] = static_cast<std::int16_t>(std::lround(1000 * sum));
  }
  Recording recording;
  recording.name = name;
  recording.sampleRateHz = rateHz;
  recording.sampleCount = static_cast<std::int64_t>(values.size());
  Lead lead;
  lead.name = "II";
  lead.gain = 1000;
  lead.samples = Samples(std::move(values));
  recording.leads.push_back(std::move(lead));
  return recording;
}

}  // namespace ectopy::test
