#include "runtime/page_parts.h"

/* Colours are variables: light, dark by the system or by the button, and print.  A string is at most 4,095 bytes. */
#define DARK_COLOURS \
    "--paper:#13161a;--ink:#eceef0;--soft:#b3bac4;--line:#343a43;--tint:#1c2127;--red:#ff7a72;--inv:#0e1114;" \
    "--p0:#74b0ee;--p0t:#1a2d42;--p1:#f0a155;--p1t:#3a2812;--p2:#b3a5ea;--p3:#5bc0b5;--p4:#dd93bd;--p5:#bcc65c;--p6:#a3b0c0;--p7:#cda496;" \
    "--e0:#4db6ac;--e1:#a99ce4;--e2:#b8c058;--e3:#d890b8;--e4:#9eaabb;--e5:#cba595;--e6:#80c18e;color-scheme:dark"
#define LIGHT_COLOURS \
    "--paper:#fff;--ink:#191c21;--soft:#515965;--line:#d8dce2;--tint:#f4f5f7;--red:#b3131a;--inv:#fff;" \
    "--p0:#1b5a9c;--p0t:#e4edf7;--p1:#a94f08;--p1t:#fbeddf;--p2:#5a4b9c;--p3:#0e7067;--p4:#934468;--p5:#62691a;--p6:#56626f;--p7:#7b5144;" \
    "--e0:#12756c;--e1:#5c4d9e;--e2:#666f1a;--e3:#93446a;--e4:#596573;--e5:#7d5446;--e6:#2c6d3d;color-scheme:light"

