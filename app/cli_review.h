#pragma once

#include <map>
#include <memory>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <vector>

#include "app/cli_csv.h"
#include "core/beats/beat_vectors.h"
#include "core/beats/predictions.h"
#include "core/model/classifier.h"

namespace CLI {
class App;
}  // namespace CLI

namespace ectopy::cli {

class Console;

/// What the user says of the beats to review.
struct ReviewChoice {
  std::string data;
  std::string model;      // empty: none
  std::string workspace;  // empty: the file's labels, nothing flagged
  std::string annotator;  // empty: the workspace's own
  std::string other;      // annotator to compare with; empty: none
  int threads = 0;
  CsvChoice csv;
};
/// DATA, --workspace, --annotator, --threads and those of a CSV.
void addReviewOptions(CLI::App& command, ReviewChoice& choice);
void addModelOption(CLI::App& command, ReviewChoice& choice, const char* meaning);

/// Beats with all that is known of them. A model may take the data cut anew: the columns here are of the
/// beats as it takes them, dataBeat() and reviewBeat() lead to DATA's own numbers and back.
struct ReviewData {
  std::shared_ptr<const BeatSet> beats;
  std::vector<BeatIndex> origin;  // of each beat its number in DATA; empty: the same
  std::size_t dataBeats = 0;      // in DATA
  std::vector<ClassIndex> labels;
  std::vector<ClassIndex> otherLabels;
  std::vector<bool> isFlagged;
  std::vector<bool> isExcluded;
  std::map<BeatIndex, std::string> notes;
  bool hasWorkspace = false;
  std::unique_ptr<Classifier> classifier;  // null without a model
  std::vector<std::string> warnings;

  BeatIndex dataBeat(BeatIndex beat) const { return origin.empty() ? beat : origin[beat]; }
  /// Throws Error where the model does not take that beat, or DATA has none of that number.
  BeatIndex reviewBeat(BeatIndex dataBeat) const;
};
ReviewData openForReview(const ReviewChoice& choice, Console& console);

/// What beats are compared by: what the model makes of them, or without one their shapes.
BeatVectors vectorsOf(const ReviewData& data, int threads, const JobContext& job);

/// {beat, record, sample, label}; null for what is not known.
nlohmann::json placeJson(const ReviewData& data, BeatIndex beat);
/// "   1234  203         12.34  N", and the head of such a table.
std::string placeText(const ReviewData& data, BeatIndex beat);
std::string placeHead();

}  // namespace ectopy::cli
