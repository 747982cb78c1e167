#include "core/io/heartbeat_csv.h"

#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <charconv>
#include <cmath>
#include <exception>
#include <limits>
#include <optional>
#include <thread>

#include "core/base/error.h"
#include "core/base/files.h"
#include "core/io/text_fields.h"

namespace ectopy {

namespace {

/// Some whole lines of the file and what was read from them.
struct Piece {
  std::string_view text;
  std::size_t lines = 0;  // read without fault
  std::vector<float> samples;
  std::vector<int> classes;
  std::string fault;  // "line N" is put before it: ", field 12: expected ..."
  std::exception_ptr problem;
};

std::string_view withoutMark(std::string_view text) {
  constexpr std::string_view kUtf8Mark = "\xef\xbb\xbf";
  return text.starts_with(kUtf8Mark) ? text.substr(kUtf8Mark.size()) : text;
}

std::string_view withoutBlankEnd(std::string_view text) {
  return text.substr(0, text.find_last_not_of(" \t\r\n") + 1);
}

std::size_t fieldsIn(std::string_view line) {
  if (trimmed(line).empty()) return 0;
  return static_cast<std::size_t>(std::ranges::count(line, ',')) + 1;
}

/// Reads the lines of one piece, each of `length` samples and a class.
class PieceReader {
 public:
  PieceReader(Piece& piece, std::size_t length) : m_piece(piece), m_length(length) {}

  void read() {
    std::string_view rest = m_piece.text;
    while (!rest.empty()) {
      const std::size_t end = std::min(rest.find('\n'), rest.size());
      if (!readLine(rest.substr(0, end))) return;
      ++m_piece.lines;
      rest.remove_prefix(std::min(end + 1, rest.size()));
    }
  }

 private:
  bool readLine(std::string_view line) {
    if (line.ends_with('\r')) line.remove_suffix(1);
    std::string_view rest = line;
    for (std::size_t field = 1; field <= m_length; ++field) {
      const std::size_t end = rest.find(',');
      if (end == std::string_view::npos) return refuseCount(line);
      const auto value = number(rest.substr(0, end));
      if (!value) return refuseField(field, "a number", rest.substr(0, end));
      m_piece.samples.push_back(*value);
      rest.remove_prefix(end + 1);
    }
    if (rest.find(',') != std::string_view::npos) return refuseCount(line);
    return readClass(rest);
  }

  bool readClass(std::string_view text) {
    constexpr float kHighestClass = 254;
    const auto value = number(text);
    const bool isWhole = value && *value >= 0 && *value <= kHighestClass && *value == std::floor(*value);
    if (!isWhole) return refuseField(m_length + 1, "a class number, whole and 0 to 254", text);
    m_piece.classes.push_back(static_cast<int>(*value));
    return true;
  }

  static std::optional<float> number(std::string_view field) {
    float value = 0;
    const char* end = field.data() + field.size();
    const auto [stop, problem] = std::from_chars(field.data(), end, value);
    if (problem == std::errc() && stop == end && std::isfinite(value)) return value;
    return unusualNumber(trimmed(field));
  }

  /// Blanks around it, a plus before it, or too small for a float.
  static std::optional<float> unusualNumber(std::string_view field) {
    const auto value = parseReal(field);
    if (!value || std::abs(*value) > std::numeric_limits<float>::max()) return std::nullopt;
    return static_cast<float>(*value);
  }

  bool refuseField(std::size_t field, std::string_view expected, std::string_view found) {
    const std::string_view shown = trimmed(found);
    m_piece.fault = fmt::format(", field {}: expected {}, found {}.", field, expected,
                                shown.empty() ? "nothing" : inQuotes(shown));
    return false;
  }

  bool refuseCount(std::string_view line) {
    const std::size_t found = fieldsIn(line);
    m_piece.fault = fmt::format(": expected {} fields ({} samples and the class), found {}.", m_length + 1,
                                m_length, found == 0 ? "an empty line" : std::to_string(found));
    return false;
  }

