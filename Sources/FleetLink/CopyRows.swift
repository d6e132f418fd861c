// SPDX-License-Identifier: Apache-2.0
// Documents as the text form of PostgreSQL's COPY: one line each, columns parted by tabs, four octets escaped. It knows
// the columns of the table `arrival` and nothing else.

internal import DockModel
internal import Fleet

enum CopyRows {
    /// Months for which partitions are made; what a clock says beyond them is filed as undated.
    private static let years = 2_025...2_099
    private static let tab = UInt8(ascii: "\t"), newline = UInt8(ascii: "\n"), backslash = UInt8(ascii: "\\")

    /// The lines of some documents.
    static func text(_ documents: [(octets: [UInt8], document: ArrivedDocument)]) -> [UInt8] {
        var text: [UInt8] = []
        text.reserveCapacity(documents.reduce(0) { $0 + $1.octets.count + 64 })
        var months: [Int64: [UInt8]] = [:]
        for (octets, document) in documents {
            let day = document.sent.milliseconds / 86_400_000
            let month = months[day] ?? Self.month(day)
            months[day] = month
            text += month
            add(document.dock, to: &text)
            add(String(document.epoch), to: &text)
            add(document.stream.rawValue, to: &text)
            add(String(document.sequence), to: &text)
            add(String(document.sent.milliseconds), to: &text)
            add(document.isClockTrusted ? "t" : "f", to: &text)
            add(document.shed.map { String($0) } ?? "\\N", to: &text)
            text.append(tab)
            if let heads = document.heads {
                escape(octets[heads], to: &text)
            } else {
                text += [backslash, UInt8(ascii: "N")]
            }
            text.append(tab)
            escape(octets[document.body], to: &text)
            text.append(newline)
        }
        return text
    }

    /// The first day of the month of a day since 1970.
    static func month(_ day: Int64) -> [UInt8] {
        let date = CivilDate(daysSince1970: Int(day))
        guard years.contains(date.year) else { return Array("1970-01-01".utf8) }
        return Array("\(date)".utf8.dropLast(2)) + Array("01".utf8)
    }

    private static func add(_ word: String, to text: inout [UInt8]) {
        text.append(tab)
        text += word.utf8
    }

    private static func escape(_ octets: ArraySlice<UInt8>, to text: inout [UInt8]) {
        for octet in octets {
            switch octet {
            case backslash: text += [backslash, backslash]
            case tab: text += [backslash, UInt8(ascii: "t")]
            case newline: text += [backslash, UInt8(ascii: "n")]
            case UInt8(ascii: "\r"): text += [backslash, UInt8(ascii: "r")]
            default: text.append(octet)
            }
        }
    }
}
