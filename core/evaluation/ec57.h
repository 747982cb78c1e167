#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "core/signal/annotation.h"

namespace ectopy {

/// Columns and rows of an EC57 table: the five AAMI classes, no beat (O), missed or found in shutdown (X).
enum class Ec57Class : std::uint8_t { N, S, V, F, Q, O, X };
inline constexpr std::size_t kEc57Classes = 7;

/// Counts of beat pairs: reference class (row, upper case) against the algorithm's (column, lower case).
class Ec57Cells {
 public:
  std::int64_t at(Ec57Class reference, Ec57Class test) const {
    return m_counts[static_cast<std::size_t>(reference)][static_cast<std::size_t>(test)];
  }
  void add(Ec57Class reference, Ec57Class test, std::int64_t count = 1) {
    m_counts[static_cast<std::size_t>(reference)][static_cast<std::size_t>(test)] += count;
  }
  /// Sum over some rows and columns, each given by its letters: sum("NS", "VO") = Nv + No + Sv + So.
  std::int64_t sum(std::string_view references, std::string_view tests) const;
  bool operator==(const Ec57Cells&) const = default;

 private:
  std::array<std::array<std::int64_t, kEc57Classes>, kEc57Classes> m_counts{};
};

struct Ec57Options {
  double windowSeconds = 0.15;          // farthest two beats of a pair may lie apart
  double startSeconds = 300;            // the learning period, not compared
  bool countsSupraventricular = false;  // S as a class of its own; else S beats count as N
};

/// One record compared.
struct Ec57Record {
  std::string name;
  Ec57Cells cells;
  double rrErrorMs = 0;  // root mean square difference of paired RR intervals; NaN when there is none
  std::int64_t shutdownSeconds = 0;  // for which the algorithm gave up
};

/// A record's two sides.
struct Ec57Input {
  std::string name;
  std::span<const Annotation> reference;  // in time order
  std::span<const Annotation> test;
  double sampleRateHz = 360;
  std::int64_t sampleCount = 0;  // 0: unknown, the comparison ends with the reference
};

/// A pair that does not agree: a beat of another class, one missed (test O or X), one too many (reference O
/// or X).
struct Ec57Mismatch {
  std::int64_t sample = 0;  // of the reference's beat, else of the test's
  Ec57Class reference = Ec57Class::O;
  Ec57Class test = Ec57Class::O;

  bool operator==(const Ec57Mismatch&) const = default;
};

/// Compares beat by beat as WFDB's bxb does (ANSI/AAMI EC57; pairing rule of 2002): the nearer of two beats
/// within the window is the partner; extra beats during reference flutter `[ ... ]` count for nothing;
/// shutdown (noise marks with both signals unreadable) makes X of O. Throws Error for a sample rate that
/// is not above 0. `mismatches` gets the pairs off the diagonal, in time order.
Ec57Record compareBeats(const Ec57Input& input, const Ec57Options& options,
                        std::vector<Ec57Mismatch>* mismatches = nullptr);
/// "N", ..., "O", "X".
std::string_view nameOf(Ec57Class beatClass);

/// A share: part of whole, undefined when the whole is 0.
struct Ec57Share {
  double part = 0;
  double whole = 0;
  double percent() const { return 100 * part / whole; }
  bool isDefined() const { return whole > 0; }
};

/// CONVENTIONS 4. Sensitivity (Se), positive predictivity (PPV), false positive rate (FPR).
struct Ec57Statistics {
  Ec57Share qrsSe, qrsPpv, vSe, vPpv, vFpr, sSe, sPpv;
};
Ec57Statistics statisticsOf(const Ec57Cells& cells);

/// As WFDB's sumstats: gross = shares of summed cells, average = mean over records where defined (whole = 1
/// there, 0 where no record has it). sumstats leaves F beats called s out of the gross S predictivity; so
/// does this.
struct Ec57Summary {
  Ec57Cells sum;
  Ec57Statistics gross;
  Ec57Statistics average;
  Ec57Share rrErrorMs;  // part / whole is the mean over records
};
Ec57Summary summarise(std::span<const Ec57Record> records);

}  // namespace ectopy
