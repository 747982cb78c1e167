#include "ui/templates/group_words.h"

#include <QCoreApplication>
#include <QStringList>
#include <algorithm>
#include <limits>
#include <numeric>

#include "ui/widgets/words.h"

namespace ectopy::ui {
namespace {

constexpr std::size_t kMostNumbers = 4;  // of groups, in the words of a list

QString tr(const char* text) {
  return QCoreApplication::translate("ectopy::ui::Templates", text);
}

QString groupWords(std::size_t count) {
  return count == 1 ? tr("1 group") : tr("%1 groups").arg(groupedNumber(count));
}

std::size_t beatsOf(const std::vector<TemplateGroup>& groups, const std::vector<std::size_t>& places) {
  return std::accumulate(places.begin(), places.end(), std::size_t{0},
                         [&](std::size_t sum, std::size_t place) { return sum + groups[place].size(); });
}

}  // namespace

QString beatWords(std::size_t count) {
  return count == 1 ? tr("1 beat") : tr("%1 beats").arg(groupedNumber(count));
}

QString summaryWords(const std::vector<TemplateGroup>& groups) {
  std::size_t beats = 0;
  std::size_t single = 0;
  for (const TemplateGroup& group : groups) {
    beats += group.size();
    if (group.size() == 1) ++single;
  }
  const QString words = tr("%1 of %2").arg(groupWords(groups.size()), beatWords(beats));
  if (single == 0) return words + tr("; no beat is alone in its group.");
  if (single == 1) return words + tr("; 1 beat is alone in its group.");
  return words + tr("; %1 are alone in theirs.").arg(beatWords(single));
}

QString foldWords(const std::vector<TemplateGroup>& groups, const std::vector<std::size_t>& places) {
  const std::size_t beats = beatsOf(groups, places);
  if (beats == places.size()) return tr("%1 single beats").arg(groupedNumber(beats));
  return tr("%1 in %2 small groups").arg(beatWords(beats), groupedNumber(places.size()));
}

QString listWords(const std::vector<std::size_t>& places, std::size_t groups) {
  if (places.size() == 1)
    return tr("group %1 of %2").arg(groupedNumber(places.front() + 1), groupedNumber(groups));
  if (places.size() > kMostNumbers)
    return tr("%1 of %2 groups").arg(groupedNumber(places.size()), groupedNumber(groups));
  QStringList numbers;
  for (const std::size_t place : places) numbers << groupedNumber(place + 1);
  return tr("groups %1 of %2").arg(numbers.join(QStringLiteral(", ")), groupedNumber(groups));
}

QString targetWords(std::size_t beats, std::size_t groups) {
  if (beats == 1) return tr("A label goes to the one beat of this group.");
  return groups == 1 ? tr("A label goes to all %1 of this group.").arg(beatWords(beats))
                     : tr("A label goes to all %1 of %2.").arg(beatWords(beats), groupWords(groups));
}

double purityOf(const ClusterLabels& labels) {
  if (labels.majority == kUnlabelled) return std::numeric_limits<double>::quiet_NaN();
  const auto labelled = std::accumulate(labels.counts.begin(), labels.counts.end(), std::size_t{0});
  return static_cast<double>(labels.counts[labels.majority]) / static_cast<double>(labelled);
}

QString spokenWords(const TemplateGroup& group, std::size_t place, const LabelScheme& scheme) {
  QString words = tr("Group %1, %2").arg(place + 1).arg(beatWords(group.size()));
  for (std::size_t index = 0; index < group.labels.counts.size(); ++index)
    if (group.labels.counts[index] > 0)
      words += QStringLiteral(", %1 %2")
                   .arg(QString::fromStdString(scheme.classes[index].code))
                   .arg(group.labels.counts[index]);
  if (group.labels.unlabelled > 0) words += tr(", no label %1").arg(group.labels.unlabelled);
  return words;
}

}  // namespace ectopy::ui