const char *const page_style[] = {
    ":root{" LIGHT_COLOURS ";--song:\"Songti SC\",\"Noto Serif CJK SC\",SimSun,serif;--hei:\"PingFang SC\",\"Microsoft YaHei\",\"Noto Sans CJK SC\",sans-serif;"
    "--mono:Consolas,\"Noto Sans Mono CJK SC\",monospace}"
    "@media (prefers-color-scheme:dark){:root{" DARK_COLOURS "}}"
    ":root.light{" LIGHT_COLOURS "}:root.dark{" DARK_COLOURS "}",
    "*{box-sizing:border-box}"
    "body{margin:0 auto;padding:28px 36px 60px;max-width:1280px;background:var(--paper);color:var(--ink);font:15px/1.6 var(--hei);font-variant-numeric:tabular-nums;overflow-wrap:break-word}"
    ".patterns{position:absolute;width:0;height:0;overflow:hidden}"
    "h1,h2,.lead{font-family:var(--song);font-weight:700;margin:0}"
    "h1{font-size:36px;line-height:1.3;letter-spacing:.1em;color:var(--red);padding-top:22px;border-top:3px solid var(--red);position:relative}"
    "h1::before{content:\"\";position:absolute;left:0;right:0;top:3px;border-top:1px solid var(--red)}"
    ".mast{position:relative}.mast .tools{position:absolute;z-index:1;right:0;top:30px;display:flex;gap:8px}"
    ".tool{font:inherit;font-size:14px;color:var(--ink);background:var(--paper);border:1px solid var(--soft);border-radius:4px;padding:4px 14px;cursor:pointer}"
    ".tool:hover{background:var(--tint)}:focus-visible{outline:3px solid var(--p0);outline-offset:2px}"
    ".names{list-style:none;margin:8px 0 0;padding:0;display:flex;flex-wrap:wrap;gap:4px 28px;font-size:17px}"
    ".badge{display:inline-block;min-width:25px;line-height:25px;padding:0 5px;margin-right:8px;border-radius:3px;text-align:center;color:var(--inv);font-size:14px}"
    ".meta,.note{color:var(--soft);font-size:14px;margin:6px 0 0}"
    "section{margin-top:50px}h2{font-size:22px;margin-bottom:16px;line-height:1.4}h3{font-size:15px;margin:26px 0 8px}"
    ".top{display:grid;grid-template-columns:minmax(0,7fr) minmax(0,5fr);gap:52px;margin-top:30px;padding-top:28px;border-top:1px solid var(--line)}"
    ".lead{font-size:28px;line-height:1.5;margin-bottom:20px;text-wrap:balance;word-break:keep-all;overflow-wrap:anywhere}.lead em{font-style:normal;color:var(--red)}"
    ".warn{border-left:4px solid var(--red);padding:6px 12px;margin:12px 0;background:var(--tint)}",
    ".bins{display:flex;gap:2px;flex-wrap:wrap}.bin{flex:1 1 150px;padding:12px 14px 14px;background:var(--tint)}"
    ".bin.p0{background:var(--p0t)}.bin.p1{background:var(--p1t)}"
    ".bin h3{display:flex;justify-content:space-between;margin:0 0 8px;font-size:14px;font-weight:400}.bin h3 b{font-size:17px}"
    ".chips{display:flex;flex-wrap:wrap;gap:6px;margin:0;padding:0;list-style:none}"
    ".chip{display:inline-block;padding:1px 8px;border:1.5px solid currentColor;border-radius:3px;background:var(--paper);color:var(--ink);font-weight:600;text-decoration:none;white-space:nowrap}"
    ".chip.w0{color:var(--p0)}.chip.w1{color:var(--p1)}.chip.w3{color:var(--soft)}a.chip:hover{background:var(--tint)}"
    ".badge.p0{background:var(--p0)}.badge.p1{background:var(--p1)}.badge.p2{background:var(--p2)}.badge.p3{background:var(--p3)}"
    ".badge.p4{background:var(--p4)}.badge.p5{background:var(--p5)}.badge.p6{background:var(--p6)}.badge.p7{background:var(--p7)}"
    ".pair{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,420px),1fr));gap:30px 52px}"
    ".pair>*,.top>*{min-width:0}figure{margin:0}figcaption{font-weight:600;margin-bottom:12px}"
    ".chart{display:block;width:100%;height:auto;font-family:var(--hei);overflow:visible}.chart text{fill:var(--ink);font-size:12px}"
    ".funnel.narrow{display:none}.funnel.wide{max-width:660px}.listing th,.listing td.nb{white-space:nowrap;padding-right:26px}.listing td:last-child{width:99%}.weights{max-width:560px}.scores{max-width:580px}"
    ".chart .num{font-size:16px;font-weight:700}.chart .name,.chart .lost{font-size:14px;font-weight:600}.chart .inv{fill:var(--inv)}"
    ".chart .small,.chart .why,.chart .group{fill:var(--soft)}.chart .group,.chart .head{font-weight:600}.chart .head{font-size:13px}"
    ".chart .rank,.chart .id,.chart .total{font-size:13px}.chart .rank,.chart .total{font-weight:700}.chart .score{fill:var(--soft)}"
    ".chart .tiny{font-size:12px}.chart .in{font-size:13px;font-weight:600}.chart .in.tiny{font-size:11.5px;font-weight:400}",
    ".bar.p0,.flow.p0{fill:var(--p0)}.bar.p1,.flow.p1{fill:var(--p1)}.bar.p2,.flow.p2{fill:var(--p2)}.bar.p3,.flow.p3{fill:var(--p3)}"
    ".bar.p4,.flow.p4{fill:var(--p4)}.bar.p5,.flow.p5{fill:var(--p5)}.bar.p6,.flow.p6{fill:var(--p6)}.bar.p7,.flow.p7{fill:var(--p7)}"
    ".flow{opacity:.13}.hatch{stroke-width:1.5}.hatch.p0{stroke:var(--p0)}.hatch.p1{stroke:var(--p1)}.hatch.p2,.hatch.p3,.hatch.p4,.hatch.p5,.hatch.p6,.hatch.p7{stroke:var(--soft)}"
    "#hatch0 path{stroke:var(--p0)}#hatch1 path{stroke:var(--p1)}#hatch2 path{stroke:var(--soft)}.patterns path{stroke-width:2}"
    ".chart .head.p0{fill:var(--p0)}.chart .head.p1{fill:var(--p1)}.rest{fill:var(--line);opacity:.6}"
    ".e0{fill:var(--e0);background:var(--e0)}.e1{fill:var(--e1);background:var(--e1)}.e2{fill:var(--e2);background:var(--e2)}.e3{fill:var(--e3);background:var(--e3)}"
    ".e4{fill:var(--e4);background:var(--e4)}.e5{fill:var(--e5);background:var(--e5)}.e6{fill:var(--e6);background:var(--e6)}"
    "rect.v1{fill-opacity:.5}rect.v2{fill-opacity:.26}rect.unsure{stroke:var(--ink);stroke-dasharray:4 3}"
    ".chart text.in{fill:var(--inv)}.chart text.in.v1,.chart text.in.v2{fill:var(--ink)}"
    ".key{list-style:none;margin:4px 0 18px;padding:0;display:flex;flex-wrap:wrap;gap:4px 20px;font-size:14px;color:var(--soft)}"
    ".key i{display:inline-block;width:13px;height:13px;margin-right:6px;border-radius:2px;vertical-align:-2px}.key i.v1{opacity:.5}.key i.v2{opacity:.26}"
    ".cut{stroke:var(--red);stroke-width:1.4;stroke-dasharray:6 4}.chart .cut-words{fill:var(--red)}.hit{fill:transparent}"
    ".row.out .seg{opacity:.4}.chart .row.out text.in{fill:var(--ink)}.chart .row.out .rank,.chart .row.out .total{font-weight:400}"
    ".chart .w0 .id{fill:var(--p0);font-weight:700}.chart .w1 .id{fill:var(--p1);font-weight:700}.chart .w2 .id{font-weight:700}.chart .w3 .id{fill:var(--soft)}"
    ".slope{fill:none;stroke:var(--line);stroke-width:1.2}.slope.w0{stroke:var(--p0);stroke-width:2.4}.slope.w1{stroke:var(--p1);stroke-width:2.4}.slope.w2{stroke:var(--ink);stroke-width:2.4}"
    ".dashed{stroke-dasharray:5 4}.slope.w3.dashed{stroke-dasharray:2 4}.lab.w3 text,.chart .lab .score,.chart .lab .why{fill:var(--soft)}.chart .lab .rank{font-weight:600}",
    ".slopes-and{display:grid;grid-template-columns:minmax(0,7fr) minmax(0,4fr);gap:44px;align-items:start}"
    ".scroll{overflow-x:auto}.slopes{max-width:860px}.slopes-and .cards{columns:1}.line-key i{width:24px;height:0;border-top:3px solid;border-radius:0;vertical-align:4px}"
    ".line-key .w0{color:var(--p0)}.line-key .w1{color:var(--p1)}.line-key .w2{color:var(--ink)}.line-key .w3{color:var(--line)}"
    "table{border-collapse:collapse;width:100%;border-top:2px solid var(--ink);border-bottom:2px solid var(--ink);margin-bottom:8px}"
    "caption{text-align:left;font-weight:600;padding:22px 0 8px}.top h3{margin-top:0}.top .figure{margin-bottom:16px}"
    "th,td{padding:9px 12px 9px 0;text-align:left;vertical-align:top;border-bottom:1px solid var(--line)}thead th{border-bottom:1px solid var(--ink)}"
    "td.n,th.n{text-align:right}.rules{table-layout:fixed}.rules th:first-child{width:108px}.rules .last{width:112px}.rules .weights{max-width:440px}.rules td p{margin:0 0 4px}.rules .stage{font-weight:600}"
    ".cite{color:var(--soft);font-size:13px}.none{color:var(--soft)}"
    ".unwritten{display:inline-block;border:1px dashed var(--soft);border-radius:3px;padding:0 6px;font-size:13px;color:var(--soft);margin:1px 4px 1px 0}"
    ".doubt{color:var(--red);font-size:13px}.doubt::before{content:\"？\";font-weight:700}.doubt,.assumed{display:block}.assumed{font-size:13px;color:var(--soft)}"
    ".people{display:inline-block;padding:0 7px;font-size:13px;border:1px solid var(--soft);border-radius:3px;margin-left:6px;font-weight:400;"
    "background:repeating-linear-gradient(135deg,var(--line) 0 1px,transparent 1px 5px)}"
    ".mark{white-space:nowrap;font-weight:600}.mark::before{content:\"\";display:inline-block;width:9px;height:9px;border-radius:50%;margin-right:7px;border:1.5px solid var(--red);background:var(--red)}"
    ".mark.same{font-weight:400;color:var(--soft)}.mark.same::before{background:none;border-color:var(--soft)}.mark.moved::before{border-radius:0;transform:rotate(45deg);background:none}"
    ".card{border-top:1px solid var(--line);padding:12px 0;break-inside:avoid}.card h3{margin:0 0 4px;font-size:17px}"
    ".card.w0 h3 .who{color:var(--p0)}.card.w1 h3 .who{color:var(--p1)}.card h3 .what{font-weight:400;font-size:14px;color:var(--soft);margin-left:8px}"
    ".card p{margin:2px 0;font-size:14px}.card p .st{font-weight:600}.card .parts{color:var(--soft)}.cards{columns:2;column-gap:52px}"
    ".audit{margin:0;display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,420px),1fr));gap:14px 52px}.audit dt{font-size:13px;color:var(--soft)}.audit dd{margin:0;min-width:0}"
    "code{font:13px/1.5 var(--mono);overflow-wrap:anywhere;word-break:break-all}.sign{display:flex;gap:44px;margin:34px 0 0}.sign span{flex:1;border-bottom:1px solid var(--soft);color:var(--soft)}",
    ".lit .slope{opacity:.18}.lit .slope.on{opacity:1;stroke:var(--red);stroke-width:3.2}.lit .lab,.lit .row{opacity:.5}.lit .lab.on,.lit .row.on{opacity:1}"
    ".on .hit{fill:var(--tint)}.chip.on{outline:2px solid var(--red);outline-offset:1px}.card.on{background:var(--tint)}"
    "@media screen and (max-width:860px){body{padding:18px 18px 40px}h1{font-size:27px;letter-spacing:.04em}.mast .tools{position:static;justify-content:flex-end;margin-bottom:10px}"
    ".top,.slopes-and{grid-template-columns:minmax(0,1fr);gap:26px}.lead{font-size:22px}.cards{columns:1}.sign{flex-wrap:wrap}.sign span{flex-basis:100%;padding-top:12px}}"
    "@media screen and (max-width:560px){.funnel.wide{display:none}.funnel.narrow{display:block}.scroll .slopes{width:680px}"
    "table.stack,.stack tbody,.stack tr,.stack th[scope=row],.stack td,.stack caption{display:block;width:auto!important}.rules .weights{max-width:none}"
    ".stack thead{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}.stack tr{border-bottom:1px solid var(--ink);padding:8px 0}"
    ".stack tr:last-child{border:0}.stack th[scope=row],.stack td,.stack td.n{border:0;padding:3px 0;text-align:left}.stack th[scope=row]{font-size:16px}"
    ".stack td[data-label]::before{content:attr(data-label) \"  \";font-weight:600;color:var(--soft);font-size:13px;margin-right:6px}}"
    "@page{size:A4;margin:14mm 13mm}"
    "@media print{:root,:root.dark,:root.light{" LIGHT_COLOURS "}*{-webkit-print-color-adjust:exact;print-color-adjust:exact}"
    "body{padding:0;max-width:none;font-size:9.5pt;line-height:1.45}.tools{display:none!important}h1{font-size:22pt}h2{font-size:13pt;break-after:avoid}h3,figcaption,caption{break-after:avoid}.lead{font-size:16pt}"
    "section{margin-top:20pt}.top{gap:20pt;margin-top:14pt;padding-top:12pt}.pair{grid-template-columns:1fr 1fr;gap:14pt 22pt}.funnel.wide{display:none}.funnel.narrow{display:block}.slopes-and{display:block}.slopes-and .cards{columns:2}figure,tr,.bin{break-inside:avoid}"
    ".scroll{overflow:visible}.slopes{max-width:none}.names{font-size:11pt}th,td{padding:4pt 8pt 4pt 0}.chip{padding:0 5pt}code{font-size:8pt}.meta,.note{font-size:8.5pt}}",
};
const size_t page_style_count = sizeof page_style / sizeof *page_style;

