#pragma once

#include <string>

#include "core/beats/split.h"
#include "core/model/model_info.h"

namespace ectopy {

/// What a model's figures on these beats are worth, in one sentence: the split's own guard where the model
/// learned from this very data set (whatever R peaks were corrected since), else that it learned from another
/// and what is not known of it. `split`: what the judged part comes from; null: all beats are judged.
std::string guardOf(const ModelInfo& model, const BeatSet& beats, const Split* split);

}  // namespace ectopy
