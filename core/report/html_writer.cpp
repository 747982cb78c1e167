#include "core/report/html_writer.h"

#include <cassert>
#include <cstdint>

namespace ectopy {
namespace {

constexpr std::string_view kReplacement = "\xEF\xBF\xBD";  // U+FFFD

std::uint32_t byteAt(std::string_view text, std::size_t at) {
  return static_cast<unsigned char>(text[at]);
}

/// Bytes of the UTF-8 character at `at`; 0 when there is none (RFC 3629: no overlong forms, no surrogates).
std::size_t utf8Length(std::string_view text, std::size_t at) {
  const std::uint32_t first = byteAt(text, at);
  if (first < 0x80) return 1;
  const std::size_t length = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2;
  if (first < 0xC2 || first > 0xF4 || at + length > text.size()) return 0;
  std::uint32_t code = first & (0xFFU >> (length + 1));
  for (std::size_t next = at + 1; next < at + length; ++next) {
    if ((byteAt(text, next) & 0xC0U) != 0x80U) return 0;
    code = (code << 6U) | (byteAt(text, next) & 0x3FU);
  }
  const bool isOverlong = (length == 3 && code < 0x800) || (length == 4 && code < 0x10000);
  const bool isNoCharacter = (code >= 0xD800 && code <= 0xDFFF) || code == 0xFFFE || code == 0xFFFF;
  return isOverlong || isNoCharacter || code > 0x10FFFF ? 0 : length;
}

std::string_view escaped(char character) {
  switch (character) {
    case '&':
      return "&amp;";
    case '<':
      return "&lt;";
    case '>':
      return "&gt;";
    case '"':
      return "&quot;";
    case '\'':
      return "&#39;";
    default:
      return {};
  }
}

bool isForbiddenControl(char character) {
  const auto byte = static_cast<unsigned char>(character);
  return (byte < 0x20 && character != '\n' && character != '\t') || byte == 0x7F;
}

}  // namespace

std::string escapeHtml(std::string_view text) {
  std::string result;
  result.reserve(text.size());
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t length = utf8Length(text, at);
    if (length == 0 || (length == 1 && isForbiddenControl(text[at]))) {
      result += kReplacement;
      ++at;
      continue;
    }
    const std::string_view entity = length == 1 ? escaped(text[at]) : std::string_view();
    result += entity.empty() ? text.substr(at, length) : entity;
    at += length;
  }
  return result;
}

void HtmlWriter::startTag(std::string_view tag, Attributes attributes, std::string_view end) {
  m_html += '<';
  m_html += tag;
  for (const auto& [name, value] : attributes) {
    m_html += ' ';
    m_html += name;
    m_html += "=\"";
    m_html += escapeHtml(value);
    m_html += '"';
  }
  m_html += end;
}

void HtmlWriter::open(std::string_view tag, Attributes attributes) {
  startTag(tag, attributes, ">");
  m_open.emplace_back(tag);
}

void HtmlWriter::close() {
  assert(!m_open.empty());
  m_html += "</" + m_open.back() + ">";
  // A line of its own for what a reader of the source would look for.
  const std::string& tag = m_open.back();
  if (tag == "tr" || tag == "section" || tag == "figure" || tag == "svg" || tag == "p") m_html += '\n';
  m_open.pop_back();
}

HtmlWriter::Scope HtmlWriter::scope(std::string_view tag, Attributes attributes) {
  open(tag, attributes);
  return Scope(*this);
}

void HtmlWriter::empty(std::string_view tag, Attributes attributes) {
  startTag(tag, attributes, "/>");
}

void HtmlWriter::text(std::string_view text) {
  m_html += escapeHtml(text);
}

void HtmlWriter::element(std::string_view tag, std::string_view content, Attributes attributes) {
  open(tag, attributes);
  text(content);
  close();
}

std::string HtmlWriter::finish() && {
  while (!m_open.empty()) close();
  m_html += '\n';
  return std::move(m_html);
}

}  // namespace ectopy
