#include "ui/session/ec57_desk.h"

#include <set>

namespace ectopy::ui {

Ec57Desk::Ec57Desk(Session& session, QObject* parent)
    : QObject(parent), m_session(session), m_beats(session.beats()) {
  connect(&session, &Session::dataChanged, this, [this] {
    if (m_beats != m_session.beats()) forget();
  });
  connect(&session, &Session::beatsRecut, this, [this] {
    if (m_beats) m_beats = m_session.beats();  // its records and their files are the same
  });
  connect(&session, &Session::predictionsChanged, this, [this] {
    if (!m_test.isEmpty()) return;
    m_session.jobs().stop(m_job);
    m_report.reset();  // of a model that is gone
    m_isAtWork = false;
    emit changed();
  });
}

void Ec57Desk::forget() {
  m_session.jobs().stop(m_job);
  m_beats = m_session.beats();
  ++m_generation;
  m_hasLooked = false;
  m_annotators.clear();
  m_reference.clear();
  m_test.clear();
  m_problem.clear();
  m_isAtWork = false;
  m_report.reset();
  emit changed();
}

const QStringList& Ec57Desk::annotators() {
  if (m_hasLooked || !m_beats || !whyNot().isEmpty()) return m_annotators;
  m_hasLooked = true;
  m_session.jobs().start<std::vector<std::string>>(
      {.title = tr("Looking for annotators"), .isQuiet = true}, this,
      [beats = m_beats](const JobContext&) { return annotatorsBeside(*beats); },
      [this, generation = m_generation](const std::vector<std::string>& names) {
        if (generation != m_generation) return;
        for (const std::string& name : names) m_annotators << QString::fromStdString(name);
        emit changed();
      });
  return m_annotators;
}

QString Ec57Desk::whyNot() const {
  if (!m_beats) return tr("No beats yet: open recordings.");
  const auto& records = m_beats->facts().records;
  if (records.empty())
    return tr(
        "These beats come without recordings: EC57 compares positions, which a table of beats has not.");
  if (records.front().path.extension() != ".hea")
    return tr("EC57 compares the annotations of WFDB recordings (.hea); these are of another kind.");
  return {};
}

std::vector<std::uint32_t> Ec57Desk::judgedRecords() const {
  const auto parts = m_session.parts();
  const Part part = m_session.evaluatedPart();
  std::set<std::uint32_t> all;
  std::set<std::uint32_t> others;  // with beats that are not judged
  const auto& recordOf = m_beats->columns().records;
  for (std::size_t beat = 0; beat < recordOf.size(); ++beat) {
    if (recordOf[beat] == BeatColumns::kNoRecord || m_beats->isAbsent(static_cast<BeatIndex>(beat))) continue;
    all.insert(recordOf[beat]);
    if (parts && part != Part::None && (*parts)[beat] != part) others.insert(recordOf[beat]);
  }
  // A split within records leaves none whole: then all are compared.
  if (others.size() == all.size()) others.clear();
  std::vector<std::uint32_t> records;
  for (const std::uint32_t record : all)
    if (!others.contains(record)) records.push_back(record);
  return records;
}

void Ec57Desk::compare(const QString& reference, const QString& test) {
  m_session.jobs().stop(m_job);
  m_reference = reference;
  m_test = test;
  m_report.reset();
  m_problem = whyNot();
  if (m_problem.isEmpty() && test.isEmpty() && !m_session.predictions())
    m_problem = tr("No model has predicted these beats yet: open one, or compare an annotator.");
  m_isAtWork = m_problem.isEmpty();
  if (m_isAtWork)
    m_job = m_session.jobs().start<std::shared_ptr<const Ec57Report>>(
        {.title = tr("Comparing beat by beat")}, this,
        [beats = m_beats, predictions = m_session.predictions(), records = judgedRecords(),
         reference = reference.toStdString(), test = test.toStdString()](const JobContext& job) {
          const MarksOfRecord marks =
              test.empty() ? marksOfModel(*predictions, *beats) : marksOfAnnotator(*beats, test);
          return std::make_shared<const Ec57Report>(compareRecords(*beats, records,
                                                                   marksOfAnnotator(*beats, reference), marks,
                                                                   {.countsSupraventricular = true}, job));
        },
        [this, generation = m_generation](std::shared_ptr<const Ec57Report> report) {
          if (generation != m_generation) return;
          m_report = std::move(report);
          m_isAtWork = false;
          emit changed();
        },
        [this](const QString& sentence) {
          m_problem = sentence;
          m_isAtWork = false;
          emit changed();
        });
  emit changed();
}

}  // namespace ectopy::ui
