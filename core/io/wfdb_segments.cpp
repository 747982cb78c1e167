#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <set>

#include "core/base/error.h"
#include "core/io/text_fields.h"
#include "core/io/wfdb_signals.h"

namespace ectopy {

namespace {

namespace fs = std::filesystem;

constexpr std::string_view kNullSegment = "~";

fs::path pathOfSegment(const fs::path& headerPath, const std::string& name) {
  return headerPath.parent_path() / (name + ".hea");
}

/// Reads a record made of segments, one segment after the other.
class SegmentReader {
 public:
  SegmentReader(const WfdbHeader& header, const fs::path& headerPath, const WfdbReadOptions& options,
                const JobContext& job)
      : m_header(header), m_path(headerPath), m_options(options), m_job(job) {}

  WfdbSignals read() {
    openHeaders();
    describeLeads();
    measure();
    std::int64_t start = 0;
    for (const WfdbHeader::Segment& segment : m_header.segments) {
      m_job.throwIfStopped();
      if (const auto found = m_headers.find(segment.recordName); found != m_headers.end())
        place(found->second, segment, start);
      start += segment.sampleCount;
    }
    finish();
    return std::move(m_signals);
  }

 private:
  std::string name() const { return m_path.filename().string(); }
  bool hasLayout() const {
    return !m_header.segments.empty() && m_header.segments.front().sampleCount == 0 &&
           m_headers.contains(m_header.segments.front().recordName);
  }

  void openHeaders() {
    std::set<std::string> missing;
    std::string firstMissing;
    for (const auto& [segmentName, sampleCount] : m_header.segments) {
      if (segmentName == kNullSegment || m_headers.contains(segmentName) || missing.contains(segmentName))
        continue;
      m_job.throwIfStopped();
      refuseItself(segmentName);
      if (!openHeader(segmentName)) {
        if (missing.empty()) firstMissing = segmentName;
        missing.insert(segmentName);
      }
    }
    if (m_headers.empty() && !missing.empty()) {
      throw Error(fmt::format("{}: none of its {} segments is there (first: {}).", name(), missing.size(),
                              inQuotes(firstMissing)));
    }
    if (!missing.empty()) {
      m_signals.warnings.push_back(
          fmt::format("{}: {} of its {} segments are not there, gaps are shown (first: {}).", name(),
                      missing.size(), missing.size() + m_headers.size(), inQuotes(firstMissing)));
    }
  }

  /// False when the segment's header or one of its signal files isn't there.
  bool openHeader(const std::string& segmentName) {
    const fs::path path = pathOfSegment(m_path, segmentName);
    std::error_code ignored;
    if (!fs::exists(path, ignored)) return false;
    WfdbHeader header = readWfdbHeader(path);
    refuseStrange(header, path);
    const bool isThere = std::ranges::all_of(header.signalSpecs, [&](const WfdbSignalSpec& spec) {
      return spec.format == 0 || fs::exists(m_path.parent_path() / spec.fileName, ignored);
    });
    if (isThere) m_headers.emplace(segmentName, std::move(header));
    return isThere;
  }

  void refuseItself(const std::string& segmentName) const {
    if (segmentName != m_header.recordName && segmentName + ".hea" != name()) return;
    throw Error(fmt::format("{}: a record can't be a segment of itself.", name()));
  }

  void refuseStrange(const WfdbHeader& header, const fs::path& path) const {
    if (header.segmentCount > 0) {
      throw Error(fmt::format("{}: expected a segment of {}, found a record made of segments itself.",
                              path.filename().string(), name()));
    }
    if (std::abs(header.sampleRateHz - m_header.sampleRateHz) > 1e-6 * m_header.sampleRateHz) {
      throw Error(fmt::format("{}: expected {} Hz as in {}, found {} Hz.", path.filename().string(),
                              m_header.sampleRateHz, name(), header.sampleRateHz));
    }
  }

  /// The layout's leads, or those of the first segment that is there.
  void describeLeads() {
    const auto first = std::ranges::find_if(m_header.segments, [&](const WfdbHeader::Segment& segment) {
      return m_headers.contains(segment.recordName);
    });
    if (first != m_header.segments.end()) {
      const WfdbHeader& model = m_headers.at(first->recordName);
      for (std::size_t i = 0; i < model.signalSpecs.size(); ++i)
        m_signals.leads.push_back(leadOf(model.signalSpecs[i], i));
    }
    if (!m_options.onlyLead) return;
    if (*m_options.onlyLead >= m_signals.leads.size()) {
      throw Error(fmt::format("{}: expected a signal {}, found {} signals.", name(), *m_options.onlyLead + 1,
                              m_signals.leads.size()));
    }
    m_signals.leads = {std::move(m_signals.leads[*m_options.onlyLead])};
  }

