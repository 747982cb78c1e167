#pragma once

#include <memory>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

#include "app/cli_csv.h"
#include "core/beats/beat_set.h"
#include "core/training/replay.h"

namespace CLI {
class App;
}  // namespace CLI

namespace ectopy::cli {

class Console;

/// What the user says of a fine-tuning on corrections.
struct CorrectionChoice {
  std::string workspace;  // NAME.ectopy; empty: no such fine-tuning
  ReplayOptions replay;
};
void addCorrectionOptions(CLI::App& command, CorrectionChoice& choice);

/// A workspace's corrections with the beats they belong to.
struct OpenedCorrections {
  std::shared_ptr<const BeatSet> beats;  // R peaks corrected
  std::vector<ClassIndex> labels;        // effective, none for excluded beats
  std::vector<BeatIndex> corrections;
  std::size_t excluded = 0;  // beats that nothing may be learned from
};
/// `data`: where the beats are; empty: where the workspace remembers them. Throws Error: no workspace, or
/// of other beats.
OpenedCorrections openCorrections(const CorrectionChoice& choice, const std::string& data, const BeatCut& cut,
                                  const CsvReading& csv, Console& console);

}  // namespace ectopy::cli
