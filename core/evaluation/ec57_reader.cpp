#include "core/evaluation/ec57_reader.h"

#include <algorithm>

#include "core/beats/class_map.h"

namespace ectopy {
namespace {

constexpr AnnotationCode kNoise = 14;
constexpr AnnotationCode kFlutterWave = 31;
constexpr AnnotationCode kFlutterStart = 32;
constexpr AnnotationCode kFlutterEnd = 33;
// Both of these bits of a noise mark's subtype set: neither signal is readable.
constexpr int kUnreadable = 0x30;

bool isShutdownMark(const Annotation& annotation) {
  return annotation.code == kNoise && (annotation.subtype & kUnreadable) == kUnreadable;
}

/// What a mark counts as; nothing when it is no beat. A flutter wave outside [ ... ] is a beat for the
/// pairing, but of class "no beat".
std::optional<Ec57Class> classOf(const Annotation& annotation, bool withS) {
  if (annotation.code == kFlutterWave) return Ec57Class::O;
  const auto aami = aamiClassOf(annotation.code, ClassMap::Ec57);
  if (!aami) return std::nullopt;
  const auto beatClass = static_cast<Ec57Class>(*aami);
  return beatClass == Ec57Class::S && !withS ? Ec57Class::N : beatClass;
}

bool liesBetween(const std::optional<Ec57Stretch>& stretch, std::int64_t from, std::int64_t to) {
  return stretch && from <= stretch->first && stretch->first < to;
}

}  // namespace

Ec57Reader::Ec57Reader(std::span<const Annotation> annotations, std::int64_t window, std::int64_t end,
                       bool withS)
    : m_annotations(annotations), m_window(window), m_end(end), m_withS(withS) {}

void Ec57Reader::advance() {
  const std::int64_t before = m_current.sample;
  m_current = m_next;
  const bool isTrueInterval = before != 0 && m_current.sample != kNever && !isInterrupted(before);
  m_rrInterval = isTrueInterval ? m_current.sample - before : 0;
  readNext();
}

bool Ec57Reader::isInterrupted(std::int64_t from) const {
  const std::int64_t to = m_current.sample;
  return liesBetween(m_flutter, from, to) || liesBetween(m_shutdown, from, to) ||
         liesBetween(m_earlierFlutter, from, to) || liesBetween(m_earlierShutdown, from, to);
}

void Ec57Reader::readNext() {
  while (m_position < m_annotations.size()) {
    const Annotation& annotation = m_annotations[m_position++];
    if (const auto beatClass = classOf(annotation, m_withS)) {
      m_next = {annotation.sample, beatClass};
      return;
    }
    const bool hasMore = isShutdownMark(annotation)         ? readShutdown()
                         : annotation.code == kFlutterStart ? skipFlutter()
                                                            : true;
    if (!hasMore) break;
  }
  m_next = {kNever, std::nullopt};
}

/// The mark after a shutdown mark ends it. Where that is no noise mark (AHA: one mark in the middle) the
/// shutdown reaches from the beat before to the mark after, less the window.
bool Ec57Reader::readShutdown() {
  m_earlierShutdown = m_shutdown;
  m_shutdown = Ec57Stretch{m_annotations[m_position - 1].sample, kNever};
  if (m_position == m_annotations.size()) {
    if (m_end > 0) m_shutdownSamples += m_end - m_shutdown->first;
    return false;
  }
  const Annotation& after = m_annotations[m_position];
  if (after.code == kNoise && !isShutdownMark(after)) {
    m_shutdown->last = after.sample;
    ++m_position;
  } else {
    const std::int64_t flutterEnd = m_flutter ? m_flutter->last : -1;
    m_shutdown->last = after.sample - m_window;
    m_shutdown->first = std::min(std::max(flutterEnd, m_current.sample) + m_window, m_shutdown->last);
  }
  m_shutdownSamples += m_shutdown->last - m_shutdown->first;
  return true;
}

/// Nothing between [ and ] is read.
bool Ec57Reader::skipFlutter() {
  m_earlierFlutter = m_flutter;
  m_flutter = Ec57Stretch{m_annotations[m_position - 1].sample, kNever};
  while (m_position < m_annotations.size()) {
    const Annotation& annotation = m_annotations[m_position++];
    if (annotation.code != kFlutterEnd) continue;
    m_flutter->last = annotation.sample;
    return true;
  }
  return false;
}

bool Ec57Reader::isInShutdown(std::int64_t sample) const {
  return (m_shutdown && m_shutdown->holds(sample)) || (m_earlierShutdown && m_earlierShutdown->holds(sample));
}

bool Ec57Reader::isInFlutter(std::int64_t sample) const {
  return (m_flutter && m_flutter->holds(sample)) || (m_earlierFlutter && m_earlierFlutter->holds(sample));
}

}  // namespace ectopy
