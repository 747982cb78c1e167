#pragma once

#include <QObject>

#include "ui/templates/group_jobs.h"

namespace ectopy::ui {

/// A group of beats of one shape with what is said of its beats now.
struct TemplateGroup {
  std::shared_ptr<const BeatCluster> cluster;
  ClusterLabels labels;
  std::size_t flagged = 0;
  std::size_t excluded = 0;

  std::size_t size() const { return cluster->members.size(); }
  /// Groups of one or two beats are shown folded together.
  bool isSmall() const { return size() <= 2; }
};

/// The groups of the data set, the largest first, made, merged and split in jobs. Gone with the data set.
class TemplateGroups : public QObject {
  Q_OBJECT

 public:
  explicit TemplateGroups(Session& session, QObject* parent = nullptr);

  const std::vector<TemplateGroup>& all() const { return m_groups; }
  /// Whether a job is about to change them.
  bool isBusy() const { return m_isBusy; }
  void make(const GroupingWish& wish);
  /// Groups by their places in all().
  void merge(const std::vector<std::size_t>& places);
  void split(std::size_t place);
  /// Places of the groups that have one of these beats.
  std::vector<std::size_t> placesOf(const std::vector<BeatIndex>& beats) const;

 signals:
  /// Other groups; `fresh`: the places of those that are new.
  void changed(const std::vector<std::size_t>& fresh);
  void labelsChanged();
  void busyChanged();

 private:
  using Clusters = std::vector<BeatCluster>;
  void start(const QString& title, std::function<Clusters(const JobContext&)> work,
             std::function<void(Clusters)> done);
  void replace(const std::vector<std::size_t>& places, Clusters fresh);
  void setBusy(bool isBusy);
  void forget();
  TemplateGroup groupOf(std::shared_ptr<const BeatCluster> cluster) const;
  void count(TemplateGroup& group) const;
  void countAgain();
  void dropAbsent();

  Session& m_session;
  std::vector<TemplateGroup> m_groups;
  int m_job = 0;
  bool m_isBusy = false;
};

}  // namespace ectopy::ui
