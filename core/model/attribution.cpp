#include "core/model/attribution.h"

#include <array>
#include <utility>

#include "core/base/enum_names.h"

namespace ectopy {
namespace {

constexpr std::array kNames = {
    std::pair{AttributionMethod::IntegratedGradients, std::string_view("integrated-gradients")},
    std::pair{AttributionMethod::GradCam, std::string_view("grad-cam")},
};

}  // namespace

std::string_view nameOf(AttributionMethod method) {
  return nameIn(kNames, method);
}

AttributionMethod attributionMethodFromName(std::string_view name) {
  return valueIn(kNames, name, "attribution");
}

}  // namespace ectopy
