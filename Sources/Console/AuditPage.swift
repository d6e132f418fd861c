// SPDX-License-Identifier: Apache-2.0
// Who has changed what, newest first, as a page and as JSON. It only shows: nothing of the trail can be changed here,
// and every text of it is foreign.

public import DockModel

/// One change.
public struct AuditLine: Sendable, Equatable {
    /// Its number.
    public var id: Int64
    /// When.
    public var at: WallTime
    /// Who, with which role, how and from where.
    public var who: String, role: String, way: String, address: String
    /// What was done, and to what.
    public var action: String, subject: String
    /// How it was, and how it is.
    public var before: String?, after: String?
    /// "done", or why not.
    public var result: String

    /// A change.
    public init(
        id: Int64, at: WallTime, who: String, role: String, way: String, address: String, action: String,
        subject: String, before: String?, after: String?, result: String
    ) {
        (self.id, self.at, self.who, self.role, self.way) = (id, at, who, role, way)
        (self.address, self.action, self.subject) = (address, action, subject)
        (self.before, self.after, self.result) = (before, after, result)
    }
}

/// A page of the audit trail.
public struct AuditPage: Sendable, Equatable {
    /// Lines of one page.
    public static let lineLimit = 50
    /// The lines, newest first.
    public var lines: [AuditLine]
    /// Whether there are older ones.
    public var hasOlder: Bool
    /// Why the trail cannot be read; nil when it can.
    public var trouble: String?

    /// A page.
    public init(lines: [AuditLine], hasOlder: Bool = false, trouble: String? = nil) {
        (self.lines, self.hasOlder, self.trouble) = (lines, hasOlder, trouble)
    }

    /// The page as it goes out.
    func rendered(_ style: TimeStyle) -> String {
        let table = TableView(
            columns: ["Time", "Who", "What", "Before", "After", "Result"], of: lines, upTo: Self.lineLimit,
            whenEmpty: "Nothing was changed."
        ) { line in
            let place = line.address.isEmpty ? line.way : "\(line.way), \(line.address)"
            return [
                Words.time(line.at, style), #"\#(line.who)<br><span class="soft">\#(place)</span>"#,
                "\(line.action): \(line.subject)", "\(line.before ?? "-", upTo: 200)",
                "\(line.after ?? "-", upTo: 200)",
                ["done", "left for the dock"].contains(line.result)
                    ? "\(line.result)" : Words.badge("\(line.result, upTo: 200)", .attention),
            ]
        }
        let older: HTML =
            hasOlder
            ? lines.last.map { #"<p><a href="/audit?before=\#("\($0.id)")">Older</a></p>"# } ?? "" : ""
        let alert: HTML = trouble.map { #"<p role="alert" class="bad">\#($0, upTo: 300)</p>"# } ?? ""
        let content: HTML =
            #"<h1>Audit</h1>\#(alert)<section class="card">\#(table.markup)</section>\#(older)"#
        return PageFrame(title: "Audit", place: .audit, content: content).rendered
    }

    /// The page for programs.
    var json: JSONValue {
        JSONValue([
            (
                "lines",
                lines.map { line in
                    JSONValue([
                        ("id", JSONValue.integer(line.id)), ("time", TimeStyle.machineText(line.at)),
                        ("who", line.who),
                        ("role", line.role), ("way", line.way), ("address", line.address),
                        ("action", line.action),
                        ("subject", line.subject), ("before", line.before), ("after", line.after),
                        ("result", line.result),
                    ])
                }
            ), ("hasOlder", hasOlder), ("trouble", trouble),
        ])
    }
}
