// SPDX-License-Identifier: Apache-2.0
// The outbox as markup: counts, the uplink, and the first mails of the queue with the server's last answer.
// It must never put out a text that is not escaped, nor the body of a mail.

internal import DockModel

extension OutboxPage {
    /// Mails listed.
    static let rowLimit = 40

    /// The outbox as a whole page, with a button for a test mail where the reader may ask for one.
    func rendered(_ style: TimeStyle) -> String {
        let table = TableView(
            columns: ["Subject", "To", "State", "Attempts", "Queued", "Next attempt", "Last answer"],
            of: rows,
            upTo: OutboxPage.rowLimit, whenEmpty: "Nothing is waiting."
        ) { row in
            let severity: HTML = row.severity.map { #" <span class="soft">\#($0.label)</span>"# } ?? ""
            return [
                "\(row.subject.isEmpty ? "(no subject)" : row.subject)\(severity)", "\(row.to)",
                Words.badge(Words.outbox(row.state)), "\(row.attempts)", Words.time(row.queued, style),
                row.nextAttempt.map { Words.time($0, style) } ?? "none",
                row.lastAnswer.map { "\($0, upTo: 200)" } ?? "none yet",
            ]
        }
        let button: HTML =
            Form.isOffered(.testMail) ? Form.posting(to: .testMail, "", button: "Send a test mail") : ""
        let content: HTML = #"""
            <h1>Outbox</h1>
            <section class="card">\#(facts(countFacts(style)))\#(button)</section>
            <section class="card gap">\#(table.markup)</section>
            """#
        return PageFrame(title: "Outbox", place: .outbox, isLive: true, content: content).rendered
    }

    private func countFacts(_ style: TimeStyle) -> [(HTML, HTML)] {
        let uplink: [(HTML, HTML)] = [("Uplink", Words.text(link))]
        guard let counts else { return uplink + [("Queue", Words.notMeasured)] }
        return uplink + [
            ("Waiting", "\(counts.waiting)"), ("Deferred", "\(counts.deferred)"), ("Sent", "\(counts.sent)"),
            ("Refused", counts.failed == 0 ? "0" : Words.badge("\(counts.failed)", .bad)),
            ("Oldest unsent", counts.oldestUnsent.map { Words.time($0, from: now, style) } ?? "none"),
        ]
    }
}
