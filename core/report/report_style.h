#pragma once

#include <string_view>

namespace ectopy {

/// The report's style sheet: light, for screen and A4 paper. Holds no '<' and no '&', so it may stand in XML.
std::string_view reportStyle();

}  // namespace ectopy
