// SPDX-License-Identifier: Apache-2.0
// The one style sheet of the console: light and dark, from 320 px to a wall screen. Every pair of text and
// ground colours keeps WCAG AA contrast (a test computes it); it loads no font and no picture.

/// The style sheet.
enum StyleSheet {
    /// Colours of the light theme by name.
    static let light: [(name: String, colour: String)] = [
        ("ground", "#f4f6f8"), ("card", "#ffffff"), ("text", "#16202b"), ("soft", "#4a5867"),
        ("line", "#c9d2db"),
        ("link", "#0b57b0"), ("good", "#0a6136"), ("attention", "#7d4400"), ("bad", "#a81f18"),
        ("sky", "#dcebf7"), ("earth", "#b9c4a6"), ("shell", "#5b6b7b"), ("inside", "#eef2f5"),
        ("lid", "#33424f"),
    ]
    /// Colours of the dark theme by name.
    static let dark: [(name: String, colour: String)] = [
        ("ground", "#0e141b"), ("card", "#18212b"), ("text", "#e7edf3"), ("soft", "#a9b6c3"),
        ("line", "#35424f"),
        ("link", "#8fbcff"), ("good", "#62d493"), ("attention", "#f3bb55"), ("bad", "#ff938a"),
        ("sky", "#1a2a3a"), ("earth", "#2c3a2c"), ("shell", "#8294a5"), ("inside", "#202c37"),
        ("lid", "#b4c2cf"),
    ]

    /// The sheet as it goes out.
    static var text: String {
        """
        :root{color-scheme:light dark;\(variables(light))}
        @media (prefers-color-scheme:dark){:root{\(variables(dark))}}
        \(rules)
        """
    }

    private static func variables(_ colours: [(name: String, colour: String)]) -> String {
        colours.map { "--\($0.name):\($0.colour);" }.joined()
    }

