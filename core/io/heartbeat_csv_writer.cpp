#include <fmt/format.h>

#include <cassert>
#include <cmath>
#include <iterator>

#include "core/base/error.h"
#include "core/base/files.h"
#include "core/io/heartbeat_csv.h"

namespace ectopy {

namespace {

/// As numpy.savetxt writes it by default: "%.18e".
void appendNumber(fmt::memory_buffer& text, double value) {
  // Most of a beat's row is padding.
  constexpr std::string_view kZero = "0.000000000000000000e+00";
  if (value == 0 && !std::signbit(value)) {
    text.append(kZero);
  } else {
    fmt::format_to(std::back_inserter(text), "{:.18e}", value);
  }
}

void appendRow(fmt::memory_buffer& text, const HeartbeatRows& rows, std::size_t row) {
  for (std::size_t i = 0; i < rows.length; ++i) {
    const float sample = rows.samples[row * rows.length + i];
    if (!std::isfinite(sample)) {
      throw Error(fmt::format("Can't write beat {}: its sample {} is no finite number.", row + 1, i + 1));
    }
    appendNumber(text, sample);
    text.push_back(',');
  }
  appendNumber(text, rows.classes[row]);
  text.push_back('\n');
}

}  // namespace

void writeHeartbeatCsv(const std::filesystem::path& path, const HeartbeatRows& rows, const JobContext& job) {
  assert(rows.samples.size() == rows.rows() * rows.length);
  constexpr std::size_t kRowsPerWrite = 256;
  AtomicFile file(path);
  fmt::memory_buffer text;
  for (std::size_t row = 0; row < rows.rows(); ++row) {
    appendRow(text, rows, row);
    if ((row + 1) % kRowsPerWrite != 0 && row + 1 < rows.rows()) continue;
    job.throwIfStopped();
    file.write(std::string_view(text.data(), text.size()));
    text.clear();
    job.report(static_cast<double>(row + 1) / static_cast<double>(rows.rows()), "writing beats");
  }
  file.commit();
}

}  // namespace ectopy
