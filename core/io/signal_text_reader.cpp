#include "core/io/signal_text_reader.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "core/base/error.h"
#include "core/io/compressed_text.h"
#include "core/io/edf_leads.h"
#include "core/io/signal_text_layout.h"
#include "core/io/text_fields.h"

namespace ectopy {

namespace {

namespace fs = std::filesystem;

constexpr std::size_t kFirstBytes = 64 << 10;  // what the layout is told from
constexpr double kSlowestHz = 0.01;
constexpr double kFastestHz = 1e6;

struct SignalFile {
  std::shared_ptr<const void> owner;  // of the text
  std::string_view text;
  std::string name;  // for sentences
  SignalTextLayout layout;
};

SignalFile openSignals(const fs::path& path, const JobContext& job) {
  const TextFile file = openText(path, job);
  SignalFile opened{file.owner, file.text, path.filename().string(), {}};
  constexpr std::string_view kUtf8Mark = "\xef\xbb\xbf";
  if (opened.text.starts_with(kUtf8Mark)) opened.text.remove_prefix(kUtf8Mark.size());
  std::string_view start = opened.text.substr(0, kFirstBytes);
  if (start.size() < opened.text.size()) start = start.substr(0, start.rfind('\n') + 1);
  auto layout = signalTextLayout(start);
  if (!layout)
    throw Error(fmt::format("{}: expected rows of numbers, a column a signal, found none.", opened.name));
  if (layout->signalColumns().empty())
    throw Error(fmt::format("{}: expected a column with a signal, found times alone.", opened.name));
  opened.layout = std::move(*layout);
  return opened;
}

double checkedRate(double rateHz, const std::string& name) {
  if (rateHz >= kSlowestHz && rateHz <= kFastestHz) return rateHz;
  throw Error(fmt::format("{}: expected a sample rate from {} to {:.0f} Hz, found {:g}.", name, kSlowestHz,
                          kFastestHz, rateHz));
}

/// The columns of numbers of a file, NaN where a sample is missing.
struct Columns {
  std::vector<std::vector<double>> values;  // of the signals asked for
  std::vector<double> seconds;              // of each row; empty without a time column or with a warning
  std::string warning;                      // why the times were not taken
};

/// Reads line by line, each row into the columns wanted. Times that do not rise are refused where they are
/// needed, else left aside.
class RowReader {
 public:
  RowReader(const SignalFile& file, std::vector<std::size_t> wanted, bool needsTimes)
      : m_file(file), m_layout(file.layout), m_wanted(std::move(wanted)), m_needsTimes(needsTimes) {
    m_columns.values.resize(m_wanted.size());
  }

  Columns read(const JobContext& job) {
    std::string_view rest = m_file.text;
    while (!rest.empty()) {
      if (m_line % 4096 == 0) {
        job.throwIfStopped();
        job.report(1 - static_cast<double>(rest.size()) / static_cast<double>(m_file.text.size()),
                   m_file.name);
      }
      const std::size_t end = std::min(rest.find('\n'), rest.size());
      ++m_line;
      if (m_line > m_layout.headerLines && !isRemark(rest.substr(0, end))) readRow(rest.substr(0, end));
      rest.remove_prefix(std::min(end + 1, rest.size()));
    }
    return std::move(m_columns);
  }

 private:
  void readRow(std::string_view line) {
    const std::vector<std::string_view> fields = signalTextFields(line, m_layout.delimiter);
    if (fields.size() != m_layout.columns()) {
      throw Error(fmt::format("{}, line {}: expected {} fields, found {}.", m_file.name, m_line,
                              m_layout.columns(), fields.size()));
    }
    for (std::size_t i = 0; i < m_wanted.size(); ++i) {
      const auto value = signalTextNumber(fields[m_wanted[i]], m_layout.isDecimalComma);
      if (!value) refuse(m_wanted[i], "a number", fields[m_wanted[i]]);
      m_columns.values[i].push_back(*value);
    }
    if (m_layout.timeColumn && m_columns.warning.empty()) readTime(fields[*m_layout.timeColumn]);
  }

  void readTime(std::string_view field) {
    const auto ticks = signalTextTime(field, m_layout.isDecimalComma);
    if (!ticks || std::isnan(*ticks)) refuse(*m_layout.timeColumn, "a time", field);
    const double seconds = *ticks * m_layout.secondsPerTick;
    if (!m_columns.seconds.empty() && seconds <= m_columns.seconds.back()) {
      const std::string problem = fmt::format("{}, line {}: expected a time after {:g} s, found {:g} s",
                                              m_file.name, m_line, m_columns.seconds.back(), seconds);
      if (m_needsTimes) throw Error(problem + ".");
      m_columns.warning = problem + "; the times are not used, the sample rate given is.";
      m_columns.seconds = {};
      return;
    }
    m_columns.seconds.push_back(seconds);
  }

