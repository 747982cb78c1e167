#include "core/workspace/step_texts.h"

#include <fmt/format.h>

#include "core/base/error.h"
#include "core/io/text_fields.h"

namespace ectopy {

void requireText(const std::string& text, std::size_t maxBytes, const std::string& what) {
  if (text.size() > maxBytes)
    throw Error(fmt::format("{} may have {} bytes, found {}.", what, maxBytes, text.size()));
  if (text.find('\0') != std::string::npos || !isUtf8(text))
    throw Error(fmt::format("{} must be text in UTF-8, found other bytes.", what));
}

void requireTexts(const JournalStep& step) {
  constexpr std::size_t kMaxNoteBytes = 64 * 1024;
  constexpr std::size_t kMaxWordBytes = 4096;
  requireText(step.who, kMaxWordBytes, "An annotator's name");
  requireText(step.why, kMaxWordBytes, "A reason");
  requireText(step.suggestedBy, kMaxWordBytes, "A model's name");
  for (const NoteChange& note : step.notes) {
    requireText(note.from, kMaxNoteBytes, "A note");
    requireText(note.to, kMaxNoteBytes, "A note");
  }
}

}  // namespace ectopy
