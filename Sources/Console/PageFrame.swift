// SPDX-License-Identifier: Apache-2.0
// The frame that all pages share: head, navigation, main part. It loads nothing but its own style sheet and, where a
// page follows the dock, its own script; everything can be read without the script.

internal import Access

/// The place of a page in the navigation.
enum PagePlace: Sendable, Equatable {
    case overview, missions, flight, hardware, wear, incidents, mailbox, outbox, system
    case operate, notifications, audit, account, none
}

/// A whole page.
struct PageFrame: Sendable {
    /// The title, escaped when rendered.
    var title: String
    /// Which navigation entry is current.
    var place: PagePlace
    /// Seconds after which the browser loads the page again; nil for never.
    var refreshSeconds: Int?
    /// Whether the page follows the dock where script runs.
    var isLive = false
    /// What stands in the navigation in place of a dock's pages.
    var navigation: HTML?
    /// The content.
    var content: HTML

    /// The page as it goes out.
    var rendered: String {
        let refresh: HTML = refreshSeconds.map { #"<meta http-equiv="refresh" content="\#($0)">"# } ?? ""
        let script: HTML = isLive ? #"<script src="/live.js" defer></script>"# : ""
        let page: HTML = #"""
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="light dark">
            \#(refresh)<title>\#(title) · Roost</title>
            <link rel="icon" href="data:,">
            <link rel="stylesheet" href="/style.css">\#(script)
            </head>
            <body>
            <a class="skip" href="#main">Skip to content</a>
            <header><nav aria-label="Pages">
            <strong>Roost</strong>
            \#(navigation ?? dockLinks)
            <span id="live" role="status"></span>
            </nav></header>
            <main id="main">
            \#(content)
            </main>
            </body>
            </html>

            """#
        return page.text
    }

    /// The pages of a dock.
    private var dockLinks: HTML {
        #"""
        \#(link("/", "Overview", .overview))
        \#(link("/missions", "Missions", .missions))
        \#(link("/flight", "Flight", .flight))
        \#(link("/hardware", "Hardware", .hardware))
        \#(link("/wear", "Wear", .wear))
        \#(link("/incidents", "Incidents", .incidents))
        \#(link("/outbox", "Outbox", .outbox))
        \#(link("/mailbox", "Mailbox", .mailbox))
        \#(link("/system", "System", .system))
        \#(deskLinks)
        """#
    }

    /// The pages where something is changed, and who reads; nothing on a console without users.
    private var deskLinks: HTML {
        guard let reader = Visitor.reader else { return "" }
        let audit: HTML = reader.role.includes(.administer) ? link("/audit", "Audit", .audit) : ""
        let account =
            reader.way == .anonymous
            ? link("/sign-in", "Sign in", .account) : link("/account", "\(reader.name)", .account)
        return link("/operate", "Operate", .operate) + link("/notifications", "Notifications", .notifications) + audit
            + account
    }

    private func link(_ path: HTML, _ name: HTML, _ place: PagePlace) -> HTML {
        let current: HTML = place == self.place ? #" aria-current="page""# : ""
        return #"<a href="\#(path)"\#(current)>\#(name)</a>"#
    }
}

/// A table that folds into cards on narrow screens; the roles keep it a table for screen readers there.
struct TableView: Sendable {
    /// The heads of the columns; the first column names its row.
    var columns: [HTML]
    /// The cells, each row as long as `columns`.
    var rows: [[HTML]]
    /// What is said when there is no row.
    var whenEmpty: HTML
    /// How many further rows exist that are not shown.
    var omitted = 0

    /// A table of the first `limit` of some items.
    init<Item>(
        columns: [HTML], of items: [Item], upTo limit: Int, whenEmpty: HTML, cells: (Item) -> [HTML]
    ) {
        self.columns = columns
        self.whenEmpty = whenEmpty
        rows = items.prefix(limit).map(cells)
        omitted = max(0, items.count - limit)
    }

    /// The table as markup.
    var markup: HTML {
        if rows.isEmpty { return #"<p class="soft">\#(whenEmpty)</p>"# }
        let heads = columns.map { column -> HTML in #"<th role="columnheader">\#(column)</th>"# }
        let more: HTML = omitted > 0 ? #"<p class="soft">and \#(omitted) more</p>"# : ""
        return #"""
            <table role="table"><thead role="rowgroup"><tr role="row">\#(heads)</tr></thead>
            <tbody role="rowgroup">\#(rows.map(row))</tbody></table>\#(more)
            """#
    }

    private func row(_ cells: [HTML]) -> HTML {
        let markup = zip(columns, cells).enumerated().map { index, pair -> HTML in
            index == 0
                ? #"<th role="rowheader">\#(pair.1)</th>"#
                : #"<td role="cell" data-label="\#(pair.0)">\#(pair.1)</td>"#
        }
        return "<tr role=\"row\">\(markup)</tr>\n"
    }
}

/// A titled card.
func card(_ title: HTML, wide: Bool = false, _ content: HTML) -> HTML {
    #"<section class="card\#(wide ? " wide" as HTML : "")"><h2>\#(title)</h2>\#(content)</section>"# + "\n"
}

/// A list of facts: name and value.
func facts(_ pairs: [(HTML, HTML)]) -> HTML {
    "<dl>\(pairs.map { pair -> HTML in "<dt>\(pair.0)</dt><dd>\(pair.1)</dd>" })</dl>"
}
