// SPDX-License-Identifier: Apache-2.0
// The system page as markup. Lists are bounded; what the machine does not tell is said to be not measured, and no row
// judges: the marks are those of the facts.

internal import DockModel

extension SystemPage {
    /// Rows of its tables.
    static let rowLimit = 16, threadLimit = 20

    /// The page.
    func rendered(_ style: TimeStyle) -> String {
        let content: HTML = #"""
            <h1>System</h1>
            <p class="soft">\#(Words.time(now, style)). <a href="/metrics">Metrics</a> ·
            <a href="/api/openapi.json">API description</a> · <a href="/healthz">Health</a> ·
            <a href="/readyz">Readiness</a></p>
            <div class="grid">\#(processCard(style))\#(storageCard)\#(clockCard(style))</div>
            <div class="grid tables">\#(healthCard)\#(linkCard)\#(lifeCard)\#(threadCard)\#(fileCard(style))</div>
            """#
        return PageFrame(title: "System", place: .system, isLive: true, content: content).rendered
    }

    private func processCard(_ style: TimeStyle) -> HTML {
        var rows: [(HTML, HTML)] = versions.prefix(8).map {
            ("\($0.name, upTo: 40)", "\($0.version, upTo: 80)")
        }
        rows += [
            ("Started", Words.time(started, from: now, style)), ("Memory", size(residentBytes)),
            ("Computed", cpuSeconds.map { "\(TimeStyle.span(.seconds($0)))" } ?? Words.notMeasured),
            ("Open files", openFiles.map { "\($0)" } ?? Words.notMeasured),
        ]
        return card("Process", facts(rows))
    }

    private func size(_ bytes: Int?) -> HTML { bytes.map { "\(Words.size($0))" } ?? Words.notMeasured }

    private var storageCard: HTML {
        let share: HTML
        if let freeBytes, let diskBytes, diskBytes > 0 {
            share = " (\(Words.number((Double(freeBytes) / Double(diskBytes) * 100).rounded())) %)"
        } else {
            share = ""
        }
        let used = files.reduce(0) { $0 &+ max(0, $1.bytes) }
        return card(
            "Storage",
            facts([
                ("Directory", "\(storagePath, upTo: 120)"), ("Databases", "\(Words.size(used))"),
                ("Free", size(freeBytes) + share), ("Disk", size(diskBytes)),
                ("Copies", backups.isEmpty ? "none" : "\(backups.count)"),
            ]))
    }

    private func clockCard(_ style: TimeStyle) -> HTML {
        card(
            "Clock",
            facts([
                ("Time", Words.time(now, style)),
                (
                    "Trusted",
                    isClockTrusted
                        ? Words.badge("yes", .good) : Words.badge("not known to be set", .attention)
                ),
                ("Asked of it", "\(clockRule, upTo: 120)"),
            ]))
    }

    private var healthCard: HTML {
        let table = TableView(
            columns: ["Check", "Result", "Evidence"], of: checks, upTo: Self.rowLimit,
            whenEmpty: "No check has run."
        ) { check in
            [
                "\(check.name, upTo: 60)",
                check.isPassing ? Words.badge("passes", .good) : Words.badge("fails", .bad),
                "\(check.detail, upTo: 240)",
            ]
        }
        return card("Health", wide: true, table.markup)
    }

    private var linkCard: HTML {
        let table = TableView(
            columns: ["Link", "State", "Figures"], of: links, upTo: Self.rowLimit,
            whenEmpty: "No link is known."
        ) { link in
            [
                "\(link.name, upTo: 60)", Words.badge("\(link.state, upTo: 60)", link.mark),
                "\(link.detail, upTo: 200)",
            ]
        }
        return card("Links", wide: true, table.markup)
    }

    private var lifeCard: HTML {
        let table = TableView(
            columns: ["Part", "Sign of life"], of: life, upTo: Self.rowLimit,
            whenEmpty: "No part has left a sign yet."
        ) { part in
            let isLate = part.dueIn < .zero
            let words: HTML =
                isLate
                ? "late by \(TimeStyle.span(.zero - part.dueIn))"
                : "in time, next in \(TimeStyle.span(part.dueIn))"
            return ["\(part.part, upTo: 60)", Words.badge(words, isLate ? .bad : .good)]
        }
        return card("Parts of the daemon", table.markup)
    }

    private var threadCard: HTML {
        let table = TableView(
            columns: ["Thread", "Computed"], of: threads, upTo: Self.threadLimit,
            whenEmpty: "The system tells none."
        ) { thread in
            ["\(thread.name, upTo: 40)", "\(Words.number(thread.cpuSeconds)) s"]
        }
        return card("Threads", table.markup)
    }

    private func fileCard(_ style: TimeStyle) -> HTML {
        let table = TableView(
            columns: ["File", "Size", "Written"], of: files + backups, upTo: Self.rowLimit,
            whenEmpty: "No file is known."
        ) { file in
            [
                "\(file.name, upTo: 80)", "\(Words.size(file.bytes))",
                file.written.map { Words.time($0, style) } ?? Words.notMeasured,
            ]
        }
        return card("Databases and copies", wide: true, table.markup)
    }
}
