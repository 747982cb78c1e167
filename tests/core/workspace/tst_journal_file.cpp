#include <QTemporaryDir>
#include <QtTest>

#include "core/base/files.h"
#include "core/workspace/journal_file.h"
#include "core/workspace/label_journal.h"
#include "core/workspace/workspace.h"
#include "tests/support/beat_builders.h"
#include "tests/support/error_text.h"

using namespace ectopy;
namespace fs = std::filesystem;

namespace {

const std::string kFingerprint(64, 'a');
const std::vector<ClassIndex> kFile = {0, 1, 0, kUnlabelled};
using Beats = std::vector<BeatIndex>;

std::vector<JournalStepPointer> stepsOf(const std::string& who) {
  LabelJournal journal(kFile, {});
  journal.relabel(Beats{0, 3}, 2, {who, "bulk", "model, \"a\""});
  journal.setFlag(Beats{1}, true, {who, "key", ""});
  journal.setNote(Beats{2}, "line one\nline \"two\"", {who, "", ""});
  journal.undo({who, "undo", ""});
  journal.setExcluded(Beats{2}, true, {who, "key", ""});
  return journal.steps();
}

}  // namespace

class TestJournalFile : public QObject {
  Q_OBJECT

 private slots:
  void init() {
    m_folder = std::make_unique<QTemporaryDir>();
    m_file = {kFingerprint, {{"ann", stepsOf("ann")}, {"bob", stepsOf("bob")}}};
  }

  void importAddsWhatFollowsAndNothingTwice() {
    const auto workspace = open();
    const auto all = stepsOf("ann");
    workspace->append({all.data(), 2}, "ann");
    m_file.journals = {{"ann", all}};
    QCOMPARE(importJournal(*workspace, m_file, kFile).steps, std::size_t{3});
    QCOMPARE(importJournal(*workspace, m_file, kFile).steps, std::size_t{0});
    m_file.journals[0].steps.pop_back();  // an earlier export has nothing new
    QCOMPARE(importJournal(*workspace, m_file, kFile).annotators, std::size_t{0});
    QCOMPARE(workspace->loadJournal("ann").size(), all.size());
  }

  void importRefusesWhatDoesNotFitAndAddsNothing() {
    const auto workspace = open();
    JournalFile other = m_file;
    other.fingerprint = std::string(64, 'b');
    requireRefused(*workspace, other, kFile, "of another data set (fingerprint \"bbbbbbbbbbbb\"");
    requireRefused(*workspace, m_file, {1, 1, 0, kUnlabelled}, "The journal of ann can't be imported");
    JournalFile second = m_file;  // the first fits, the second does not
    second.journals[1].steps.erase(second.journals[1].steps.begin());
    requireRefused(*workspace, second, kFile, "The journal of bob can't be imported");
    LabelJournal own(kFile, {});
    workspace->append({{own.relabel(Beats{1}, 4, {"ann", "", ""})}}, "ann");
    const std::string sentence = test::errorText([&] { importJournal(*workspace, m_file, kFile); });
    QVERIFY2(sentence.find("has other steps of ann from step 1 on") != std::string::npos, sentence.c_str());
    QCOMPARE(workspace->annotators(), std::vector<std::string>{"ann"});
  }

  // Who imports with the beats at hand is told of an R peak that was never there.
  void importKnowsWhereBeatsStand() {
    const auto beats = test::makeBeats({.classes = kFile, .records = {"one"}});
    LabelJournal journal(beats, {});
    journal.moveBeat(1, 620, {"ann", "drag", ""});
    JournalStep lie = *journal.steps().front();
    lie.peaks.front().from = 601;
    m_file.journals = {{"ann", {std::make_shared<const JournalStep>(lie)}}};
    const auto workspace = open();
    const std::string sentence = test::errorText([&] { importJournal(*workspace, m_file, beats); });
    QVERIFY2(
        sentence.find("expects beat 1 at sample 601 of record 0, found it at 600 of 0") != std::string::npos,
        sentence.c_str());
    m_file.journals = {{"ann", journal.steps()}};
    QCOMPARE(importJournal(*workspace, m_file, beats).steps, std::size_t{1});
  }

  void fileLabelsAreImplied() {
    QCOMPARE(impliedFileLabels(m_file.journals, 4),
             (std::vector<ClassIndex>{0, kUnlabelled, kUnlabelled, kUnlabelled}));
    QVERIFY(!test::errorText([&] { impliedFileLabels(m_file.journals, 2); }).empty());
  }