const char *const page_patterns =
    "\n<svg class=\"patterns\" aria-hidden=\"true\" focusable=\"false\"><defs>"
    "<pattern id=\"hatch0\" width=\"6\" height=\"6\" patternUnits=\"userSpaceOnUse\" patternTransform=\"rotate(45)\"><path d=\"M0 0V6\"/></pattern>"
    "<pattern id=\"hatch1\" width=\"6\" height=\"6\" patternUnits=\"userSpaceOnUse\" patternTransform=\"rotate(45)\"><path d=\"M0 0V6\"/></pattern>"
    "<pattern id=\"hatch2\" width=\"6\" height=\"6\" patternUnits=\"userSpaceOnUse\" patternTransform=\"rotate(45)\"><path d=\"M0 0V6\"/></pattern>"
    "</defs></svg>\n";

const char *const page_script =
    "(function(){var d=document,r=d.documentElement,lit=null;"
    "function light(e){var x=e.target.closest?e.target.closest('[data-p]'):null,id=x?x.getAttribute('data-p'):null;if(id===lit)return;"
    "d.querySelectorAll('.on').forEach(function(n){n.classList.remove('on')});lit=id;d.body.classList.toggle('lit',id!==null);"
    "if(id!==null)d.querySelectorAll('[data-p]').forEach(function(n){if(n.getAttribute('data-p')===id)n.classList.add('on')})}"
    "d.addEventListener('pointerover',light);d.addEventListener('focusin',light);"
    "function show(id,act){var b=d.getElementById(id);b.hidden=false;b.addEventListener('click',act)}"
    "show('print',function(){window.print()});"
    "show('theme',function(){var dark=r.classList.contains('dark')||(!r.classList.contains('light')&&window.matchMedia('(prefers-color-scheme:dark)').matches);"
    "r.classList.toggle('dark',!dark);r.classList.toggle('light',dark)})})();";
