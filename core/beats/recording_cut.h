#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/beats/cut_rules.h"

namespace ectopy {

/// The lead a cut takes from leads of these names: the one asked for, else the rule's own choice (kaggle the
/// first, paper MLII or II, else the first). Throws Error when the one asked for is missing or there is none.
std::size_t chooseLead(const std::vector<std::string>& leads, const BeatCut& cut, std::string_view record);

/// False when rule `paper` finds neither MLII nor II and takes the first lead.
bool isUsualLead(const std::string& lead, const BeatCut& cut);

/// Healthy control or myocardial infarction in normalInfarctionScheme(), from the header's "Reason for
/// admission" (PTB); nothing for any other diagnosis or none.
std::optional<ClassIndex> diagnosisOf(const std::vector<std::string>& comments);

/// Cuts as cutRecording does, and counts instead of telling.
LeftOut cutRecordingCounted(const Recording& recording, const BeatCut& cut, std::uint32_t record,
                            BeatSetBuilder& builder);

}  // namespace ectopy