  void brokenFilesGiveASentence_data() {
    QTest::addColumn<QString>("name");
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QString>("says");
    const auto row = [](const char* title, const char* name, const QByteArray& text, const char* says) {
      QTest::newRow(title) << name << text << says;
    };
    const QByteArray head =
        "# ectopy-journal 1 aa\nannotator,step,kind,target,who,when,why,suggested_by,what,beat,from,to\n";
    row("csv empty", "j.csv", "", "line 1: expected a journal");
    row("csv columns", "j.csv", "# ectopy-journal 1 aa\nbeat\n", "line 2: expected the columns");
    row("csv fields", "j.csv", head + "ann,1\n", "line 3: expected 12 fields, found 2.");
    row("csv kind", "j.csv", head + "ann,1,x,0,ann,2026-03-01T12:00:00.000Z,,,label,0,0,1\n",
        "line 3: expected edit, undo, redo, found \"x\".");
    row("csv time", "j.csv", head + "ann,1,edit,0,ann,2026-02-30T12:00:00.000Z,,,label,0,0,1\n",
        "line 3: expected a time in UTC");
    row("csv class", "j.csv", head + "ann,1,edit,0,ann,2026-03-01T12:00:00.000Z,,,label,0,0,255\n",
        "line 3: expected a whole number up to 254, found \"255\".");
    row("csv quote", "j.csv", head + "\"ann,1", "line 3: expected a quote at the end of a field");
    row("json empty", "j.json", "", "expected a journal as JSON");
    row("json other", "j.json", "{\"a\": 1}", "expected a journal (");
    row("json list", "j.json", "[1]", "expected a journal (");
    row("json version", "j.json", R"({"format": "ectopy-journal", "version": 3})",
        "version 2 of its form, found 3");
    row("json peak", "j.json",
        R"({"annotators": [{"name": "a", "steps": [{"step": 1, "kind": "edit", "target": 0, "who": "a",
            "when": "2026-03-01T12:00:00.000Z", "why": "", "suggestedBy": "",
            "changes": [["peak", 0, 1, 2]]}]}]})",
        "step 1: expected changes of five parts");
    row("csv peak of the first form", "j.csv",
        head + "ann,1,edit,0,ann,2026-03-01T12:00:00.000Z,,,peak,0,1,2\n",
        "expected no R peaks in version 1");
    row("csv peak", "j.csv",
        QByteArray(head).replace("journal 1", "journal 2").replace("from,to", "from,to,record") +
            "ann,1,edit,0,ann,2026-03-01T12:00:00.000Z,,,peak,0,1,x,0\n",
        "line 3: expected a whole number up to 281474976710656, found \"x\".");
    row("json step", "j.json", R"({"annotators": [{"name": "a", "steps": [{"step": 1}]}]})", "step 1: ");
    row("json odd step", "j.json", R"({"annotators": [{"name": "a", "steps": [{"step": "x"}]}]})",
        "step \"x\": ");
    row("json nameless", "j.json", R"({"annotators": [{"steps": []}]})", "expected a journal as JSON");
  }
  void brokenFilesGiveASentence() {
    QFETCH(QString, name);
    QFETCH(QByteArray, text);
    QFETCH(QString, says);
    const fs::path path = place() / name.toStdString();
    writeFileAtomically(path, text.toStdString());
    const std::string sentence = test::errorText([&] {
      if (name.endsWith("csv"))
        readJournalCsv(path, {});
      else
        readJournalJson(path, {});
    });
    QVERIFY2(QString::fromStdString(sentence).contains(says), sentence.c_str());
    QVERIFY(QString::fromStdString(sentence).startsWith(QString::fromStdString(path.string())));
  }

  // Cut at every byte: a sentence or a journal, and never a step that was not written.
  void everyCutIsReadOrRefused() {
    writeJournalJson(place() / "whole.json", m_file, {});
    writeJournalCsv(place() / "whole.csv", m_file, {});
    for (const char* const name : {"whole.json", "whole.csv"}) {
      const std::string whole = readTextFile(place() / name, 1 << 20);
      for (std::size_t size = 0; size < whole.size(); size += 7) {
        const fs::path cut = place() / "cut";
        writeFileAtomically(cut, whole.substr(0, size));
        const std::string sentence = test::errorText([&] {
          const JournalFile file = name[6] == 'c' ? readJournalCsv(cut, {}) : readJournalJson(cut, {});
          QVERIFY(file.journals.size() <= 2);
        });
        if (name[6] == 'j' && size + 1 < whole.size()) QVERIFY(!sentence.empty());
      }
    }
  }

 private:
  fs::path place() const { return m_folder->path().toStdString(); }
  std::unique_ptr<Workspace> open() const { return Workspace::open(place() / "set.ectopy", kFingerprint); }
  void requireRefused(Workspace& workspace, const JournalFile& file, const std::vector<ClassIndex>& labels,
                      const char* says) {
    const std::string sentence = test::errorText([&] { importJournal(workspace, file, labels); });
    QVERIFY2(sentence.find(says) != std::string::npos, sentence.c_str());
    QVERIFY(workspace.annotators().empty());
  }

  std::unique_ptr<QTemporaryDir> m_folder;
  JournalFile m_file;
};

QTEST_GUILESS_MAIN(TestJournalFile)
#include "tst_journal_file.moc"
