#pragma once

#include <cstddef>
#include <string>

#include "core/workspace/journal_step.h"

namespace ectopy {

/// Throws Error unless the text is UTF-8 of at most so many bytes and without NUL; `what` begins the sentence
/// ("A note").
void requireText(const std::string& text, std::size_t maxBytes, const std::string& what);

/// Throws Error unless a step's words (4 kB each) and notes (64 kB) are such text.
void requireTexts(const JournalStep& step);

}  // namespace ectopy
