#include <fmt/format.h>

#include <array>
#include <cassert>
#include <charconv>
#include <cmath>
#include <string>

#include "core/base/error.h"
#include "core/base/files.h"
#include "core/io/heartbeat_csv.h"

namespace ectopy {

namespace {

/// As numpy.savetxt writes it by default: "%.18e". std::to_chars is several times as fast as printf here.
void appendNumber(std::string& text, double value) {
  constexpr int kDecimals = 18;
  std::array<char, 32> digits{};
  const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), value,
                                 std::chars_format::scientific, kDecimals);
  text.append(digits.data(), end.ptr);
}

void appendRow(std::string& text, const HeartbeatRows& rows, std::size_t row) {
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
  std::string text;
  for (std::size_t row = 0; row < rows.rows(); ++row) {
    appendRow(text, rows, row);
    if ((row + 1) % kRowsPerWrite != 0 && row + 1 < rows.rows()) continue;
    job.throwIfStopped();
    file.write(text);
    text.clear();
    job.report(static_cast<double>(row + 1) / static_cast<double>(rows.rows()), "writing beats");
  }
  file.commit();
}

}  // namespace ectopy
