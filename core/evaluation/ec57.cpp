#include "core/evaluation/ec57.h"

#include <fmt/format.h>

#include <cmath>
#include <cstdlib>

#include "core/base/error.h"
#include "core/evaluation/ec57_reader.h"

namespace ectopy {
namespace {

constexpr std::string_view kLetters = "NSVFQOX";

Ec57Class classOfLetter(char letter) {
  return static_cast<Ec57Class>(kLetters.find(letter));
}

std::int64_t distance(const Ec57Reader::Beat& one, const Ec57Reader::Beat& other) {
  return std::abs(one.sample - other.sample);
}

class Comparison {
 public:
  Comparison(const Ec57Input& input, const Ec57Options& options, std::vector<Ec57Mismatch>* mismatches)
      : m_mismatches(mismatches),
        m_rate(input.sampleRateHz),
        m_window(samplesOf(options.windowSeconds)),
        m_start(samplesOf(options.startSeconds)),
        m_end(input.sampleCount),
        m_reference(input.reference, m_window, m_end, options.countsSupraventricular),
        m_test(input.test, m_window, m_end, options.countsSupraventricular) {
    m_result.name = input.name;
  }

  Ec57Record run() {
    skipLearningPeriod();
    while (isGoingOn()) step();
    m_result.rrErrorMs = std::sqrt(m_squaredRrErrors / static_cast<double>(m_rrErrors)) * 1000 /
                         static_cast<double>(samplesOf(1));
    // Half a second more, to round to the nearest second.
    m_result.shutdownSeconds =
        (m_test.shutdownSamples() + samplesOf(0.5)) / std::max<std::int64_t>(1, samplesOf(1));
    return m_result;
  }

 private:
  std::int64_t samplesOf(double seconds) const { return std::llround(seconds * m_rate); }

  bool isGoingOn() const {
    const std::int64_t reference = m_reference.current().sample;
    if (m_end <= 0) return reference != Ec57Reader::kNever;
    return reference <= m_end || m_test.current().sample <= m_end;
  }

  /// Up to the first reference beat of the test period, and the last test beat before it.
  void skipLearningPeriod() {
    do m_reference.advance();
    while (m_reference.current().sample < m_start);
    do m_test.advance();
    while (m_test.next().sample < m_start);
    const std::int64_t ahead = m_reference.current().sample - m_test.current().sample;
    if (ahead < distance(m_reference.current(), m_test.next()) && ahead <= m_window) {
      pairBoth();
      return;
    }
    m_test.advance();
    // A test beat at the very start may belong to a reference beat before it.
    if (m_test.current().sample - m_start <= m_window &&
        distance(m_reference.current(), m_test.next()) < distance(m_reference.current(), m_test.current()))
      m_test.advance();
  }

  /// The earlier beat finds its partner, or stays alone.
  void step() {
    const bool isTestFirst = m_test.current().sample < m_reference.current().sample;
    const Ec57Reader& late = isTestFirst ? m_reference : m_test;
    const Ec57Reader& early = isTestFirst ? m_test : m_reference;
    const std::int64_t apart = distance(late.current(), early.current());
    const std::int64_t apartFromNext = distance(late.current(), early.next());
    const bool isBest = apart < apartFromNext || distance(late.next(), early.next()) < apartFromNext;
    if (apart <= m_window && isBest)
      pairBoth();
    else if (isTestFirst)
      countExtra();
    else
      countMissed();
  }

  void pairBoth() {
    count(m_reference.current().beatClass, m_test.current().beatClass, m_reference.current().sample);
    m_reference.advance();
    m_test.advance();
  }

  void countExtra() {
    const std::int64_t sample = m_test.current().sample;
    std::optional<Ec57Class> partner = Ec57Class::O;
    if (m_reference.isInFlutter(sample))
      partner.reset();
    else if (m_reference.isInShutdown(sample))
      partner = Ec57Class::X;
    count(partner, m_test.current().beatClass, sample);
    m_test.advance();
  }

  void countMissed() {
    const bool isShutdown = m_test.isInShutdown(m_reference.current().sample);
    count(m_reference.current().beatClass, isShutdown ? Ec57Class::X : Ec57Class::O,
          m_reference.current().sample);
    m_reference.advance();
  }

