#include "core/signal/qrs_templates.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace ectopy {
namespace {

constexpr double kHalfWidthSeconds = 0.1;  // the widest QRS complexes last 200 ms
constexpr double kLagSeconds = 1.0 / 60;   // how far a peak of the envelope may lie off
constexpr float kSameShape = 0.8F;         // correlation from which on two beats are one shape
constexpr float kSlowest = 1.0F / 30;      // a template follows its last 30 beats
constexpr std::size_t kMaxShapes = 12;
constexpr double kRareShare = 0.03, kFewestBeats = 4;
constexpr float kHighestCorrelation = 0.999F;  // z 3.8

using Shape = std::vector<float>;  // mean 0, length 1

struct Template {
  Shape shape;
  double beats = 1;
};

void normalise(Shape& shape, float mean) {
  float squares = 0;
  for (float& value : shape) {
    value -= mean;
    squares += value * value;
  }
  const float scale = squares > 0 ? 1 / std::sqrt(squares) : 0;
  for (float& value : shape) value *= scale;
}

/// The signal around a place, held at its ends.
void cutShape(const QrsSignal& signal, std::ptrdiff_t centre, Shape& shape) {
  const std::ptrdiff_t first = centre - std::ssize(shape) / 2;
  const std::ptrdiff_t last = std::ssize(signal.values) - 1;
  float sum = 0;
  for (std::ptrdiff_t i = 0; i < std::ssize(shape); ++i) {
    const float value =
        signal.values[static_cast<std::size_t>(std::clamp<std::ptrdiff_t>(first + i, 0, last))];
    shape[static_cast<std::size_t>(i)] = value;
    sum += value;
  }
  normalise(shape, sum / static_cast<float>(shape.size()));
}

float correlation(const Shape& one, const Shape& other) {
  return std::inner_product(one.begin(), one.end(), other.begin(), 0.0F);
}

void follow(Template& known, const Shape& shape) {
  const float share = std::max(kSlowest, static_cast<float>(1 / (known.beats + 1)));
  for (std::size_t i = 0; i < shape.size(); ++i) known.shape[i] += share * (shape[i] - known.shape[i]);
  normalise(known.shape, 0);
  known.beats += 1;
}

std::vector<Template> gatherTemplates(const std::vector<QrsCandidate>& candidates, const QrsSignal& signal,
                                      Shape& shape) {
  std::vector<Template> templates;
  double total = 0;
  for (const QrsCandidate& candidate : candidates) {
    if (!candidate.isBeat || candidate.score <= 0) continue;
    cutShape(signal, static_cast<std::ptrdiff_t>(candidate.sample), shape);
    float highest = 0;
    Template* best = nullptr;
    for (Template& known : templates) {
      const float fit = correlation(known.shape, shape);
      if (fit <= highest) continue;
      highest = fit;
      best = &known;
    }
    if (best && highest > kSameShape)
      follow(*best, shape);
    else if (templates.size() < kMaxShapes)
      templates.push_back({shape});
    else
      continue;
    total += 1;
  }
  std::erase_if(templates, [&](const Template& known) {
    return known.beats < std::max(kFewestBeats, kRareShare * total);
  });
  return templates;
}

}  // namespace

std::vector<float> likenessToTemplates(const std::vector<QrsCandidate>& candidates, const QrsSignal& signal) {
  const auto half = static_cast<std::size_t>(std::lround(kHalfWidthSeconds * signal.rateHz));
  const auto lag = static_cast<std::ptrdiff_t>(std::lround(kLagSeconds * signal.rateHz));
  Shape shape(2 * half + 1);
  const std::vector<Template> templates = gatherTemplates(candidates, signal, shape);
  std::vector<float> likeness;
  likeness.reserve(candidates.size());
  for (const QrsCandidate& candidate : candidates) {
    float highest = 0;
    for (const std::ptrdiff_t shift : {-lag, std::ptrdiff_t{0}, lag}) {
      cutShape(signal, static_cast<std::ptrdiff_t>(candidate.sample) + shift, shape);
      for (const Template& known : templates) highest = std::max(highest, correlation(known.shape, shape));
    }
    likeness.push_back(std::atanh(std::min(kHighestCorrelation, highest)));
  }
  return likeness;
}

}  // namespace ectopy
