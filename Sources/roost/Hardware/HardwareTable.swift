// SPDX-License-Identifier: Apache-2.0
// Tables of readings and other facts for a terminal. Foreign text is made printable; numbers keep their units.
// Nothing is read or decided here.

import DockModel
import Fieldbus
import Foundation
import Registers

/// Columns as wide as their widest cell.
struct HardwareTable {
    private let rows: [[String]]

    init(_ rows: [[String]]) { self.rows = rows.map { $0.map(CommandOutput.printable) } }

    var text: String {
        let columns = rows.map(\.count).max() ?? 0
        let widths = (0..<columns).map { column in
            rows.map { column < $0.count ? $0[column].count : 0 }.max() ?? 0
        }
        return rows.map { row in
            let cells = row.enumerated().map { column, cell in
                column == row.count - 1 ? cell : cell + String(repeating: " ", count: widths[column] - cell.count)
            }
            return cells.joined(separator: "  ") + "\n"
        }.joined()
    }
}

/// One reading for people and programs.
struct HardwareReadingView: Encodable {
    var device: String
    var point: String
    var value: Value?
    var unit: String
    /// What the profile calls this value.
    var meaning: String?
    var quality: String

    /// A value as it is.
    enum Value: Encodable {
        case number(Double)
        case flag(Bool)
        case text(String)

        func encode(to encoder: any Encoder) throws {
            var container = encoder.singleValueContainer()
            switch self {
            case .number(let number): try container.encode(number)
            case .flag(let flag): try container.encode(flag)
            case .text(let text): try container.encode(text)
            }
        }
    }

    init(_ reading: Reading, profile: DeviceProfile) {
        device = reading.device.text
        point = reading.point.text
        unit = reading.unit
        quality = reading.quality.rawValue
        switch reading.value {
        case .number(let number): value = .number(number)
        case .flag(let flag): value = .flag(flag)
        case .text(let text): value = .text(text)
        case nil: value = nil
        }
        if let number = reading.value?.number, let raw = Int(exactly: number) {
            meaning = profile.point(reading.point)?.enumeration[raw]
        }
    }

    /// Value, unit and name, as a person reads them.
    var shown: String {
        let bare: String =
            switch value {
            case .number(let number): Self.text(number)
            case .flag(let flag): flag ? "on" : "off"
            case .text(let text): "\"\(text)\""
            case nil: "-"
            }
        return bare + (value == nil || unit.isEmpty ? "" : " \(unit)") + (meaning.map { " (\($0))" } ?? "")
    }

    /// At most six digits behind the point, without trailing zeros.
    static func text(_ number: Double) -> String {
        guard abs(number) < 1e12 else { return "\(number)" }
        var text = String(format: "%.6f", number)
        while text.hasSuffix("0") { text.removeLast() }
        if text.hasSuffix(".") { text.removeLast() }
        return text == "-0" ? "0" : text
    }
}
