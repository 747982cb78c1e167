#include "core/report/report_style.h"

namespace ectopy {
namespace {

constexpr std::string_view kStyle = R"css(
:root { --ink: #1f2933; --soft: #52606d; --line: #dfe4ea; --wash: #f5f7f9;
  --accent: #0f5fa8; --wrong: #c62f2f; --note: #fff7e6; --note-line: #e0a526; }
* { box-sizing: border-box; }
html { background: #eceff2; -webkit-print-color-adjust: exact; print-color-adjust: exact; }
body { margin: 0 auto; max-width: 980px; padding: 44px 56px 40px; background: #fff; color: var(--ink);
  font: 15px/1.5 "Inter", "Segoe UI", "Helvetica Neue", "Noto Sans", "Liberation Sans", Arial, sans-serif;
  font-variant-numeric: tabular-nums; }
header { border-bottom: 2px solid var(--ink); padding-bottom: 14px; }
.kicker { display: flex; justify-content: space-between; margin: 0; max-width: none; font-size: 13px;
  color: var(--soft); }
.kicker b { color: var(--accent); letter-spacing: .02em; }
h1 { margin: 8px 0 4px; font-size: 30px; line-height: 1.2; font-weight: 650; overflow-wrap: anywhere; }
.subtitle { margin: 0; color: var(--soft); overflow-wrap: anywhere; }
h2 { margin: 36px 0 4px; font-size: 20px; font-weight: 650; }
h3 { margin: 22px 0 6px; font-size: 15px; font-weight: 650; }
p { margin: 6px 0 10px; max-width: 76ch; }
.caption { color: var(--soft); font-size: 13px; }
.banner { margin: 0 0 22px; padding: 12px 16px; max-width: none; background: #b45309; color: #fff;
  border-radius: 6px; font-weight: 600; }
.device { margin: 14px 0 0; max-width: none; font-size: 13px; color: var(--soft); }
.device b { color: var(--ink); }
.note { margin: 14px 0 0; padding: 10px 14px; max-width: none; background: var(--note);
  border-left: 4px solid var(--note-line); overflow-wrap: anywhere; }
.calm { background: var(--wash); border-left-color: var(--accent); }
.figures { display: grid; grid-template-columns: repeat(auto-fit, minmax(122px, 1fr)); gap: 10px;
  margin: 20px 0 0; padding: 0; list-style: none; }
.figures li { padding: 12px 12px 10px; border: 1px solid var(--line); border-radius: 8px; }
.figures b { display: block; font-size: 25px; line-height: 1.15; font-weight: 650; white-space: nowrap; }
.figures span { display: block; font-weight: 600; line-height: 1.25; }
.figures small { display: block; font-size: 12px; line-height: 1.35; color: var(--soft); }
table { width: 100%; margin: 10px 0 6px; border-collapse: collapse; font-size: 14px; }
th, td { padding: 5px 10px 5px 0; border-bottom: 1px solid var(--line); text-align: left;
  vertical-align: top; }
thead th { border-bottom: 1.5px solid var(--ink); font-size: 12.5px; color: var(--soft); font-weight: 600;
  vertical-align: bottom; }
th:last-child, td:last-child { padding-right: 0; }
.n { text-align: right; white-space: nowrap; }
tfoot td, tfoot th { font-weight: 650; border-bottom: 0; }
.facts th { width: 190px; font-weight: 600; color: var(--soft); }
.facts td { overflow-wrap: anywhere; }
code { font: 12.5px/1.5 "DejaVu Sans Mono", "Liberation Mono", Consolas, Menlo, monospace;
  overflow-wrap: anywhere; }
.chip { display: inline-block; min-width: 22px; margin-right: 4px; padding: 0 6px; border-radius: 4px;
  text-align: center; font-size: 13px; line-height: 20px; font-weight: 700; }
.wide { padding-left: 24px; width: 26%; }
.bar { display: block; height: 10px; min-width: 80px; margin-top: 6px; background: var(--wash);
  border-radius: 2px; }
.bar i { display: block; height: 10px; border-radius: 2px; }
.bad { color: var(--wrong); }
figure { margin: 12px 0; }
svg { display: block; max-width: 100%; height: auto; overflow: visible; }
svg text { font-size: 12px; }
svg .middle { text-anchor: middle; }
svg .end { text-anchor: end; }
svg .tick { fill: var(--soft); font-size: 11.5px; }
svg .axis { fill: var(--soft); font-size: 12px; font-weight: 600; }
svg .chart-title { font-size: 14px; font-weight: 650; }
svg .mark { font-size: 11.5px; font-weight: 600; }
svg .count { font-weight: 650; }
svg .small { font-size: 11px; }
svg .letter { font-weight: 700; }
svg .curve { stroke-width: 1.8; stroke-linejoin: round; stroke-linecap: round; }
svg .dashes { stroke-dasharray: 5 4; }
svg .dashed { stroke-dasharray: 3 3; }
svg .trace { stroke-width: 1.5; stroke-linejoin: round; }
svg .typical { stroke-width: 1.2; stroke-opacity: .75; stroke-linejoin: round; }
.curves { display: grid; grid-template-columns: 1fr 1fr; gap: 20px; }
.beats { display: grid; grid-template-columns: repeat(4, 1fr); gap: 14px 16px; margin: 14px 0; }
.beats figure { margin: 0; padding: 8px 10px 6px; border: 1px solid var(--line); border-radius: 6px;
  min-width: 0; }
.beats .verdict { display: flex; align-items: center; gap: 5px; margin-bottom: 4px; font-size: 13px; }
.beats .chip { margin: 0; }
.beats .verdict b { margin-left: auto; font-weight: 650; }
.beats figcaption { margin-top: 4px; font-size: 12px; color: var(--soft); overflow-wrap: anywhere; }
ul.plain { margin: 6px 0 10px; padding-left: 18px; font-size: 14px; }
footer { margin-top: 40px; padding-top: 12px; border-top: 1px solid var(--line); font-size: 12.5px;
  color: var(--soft); }
footer p { max-width: none; margin: 2px 0; }
@media screen and (max-width: 760px) {
  body { padding: 24px 18px; }
  .curves { grid-template-columns: 1fr; }
  .beats { grid-template-columns: repeat(2, 1fr); }
}
@page { size: A4; margin: 15mm 14mm 16mm;
  @bottom-right { content: counter(page) " / " counter(pages);
    font: 9pt Arial, sans-serif; color: #52606d; } }
@media print {
  html { background: #fff; }
  body { max-width: none; padding: 0; font-size: 10.5pt; }
  table { font-size: 9.5pt; }
  h1 { font-size: 21pt; }
  h2 { margin-top: 22pt; font-size: 14pt; }
  h2, h3, .caption { break-after: avoid; }
  .figures b { font-size: 17pt; }
  figure, .figures, .note, .banner, .keep, .facts, tr { break-inside: avoid; }
  thead { display: table-header-group; }
  tfoot { display: table-row-group; }
  p { orphans: 3; widows: 3; }
  .beats { gap: 8pt; }
}
)css";

}  // namespace

std::string_view reportStyle() {
  return kStyle;
}

}  // namespace ectopy
