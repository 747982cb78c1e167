#pragma once

#include <functional>
#include <optional>
#include <string>

namespace ectopy {

/// Where this process stands among those that train one model together, as torchrun, MPI or Slurm started
/// them.
struct ProcessPlace {
  int rank = 0;  // 0 leads: it decides about the end and writes the files
  int size = 1;
  int localRank = 0;          // among those of this machine: the GPU it takes
  std::string masterAddress;  // where process 0 listens
  int masterPort = 0;
  bool isMasterElsewhere = false;  // torchrun listens itself
  std::string attempt = "0";       // torchrun's restarts share its store
  double patienceSeconds = 60;     // for others to join, and for each step of theirs

  bool isLeader() const { return rank == 0; }
};

/// The value of an environment variable, if it is set.
using EnvironmentLookup = std::function<std::optional<std::string>(const std::string& name)>;

/// Reads RANK, WORLD_SIZE, MASTER_ADDR and MASTER_PORT; without RANK also Open MPI's and Slurm's own names of
/// the first two. Nothing for a process that trains alone. Throws Error: one of them is missing or makes no
/// sense.
std::optional<ProcessPlace> processPlace(const EnvironmentLookup& lookup);
/// The same from the environment of this process.
std::optional<ProcessPlace> processPlaceFromEnvironment();

}  // namespace ectopy
