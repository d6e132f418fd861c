// SPDX-License-Identifier: Apache-2.0
// Reads rows of units from comma-separated text. A field that is no number is a missing figure, never a zero;
// a line it cannot place is counted, never guessed at.

/// Where the columns of a file stand.
public struct UnitColumns: Equatable, Sendable {
    private var unit: Int?
    private var time: Int
    private var use: Int
    private var measure: Int

    /// `unit,t,use,measure`, for files without a header.
    public static let standard = UnitColumns(unit: 0, time: 1, use: 2, measure: 3)

    private init(unit: Int?, time: Int, use: Int, measure: Int) {
        (self.unit, self.time, self.use, self.measure) = (unit, time, use, measure)
    }

    /// The columns a header names; nil when the line is no header or a column is missing. `cell` stands for
    /// the unit, `cycle` for time and use, and the column after it for the measure.
    public init?(header: some Collection<UInt8>) {
        let names = Self.fields(header).map { field in
            String(decoding: field, as: UTF8.self).lowercased()
        }
        let cycle = names.firstIndex(of: "cycle")
        guard let time = names.firstIndex(of: "t") ?? cycle else { return nil }
        let named = names.firstIndex(of: "measure")
        let after = cycle.flatMap { $0 + 1 < names.count ? $0 + 1 : nil }
        guard let measure = named ?? after else { return nil }
        self.init(
            unit: names.firstIndex(of: "unit") ?? names.firstIndex(of: "cell"), time: time,
            use: names.firstIndex(of: "use") ?? time, measure: measure)
    }

    /// The unit and the row of a line; nil when the line has too few fields to place them.
    public func row(_ line: some Collection<UInt8>) -> (unit: String, row: UnitRow)? {
        let fields = Self.fields(line)
        guard fields.count > max(time, use, measure, unit ?? 0) else { return nil }
        let name = unit.map { String(decoding: fields[$0], as: UTF8.self) } ?? ""
        return (
            name,
            UnitRow(
                time: Self.number(fields[time]), use: Self.number(fields[use]),
                measure: Self.number(fields[measure]))
        )
    }

    private static func fields<Line: Collection>(_ line: Line) -> [ArraySlice<UInt8>]
    where Line.Element == UInt8 {
        Array(line).split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false).map { field in
            var field = field
            while let first = field.first, Self.isBlank(first) { field.removeFirst() }
            while let last = field.last, Self.isBlank(last) { field.removeLast() }
            return field
        }
    }

    private static func isBlank(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") || byte == UInt8(ascii: "\r")
            || byte == UInt8(ascii: "\"")
    }

    private static func number(_ field: ArraySlice<UInt8>) -> Double {
        guard !field.isEmpty, field.count <= 64 else { return .nan }
        return Double(String(decoding: field, as: UTF8.self)) ?? .nan
    }
}

/// The units of one file.
public struct UnitTable: Equatable, Sendable {
    /// The units in the order in which they first appear.
    public private(set) var units: [UnitRecord] = []
    /// Lines that could not be placed, by number from 1; at most `linesKept` of them.
    public private(set) var oddLines: [Int] = []
    /// Odd lines that are remembered.
    public static let linesKept = 20
    /// Rows of one unit; later rows are not read.
    public static let mostRows = 200_000

    /// Reads a whole file.
    public init(_ octets: [UInt8]) {
        var columns = UnitColumns.standard
        var places: [String: Int] = [:]
        let lines = octets.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        for (index, line) in lines.enumerated() {
            if index == 0, let header = UnitColumns(header: line) {
                columns = header
                continue
            }
            guard line.contains(where: { $0 != UInt8(ascii: "\r") && $0 != UInt8(ascii: " ") }) else {
                continue
            }
            guard let (name, row) = columns.row(line) else {
                if oddLines.count < Self.linesKept { oddLines.append(index + 1) }
                continue
            }
            let place = places[name] ?? units.count
            if place == units.count {
                places[name] = place
                units.append(UnitRecord(name: name))
            }
            if units[place].rows.count < Self.mostRows { units[place].rows.append(row) }
        }
    }
}
