#pragma once

#include <string>

namespace ectopy {

/// Does somebody listen there? Asked first because c10d's own store reports every vain attempt on stderr.
bool isListening(const std::string& host, int port);

}  // namespace ectopy