  Piece& m_piece;
  std::size_t m_length;
};

std::vector<Piece> cutIntoPieces(std::string_view text) {
  constexpr std::size_t kPieceBytes = 4 << 20;  // some ms of work: a stop is heard between two
  std::vector<Piece> pieces;
  while (!text.empty()) {
    const std::size_t lineEnd = text.find('\n', std::min(kPieceBytes, text.size()));
    const std::size_t size = lineEnd == std::string_view::npos ? text.size() : lineEnd + 1;
    pieces.push_back({text.substr(0, size), 0, {}, {}, {}, nullptr});
    text.remove_prefix(size);
  }
  return pieces;
}

/// Reads all pieces, the caller's thread and a second one taking them in order. After a fault no further
/// ones are begun; all before it have been.
class PiecesReader {
 public:
  PiecesReader(std::vector<Piece>& pieces, std::size_t length, const JobContext& job)
      : m_pieces(pieces), m_length(length), m_job(job) {}

  void read() {
    {
      std::jthread helper;
      if (m_pieces.size() > 1) helper = std::jthread([this] { takePieces(false); });
      takePieces(true);
    }
    m_job.throwIfStopped();
  }

 private:
  void takePieces(bool isReporting) {
    while (!m_isBroken && !m_job.isStopRequested()) {
      const std::size_t index = m_next++;
      if (index >= m_pieces.size()) return;
      Piece& piece = m_pieces[index];
      try {
        reserve(piece);
        PieceReader(piece, m_length).read();
      } catch (...) {
        piece.problem = std::current_exception();
      }
      if (piece.problem || !piece.fault.empty()) m_isBroken = true;
      ++m_done;
      if (isReporting) reportProgress();
    }
  }

  /// As if all lines were as long as the first of the piece; a line has two bytes a field or more, so what is
  /// asked for stays in proportion to the file.
  void reserve(Piece& piece) const {
    const std::size_t lineBytes = std::max(piece.text.find('\n'), 2 * m_length);
    const std::size_t rows = piece.text.size() / std::min(lineBytes, piece.text.size()) + 1;
    piece.samples.reserve(rows * m_length);
    piece.classes.reserve(rows);
  }

  void reportProgress() {
    m_job.report(static_cast<double>(m_done) / static_cast<double>(m_pieces.size()), "reading beats");
  }

  std::vector<Piece>& m_pieces;
  std::size_t m_length;
  const JobContext& m_job;
  std::atomic<std::size_t> m_next = 0;
  std::atomic<std::size_t> m_done = 0;
  std::atomic<bool> m_isBroken = false;
};

HeartbeatRows join(std::vector<Piece>& pieces, std::size_t length, const std::string& fileName) {
  HeartbeatRows rows;
  rows.length = length;
  std::size_t lines = 0;
  for (const Piece& piece : pieces) {
    if (piece.problem) std::rethrow_exception(piece.problem);
    lines += piece.lines;
    if (!piece.fault.empty()) throw Error(fmt::format("{}, line {}{}", fileName, lines + 1, piece.fault));
  }
  if (pieces.size() == 1) {
    rows.samples = std::move(pieces[0].samples);
    rows.classes = std::move(pieces[0].classes);
    return rows;
  }
  rows.samples.reserve(lines * length);
  rows.classes.reserve(lines);
  for (Piece& piece : pieces) {
    rows.samples.insert(rows.samples.end(), piece.samples.begin(), piece.samples.end());
    rows.classes.insert(rows.classes.end(), piece.classes.begin(), piece.classes.end());
    piece = {};
  }
  return rows;
}

}  // namespace

HeartbeatRows readHeartbeatCsv(const std::filesystem::path& path, std::size_t expectedLength,
                               const JobContext& job) {
  const auto file = MappedFile::open(path);
  const std::string fileName = path.filename().string();
  const std::span<const std::byte> bytes = file->bytes();
  const std::string_view text =
      withoutBlankEnd(withoutMark({reinterpret_cast<const char*>(bytes.data()), bytes.size()}));
  if (text.empty()) throw Error(fmt::format("{}: expected rows of numbers, found an empty file.", fileName));

  std::size_t length = expectedLength;
  if (length == 0) {
    const std::size_t fields = fieldsIn(text.substr(0, text.find('\n')));
    if (fields < 2) {
      throw Error(fmt::format("{}, line 1: expected samples and a class with commas between them, found {}.",
                              fileName, fields == 0 ? "an empty line" : "1 field"));
    }
    length = fields - 1;
  }
  std::vector<Piece> pieces = cutIntoPieces(text);
  PiecesReader(pieces, length, job).read();
  return join(pieces, length, fileName);
}

}  // namespace ectopy
