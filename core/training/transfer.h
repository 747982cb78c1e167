#pragma once

#include <memory>

#include "core/model/learner.h"
#include "core/model/network.h"

namespace ectopy {

/// The network a training starts from: new weights by the task's seed, then, but for Scratch, the
/// parent's (always where its run goes on). The last layer is new unless parent and data speak of the same
/// classes. With Freeze only the dense head has requires_grad. Throws Error: parent of another library,
/// another length or architecture, another mode than Scratch without parent.
std::shared_ptr<Network> startingNetwork(const TrainingTask& task);

std::int64_t trainableCount(const Network& network);

/// The architecture a task trains: its parent's where it starts from one.
std::string architectureOf(const TrainingTask& task);

}  // namespace ectopy
