#include "ui/session/session_private.h"

namespace ectopy::ui {
namespace {

/// What background work looks at, held for as long as it takes.
struct Snapshot {
  std::shared_ptr<const BeatSet> beats;
  Labels labels;
  std::shared_ptr<const std::vector<Part>> parts;
  std::shared_ptr<const Predictions> predictions;
  std::shared_ptr<const BeatMarks> marks;

  explicit Snapshot(const Session& session)
      : beats(session.beats()),
        labels(session.labels()),
        parts(session.parts()),
        predictions(session.predictions()),
        marks(session.marks()) {}

  BeatFilterInput input() const {
    return {.beats = *beats,
            .labels = *labels,
            .parts = parts ? std::span(*parts) : std::span<const Part>(),
            .predictions = predictions.get(),
            .marks = marks.get()};
  }
};

}  // namespace

std::vector<BeatIndex> beatsOfPart(const std::vector<Part>* parts, Part part, std::size_t size) {
  std::vector<BeatIndex> beats;
  for (std::size_t index = 0; index < size; ++index) {
    if (!parts || part == Part::None || (*parts)[index] == part) {
      beats.push_back(static_cast<BeatIndex>(index));
    }
  }
  return beats;
}

std::function<BeatCounts(const JobContext&)> Session::Private::prepareCounts() const {
  if (!session.m_beats) return {};
  return [now = Snapshot(session)](const JobContext&) { return countBeats(now.input()); };
}

std::function<std::shared_ptr<const std::vector<ClassTemplate>>(const JobContext&)>
Session::Private::prepareTemplates() const {
  if (!session.m_beats) return {};
  return [now = Snapshot(session)](const JobContext&) {
    return std::make_shared<const std::vector<ClassTemplate>>(classTemplates(*now.beats, *now.labels));
  };
}

std::function<std::shared_ptr<const Evaluation>(const JobContext&)> Session::Private::prepareEvaluation()
    const {
  if (!session.m_beats || !session.m_predictions) return {};
  return [now = Snapshot(session), part = session.m_evaluatedPart](const JobContext&) {
    const auto judged = beatsOfPart(now.parts.get(), part, now.beats->size());
    return std::make_shared<const Evaluation>(evaluate(*now.predictions, *now.beats, *now.labels, judged));
  };
}

std::function<BeatList(const JobContext&)> Session::Private::prepareVisible() const {
  if (!session.m_beats) return {};
  return [now = Snapshot(session), filter = session.m_filter](const JobContext& job) {
    return std::make_shared<const std::vector<BeatIndex>>(applyFilter(filter, now.input(), job));
  };
}

void Session::Private::refreshAfterEdit() {
  counts.request();
  templates.request();
  evaluation.request();
}

void Session::setEvaluatedPart(Part part) {
  if (m_beats && !m_parts && part != Part::None) {
    part = Part::None;         // nothing is kept apart here: the words must not say so
    emit evaluationChanged();  // who asked shows what is judged
  }
  if (part == m_evaluatedPart) return;
  m_evaluatedPart = part;
  if (m_predictions) {
    m_private->evaluation.request();
  } else {
    emit evaluationChanged();
  }
}

}  // namespace ectopy::ui
