#include "ui/templates/template_groups.h"

#include <algorithm>
#include <utility>

#include "core/beats/peak_edits.h"

namespace ectopy::ui {

TemplateGroups::TemplateGroups(Session& session, QObject* parent) : QObject(parent), m_session(session) {
  connect(&session, &Session::dataChanged, this, &TemplateGroups::forget);
  connect(&session, &Session::labelsChanged, this, &TemplateGroups::countAgain);
  connect(&session, &Session::annotatorChanged, this, &TemplateGroups::countAgain);
  connect(&session, &Session::beatsRecut, this, &TemplateGroups::dropAbsent);
}

void TemplateGroups::forget() {
  if (m_isBusy) m_session.jobs().stop(m_job);
  m_groups.clear();
  emit changed({});
}

void TemplateGroups::setBusy(bool isBusy) {
  m_isBusy = isBusy;
  emit busyChanged();
}

void TemplateGroups::start(const QString& title, std::function<Clusters(const JobContext&)> work,
                           std::function<void(Clusters)> done) {
  if (m_isBusy || !m_session.beats()) return;
  m_job = m_session.jobs().start<Clusters>(
      {.title = title}, this, std::move(work),
      [this, beats = m_session.beats(), done = std::move(done)](Clusters clusters) {
        setBusy(false);
        if (asInSource(beats) != asInSource(m_session.beats())) return;
        done(std::move(clusters));
        if (beats != m_session.beats()) dropAbsent();  // R peaks were corrected meanwhile
      },
      [this](const QString& sentence) {
        setBusy(false);
        emit m_session.message(sentence, true);
      },
      [this] { setBusy(false); });
  setBusy(true);
}

void TemplateGroups::make(const GroupingWish& wish) {
  start(
      tr("Grouping beats by shape"),
      [input = GroupingInput(m_session), wish](const JobContext& job) { return groupsOf(input, wish, job); },
      [this](Clusters clusters) {
        m_groups.clear();
        for (BeatCluster& cluster : clusters)
          m_groups.push_back(groupOf(std::make_shared<const BeatCluster>(std::move(cluster))));
        emit changed({0});
      });
}

void TemplateGroups::merge(const std::vector<std::size_t>& places) {
  if (places.size() < 2) return;
  std::vector<std::shared_ptr<const BeatCluster>> parts;
  for (const std::size_t place : places) parts.push_back(m_groups[place].cluster);
  start(
      tr("Merging %1 groups").arg(places.size()),
      [beats = m_session.beats(), parts](const JobContext& job) {
        return Clusters{mergedCluster(*beats, parts, job)};
      },
      [this, places](Clusters clusters) { replace(places, std::move(clusters)); });
}

void TemplateGroups::split(std::size_t place) {
  start(
      tr("Splitting a group"),
      [beats = m_session.beats(), whole = m_groups[place].cluster](const JobContext& job) {
        return splitCluster(*beats, *whole, ClusterOptions{}.window, job);
      },
      [this, place](Clusters clusters) { replace({place}, std::move(clusters)); });
}

void TemplateGroups::replace(const std::vector<std::size_t>& places, Clusters fresh) {
  std::vector<const BeatCluster*> added;
  std::vector<TemplateGroup> groups;
  for (std::size_t place = 0; place < m_groups.size(); ++place)
    if (!std::ranges::count(places, place)) groups.push_back(std::move(m_groups[place]));
  for (BeatCluster& cluster : fresh) {
    groups.push_back(groupOf(std::make_shared<const BeatCluster>(std::move(cluster))));
    added.push_back(groups.back().cluster.get());
  }
  std::ranges::stable_sort(groups, std::greater<>(), &TemplateGroup::size);
  m_groups = std::move(groups);
  std::vector<std::size_t> freshPlaces;
  for (std::size_t place = 0; place < m_groups.size(); ++place)
    if (std::ranges::count(added, m_groups[place].cluster.get())) freshPlaces.push_back(place);
  emit changed(freshPlaces);
}

std::vector<std::size_t> TemplateGroups::placesOf(const std::vector<BeatIndex>& beats) const {
  const auto known = m_session.beats();
  if (!known) return {};
  std::vector<bool> isWanted(known->size());
  for (const BeatIndex beat : beats) isWanted[beat] = true;
  std::vector<std::size_t> places;
  for (std::size_t place = 0; place < m_groups.size(); ++place)
    if (std::ranges::any_of(m_groups[place].cluster->members, [&](BeatIndex beat) { return isWanted[beat]; }))
      places.push_back(place);
  return places;
}

TemplateGroup TemplateGroups::groupOf(std::shared_ptr<const BeatCluster> cluster) const {
  TemplateGroup group{.cluster = std::move(cluster), .labels = {}};
  count(group);
  return group;
}

void TemplateGroups::count(TemplateGroup& group) const {
  const BeatMarks& marks = *m_session.marks();
  group.labels = labelsIn(*group.cluster, *m_session.labels(), m_session.beats()->scheme().size());
  const auto& members = group.cluster->members;
  group.flagged =
      static_cast<std::size_t>(std::ranges::count_if(members, [&](BeatIndex b) { return marks.flagged(b); }));
  group.excluded = static_cast<std::size_t>(
      std::ranges::count_if(members, [&](BeatIndex b) { return marks.excluded(b); }));
}

void TemplateGroups::countAgain() {
  if (m_groups.empty() || !m_session.labels()) return;
  for (TemplateGroup& group : m_groups) count(group);
  emit labelsChanged();
}

/// Beats that were taken away leave their groups.
void TemplateGroups::dropAbsent() {
  const auto beats = m_session.beats();
  if (m_groups.empty() || !beats) return;
  const auto isGone = [&](BeatIndex beat) { return beat >= beats->size() || beats->isAbsent(beat); };
  bool isAnyGone = false;
  for (TemplateGroup& group : m_groups) {
    if (std::ranges::none_of(group.cluster->members, isGone)) continue;
    isAnyGone = true;
    auto left = std::make_shared<BeatCluster>(BeatCluster{{}, {}, group.cluster->shape});
    for (std::size_t i = 0; i < group.cluster->members.size(); ++i) {
      if (isGone(group.cluster->members[i])) continue;
      left->members.push_back(group.cluster->members[i]);
      left->likeness.push_back(group.cluster->likeness[i]);
    }
    group.cluster = std::move(left);
  }
  if (!isAnyGone) return;
  std::erase_if(m_groups, [](const TemplateGroup& group) { return group.cluster->members.empty(); });
  for (TemplateGroup& group : m_groups) count(group);
  emit changed({});
}

}  // namespace ectopy::ui
