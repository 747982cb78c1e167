#include "core/base/process_place.h"

#include <fmt/format.h>

#include <charconv>
#include <cstdlib>

#include "core/base/error.h"

namespace ectopy {
namespace {

/// What one starter of processes calls its variables.
struct StarterNames {
  const char* rank;
  const char* size;
  const char* localRank;
};
constexpr StarterNames kTorch{"RANK", "WORLD_SIZE", "LOCAL_RANK"};
constexpr StarterNames kOpenMpi{"OMPI_COMM_WORLD_RANK", "OMPI_COMM_WORLD_SIZE", "OMPI_COMM_WORLD_LOCAL_RANK"};
constexpr StarterNames kSlurm{"SLURM_PROCID", "SLURM_NTASKS", "SLURM_LOCALID"};

constexpr int kMostProcesses = 4096;
constexpr int kHighestPort = 65535;

bool isSet(const EnvironmentLookup& lookup, const char* name) {
  return lookup(name).has_value();
}

StarterNames starterOf(const EnvironmentLookup& lookup) {
  if (isSet(lookup, kTorch.rank)) return kTorch;
  if (isSet(lookup, kOpenMpi.rank)) return kOpenMpi;
  // A batch script of Slurm's has a SLURM_PROCID too, without others beside it: only a step's counts.
  const bool isStep = isSet(lookup, "SLURM_STEP_ID") || isSet(lookup, "MASTER_PORT");
  if (isSet(lookup, kSlurm.rank) && isStep) return kSlurm;
  return kTorch;
}

int numberOf(const EnvironmentLookup& lookup, const char* name, int least, int most) {
  const std::optional<std::string> text = lookup(name);
  if (!text)
    throw Error(
        fmt::format("Training by several processes: {} is not set; torchrun, MPI or Slurm, or you, must "
                    "give RANK, WORLD_SIZE, MASTER_ADDR and MASTER_PORT.",
                    name));
  int value = 0;
  const char* end = text->data() + text->size();
  const auto [stop, problem] = std::from_chars(text->data(), end, value);
  if (problem != std::errc() || stop != end || value < least || value > most)
    throw Error(fmt::format("Training by several processes: {} must be a number from {} to {}, found \"{}\".",
                            name, least, most, *text));
  return value;
}

}  // namespace

std::optional<ProcessPlace> processPlace(const EnvironmentLookup& lookup) {
  const StarterNames names = starterOf(lookup);
  if (!isSet(lookup, names.rank) && (!isSet(lookup, names.size) || lookup(names.size) == "1"))
    return std::nullopt;
  ProcessPlace place;
  place.size = numberOf(lookup, names.size, 1, kMostProcesses);
  place.rank = numberOf(lookup, names.rank, 0, place.size - 1);
  if (place.size == 1) return std::nullopt;
  if (isSet(lookup, names.localRank))
    place.localRank = numberOf(lookup, names.localRank, 0, kMostProcesses - 1);
  place.masterPort = numberOf(lookup, "MASTER_PORT", 1, kHighestPort);
  place.masterAddress = lookup("MASTER_ADDR").value_or("");
  if (place.masterAddress.empty())
    throw Error(
        "Training by several processes: MASTER_ADDR is not set; it names the machine of process 0, "
        "\"localhost\" where all run on one.");
  place.isMasterElsewhere = lookup("TORCHELASTIC_USE_AGENT_STORE") == "True";
  place.attempt = lookup("TORCHELASTIC_RESTART_COUNT").value_or("0");
  return place;
}

std::optional<ProcessPlace> processPlaceFromEnvironment() {
  return processPlace([](const std::string& name) -> std::optional<std::string> {
    const char* value = std::getenv(name.c_str());
    return value == nullptr ? std::nullopt : std::optional<std::string>(value);
  });
}

}  // namespace ectopy
