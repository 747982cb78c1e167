#include <nlohmann/json.hpp>

#include "core/model/learner.h"
#include "core/model/model_file.h"
#include "tests/fuzz/scratch_folder.h"

namespace ectopy::fuzz {

void readModelFile(Bytes bytes) {
  const ScratchFolder folder;
  const auto path = folder.put("x.safetensors", bytes);
  const SafetensorsFile file = SafetensorsFile::open(path);
  std::size_t values = 0;
  for (const StoredTensor& tensor : file.tensors()) values += tensor.valueCount();
  require(values * sizeof(float) <= bytes.size(), "tensors larger than their file");
  const ModelInfo info = readModelInfo(path);
  const nlohmann::json description = info;
  require(nlohmann::json(description.get<ModelInfo>()) == description,
          "a description was changed in writing");
  openModelFile(path);
}

}  // namespace ectopy::fuzz
