#include "core/evaluation/ec57_text.h"

#include <fmt/format.h>

#include <cmath>
#include <iterator>

namespace ectopy {
namespace {

constexpr std::string_view kLetters = "NSVFQOX";

/// bxb's columns: references and tests whose cells are summed, the width in a line and in the sum's line.
struct Column {
  std::string_view references;
  std::string_view tests;
  int width;
  int sumWidth;
};

// clang-format off
constexpr Column kColumns[] = {
    {"NS", "NSFQ", 6, 7}, {"V", "NSFQ", 4, 4}, {"FQ", "NSFQ", 4, 4}, {"OX", "NSFQ", 4, 4},
    {"NS", "V", 4, 4}, {"V", "V", 5, 5}, {"FQ", "V", 4, 4}, {"OX", "V", 4, 4},
    {"NS", "OX", 4, 4}, {"V", "OX", 4, 4}, {"FQ", "OX", 4, 4}};
constexpr Column kColumnsWithS[] = {
    {"N", "NFQ", 6, 6}, {"S", "NFQ", 4, 4}, {"V", "NFQ", 4, 4}, {"FQ", "NFQ", 4, 4}, {"OX", "NFQ", 4, 4},
    {"N", "S", 4, 4}, {"S", "S", 4, 4}, {"V", "S", 4, 4}, {"FQ", "S", 4, 4}, {"OX", "S", 4, 4},
    {"N", "V", 4, 4}, {"S", "V", 4, 4}, {"V", "V", 5, 5}, {"FQ", "V", 4, 4}, {"OX", "V", 4, 4},
    {"N", "OX", 4, 4}, {"S", "OX", 4, 4}, {"V", "OX", 4, 4}, {"FQ", "OX", 4, 4}};
// clang-format on

constexpr std::string_view kHeading =
    "Record Nn' Vn' Fn' On'  Nv   Vv  Fv' Ov' No' Vo' Fo'  Q Se   Q +P   V Se   V +P  V FPR\n";
constexpr std::string_view kHeadingWithS =
    "Record Nn' Sn' Vn' Fn' On'  Ns  Ss  Vs  Fs' Os' Nv  Sv   Vv  Fv' Ov' No' So' Vo' Fo'  Q Se   Q +P   V "
    "Se   V +P   S Se   S +P RR err\n";
constexpr std::string_view kShutdownHeading =
    "Record Nx   Vx   Fx   Qx  % beats  % N    % V    % F   Total Shutdown\n"
    "                           missed missed missed missed      Time\n";
constexpr std::string_view kShutdownHeadingWithS =
    "Record Nx   Sx   Vx   Fx   Qx  % beats  % N    % S    % V    % F   Total Shutdown\n"
    "                                missed missed missed missed missed      Time\n";

std::span<const Column> columns(bool withS) {
  return withS ? std::span<const Column>(kColumnsWithS) : std::span<const Column>(kColumns);
}

std::string percent(const Ec57Share& share, int digits = 2) {
  return share.isDefined() ? fmt::format(" {:6.{}f}", share.percent(), digits) : "      -";
}

std::string statisticsText(const Ec57Statistics& statistics, bool withS) {
  const std::string text = percent(statistics.qrsSe) + percent(statistics.qrsPpv) + percent(statistics.vSe) +
                           percent(statistics.vPpv);
  return withS ? text + percent(statistics.sSe) + percent(statistics.sPpv)
               : text + percent(statistics.vFpr, 3);
}

std::string line(const Ec57Record& record, bool withS) {
  std::string text = fmt::format("{:>4}", record.name);
  for (const Column& column : columns(withS))
    fmt::format_to(std::back_inserter(text), "{:{}}", record.cells.sum(column.references, column.tests),
                   column.width);
  text += statisticsText(statisticsOf(record.cells), withS);
  if (withS) text += std::isnan(record.rrErrorMs) ? "     -" : fmt::format(" {:6.2f}", record.rrErrorMs);
  return text + "\n";
}

/// One row of bxb's table of pairs.
std::string matrixRow(const Ec57Cells& cells, char reference, bool withS) {
  std::string text = fmt::format(" {} |", reference);
  const bool isBeat = reference != 'O' && reference != 'X';
  std::string rows(1, reference);
  if (reference == 'N' && !withS) rows = "NS";
  for (const char test : kLetters) {
    if ((test == 'S' && !withS) || (!isBeat && (test == 'O' || test == 'X'))) continue;
    std::string tests(1, test);
    if (test == 'N' && !withS) tests = "NS";
    fmt::format_to(std::back_inserter(text), " {:4}", cells.sum(rows, tests));
  }
  return text + "\n";
}

std::string namedShare(std::string_view name, const Ec57Share& share, int digits = 2) {
  const std::string value =
      share.isDefined() ? fmt::format("{:6.{}f}%", share.percent(), digits) : std::string("     - ");
  return fmt::format("{:>26}: {} ({:.0f}/{:.0f})\n", name, value, share.part, share.whole);
}

}  // namespace

std::string ec57Lines(std::span<const Ec57Record> records, bool withS) {
  std::string text(withS ? kHeadingWithS : kHeading);
  for (const Ec57Record& record : records) text += line(record, withS);
  return text;
}

std::string ec57ShutdownLines(std::span<const Ec57Record> records, bool withS) {
  std::string text(withS ? kShutdownHeadingWithS : kShutdownHeading);
  auto out = std::back_inserter(text);
  for (const Ec57Record& record : records) {
    const auto missed = [&](std::string_view beats) {
      return static_cast<double>(record.cells.sum(beats, "X"));
    };
    const auto all = [&](std::string_view beats) {
      return static_cast<double>(record.cells.sum(beats, kLetters));
    };
    fmt::format_to(out, "{:>4} {:4}", record.name, record.cells.sum(withS ? "N" : "NS", "X"));
    for (const std::string_view beats : {"S", "V", "F", "Q"})
      if (withS || beats != "S") fmt::format_to(out, " {:4}", record.cells.sum(beats, "X"));
    text += "  ";
    // bxb leaves S beats out of the beats missed here.
    text += percent({missed("NVFQ"), all("NSVFQ")}) + percent({missed("N"), all("N")});
    if (withS) text += percent({missed("S"), all("S")});
    text += percent({missed("V"), all("V")}) + percent({missed("F"), all("F")});
    fmt::format_to(out, "{:5} seconds", record.shutdownSeconds);
    for (const std::string_view beats : {"N", "S", "V", "F", "Q"}) fmt::format_to(out, " {:.0f}", all(beats));
    text += "\n";
  }
  return text;
}

std::string ec57Summary(std::span<const Ec57Record> records, bool withS) {
  const Ec57Summary summary = summarise(records);
  std::string text = ec57Lines(records, withS);
  auto out = std::back_inserter(text);
  text += std::string(withS ? 132 : 86, '_') + "\nSum ";
  for (const Column& column : columns(withS))
    fmt::format_to(out, "{:{}}", summary.sum.sum(column.references, column.tests), column.sumWidth);
  const int indent = withS ? 83 : 54;
  fmt::format_to(out, "\n{:<{}}{}", "Gross", indent, statisticsText(summary.gross, withS));
  fmt::format_to(out, "\n{:<{}}{}", "Average", indent, statisticsText(summary.average, withS));
  if (withS) text += percent({summary.rrErrorMs.part / 100, summary.rrErrorMs.whole});
  fmt::format_to(out, "\nTotal QRS complexes: {}  Total VEBs: {}", summary.sum.sum("NSVFQ", kLetters),
                 summary.sum.sum("V", kLetters));
  if (withS) fmt::format_to(out, "  Total SVEBs: {}", summary.sum.sum("S", kLetters));
  fmt::format_to(out, "\n\nSummary of results from {} record{}\n", records.size(),
                 records.size() == 1 ? "" : "s");
  return text;
}

std::string ec57Matrix(const Ec57Record& record, std::string_view reference, std::string_view test,
                       bool withS) {
  std::string text = fmt::format(
      "Beat-by-beat comparison results for record {}\nReference annotator: {}\n     Test annotator: {}\n\n"
      "               Algorithm\n{}\n   {}\n",
      record.name, reference, test,
      withS ? "        n    s    v    f    q    o    x" : "        n    v    f    q    o    x",
      std::string(withS ? 36 : 31, '_'));
  for (const char row : kLetters)
    if (row != 'S' || withS) text += matrixRow(record.cells, row, withS);
  const Ec57Statistics statistics = statisticsOf(record.cells);
  text += "\n" + namedShare("QRS sensitivity", statistics.qrsSe) +
          namedShare("QRS positive predictivity", statistics.qrsPpv) +
          namedShare("VEB sensitivity", statistics.vSe) +
          namedShare("VEB positive predictivity", statistics.vPpv);
  if (!withS) return text + namedShare("VEB false positive rate", statistics.vFpr, 3) + "\n";
  text += namedShare("SVEB sensitivity", statistics.sSe) +
          namedShare("SVEB positive predictivity", statistics.sPpv);
  return text + (std::isnan(record.rrErrorMs)
                     ? "     RMS RR interval error:      -\n"
                     : fmt::format("     RMS RR interval error: {:6.2f} ms\n", record.rrErrorMs));
}

}  // namespace ectopy
