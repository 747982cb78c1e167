#pragma once

#include <cstddef>
#include <string>

namespace ectopy {

/// Throws Error unless the text is UTF-8 of at most so many bytes and without NUL; `what` begins the sentence
/// ("A note").
void requireText(const std::string& text, std::size_t maxBytes, const std::string& what);

}  // namespace ectopy