  /// Adds up the segments, and asks for memory only once their files are known to justify it.
  void measure() {
    for (const auto& [segmentName, sampleCount] : m_header.segments) m_signals.sampleCount += sampleCount;
    if (m_header.sampleCount != 0 && m_header.sampleCount != m_signals.sampleCount) {
      m_signals.warnings.push_back(fmt::format("{}: announces {} samples, its segments have {}.", name(),
                                               m_header.sampleCount, m_signals.sampleCount));
    }
    std::set<std::string> files;
    for (const auto& [segmentName, header] : m_headers) {
      for (const WfdbSignalSpec& spec : header.signalSpecs) files.insert(spec.fileName);
    }
    std::uint64_t fileBytes = 0;
    for (const std::string& file : files) {
      std::error_code problem;
      const std::uint64_t size = fs::file_size(m_path.parent_path() / file, problem);
      if (!problem) fileBytes += size;
    }
    refuseMostlyGaps(m_path, m_signals.sampleCount, m_signals.leads.size(), sizeof(std::int32_t), fileBytes);
    m_values.assign(
        m_signals.leads.size(),
        std::vector<std::int32_t>(static_cast<std::size_t>(m_signals.sampleCount), Samples::kMissing));
  }

  void place(const WfdbHeader& header, const WfdbHeader::Segment& segment, std::int64_t start) {
    if (segment.sampleCount == 0) return;
    if (header.sampleCount != 0 && header.sampleCount != segment.sampleCount) {
      m_signals.warnings.push_back(fmt::format("{}: expected {} samples in segment {}, found {}.", name(),
                                               segment.sampleCount, segment.recordName, header.sampleCount));
    }
    WfdbReadOptions options;
    options.verifyChecksums = m_options.verifyChecksums;
    WfdbSignals part = readWfdbSignals(header, pathOfSegment(m_path, segment.recordName), options,
                                       segment.sampleCount, m_job);
    std::ranges::move(part.warnings, std::back_inserter(m_signals.warnings));
    for (std::size_t i = 0; i < m_signals.leads.size(); ++i) {
      const std::size_t position = m_options.onlyLead ? *m_options.onlyLead : i;
      const Lead* lead = leadIn(part, position, m_signals.leads[i].name);
      if (lead == nullptr) continue;
      if (lead->unit != m_signals.leads[i].unit) warnOfUnit(*lead, m_signals.leads[i], segment);
      convert(*lead, m_signals.leads[i], m_values[i].begin() + start);
    }
  }

  void warnOfUnit(const Lead& found, const Lead& expected, const WfdbHeader::Segment& segment) {
    m_signals.warnings.push_back(fmt::format("{}: {} is measured in {} in segment {}, in {} elsewhere.",
                                             name(), found.name, found.unit, segment.recordName,
                                             expected.unit));
  }

  /// By name where there is a layout, else by its place.
  const Lead* leadIn(const WfdbSignals& part, std::size_t position, const std::string& leadName) const {
    if (!hasLayout()) return position < part.leads.size() ? &part.leads[position] : nullptr;
    const auto found = std::ranges::find(part.leads, leadName, &Lead::name);
    return found == part.leads.end() ? nullptr : &*found;
  }

  /// From the segment's ADC units to those of the whole record.
  static void convert(const Lead& from, const Lead& to, std::vector<std::int32_t>::iterator out) {
    const bool isSame = from.gain == to.gain && from.baseline == to.baseline;
    const double scale = to.gain / from.gain;
    for (std::size_t i = 0; i < from.samples.size(); ++i, ++out) {
      const std::int32_t value = from.samples[i];
      if (value == Samples::kMissing) continue;
      *out = isSame ? value : rounded((static_cast<double>(value) - from.baseline) * scale + to.baseline);
    }
  }

  static std::int32_t rounded(double value) {
    constexpr double kMost = std::numeric_limits<std::int32_t>::max();
    return static_cast<std::int32_t>(std::lround(std::clamp(value, -kMost, kMost)));
  }

  void finish() {
    for (std::size_t i = 0; i < m_values.size(); ++i) {
      auto narrow = narrowed(m_values[i]);
      m_signals.leads[i].samples = narrow ? Samples(std::move(*narrow)) : Samples(std::move(m_values[i]));
      m_values[i] = {};
    }
  }

  const WfdbHeader& m_header;
  const fs::path& m_path;
  const WfdbReadOptions& m_options;
  const JobContext& m_job;
  std::map<std::string, WfdbHeader> m_headers;  // of the segments that are there
  std::vector<std::vector<std::int32_t>> m_values;
  WfdbSignals m_signals;
};

}  // namespace

WfdbSignals readWfdbSegments(const WfdbHeader& header, const fs::path& headerPath,
                             const WfdbReadOptions& options, const JobContext& job) {
  return SegmentReader(header, headerPath, options, job).read();
}

}  // namespace ectopy
