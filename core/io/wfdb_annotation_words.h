#pragma once

namespace ectopy::wfdb_words {

// A word of an annotation file: code in the upper 6 bits, interval or data in the lower 10 (annot(5)).
inline constexpr unsigned kCodeShift = 10;
inline constexpr unsigned kDataMask = 1023;
inline constexpr unsigned kHighestCode = 49;
inline constexpr unsigned kNoteCode = 22;
inline constexpr unsigned kSkip = 59;  // the next 4 bytes are an interval, high half first
inline constexpr unsigned kNum = 60;
inline constexpr unsigned kSub = 61;
inline constexpr unsigned kChn = 62;
inline constexpr unsigned kAux = 63;

}  // namespace ectopy::wfdb_words
