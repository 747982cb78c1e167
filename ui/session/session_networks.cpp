#include <algorithm>

#include "core/beats/context_features.h"
#include "ui/session/session_private.h"

namespace ectopy::ui {
namespace {

constexpr std::size_t kPublishedLength = 187;
constexpr std::size_t kPublishedClasses = 5;

/// All networks, and why some can't learn from the beats.
struct Networks {
  std::vector<ArchitectureFacts> all;
  std::map<std::string, QString> obstacles;
};

bool knows(const std::vector<ArchitectureFacts>& networks, const std::string& name) {
  return std::ranges::any_of(networks, [&](const ArchitectureFacts& facts) { return facts.name == name; });
}

/// The shortest beats a network takes; it does not take those of `length`, but those of `longer`.
std::size_t leastLength(const Learner& learner, const std::string& name, std::size_t length,
                        std::size_t longer) {
  while (length + 1 < longer) {
    const std::size_t middle = (length + longer) / 2;
    (knows(learner.architectures(middle, kPublishedClasses), name) ? longer : length) = middle;
  }
  return longer;
}

Networks networksFor(const Learner& learner, std::size_t length, std::size_t classes, bool hasContext) {
  Networks networks{.all = learner.architectures(length, classes)};
  for (const ArchitectureFacts& facts : networks.all)
    if (facts.needsFeatures && !hasContext)
      networks.obstacles[facts.name] =
          Session::tr(
              "%1 needs the numbers of rule context beside each beat; cut the recordings again by it.")
              .arg(QString::fromStdString(facts.name));
  if (length >= kPublishedLength) return networks;
  for (const ArchitectureFacts& facts : learner.architectures(kPublishedLength, classes)) {
    if (knows(networks.all, facts.name)) continue;
    networks.obstacles[facts.name] = Session::tr("%1 needs beats of at least %2 samples, these have %3.")
                                         .arg(QString::fromStdString(facts.name))
                                         .arg(leastLength(learner, facts.name, length, kPublishedLength))
                                         .arg(length);
    networks.all.push_back(facts);
  }
  return networks;
}

}  // namespace

const std::vector<ArchitectureFacts>& Session::architectures() {
  auto& known = m_private->architectures;
  if (!known.empty() || m_private->isAskingForArchitectures) return known;
  m_private->isAskingForArchitectures = true;
  const std::size_t length = m_beats ? m_beats->length() : kPublishedLength;
  const std::size_t classes = m_beats ? m_beats->scheme().size() : kPublishedClasses;
  const bool hasContext = m_beats && m_beats->facts().features == contextFeatureNames();
  m_jobs.start<Networks>(
      {.title = tr("Loading the learner"), .isQuiet = true}, this,
      [source = m_private->learnerSource, length, classes, hasContext](const JobContext&) {
        return networksFor(source(), length, classes, hasContext);
      },
      [this, beats = m_beats](Networks networks) {
        if (!m_private->isSameSource(beats)) return;  // asked again for the new ones
        m_private->isAskingForArchitectures = false;
        m_private->architectures = std::move(networks.all);
        m_private->networkObstacles = std::move(networks.obstacles);
        emit architecturesChanged();
      },
      [this, beats = m_beats](const QString& sentence) {
        if (!m_private->isSameSource(beats)) return;
        // Asked again only after the next data set: without libtorch every try would fail alike.
        emit message(sentence, true);
      });
  return known;
}

QString Session::whyNotNetwork(const std::string& name) const {
  const auto found = m_private->networkObstacles.find(name);
  return found == m_private->networkObstacles.end() ? QString() : found->second;
}

}  // namespace ectopy::ui
