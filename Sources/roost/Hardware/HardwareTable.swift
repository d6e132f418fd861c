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
    /// What safety logic assumes in place of a reading that is not good; nil for a good one, or without a worst case.
    var failsafe: Value?

    /// A value as it is.
    enum Value: Encodable {
        case number(Double)
        case flag(Bool)
        case text(String)

        init(_ value: ReadingValue) {
            self =
                switch value {
                case .number(let number): .number(number)
                case .flag(let flag): .flag(flag)
                case .text(let text): .text(text)
                }
        }

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
        value = reading.value.map { Value($0) }
        if case .assumed(let worst, _)? = profile.point(reading.point)?.safetyValue(of: reading) {
            failsafe = Value(worst)
        }
        if let number = reading.value?.number, let raw = Int(exactly: number) {
            meaning = profile.point(reading.point)?.enumeration[raw]
        }
    }

    /// Value, unit and name, as a person reads them, and what is assumed in its place: "-, failsafe 90 m/s".
    var shown: String {
        let name = meaning.map { " (\($0))" } ?? ""
        return shown(value) + name + (failsafe.map { ", failsafe \(shown($0))" } ?? "")
    }

    private func shown(_ value: Value?) -> String {
        let bare: String
        switch value {
        case .number(let number): bare = Self.text(number)
        case .flag(let flag): bare = flag ? "on" : "off"
        case .text(let text): bare = "\"\(text)\""
        case nil: return "-"
        }
        return bare + (unit.isEmpty ? "" : " \(unit)")
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
