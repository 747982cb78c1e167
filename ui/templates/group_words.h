#pragma once

#include <QString>

#include "ui/templates/template_groups.h"

namespace ectopy::ui {

/// "1 beat", "1 234 beats".
QString beatWords(std::size_t count);
/// "14 groups of 2 980 beats, 27 beats in a group of their own."
QString summaryWords(const std::vector<TemplateGroup>& groups);
/// "27 single beats", "31 beats in 27 small groups".
QString foldWords(const std::vector<TemplateGroup>& groups, const std::vector<std::size_t>& places);
/// For the filter chip: "group 3 of 14", "groups 3, 5 of 14".
QString listWords(const std::vector<std::size_t>& places, std::size_t groups);
/// What a label key does: "A label goes to all 1 234 beats of 2 groups."
QString targetWords(std::size_t beats, std::size_t groups);
/// The share of the labelled beats that have the most frequent label; NaN where none is labelled.
double purityOf(const ClusterLabels& labels);
/// For those who can't see the card: "Group 3, 1 234 beats, N 1 200, V 34".
QString spokenWords(const TemplateGroup& group, std::size_t place, const LabelScheme& scheme);

}  // namespace ectopy::ui
