#include "core/io/heartbeat_csv.h"

#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <mutex>
#include <optional>
#include <thread>

#include "core/base/error.h"
#include "core/io/compressed_text.h"
#include "core/io/heartbeat_csv_layout.h"
#include "core/io/heartbeat_csv_piece.h"

namespace ectopy {

namespace {

std::vector<std::string_view> cutIntoPieces(std::string_view text) {
  constexpr std::size_t kPieceBytes = 2 << 20;  // some ms of work: a stop is heard between two
  std::vector<std::string_view> pieces;
  while (!text.empty()) {
    const std::size_t lineEnd = text.find('\n', std::min(kPieceBytes, text.size()));
    const std::size_t size = lineEnd == std::string_view::npos ? text.size() : lineEnd + 1;
    pieces.push_back(text.substr(0, size));
    text.remove_prefix(size);
  }
  return pieces;
}

/// Puts the pieces' rows behind each other, whoever read them and when; hands out emptied pieces again, for
/// their memory is warm.
class RowGatherer {
 public:
  RowGatherer(const CsvLayout& layout, std::size_t textBytes, std::size_t pieces)
      : m_layout(layout), m_textBytes(textBytes), m_waiting(pieces) {
    m_rows.length = layout.length();
  }

  CsvPiece spare(std::string_view text) {
    CsvPiece piece;
    {
      const std::scoped_lock lock(m_mutex);
      if (!m_spares.empty()) {
        piece = std::move(m_spares.back());
        m_spares.pop_back();
      }
    }
    piece.text = text;
    return piece;
  }

  void add(std::size_t index, CsvPiece piece) {
    const std::scoped_lock lock(m_mutex);
    m_waiting[index] = std::move(piece);
    for (; m_next < m_waiting.size() && m_waiting[m_next]; ++m_next) {
      if (m_fault.empty()) append(*m_waiting[m_next]);
      m_waiting[m_next].reset();
    }
  }

  /// The first fault, with its line; empty when there is none.
  std::string fault(std::size_t linesBefore) const {
    if (m_fault.empty()) return {};
    return fmt::format(", line {}{}", linesBefore + m_rows.rows() + 1, m_fault);
  }

  HeartbeatRows take() && {
    sortClassNames();
    return std::move(m_rows);
  }

 private:
  void append(CsvPiece& piece) {
    if (m_rows.classes.empty()) reserve(piece);
    piece.samples.resize(piece.lines * m_rows.length);
    piece.classes.resize(piece.lines);
    shareClassNames(piece);
    m_rows.samples.insert(m_rows.samples.end(), piece.samples.begin(), piece.samples.end());
    m_rows.classes.insert(m_rows.classes.end(), piece.classes.begin(), piece.classes.end());
    if (m_fault.empty()) m_fault = piece.fault;
    piece.samples.clear();
    piece.classes.clear();
    piece.classNames.clear();
    piece.lines = 0;
    m_spares.push_back(std::move(piece));
  }

  /// As if all rows were as long as the first piece's; that many fields have stood in as many bytes.
  void reserve(const CsvPiece& first) {
    if (first.lines == 0) return;
    const double pieces = static_cast<double>(m_textBytes) / static_cast<double>(first.text.size());
    const auto rows = static_cast<std::size_t>(pieces * static_cast<double>(first.lines)) + first.lines + 1;
    const std::size_t most = m_textBytes / (2 * m_layout.columns - 1) + 1;
    m_rows.samples.reserve(std::min(rows, most) * m_rows.length);
    m_rows.classes.reserve(std::min(rows, most));
  }

  void shareClassNames(CsvPiece& piece) {
    if (piece.classNames.empty()) return;
    auto& names = m_rows.classNames;
    std::vector<int> places;
    for (const std::string& name : piece.classNames) {
      const auto known = std::ranges::find(names, name);
      places.push_back(static_cast<int>(known - names.begin()));
      if (known == names.end()) names.push_back(name);
    }
    for (int& label : piece.classes) label = places[static_cast<std::size_t>(label)];
    if (names.size() > kMostCsvClasses) {
      piece.fault =
          fmt::format(": expected at most {} classes up to here, found {}.", kMostCsvClasses, names.size());
    }
  }

