#pragma once

#include <torch/csrc/distributed/c10d/Store.hpp>

#include "core/training/process_group.h"

namespace ectopy {

/// Opens the store at the master's address, waits there until all processes have come, and compares what they
/// are about to train. Throws Error: the address can't be listened on or reached, a process does not come in
/// time, one trains something else; Stopped.
c10::intrusive_ptr<c10d::Store> meet(const ProcessPlace& place, const GroupFacts& facts,
                                     const JobContext& job);

}  // namespace ectopy
