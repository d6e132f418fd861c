// SPDX-License-Identifier: Apache-2.0
// The page that asks a second time before something moves: what will follow, what the dock shows now, and what each
// gate would answer. The answers are of this moment; the gates are asked again when the dock takes the word.

/// Asks for the second word.
struct ConfirmPage: Sendable {
    var change: Change
    var preview: ChangePreview
    /// What the second form carries.
    var ticket: String

    var rendered: String {
        let sentences = preview.says.map { sentence -> HTML in "<p>\(sentence, upTo: 300)</p>" }
        let shown = preview.facts.map { fact -> (HTML, HTML) in ("\(fact.name)", "\(fact.value, upTo: 500)") }
        let content: HTML = #"""
            <h1>\#(change.words)?</h1>
            <section class="card">\#(sentences)\#(facts(shown))
            \#(Form.posting(to: .confirm, Form.hidden("ticket", ticket), button: "Yes: \(change.words)"))
            <p><a href="\#(change.backPath)">No, leave it</a></p></section>
            \#(gates)
            """#
        return PageFrame(title: change.words, place: change.place, content: content).rendered
    }

    private var gates: HTML {
        guard !preview.gates.isEmpty else { return "" }
        let holding = preview.gates.count { $0.verdict != .pass }
        let table = TableView(
            columns: ["Gate", "Answer", "Reason"], of: preview.gates, upTo: 40, whenEmpty: "No gate answered."
        ) { row in
            [
                "\(row.name)", Words.badge(Words.gate(row.verdict)),
                row.reason.map { "\($0, upTo: 200)" } ?? "none given",
            ]
        }
        let summary: HTML =
            holding == 0
            ? "<p>Every gate would let it fly now.</p>"
            : #"<p class="attention">\#(holding) of \#(preview.gates.count) gates would not let it fly now.</p>"#
        return card("Launch gates now", wide: true, summary + table.markup)
    }
}

extension Change {
    /// Where its form stands.
    var place: PagePlace { isAboutMail ? .notifications : .operate }
    /// The path of that page.
    var backPath: HTML { isAboutMail ? "/notifications" : "/operate" }
    /// A link to that page.
    var wayBack: HTML {
        isAboutMail ? #"<a href="/notifications">Notifications</a>"# : #"<a href="/operate">Operate</a>"#
    }
}

extension ConsoleReply {
    /// A change that cannot be done as it was asked for: each fault at its place.
    static func faults(_ change: Change, _ faults: [String]) -> ConsoleReply {
        let items = faults.prefix(40).map { fault -> HTML in "<li><code>\(fault, upTo: 500)</code></li>" }
        let content: HTML = #"""
            <h1>Not changed</h1><section class="card" role="alert"><p>\#(change.words): nothing was done.</p>
            <ul>\#(items)</ul><p>\#(change.wayBack)</p></section>
            """#
        return page(PageFrame(title: "Not changed", place: change.place, content: content).rendered, status: 422)
    }
}