  void sortClassNames() {
    std::vector<std::string> sorted = m_rows.classNames;
    std::ranges::sort(sorted);
    std::vector<int> places;
    for (const std::string& name : m_rows.classNames) {
      places.push_back(static_cast<int>(std::ranges::lower_bound(sorted, name) - sorted.begin()));
    }
    if (places.empty()) return;
    for (int& label : m_rows.classes) label = places[static_cast<std::size_t>(label)];
    m_rows.classNames = std::move(sorted);
  }

  const CsvLayout& m_layout;
  std::size_t m_textBytes;
  std::mutex m_mutex;
  std::vector<std::optional<CsvPiece>> m_waiting;
  std::size_t m_next = 0;
  std::vector<CsvPiece> m_spares;
  HeartbeatRows m_rows;
  std::string m_fault;
};

/// Reads all pieces, the caller's thread and others taking them in order. After a fault no further ones are
/// begun; all before it have been.
class PiecesReader {
 public:
  PiecesReader(std::vector<std::string_view> pieces, const CsvLayout& layout, RowGatherer& gatherer,
               const JobContext& job)
      : m_pieces(std::move(pieces)), m_layout(layout), m_gatherer(gatherer), m_job(job) {}

  void read() {
    {
      constexpr std::size_t kMostThreads = 16;
      const std::size_t cores = std::clamp<std::size_t>(std::thread::hardware_concurrency(), 1, kMostThreads);
      std::vector<std::jthread> helpers;
      for (std::size_t i = 1; i < std::min(cores, m_pieces.size()); ++i) {
        helpers.emplace_back([this] { takePieces(false); });
      }
      takePieces(true);
    }
    if (m_problem) std::rethrow_exception(m_problem);
    m_job.throwIfStopped();
  }

 private:
  void takePieces(bool isReporting) {
    while (!m_isBroken && !m_job.isStopRequested()) {
      const std::size_t index = m_next++;
      if (index >= m_pieces.size()) return;
      try {
        readPiece(index);
      } catch (...) {
        if (!m_hasProblem.exchange(true)) m_problem = std::current_exception();
        m_isBroken = true;
      }
      ++m_done;
      if (isReporting) reportProgress();
    }
  }

  void readPiece(std::size_t index) {
    CsvPiece piece = m_gatherer.spare(m_pieces[index]);
    readCsvPiece(piece, m_layout);
    if (!piece.fault.empty()) m_isBroken = true;
    m_gatherer.add(index, std::move(piece));
  }

  void reportProgress() {
    m_job.report(static_cast<double>(m_done) / static_cast<double>(m_pieces.size()), "reading beats");
  }

  std::vector<std::string_view> m_pieces;
  const CsvLayout& m_layout;
  RowGatherer& m_gatherer;
  const JobContext& m_job;
  std::atomic<std::size_t> m_next = 0;
  std::atomic<std::size_t> m_done = 0;
  std::atomic<bool> m_isBroken = false;
  std::atomic<bool> m_hasProblem = false;
  std::exception_ptr m_problem;  // the first one's; read when all threads are done
};

}  // namespace

HeartbeatRows readHeartbeatCsv(const TextFile& file, std::size_t expectedLength, const JobContext& job) {
  const std::string_view text = withoutEmptyEnd(file.text);
  const CsvLayout layout = csvLayoutOf(text, file.name);
  if (expectedLength != 0 && layout.length() != expectedLength) {
    throw Error(fmt::format("{}, line 1: expected {} fields ({} samples and the class), found {}.", file.name,
                            layout.columns - layout.length() + expectedLength, expectedLength,
                            layout.columns));
  }
  const std::string_view rowsText = text.substr(layout.rowsAt);
  auto pieces = cutIntoPieces(rowsText);
  RowGatherer gatherer(layout, rowsText.size(), pieces.size());
  PiecesReader(std::move(pieces), layout, gatherer, job).read();
  if (const std::string fault = gatherer.fault(layout.hasHeader ? 1 : 0); !fault.empty()) {
    throw Error(file.name + fault);
  }
  return std::move(gatherer).take();
}

HeartbeatRows readHeartbeatCsv(const std::filesystem::path& path, std::size_t expectedLength,
                               const JobContext& job) {
  return readHeartbeatCsv(openText(path, job), expectedLength, job);
}

}  // namespace ectopy
