#include <fmt/format.h>

#include <array>
#include <optional>

#include "core/base/error.h"
#include "core/base/files.h"
#include "core/io/text_fields.h"
#include "core/workspace/journal_file.h"
#include "core/workspace/utc_time.h"

namespace ectopy {

namespace {

// The second has R peaks too, and a column for their record.
constexpr std::array<std::string_view, 2> kTitles = {"# ectopy-journal 1 ", "# ectopy-journal 2 "};
constexpr std::array<std::string_view, 2> kColumns = {
    "annotator,step,kind,target,who,when,why,suggested_by,what,beat,from,to",
    "annotator,step,kind,target,who,when,why,suggested_by,what,beat,from,to,record"};
constexpr std::size_t kFields = 12;       // of the first
constexpr std::size_t kStopEvery = 4096;  // rows
constexpr std::size_t kPieceBytes = 1 << 20;

std::string quoted(const std::string& text) {
  if (text.find_first_of(",\"\r\n") == std::string::npos) return text;
  std::string field = "\"";
  for (const char c : text) {
    if (c == '"') field += '"';
    field += c;
  }
  return field + '"';
}

std::string classText(const LabelChange& change, ClassIndex value) {
  return change.what == BeatFact::Label && value == kUnlabelled ? std::string() : std::to_string(value);
}

std::string sampleText(std::int64_t sample) {
  return sample < 0 ? std::string() : std::to_string(sample);
}

std::string rowsOf(const std::string& annotator, const JournalStep& step, bool withPeaks) {
  const char* const end = withPeaks ? ",\n" : "\n";
  const std::string head = fmt::format("{},{},{},{},{},{},{},{}", quoted(annotator), step.number,
                                       nameOf(step.kind), step.targetStep, quoted(step.who),
                                       utcText(step.whenMs), quoted(step.why), quoted(step.suggestedBy));
  std::string rows;
  for (const LabelChange& change : step.changes)
    rows += fmt::format("{},{},{},{},{}{}", head, nameOf(change.what), change.beat,
                        classText(change, change.from), classText(change, change.to), end);
  for (const NoteChange& change : step.notes)
    rows += fmt::format("{},{},{},{},{}{}", head, nameOf(BeatFact::Note), change.beat, quoted(change.from),
                        quoted(change.to), end);
  for (const PeakChange& change : step.peaks)
    rows += fmt::format("{},{},{},{},{},{}\n", head, nameOf(BeatFact::Peak), change.beat,
                        sampleText(change.from), sampleText(change.to), change.record);
  return rows;
}

/// Rows of RFC 4180, the line each begins at with it.
class Rows {
 public:
  explicit Rows(std::string_view text) : m_text(text) {}
  std::size_t line() const { return m_rowLine; }

  /// Nothing at the end.
  std::optional<std::vector<std::string>> next() {
    if (m_text.empty()) return {};
    m_rowLine = m_line;
    std::vector<std::string> fields;
    while (true) {
      fields.push_back(m_text.starts_with('"') ? quotedField() : plainField());
      if (m_text.starts_with(',')) {
        m_text.remove_prefix(1);
        continue;
      }
      if (m_text.starts_with('\r')) m_text.remove_prefix(1);
      if (!m_text.empty() && m_text.front() != '\n') throw Error("expected a comma after a quoted field");
      if (!m_text.empty()) m_text.remove_prefix(1);
      ++m_line;
      return fields;
    }
  }

 private:
  std::string plainField() {
    std::string field(m_text.substr(0, m_text.find_first_of(",\r\n")));
    m_text.remove_prefix(field.size());
    return field;
  }
  std::string quotedField() {
    std::string field;
    for (m_text.remove_prefix(1); !m_text.empty(); m_text.remove_prefix(1)) {
      if (m_text.front() == '"' && !m_text.starts_with("\"\"")) {
        m_text.remove_prefix(1);
        return field;
      }
      if (m_text.front() == '"') m_text.remove_prefix(1);
      if (m_text.front() == '\n') ++m_line;
      field += m_text.front();
    }
    throw Error("expected a quote at the end of a field, found the end of the file");
  }