  void count(std::optional<Ec57Class> reference, std::optional<Ec57Class> test, std::int64_t sample) {
    const auto isBeat = [](Ec57Class one) { return one != Ec57Class::O && one != Ec57Class::X; };
    if (reference && test && (isBeat(*reference) || isBeat(*test))) {
      m_result.cells.add(*reference, *test);
      if (m_mismatches && *reference != *test) m_mismatches->push_back({sample, *reference, *test});
    }
    if (m_reference.rrInterval() <= 0 || m_test.rrInterval() <= 0) return;
    const auto difference = static_cast<double>(m_reference.rrInterval() - m_test.rrInterval());
    m_squaredRrErrors += difference * difference;
    ++m_rrErrors;
  }

  std::vector<Ec57Mismatch>* m_mismatches;
  double m_rate;
  std::int64_t m_window;
  std::int64_t m_start;
  std::int64_t m_end;
  Ec57Reader m_reference;
  Ec57Reader m_test;
  Ec57Record m_result;
  double m_squaredRrErrors = 0;
  std::int64_t m_rrErrors = 0;
};

Ec57Share share(std::int64_t part, std::int64_t whole) {
  return {static_cast<double>(part), static_cast<double>(whole)};
}

void addToMean(Ec57Share& mean, const Ec57Share& one) {
  if (!one.isDefined()) return;
  mean.part += one.part / one.whole;
  mean.whole += 1;
}

}  // namespace

std::int64_t Ec57Cells::sum(std::string_view references, std::string_view tests) const {
  std::int64_t total = 0;
  for (const char reference : references)
    for (const char test : tests) total += at(classOfLetter(reference), classOfLetter(test));
  return total;
}

std::string_view nameOf(Ec57Class beatClass) {
  return kLetters.substr(static_cast<std::size_t>(beatClass), 1);
}

Ec57Record compareBeats(const Ec57Input& input, const Ec57Options& options,
                        std::vector<Ec57Mismatch>* mismatches) {
  if (!(input.sampleRateHz > 0) || !std::isfinite(input.sampleRateHz))
    throw Error(fmt::format("Record {}: expected a sample rate above 0 Hz, found {}.", input.name,
                            input.sampleRateHz));
  return Comparison(input, options, mismatches).run();
}

Ec57Statistics statisticsOf(const Ec57Cells& cells) {
  constexpr std::string_view kBeats = "NSVFQ";
  const std::int64_t found = cells.sum(kBeats, kBeats);
  const std::int64_t falseV = cells.sum("NSOX", "V");
  return {
      .qrsSe = share(found, cells.sum(kBeats, kLetters)),
      .qrsPpv = share(found, cells.sum(kLetters, kBeats)),
      .vSe = share(cells.sum("V", "V"), cells.sum("V", kLetters)),
      .vPpv = share(cells.sum("V", "V"), cells.sum("V", "V") + falseV),
      .vFpr = share(falseV, falseV + cells.sum("NSFQOX", "NSFQ")),
      .sSe = share(cells.sum("S", "S"), cells.sum("S", kLetters)),
      .sPpv = share(cells.sum("S", "S"), cells.sum("NSVFOX", "S")),
  };
}

Ec57Summary summarise(std::span<const Ec57Record> records) {
  Ec57Summary summary;
  for (const Ec57Record& record : records) {
    for (const char reference : kLetters)
      for (const char test : kLetters)
        summary.sum.add(classOfLetter(reference), classOfLetter(test),
                        record.cells.at(classOfLetter(reference), classOfLetter(test)));
    const Ec57Statistics one = statisticsOf(record.cells);
    Ec57Statistics& mean = summary.average;
    addToMean(mean.qrsSe, one.qrsSe);
    addToMean(mean.qrsPpv, one.qrsPpv);
    addToMean(mean.vSe, one.vSe);
    addToMean(mean.vPpv, one.vPpv);
    addToMean(mean.vFpr, one.vFpr);
    addToMean(mean.sSe, one.sSe);
    // sumstats reads its lines, where F beats called s stand in another column.
    addToMean(mean.sPpv, share(record.cells.sum("S", "S"), record.cells.sum("NSVOX", "S")));
    if (std::isnan(record.rrErrorMs)) continue;
    // It reads the printed figure, two digits behind the point.
    summary.rrErrorMs.part += std::round(record.rrErrorMs * 100) / 100;
    summary.rrErrorMs.whole += 1;
  }
  summary.gross = statisticsOf(summary.sum);
  summary.gross.sPpv = share(summary.sum.sum("S", "S"), summary.sum.sum("NSVOX", "S"));
  return summary;
}

}  // namespace ectopy
