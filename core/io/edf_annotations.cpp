#include "core/io/edf_annotations.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>
#include <string_view>

#include "core/io/text_fields.h"

namespace ectopy {

namespace {

constexpr char kTextEnd = 20;       // after the onset and after each text
constexpr char kDurationMark = 21;  // between onset and duration
constexpr double kLongestSeconds = 1e9;

/// "+12.5", "-0.25": seconds. Nothing without its sign, as the format wants it.
std::optional<double> onsetOf(std::string_view field) {
  if (field.size() < 2 || (field.front() != '+' && field.front() != '-')) return std::nullopt;
  const auto seconds = parseReal(field);
  if (!seconds || std::abs(*seconds) > kLongestSeconds) return std::nullopt;
  return seconds;
}

/// Reads the lists of one annotation signal in one data record.
class ListReader {
 public:
  ListReader(std::string_view bytes, EdfAnnotations& result) : m_rest(bytes), m_result(result) {}

  /// `keepsTime`: the first list tells when the data record starts.
  void read(bool keepsTime) {
    while (!m_rest.empty()) {
      const std::size_t end = std::min(m_rest.find('\0'), m_rest.size());
      if (end > 0) readList(m_rest.substr(0, end), keepsTime);
      if (end > 0) keepsTime = false;
      m_rest.remove_prefix(std::min(end + 1, m_rest.size()));
    }
  }

 private:
  void readList(std::string_view list, bool keepsTime) {
    const std::size_t end = list.find(kTextEnd);
    if (end == std::string_view::npos) return refuse();
    std::string_view onsetField = list.substr(0, end);
    double duration = 0;
    if (const std::size_t mark = onsetField.find(kDurationMark); mark != std::string_view::npos) {
      duration = parseReal(onsetField.substr(mark + 1)).value_or(0);
      onsetField = onsetField.substr(0, mark);
    }
    const auto onset = onsetOf(onsetField);
    if (!onset) return refuse();
    list.remove_prefix(end + 1);
    if (keepsTime && list.starts_with(kTextEnd)) m_result.recordStarts.back() = *onset;
    while (!list.empty()) {
      const std::size_t textEnd = std::min(list.find(kTextEnd), list.size());
      if (textEnd > 0) m_result.annotations.push_back({*onset, duration, asUtf8(list.substr(0, textEnd))});
      list.remove_prefix(std::min(textEnd + 1, list.size()));
    }
  }

  void refuse() { ++m_result.unreadable; }

  std::string_view m_rest;
  EdfAnnotations& m_result;
};

}  // namespace

EdfAnnotations readEdfAnnotations(std::span<const std::byte> records, const EdfHeader& header,
                                  const JobContext& job) {
  EdfAnnotations result;
  std::vector<EdfSignal> lists;
  std::ranges::copy_if(header.signalSpecs, std::back_inserter(lists), [](const EdfSignal& signal) {
    return signal.isAnnotations && signal.samplesPerRecord > 0;
  });
  for (std::size_t record = 0; !lists.empty() && record < header.recordCount; ++record) {
    job.throwIfStopped();
    result.recordStarts.push_back(std::numeric_limits<double>::quiet_NaN());
    bool keepsTime = true;
    for (const EdfSignal& signal : lists) {
      const auto bytes = records.subspan(record * header.recordBytes + signal.byteInRecord,
                                         signal.samplesPerRecord * header.bytesPerSample());
      ListReader({reinterpret_cast<const char*>(bytes.data()), bytes.size()}, result).read(keepsTime);
      keepsTime = false;
    }
  }
  return result;
}

}  // namespace ectopy
