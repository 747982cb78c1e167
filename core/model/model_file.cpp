#include "core/model/model_file.h"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "core/base/error.h"
#include "core/model/json_fields.h"
#include "core/model/learner.h"

namespace ectopy {
namespace {

ModelInfo infoOf(const SafetensorsFile& file, const std::filesystem::path& path) {
  const auto text = file.metadata().find(kModelInfoKey);
  if (text == file.metadata().end())
    throw Error(fmt::format("{}: expected a model of this program, found a safetensors file without \"{}\".",
                            path.string(), kModelInfoKey));
  try {
    return parseFlatJson(text->second).get<ModelInfo>();
  } catch (const std::exception& problem) {  // ours, or of the JSON library
    std::string reason = problem.what();
    if (!reason.ends_with('.')) reason += '.';
    throw Error(fmt::format("{}: its model facts can't be used: {}", path.string(), reason));
  }
}

}  // namespace

ModelFile openModelFile(const std::filesystem::path& path) {
  SafetensorsFile tensors = SafetensorsFile::open(path);
  ModelInfo info = infoOf(tensors, path);
  if (tensors.metadata().contains(kCheckpointKey)) {
    if (info.bestEpoch == 0)
      throw Error(
          fmt::format("{}: expected a model, found a training's checkpoint before the end of its first "
                      "epoch: it can only be resumed.",
                      path.string()));
    tensors = tensors.under(kBestPrefix);
  }
  const std::string sha256 = sha256OfTensors(tensors.tensors());
  if (sha256 != info.weightsSha256)
    throw Error(fmt::format("{}: the weights are not those it was saved with: expected SHA-256 {}, found {}.",
                            path.string(), info.weightsSha256, sha256));
  return {std::move(info), std::move(tensors)};
}

void writeModelFile(const std::filesystem::path& path, const ModelInfo& info,
                    const std::vector<StoredTensor>& tensors) {
  const std::string facts =
      nlohmann::json(info).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
  writeSafetensors(path, {{"format", "pt"}, {kModelInfoKey, facts}}, tensors);
}

ModelInfo readModelInfo(const std::filesystem::path& path) {
  return infoOf(SafetensorsFile::open(path), path);
}

}  // namespace ectopy