  [[noreturn]] void refuse(std::size_t column, std::string_view expected, std::string_view found) const {
    throw Error(fmt::format("{}, line {}, field {}: expected {}, found {}.", m_file.name, m_line, column + 1,
                            expected, inQuotes(found)));
  }

  const SignalFile& m_file;
  const SignalTextLayout& m_layout;
  std::vector<std::size_t> m_wanted;
  bool m_needsTimes;
  Columns m_columns;
  std::size_t m_line = 0;
};

/// How values become whole numbers: value * scale.
struct Scale {
  double factor = 1;
  bool isWhole = true;  // the file's numbers are whole themselves
};

/// The smallest power of ten that makes all values whole, else a factor that keeps nine digits.
Scale scaleOf(const std::vector<double>& values) {
  constexpr double kLargest = 2e9;
  constexpr double kLeast = 1e-100;  // smaller ones are zero: no factor makes them whole
  constexpr int kMostDecimals = 6;
  double largest = 0;
  double factor = 1;
  int decimals = 0;
  for (const double value : values) {
    if (std::isnan(value)) continue;
    largest = std::max(largest, std::abs(value));
    while (decimals <= kMostDecimals && std::abs(value * factor - std::round(value * factor)) >
                                            1e-6 * (1 + 1e-6 * std::abs(value * factor))) {
      ++decimals;
      factor *= 10;
    }
  }
  if (largest < kLeast) return {1, true};
  const bool areAllRoundedAway = largest * factor < 0.5;
  if (decimals <= kMostDecimals && largest * factor <= kLargest && !areAllRoundedAway)
    return {factor, decimals == 0};
  return {1e9 / largest, false};
}

/// The stored values, `positions` saying where each stands; the rest are gaps.
Samples samplesOf(const std::vector<double>& values, double factor, const std::vector<std::size_t>& positions,
                  std::size_t count) {
  std::vector<std::int32_t> stored(count, Samples::kMissing);
  bool isNarrow = true;
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (std::isnan(values[i])) continue;
    const auto value = static_cast<std::int32_t>(std::lround(values[i] * factor));
    stored[positions.empty() ? i : positions[i]] = value;
    isNarrow = isNarrow && value > Samples::kMissing16 && value <= std::numeric_limits<std::int16_t>::max();
  }
  if (!isNarrow) return Samples(std::move(stored));
  std::vector<std::int16_t> narrow(count);
  std::ranges::transform(stored, narrow.begin(), [](std::int32_t value) {
    return value == Samples::kMissing ? Samples::kMissing16 : static_cast<std::int16_t>(value);
  });
  return Samples(std::move(narrow));
}

/// Where the rows stand in the recording; empty when one follows the other. Times that leap leave a gap.
std::vector<std::size_t> positionsOf(const std::vector<double>& seconds, double rateHz,
                                     const std::string& name) {
  constexpr double kMostTimesLonger = 32;
  std::vector<std::size_t> positions;
  bool hasGaps = false;
  for (std::size_t i = 0; i < seconds.size(); ++i) {
    if (i == 0) {
      positions.push_back(0);
      continue;
    }
    const double steps = (seconds[i] - seconds[i - 1]) * rateHz;
    const bool isGap = steps > 1.6;
    hasGaps = hasGaps || isGap;
    const double next = static_cast<double>(positions.back()) + (isGap ? std::round(steps) : 1);
    if (next > 1000 + kMostTimesLonger * static_cast<double>(seconds.size())) {
      throw Error(
          fmt::format("{}: expected gaps at most {} times as long as the data, found times up to {:g} s.",
                      name, kMostTimesLonger, seconds.back()));
    }
    positions.push_back(static_cast<std::size_t>(next));
  }
  return hasGaps ? positions : std::vector<std::size_t>();
}

/// Unit, gain and calibration of a lead, and a word on what was assumed.
void setUnit(Lead& lead, std::string unit, const Scale& scale, const std::string& name,
             std::vector<std::string>& warnings) {
  lead.baseline = 0;
  lead.gain = scale.factor;
  if (unit.empty() && scale.isWhole) {
    lead.isCalibrated = false;
    lead.gain = 200;
    warnings.push_back(fmt::format(
        "{}: {} has no unit and whole numbers; they are taken for ADC units of 1/200 mV.", name, lead.name));
    return;
  }
  if (unit.empty()) {
    unit = "mV";
    warnings.push_back(fmt::format("{}: {} has no unit; mV is assumed.", name, lead.name));
  }
  const double millivolts = millivoltsIn(unit);
  lead.unit = millivolts > 0 ? "mV" : unit;
  if (millivolts > 0) lead.gain /= millivolts;
}

std::vector<std::size_t> wantedColumns(const SignalFile& file, std::optional<std::size_t> onlyLead) {
  const std::vector<std::size_t> all = file.layout.signalColumns();
  if (!onlyLead) return all;
  if (*onlyLead < all.size()) return {all[*onlyLead]};
  throw Error(
      fmt::format("{}: expected a signal {}, found {} signals.", file.name, *onlyLead + 1, all.size()));
}

Recording emptyRecording(const fs::path& path) {
  Recording recording;
  recording.name = path.stem().string();
  recording.path = path;
  recording.patient = recording.name;
  return recording;
}

bool isSameRate(double leftHz, double rightHz) {
  return std::abs(leftHz - rightHz) <= 0.001 * rightHz;
}

double rateFor(const SignalFile& file, const std::vector<double>& seconds, const SignalTextOptions& options,
               std::vector<std::string>& warnings) {
  const double fromTimes = rateOfTimes(seconds);
  if (options.sampleRateHz <= 0) return fromTimes;
  if (fromTimes > 0 && !isSameRate(fromTimes, options.sampleRateHz)) {
    warnings.push_back(
        fmt::format("{}: the time column gives {:g} samples a second; {:g} were taken as asked for.",
                    file.name, fromTimes, options.sampleRateHz));
  }
  return options.sampleRateHz;
}

/// What is odd about the first rows' times, in a sentence; empty: nothing, or no times.
std::string oddTimes(const std::string& name, const std::vector<double>& seconds) {
  if (seconds.size() < 2 || rateOfTimes(seconds) > 0) return {};
  std::size_t notLater = 0;
  for (std::size_t i = 1; i < seconds.size(); ++i) notLater += seconds[i] > seconds[i - 1] ? 0 : 1;
  if (notLater == 0) return fmt::format("{}: its times do not rise evenly; they are not used.", name);
  return fmt::format("{}: {} of its first {} times {} not later than the one before; none is used.", name,
                     notLater, seconds.size(), notLater == 1 ? "is" : "are");
}

}  // namespace

