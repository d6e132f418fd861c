// SPDX-License-Identifier: Apache-2.0
// Writes the two plain mails of the post itself: mails that were given up, and the words around a sign of life. It
// never says of a mail that it was delivered.

public import DockModel

/// The facts about mails that were given up.
public struct ExpiryInput: Sendable, Equatable {
    /// One mail.
    public struct Line: Sendable, Equatable {
        /// When it was taken.
        public var at: WallTime
        /// Its kind.
        public var kind: String
        /// Its subject.
        public var subject: String

        /// A mail in a line.
        public init(at: WallTime, kind: String, subject: String) {
            (self.at, self.kind, self.subject) = (at, kind, subject)
        }
    }

    /// Which dock speaks.
    public var source: ReportSource
    /// The mails, each of them.
    public var lines: [Line]
    /// After how many days they were given up.
    public var days: Double

    /// The facts about given-up mails.
    public init(source: ReportSource, lines: [Line], days: Double) {
        (self.source, self.lines, self.days) = (source, lines, days)
    }
}

extension ReportWriter {
    /// Most given-up mails named one by one.
    static let mostNamed = 50

    /// The mail about mails that were given up.
    public func expiry(_ input: ExpiryInput) -> RenderedReport {
        let count = figures.count(input.lines.count, one: .expiryOne, many: .expiryMany)
        let subject =
            wording(.dock, ["dock": dockName(input.source)]) + ": "
            + wording(.expirySubject, ["count": count])
        var lines = input.lines.prefix(Self.mostNamed).map {
            Cell("\(clock.stamp($0.at)) \(name($0.kind)): \(reason($0.subject))")
        }
        if input.lines.count > Self.mostNamed {
            lines.append(Cell(wording(.andMore, ["n": "\(input.lines.count - Self.mostNamed)"])))
        }
        let page = Page(
            kind: subject, verdict: subject, tone: .watch,
            summary: [wording(.expiryWhy, ["count": count, "days": figures.days(input.days.rounded())])],
            sections: [
                Section(
                    title: wording(.sectionLink), blocks: [.list(lines), .paragraph(wording(.expiryRest))])
            ], footer: footer(of: input.source))
        return report(subject: subject, page: page)
    }

    /// The words around a signed sign of life, whose lines stay as they are.
    public func heartbeat(_ source: ReportSource, number: String, next: String, note: String)
        -> RenderedReport
    {
        let subject =
            wording(.dock, ["dock": dockName(source)]) + ": "
            + wording(.heartbeatSubject, ["n": number, "next": next])
        let text = wording(.heartbeatText, ["next": next]) + "\n\n" + note
        return RenderedReport(
            subject: CleanText.line(subject, most: Self.longestSubject), text: text, html: "", attachments: []
        )
    }
}