    private static let rules = """
        *{box-sizing:border-box}
        body{margin:0;background:var(--ground);color:var(--text);
        font:1rem/1.5 system-ui,sans-serif;overflow-wrap:break-word}
        a{color:var(--link)}
        a:focus-visible{outline:3px solid var(--link);outline-offset:2px}
        .skip{position:absolute;left:-999px}
        .skip:focus{left:8px;top:8px;background:var(--card);padding:8px;z-index:1}
        header{background:var(--card);border-bottom:1px solid var(--line)}
        nav,main{max-width:1200px;margin:auto;padding:12px 16px}
        nav{display:flex;flex-wrap:wrap;gap:4px;align-items:center}
        nav strong{margin-right:6px;font-size:1.1rem}
        nav a{padding:8px 7px;border-radius:6px;text-decoration:none}
        nav a[aria-current]{font-weight:700;text-decoration:underline}
        h1{font-size:1.5rem;line-height:1.25;margin:12px 0 8px}
        h1+p{margin-top:0}.card p:last-child{margin-bottom:0}
        h2{font-size:1.05rem;margin:0 0 8px}
        .soft,.none,figcaption{color:var(--soft)}
        .none{font-style:italic}
        .grid{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,330px),1fr));
        gap:16px;margin-top:16px}
        .tables{grid-template-columns:repeat(auto-fit,minmax(min(100%,480px),1fr))}
        .card,.verdict{background:var(--card);border:1px solid var(--line);border-radius:10px;
        padding:14px 16px;min-width:0;overflow-x:auto}
        .gap{margin-top:16px}
        .wide{grid-column:1/-1}.card+.card.wide,.grid+.card{margin-top:16px}.grid>.card.wide{margin-top:0}
        button,input,select{font:inherit;color:var(--text);background:var(--ground);padding:8px 12px;
        border:1px solid var(--soft);border-radius:6px;max-width:100%;min-height:40px}
        button{cursor:pointer;border-color:var(--link);color:var(--link);font-weight:600}
        button:focus-visible,input:focus-visible,select:focus-visible,summary:focus-visible{
        outline:3px solid var(--link);outline-offset:2px}
        form{margin:6px 0}td input,td select,.actions input{margin-right:6px}
        .actions{display:flex;flex-wrap:wrap;gap:8px 24px;margin-top:8px}
        .stack{max-width:520px}.stack label{display:block;margin-bottom:10px}
        .stack input,.stack select{display:block;width:100%}
        summary{cursor:pointer;color:var(--link);padding:6px 0}
        .verdict{border-left:8px solid var(--good);margin-top:12px}
        .verdict.attention{border-left-color:var(--attention)}.verdict.bad{border-left-color:var(--bad)}
        .verdict p{margin:0;font-size:1.2rem;font-weight:700}
        .verdict ul{margin:8px 0 0;padding-left:0;list-style:none}
        dl{display:grid;grid-template-columns:minmax(90px,auto) minmax(0,1fr);gap:4px 14px;margin:0}
        dt{color:var(--soft)}dd{margin:0}
        .badge{font-weight:600}
        .good{color:var(--good)}.attention{color:var(--attention)}.bad{color:var(--bad)}
        .verdict{color:var(--text)}
        table{border-collapse:collapse;width:100%}
        th,td{text-align:left;vertical-align:top;padding:6px 12px 6px 0;border-bottom:1px solid var(--line)}
        thead th{color:var(--soft);font-weight:600;font-size:.9rem}
        tbody th{font-weight:600}th .soft{font-weight:400}
        tbody tr:last-child>*{border-bottom:0}
        pre{white-space:pre-wrap;margin:0;font:.95rem/1.5 ui-monospace,monospace}
        iframe{width:100%;height:min(70vh,560px);border:1px solid var(--line);
        background:#fff;border-radius:6px;color-scheme:light}
        figure{margin:0}.dock{display:block;width:100%;max-width:640px;margin:auto}
        .band{width:120px;height:14px;vertical-align:middle}
        .band .scale{fill:var(--line)}.band .range{fill:var(--link)}.band .middle{fill:var(--text)}
        .sky{fill:var(--sky)}.ground{fill:var(--earth)}.shell{fill:var(--shell)}.inside{fill:var(--inside)}
        .pad{fill:var(--lid)}.lid{fill:var(--lid)}.lid.fault{fill:var(--bad)}
        .lid.ghost,.craft.ghost .hull,.cell.ghost{
        fill:none;stroke:var(--soft);stroke-width:2;stroke-dasharray:6 4}
        .lid.fault.ghost{stroke:var(--bad)}
        .motion{fill:none;stroke:var(--link);stroke-width:3;stroke-dasharray:5 5}
        .arm{fill:none;stroke:var(--text);stroke-width:4;stroke-linecap:round}.hull{fill:var(--link)}
        .rotor{fill:var(--text)}.rotor.armed{fill:var(--attention)}
        .craft.ghost .arm{stroke:var(--soft);stroke-width:2;stroke-dasharray:4 4}
        .craft.ghost .rotor{fill:var(--soft)}
        .craft.fault .hull{fill:var(--bad)}.craft.fault.ghost .hull{fill:none;stroke:var(--bad)}
        .cell{fill:none;stroke:var(--text);stroke-width:2}
        .charge{fill:var(--good)}.charge.low{fill:var(--bad)}
        .cable{fill:none;stroke:var(--lid);stroke-width:4}.cable.on{stroke:var(--good)}
        .bolt{fill:none;stroke:var(--card);stroke-width:2}.bolt.on{fill:#ffd54a;stroke:#ffd54a}
        .bolt.ghost{stroke-dasharray:3 3}
        .waves{fill:none;stroke:var(--soft);stroke-width:3}.waves.on{stroke:var(--good)}
        .waves.ghost{stroke-dasharray:3 4}
        .cross{fill:none;stroke:var(--bad);stroke-width:5;stroke-linecap:round}
        .dock text{font:700 22px system-ui,sans-serif;fill:var(--text)}.dock .unsure{fill:var(--soft)}
        .map{display:block;width:100%;max-width:900px;margin:auto}
        .field{fill:var(--inside)}.gridline{fill:none;stroke:var(--line);stroke-width:1}
        .fence{fill:none;stroke:var(--good);stroke-width:3;stroke-dasharray:10 5}
        .keepout{fill:var(--bad);fill-opacity:.15;stroke:var(--bad);stroke-width:2;stroke-dasharray:10 5}
        .way{fill:none;stroke:var(--soft);stroke-width:2.5;stroke-dasharray:3 6}
        .path{fill:none;stroke:var(--link);stroke-width:3.5;stroke-linejoin:round}
        .bar{fill:none;stroke:var(--text);stroke-width:3}
        .map text{font:700 20px system-ui,sans-serif;fill:var(--text)}
        .home circle{fill:var(--text)}.rally circle{fill:var(--soft)}.craftmark circle{fill:var(--link)}
        .map .home text,.map .rally text,.map .craftmark text{fill:var(--card)}
        .legend{display:flex;flex-wrap:wrap;gap:4px 18px;list-style:none;padding:0;margin:10px 0 0}
        .key{display:inline-block;width:26px;height:0;border-top:4px solid var(--text);vertical-align:middle}
        .home-key,.rally-key,.craft-key{width:22px;height:22px;border:0;border-radius:11px;text-align:center;
        line-height:22px;font-weight:700;font-size:.8rem;background:var(--text);color:var(--card)}
        .rally-key{background:var(--soft)}.craft-key{background:var(--link)}
        .path-key{border-color:var(--link)}.way-key{border-top:3px dotted var(--soft)}
        .fence-key{border-top:3px dashed var(--good)}.keepout-key{border-top:3px dashed var(--bad)}
        .chart{display:block;width:100%;height:auto;max-width:900px;background:#fff;border-radius:6px}
        .calendar,.weekdays,.calendar ul{list-style:none;padding:0;margin:0}
        .calendar,.weekdays{display:grid;grid-template-columns:repeat(7,minmax(0,1fr));gap:4px}
        .weekdays{color:var(--soft);font-weight:600;font-size:.9rem;margin-bottom:4px}
        .calendar>li{border:1px solid var(--line);border-radius:6px;padding:4px 6px;min-height:58px;font-size:.9rem}
        .calendar time{color:var(--soft);font-size:.8rem}.calendar .today{border:2px solid var(--link)}
        .withheld{text-decoration:line-through}.withheld .soft{display:inline-block;text-decoration:none}
        .pages{margin:10px 0 0}#live{margin-left:auto;color:var(--soft);font-size:.9rem}
        .alarm{fill:var(--bad)}.dock .on-alarm{fill:var(--card);font-size:28px}
        @media (max-width:640px){
        nav{flex-wrap:nowrap;overflow-x:auto;white-space:nowrap}
        thead{position:absolute;clip-path:inset(50%);width:1px;height:1px;overflow:hidden}
        table,tbody,tr,tbody th,td{display:block}
        tr{border-bottom:1px solid var(--line);padding:6px 0}tbody tr:last-child{border-bottom:0}
        th,td{border:0;padding:2px 0}
        .weekdays,.calendar .empty{display:none}.calendar{grid-template-columns:1fr}.calendar>li{min-height:0}
        td:empty{display:none}
        td::before{content:attr(data-label) ": ";color:var(--soft)}
        }

        """
}