Recording readSignalText(const fs::path& path, const SignalTextOptions& options,
                         std::optional<std::size_t> onlyLead, const JobContext& job) {
  const SignalFile file = openSignals(path, job);
  const std::vector<std::size_t> wanted = wantedColumns(file, onlyLead);
  Recording recording = emptyRecording(path);
  const Columns columns = RowReader(file, wanted, options.sampleRateHz <= 0).read(job);
  if (!columns.warning.empty()) recording.warnings.push_back(columns.warning);
  const double rateHz = rateFor(file, columns.seconds, options, recording.warnings);
  if (rateHz == 0) {
    const std::string_view problem =
        columns.seconds.empty()
            ? "does not say its sample rate: expected one to be given, or a column of times"
            : "has times that do not rise evenly: expected a sample rate to be given";
    throw Error(fmt::format("{} {}.", file.name, problem));
  }
  recording.sampleRateHz = checkedRate(rateHz, file.name);
  std::vector<std::size_t> positions;
  if (isSameRate(rateOfTimes(columns.seconds), rateHz))
    positions = positionsOf(columns.seconds, rateHz, file.name);
  const std::size_t count = positions.empty() ? columns.values.front().size() : positions.back() + 1;
  recording.sampleCount = static_cast<std::int64_t>(count);
  for (std::size_t i = 0; i < wanted.size(); ++i) {
    job.throwIfStopped();
    const Scale scale = scaleOf(columns.values[i]);
    Lead lead;
    lead.name = file.layout.names[wanted[i]];
    if (const std::string known = ecgLeadNameOf(lead.name); !known.empty()) lead.name = known;
    setUnit(lead, options.unit.empty() ? file.layout.units[wanted[i]] : options.unit, scale, file.name,
            recording.warnings);
    lead.samples = samplesOf(columns.values[i], scale.factor, positions, count);
    recording.leads.push_back(std::move(lead));
  }
  return recording;
}

Recording describeSignalText(const fs::path& path, const SignalTextOptions& options, const JobContext& job) {
  const SignalFile file = openSignals(path, job);
  Recording recording = emptyRecording(path);
  std::vector<double> seconds;
  for (const auto& row : file.layout.rows) {
    if (file.layout.timeColumn) seconds.push_back(row[*file.layout.timeColumn] * file.layout.secondsPerTick);
  }
  recording.sampleRateHz = rateFor(file, seconds, options, recording.warnings);
  if (std::string odd = oddTimes(file.name, seconds); !odd.empty())
    recording.warnings.push_back(std::move(odd));
  const auto lines = std::ranges::count(file.text, '\n') + (file.text.ends_with('\n') ? 0 : 1);
  recording.sampleCount =
      std::max<std::int64_t>(0, lines - static_cast<std::int64_t>(file.layout.headerLines));
  for (const std::size_t column : file.layout.signalColumns()) {
    std::vector<double> values;
    for (const auto& row : file.layout.rows) values.push_back(row[column]);
    Lead lead;
    lead.name = file.layout.names[column];
    if (const std::string known = ecgLeadNameOf(lead.name); !known.empty()) lead.name = known;
    setUnit(lead, options.unit.empty() ? file.layout.units[column] : options.unit, scaleOf(values), file.name,
            recording.warnings);
    recording.leads.push_back(std::move(lead));
  }
  return recording;
}

}  // namespace ectopy
