#include "ui/session/comparison_desk.h"

#include <algorithm>

#include "core/model/shipped_model.h"
#include "ui/session/session_private.h"

namespace ectopy::ui {

namespace {

QString nameOf(const RunRecord& run) {
  return QString::fromStdString(run.name);
}

}  // namespace

ComparisonDesk::ComparisonDesk(Session& session)
    : m_session(session),
      m_work(
          session.jobs(), this, tr("Comparing"), [this] { return prepare(); },
          [this](ComparisonPointer result) {
            m_comparison = std::move(result);
            m_isAtWork = false;
            emit changed();
          },
          [this](const QString& sentence) { fail(sentence); }) {
  connect(&session, &Session::evaluationChanged, this, [this] {
    if (m_other && m_session.evaluation()) m_work.request();
  });
  connect(&session, &Session::predictionsChanged, this, [this] {
    m_work.cancel();
    m_comparison.reset();
    emit changed();
  });
  connect(&session, &Session::dataChanged, this, &ComparisonDesk::forget);
  connect(&session, &Session::beatsRecut, this, &ComparisonDesk::forget);  // the other was asked about others
  for (const auto signal :
       {&Session::modelChanged, &Session::runsChanged, &Session::annotatorChanged, &Session::trainingChanged})
    connect(&session, signal, this, &ComparisonDesk::changed);
}

std::vector<ComparisonChoice> ComparisonDesk::choices() const {
  using Kind = ComparisonChoice::Kind;
  std::vector<ComparisonChoice> found;
  const auto model = m_session.model();
  if (!m_session.beats() || !model) return found;
  const auto& corrected = m_session.training().corrected;
  if (corrected && corrected->before && corrected->weightsSha256 == model->info().weightsSha256)
    found.push_back({Kind::BeforeCorrections, 0, {}, tr("the model before its fine-tuning")});
  for (const RunRecord& run : m_session.runs())
    if (!run.modelFile.empty() && run.name != model->info().name)
      found.push_back({Kind::Run, run.id, {}, tr("run %1, %2").arg(run.id).arg(nameOf(run))});
  const bool isShipped = m_session.m_private->modelPath.endsWith(QLatin1String(kShippedModelFile));
  if (!isShipped && m_session.beats()->cut().rule == CutRule::Kaggle)
    found.push_back({Kind::Shipped, 0, {}, tr("the shipped model")});
  for (const QString& annotator : m_session.annotators())
    if (annotator != m_session.annotator()) found.push_back({Kind::Annotator, 0, annotator, annotator});
  return found;
}

void ComparisonDesk::compareWith(const ComparisonChoice& choice) {
  clear();
  if (!m_session.beats()) return;
  m_choice = choice;
  m_beats = m_session.beats();
  switch (choice.kind) {
    case ComparisonChoice::Kind::BeforeCorrections: {
      const auto before = m_session.training().corrected ? m_session.training().corrected->before : nullptr;
      if (!before) return fail(tr("What the model said before is not known any more."));
      auto other = std::make_shared<Other>(Other{before, opinionsOf(*before)});
      other->opinions.name = choice.words.toStdString();
      return adopt(other);
    }
    case ComparisonChoice::Kind::Run: {
      const auto runs = m_session.runs();
      const auto run = std::ranges::find(runs, choice.run, &RunRecord::id);
      if (run == runs.end() || !m_session.m_private->workspace) return fail(tr("There is no such run."));
      return askModel(m_session.m_private->workspace->modelsFolder() / run->modelFile);
    }
    case ComparisonChoice::Kind::Shipped:
      return askModel(std::filesystem::path(kShippedModelWord));
    case ComparisonChoice::Kind::ModelFile:
      return askModel(choice.text.toStdString());
    case ComparisonChoice::Kind::Annotator:
      return askAnnotator(choice.text);
  }
}

void ComparisonDesk::clear() {
  m_session.jobs().stop(m_job);
  m_work.cancel();
  m_choice.reset();
  m_problem.clear();
  m_other.reset();
  m_comparison.reset();
  m_isAtWork = false;
  emit changed();
}

void ComparisonDesk::forget() {
  if (m_beats != m_session.beats()) clear();
}

void ComparisonDesk::ask(const std::function<Other(const JobContext&)>& work) {
  m_isAtWork = true;
  m_job = m_session.jobs().start<OtherPointer>(
      {.title = tr("Asking %1").arg(m_choice->words)}, this,
      [work, name = m_choice->words.toStdString()](const JobContext& job) {
        auto other = std::make_shared<Other>(work(job));
        other->opinions.name = name;  // two models may well be of one name
        return other;
      },
      [this, beats = m_beats, asked = m_choice](OtherPointer other) {
        if (beats == m_session.beats() && asked == m_choice) adopt(std::move(other));
      },
      [this, asked = m_choice](const QString& sentence) {
        if (asked == m_choice) fail(sentence);
      },
      [this, asked = m_choice] {
        if (asked == m_choice) fail(tr("Asking it was stopped."));
      });
  emit changed();
}

void ComparisonDesk::askModel(const std::filesystem::path& file) {
  ask([file, beats = m_beats, source = m_session.m_private->learnerSource](const JobContext& job) {
    const auto classifier = source().load(file == kShippedModelWord ? shippedModelPath() : file);
    if (const QString misfit = misfitOf(classifier->info(), *beats); !misfit.isEmpty())
      throw Error(misfit.toStdString());
    job.throwIfStopped();
    auto predictions = std::make_shared<const Predictions>(classifier->predict(*beats, 0, job));
    return Other{predictions, opinionsOf(*predictions)};
  });
}

void ComparisonDesk::askAnnotator(const QString& name) {
  m_isAtWork = true;
  m_session.readLabelsOf(name, this, [this, asked = m_choice](const Labels& labels) {
    if (asked == m_choice)
      adopt(std::make_shared<const Other>(Other{nullptr, {asked->words.toStdString(), *labels}}));
  });
  emit changed();
}

void ComparisonDesk::adopt(OtherPointer other) {
  m_other = std::move(other);
  m_isAtWork = true;
  m_work.request();
  if (!m_session.predictions()) m_isAtWork = false;
  emit changed();
}

void ComparisonDesk::fail(const QString& sentence) {
  m_problem = sentence;
  m_comparison.reset();
  m_isAtWork = false;
  emit changed();
}

std::function<ComparisonDesk::ComparisonPointer(const JobContext&)> ComparisonDesk::prepare() const {
  if (!m_other || !m_session.predictions() || m_beats != m_session.beats()) return {};
  return [other = m_other, beats = m_beats, labels = m_session.labels(), parts = m_session.parts(),
          part = m_session.evaluatedPart(), predictions = m_session.predictions()](const JobContext&) {
    return std::make_shared<const ModelComparison>(
        compareOpinions(other->opinions, opinionsOf(*predictions), *labels,
                        beatsOfPart(parts.get(), part, beats->size()), beats->scheme().size()));
  };
}

}  // namespace ectopy::ui