  std::string_view m_text;
  std::size_t m_line = 1;
  std::size_t m_rowLine = 1;
};

std::int64_t wholeNumber(const std::string& field, std::int64_t largest) {
  const auto number = parseInteger(field);
  if (!number || *number < 0 || *number > largest)
    throw Error(fmt::format("expected a whole number up to {}, found {}", largest, inQuotes(field)));
  return *number;
}

ClassIndex classFrom(const std::string& field) {
  return field.empty() ? kUnlabelled : static_cast<ClassIndex>(wholeNumber(field, kUnlabelled - 1));
}

std::int64_t sampleFrom(const std::string& field) {
  return field.empty() ? -1 : wholeNumber(field, kMaxSample);
}

/// What all rows of a step share.
JournalStep headOf(const std::vector<std::string>& fields) {
  constexpr std::int64_t kMaxStep = std::int64_t{1} << 40;
  JournalStep step{.number = wholeNumber(fields[1], kMaxStep),
                   .kind = journalKindFromName(fields[2]),
                   .targetStep = wholeNumber(fields[3], kMaxStep),
                   .who = fields[4],
                   .whenMs = utcFromText(fields[5]),
                   .why = fields[6],
                   .suggestedBy = fields[7]};
  if (step.whenMs < 0) throw Error(fmt::format("expected a time in UTC, found {}", inQuotes(fields[5])));
  return step;
}

class Collector {
 public:
  explicit Collector(std::size_t fields) : m_fields(fields) {}

  void add(const std::vector<std::string>& fields) {
    if (fields.size() != m_fields)
      throw Error(fmt::format("expected {} fields, found {}", m_fields, fields.size()));
    JournalStep head = headOf(fields);
    if (m_journals.empty() || m_journals.back().annotator != fields[0]) {
      close();
      for (const AnnotatorJournal& one : m_journals)
        if (one.annotator == fields[0])
          throw Error(fmt::format("expected the rows of {} in one piece", inQuotes(fields[0])));
      m_journals.push_back({fields[0], {}});
    } else if (m_step && m_step->number != head.number) {
      close();
    }
    if (!m_step) m_step = std::make_shared<JournalStep>(std::move(head));
    addChange(fields);
  }

  std::vector<AnnotatorJournal> take() {
    close();
    return std::move(m_journals);
  }

 private:
  void addChange(const std::vector<std::string>& fields) {
    constexpr std::int64_t kLargest = std::numeric_limits<std::uint32_t>::max();
    const BeatFact what = beatFactFromName(fields[8]);
    const auto beat = static_cast<BeatIndex>(wholeNumber(fields[9], kLargest));
    if (what == BeatFact::Peak && m_fields == kFields) throw Error("expected no R peaks in version 1");
    if (what == BeatFact::Peak)
      m_step->peaks.push_back({beat, static_cast<std::uint32_t>(wholeNumber(fields[12], kLargest)),
                               sampleFrom(fields[10]), sampleFrom(fields[11])});
    else if (what == BeatFact::Note)
      m_step->notes.push_back({beat, fields[10], fields[11]});
    else
      m_step->changes.push_back({beat, classFrom(fields[10]), classFrom(fields[11]), what});
  }

  void close() {
    if (m_step) m_journals.back().steps.push_back(std::exchange(m_step, nullptr));
  }

  std::size_t m_fields;
  std::vector<AnnotatorJournal> m_journals;
  std::shared_ptr<JournalStep> m_step;
};

}  // namespace

void writeJournalCsv(const std::filesystem::path& path, const JournalFile& journal, const JobContext& job) {
  AtomicFile file(path);
  const bool withPeaks = hasPeaks(journal);
  std::string rows = fmt::format("{}{}\n{}\n", kTitles.at(withPeaks ? 1 : 0), journal.fingerprint,
                                 kColumns.at(withPeaks ? 1 : 0));
  for (const AnnotatorJournal& one : journal.journals)
    for (const JournalStepPointer& step : one.steps) {
      rows += rowsOf(one.annotator, *step, withPeaks);
      if (rows.size() < kPieceBytes) continue;
      job.throwIfStopped();
      file.write(std::exchange(rows, {}));
    }
  file.write(rows);
  file.commit();
}

JournalFile readJournalCsv(const std::filesystem::path& path, const JobContext& job) {
  const auto mapped = MappedFile::open(path);
  const std::string_view text(reinterpret_cast<const char*>(mapped->bytes().data()), mapped->bytes().size());
  Rows rows(text);
  try {
    const auto title = rows.next();
    const std::size_t version = title && title->size() == 1 && title->front().starts_with(kTitles[1]) ? 1 : 0;
    if (!title || title->size() != 1 || !title->front().starts_with(kTitles.at(version)))
      throw Error(fmt::format("expected a journal (\"{}FINGERPRINT\")", kTitles[0]));
    const auto columns = rows.next();
    if (!columns || fmt::format("{}", fmt::join(*columns, ",")) != kColumns.at(version))
      throw Error(fmt::format("expected the columns {}", kColumns.at(version)));
    Collector collector(kFields + version);
    for (std::size_t count = 0; const auto fields = rows.next(); ++count) {
      if (count % kStopEvery == 0) job.throwIfStopped();
      collector.add(*fields);
    }
    return {title->front().substr(kTitles.at(version).size()), collector.take()};
  } catch (const Error& error) {
    throw Error(fmt::format("{}, line {}: {}.", path.string(), rows.line(), error.what()));
  }
}

}  // namespace ectopy
