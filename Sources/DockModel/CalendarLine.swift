// SPDX-License-Identifier: Apache-2.0
// The content line of an iCalendar file as RFC 5545 folds it, for whoever writes such files. It escapes nothing: what a
// value may hold is its writer's business.

/// Content lines of iCalendar (RFC 5545, section 3.1).
public enum CalendarLine {
    /// Most octets of a line without its end.
    static let most = 75

    /// The line in pieces of at most 75 octets, none of which splits a character, with its line end.
    public static func folded(_ line: String) -> String {
        var text = "", width = 0
        for scalar in line.unicodeScalars {
            let size = UTF8.width(scalar)
            if width + size > most {
                text += "\r\n "
                width = 1
            }
            text.unicodeScalars.append(scalar)
            width += size
        }
        return text + "\r\n"
    }
}
