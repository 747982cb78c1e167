#pragma once

#include <filesystem>
#include <memory>

#include "core/base/job_context.h"
#include "core/beats/beat_set.h"

namespace ectopy {

/// The beats of a heartbeat CSV. For mitbih_train.csv / mitbih_test.csv, ptbdb_normal.csv /
/// ptbdb_abnormal.csv the partner beside it is opened too. Throws Error as readHeartbeatCsv does.
std::shared_ptr<const BeatSet> openHeartbeatCsv(const std::filesystem::path& path, const JobContext& job);

}  // namespace ectopy
