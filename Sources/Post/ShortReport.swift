// SPDX-License-Identifier: Apache-2.0
// A report in 340 octets of ASCII, the mobile-originated payload of a short-burst satellite modem: its statements,
// the most important first. It must never grow beyond that; a statement that does not fit is left out whole, the
// first is cut.

/// The short form of a report.
public struct ShortReport: Sendable, Equatable {
    /// The statements, the most important first.
    public var statements: [String]

    /// A report of some statements.
    public init(statements: [String]) { self.statements = statements }

    /// Its first statement, as a subject.
    public var subject: String { ShortAlert.plain(statements.first ?? "", most: 120) }

    /// The text: at most 340 octets of ASCII with CRLF behind each line.
    public var text: String {
        var text = ""
        for statement in statements {
            let room = ShortAlert.mostOctets - text.utf8.count - 2
            let whole = ShortAlert.plain(statement, most: ShortAlert.mostOctets - 2)
            if whole.isEmpty { continue }
            if text.isEmpty {
                text = ShortAlert.plain(statement, most: room) + "\r\n"
            } else if whole.utf8.count <= room {
                text += whole + "\r\n"
            }
        }
        return text
    }
}
