#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/beats/cut_rules.h"
#include "core/signal/recording.h"

namespace ectopy {

/// The lead a cut takes from leads of these names: the one asked for, else the rule's own choice (kaggle the
/// first, else MLII or II, else the first). Throws Error when the one asked for is missing or there is none.
std::size_t chooseLead(const std::vector<std::string>& leads, const BeatCut& cut, std::string_view record);

/// False when a rule that wants MLII or II finds neither and takes the first lead.
bool isUsualLead(const std::string& lead, const BeatCut& cut);

/// Cuts as cutRecording does, and counts instead of telling. Where the task takes the class from the
/// diagnosis, it is the one given, else that of the header's comments.
LeftOut cutRecordingCounted(const Recording& recording, const BeatCut& cut,
                            std::optional<ClassIndex> diagnosis, std::uint32_t record,
                            BeatSetBuilder& builder);

}  // namespace ectopy
