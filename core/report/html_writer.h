#pragma once

#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace ectopy {

/// Writes HTML that is well-formed XML too: every element is closed, every text and attribute escaped, bytes
/// that are no UTF-8 and control characters replaced by U+FFFD.
class HtmlWriter {
 public:
  using Attributes = std::initializer_list<std::pair<std::string_view, std::string>>;

  /// Closes its element when it goes out of scope.
  class Scope {
   public:
    explicit Scope(HtmlWriter& writer) : m_writer(writer) {}
    ~Scope() { m_writer.close(); }
    Scope(const Scope&) = delete;
    Scope& operator=(const Scope&) = delete;

   private:
    HtmlWriter& m_writer;
  };

  void open(std::string_view tag, Attributes attributes = {});
  void close();
  [[nodiscard]] Scope scope(std::string_view tag, Attributes attributes = {});
  /// An element without content: <br/>, <rect .../>.
  void empty(std::string_view tag, Attributes attributes = {});
  void text(std::string_view text);
  /// An element with nothing but text in it.
  void element(std::string_view tag, std::string_view text, Attributes attributes = {});
  /// Our own markup, written as it stands: the document type, the style sheet.
  void raw(std::string_view markup) { m_html += markup; }

  std::string finish() &&;

 private:
  void startTag(std::string_view tag, Attributes attributes, std::string_view end);

  std::string m_html;
  std::vector<std::string> m_open;
};

/// Text as it may stand between tags or in a quoted attribute.
std::string escapeHtml(std::string_view text);

}  // namespace ectopy
