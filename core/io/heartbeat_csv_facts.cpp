#include "core/io/heartbeat_csv_facts.h"

#include <algorithm>
#include <set>

#include "core/io/heartbeat_csv_layout.h"
#include "core/io/heartbeat_csv_piece.h"

namespace ectopy {
namespace {

constexpr std::size_t kWindowBytes = std::size_t{64} << 10;
constexpr std::size_t kWindows = 8;

/// What the rows looked at say.
struct Sample {
  std::size_t rows = 0;
  std::size_t bytes = 0;
  std::set<int> numbers;
  std::set<std::string> names;
  bool isWhole = false;
};

/// The whole lines in at most a window's bytes from `at` on.
std::string_view linesAt(std::string_view text, std::size_t at) {
  if (at > 0) at = std::min(text.find('\n', at), text.size() - 1) + 1;
  std::string_view lines = text.substr(at, kWindowBytes);
  if (at + lines.size() < text.size()) lines = lines.substr(0, lines.rfind('\n') + 1);
  return lines;
}

void look(std::string_view lines, const CsvLayout& layout, Sample& sample) {
  CsvPiece piece;
  piece.text = lines;
  readCsvPiece(piece, layout);
  if (!piece.fault.empty() || lines.empty()) return;  // reading will say what is wrong and where
  sample.rows += piece.lines;
  sample.bytes += lines.size();
  sample.names.insert(piece.classNames.begin(), piece.classNames.end());
  if (piece.classNames.empty()) sample.numbers.insert(piece.classes.begin(), piece.classes.end());
}

/// The rows of a packed text are taken from its beginning, others from all over it, for files are sorted by
/// class.
std::size_t lookAt(const TextFile& file, const CsvLayout& layout, Sample& sample) {
  const std::string_view rows = withoutEmptyEnd(file.text.substr(layout.rowsAt));
  const std::size_t before = sample.rows;
  const bool isCut = file.text.size() < file.wholeBytes;
  if (rows.size() <= kWindows * kWindowBytes && !isCut) {
    look(rows, layout, sample);
    sample.isWhole = true;
    return sample.rows - before;
  }
  Sample own;
  for (std::size_t window = 0; window < kWindows; ++window) {
    look(linesAt(rows, rows.size() / kWindows * window), layout, own);
  }
  sample.isWhole = false;
  sample.rows += own.rows;
  sample.numbers.merge(own.numbers);
  sample.names.merge(own.names);
  if (own.bytes == 0) return 0;
  const auto whole = static_cast<double>(file.wholeBytes - std::min(file.wholeBytes, layout.rowsAt));
  return static_cast<std::size_t>(whole / static_cast<double>(own.bytes) * static_cast<double>(own.rows) +
                                  0.5);
}

}  // namespace

CsvFacts csvFacts(const std::filesystem::path& path, const std::string& wanted) {
  const CsvFiles set = csvFilesAt(path, wanted);
  CsvFacts facts;
  facts.name = set.name;
  facts.leftOut = set.leftOut;
  facts.isRowCountExact = true;
  Sample sample;
  for (const CsvFile& file : set.files) {
    const bool isPlain = file.entry.empty() && packingOf(file.path) == Packing::None;
    const TextFile text = openCsvFile(file, {}, isPlain ? ~std::size_t{0} : kWindows * kWindowBytes);
    const CsvLayout layout = csvLayoutOf(withoutEmptyEnd(text.text), text.name);
    facts.files.push_back(nameOf(file));
    facts.delimiter = layout.delimiter;
    facts.decimal = layout.decimal;
    facts.hasHeader = layout.hasHeader;
    facts.columns = layout.columns;
    facts.length = layout.length();
    facts.hasClassNames = layout.hasTextLabels;
    facts.rows += lookAt(text, layout, sample);
    facts.isRowCountExact = facts.isRowCountExact && sample.isWhole;
  }
  for (const int number : sample.numbers) facts.classes.push_back(std::to_string(number));
  facts.classes.insert(facts.classes.end(), sample.names.begin(), sample.names.end());
  const int highest = sample.numbers.empty() ? 0 : *sample.numbers.rbegin();
  if (!facts.hasClassNames && fitsPublishedPair(set.pair, facts.length, highest)) facts.pair = set.pair;
  facts.hasClassNames = facts.hasClassNames || facts.pair != PublishedPair::None;
  return facts;
}

}  // namespace ectopy
