#pragma once

#include <QTemporaryDir>
#include <cstring>
#include <map>
#include <string>
#include <vector>

#include "core/model/classifier.h"
#include "core/model/safetensors.h"

namespace ectopy::test {

/// A model's weights and statistics by tensor name, as they stand in its file.
inline std::map<std::string, std::vector<float>> storedWeights(const Classifier& model) {
  const QTemporaryDir folder;
  const std::filesystem::path path = folder.filePath("weights.safetensors").toStdString();
  model.save(path);
  std::map<std::string, std::vector<float>> weights;
  const SafetensorsFile file = SafetensorsFile::open(path);
  for (const StoredTensor& tensor : file.tensors()) {
    std::vector<float>& values = weights[tensor.name];
    values.resize(tensor.valueCount());
    std::memcpy(values.data(), tensor.bytes.data(), tensor.bytes.size());
  }
  return weights;
}

}  // namespace ectopy::test
