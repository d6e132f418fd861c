// SPDX-License-Identifier: Apache-2.0
// The record formats of a DataFlash log (ArduPilot): an FMT record says a type's length, letters and labels, and
// becomes a plan of places. Letters that are not known make a record opaque: it is passed over by its length.

/// What the summary looks into.
enum DataFlashKind: UInt8 {
    case other, format, gps, gpsAccuracy, battery, mode, event, error, arm, text, parameter, controlTuning,
        vibration, flyingState

    /// The kind of a record's name.
    static func named(_ name: UInt32) -> DataFlashKind { kinds[name] ?? .other }

    private static let kinds: [UInt32: DataFlashKind] = [
        DataFlashName.packed("GPS"): .gps, DataFlashName.packed("GPA"): .gpsAccuracy,
        DataFlashName.packed("BAT"): .battery, DataFlashName.packed("CURR"): .battery,
        DataFlashName.packed("MODE"): .mode, DataFlashName.packed("EV"): .event,
        DataFlashName.packed("ERR"): .error,
        DataFlashName.packed("ARM"): .arm, DataFlashName.packed("MSG"): .text,
        DataFlashName.packed("PARM"): .parameter,
        DataFlashName.packed("CTUN"): .controlTuning, DataFlashName.packed("VIBE"): .vibration,
        DataFlashName.packed("STAT"): .flyingState,
    ]

    /// The labels of the wanted fields, for each the best one first.
    var wanted: [[String]] {
        switch self {
        case .other, .format: []
        case .gps:
            [
                ["Status"], ["Lat"], ["Lng"], ["Alt"], ["NSats"], ["HDop"], ["Spd"], ["GWk", "Week"],
                ["GMS", "TimeMS"], ["I", "Inst", "Instance"],
            ]
        case .gpsAccuracy: [["HAcc"], ["VAcc"], ["SAcc"], ["I", "Inst", "Instance"]]
        case .battery:
            [["Volt"], ["Curr"], ["CurrTot"], ["RemPct"], ["Temp"], ["Inst", "Instance", "I"]]
        case .mode: [["ModeNum", "Mode"]]
        case .event: [["Id"]]
        case .error: [["Subsys"], ["ECode"]]
        case .arm: [["ArmState"]]
        case .text: [["Message"]]
        case .parameter: [["Name"]]
        case .controlTuning: [["Alt"]]
        case .vibration: [["VibeX"], ["VibeY"], ["VibeZ"], ["Clip0", "Clip"], ["Clip1"], ["Clip2"], ["IMU"]]
        case .flyingState: [["isFlying"]]
        }
    }
}

/// Names of up to four letters as one number.
enum DataFlashName {
    static func packed(_ name: String) -> UInt32 {
        var packed: UInt32 = 0
        for (index, byte) in name.utf8.prefix(4).enumerated() { packed |= UInt32(byte) << UInt32(8 * index) }
        return packed
    }

    /// The name in a record: what stands behind a zero does not count.
    static func packed(_ bytes: RawSpan, _ at: Int) -> UInt32 {
        var packed: UInt32 = 0
        for index in 0..<4 {
            let byte = bytes.byte(at + index)
            if byte == 0 { break }
            packed |= UInt32(byte) << UInt32(8 * index)
        }
        return packed
    }
}

/// How one record type is read.
struct DataFlashPlan {
    /// Where the time of a record comes from.
    enum Clock: UInt8 { case none, microseconds, milliseconds }

    /// Bytes of the whole record; zero when the type is not defined.
    var length = 0
    /// Whether letters and length agree: only then the record counts.
    var isSound = false
    var name: UInt32 = 0
    var kind = DataFlashKind.other
    var clock = Clock.none
    var time = FieldPlan.absent
    /// Where the wanted fields of its kind begin.
    var firstField = 0
    /// The width of its first wanted field, for text.
    var textWidth = 0
    var count = 0
    /// The definition it was made from.
    var definition = NameHash()
}

/// The letters of a format.
enum DataFlashLetter {
    /// Bytes, stored form and divisor; nil for a letter that is not known.
    static func meaning(_ letter: UInt8) -> (width: Int, type: FieldType?, divisor: Double)? {
        switch letter {
        case UInt8(ascii: "a"), UInt8(ascii: "Z"): (64, nil, 1)
        case UInt8(ascii: "N"): (16, nil, 1)
        case UInt8(ascii: "n"): (4, nil, 1)
        case UInt8(ascii: "b"), UInt8(ascii: "M"): (1, letter == UInt8(ascii: "M") ? .uint8 : .int8, 1)
        case UInt8(ascii: "B"): (1, .uint8, 1)
        case UInt8(ascii: "h"): (2, .int16, 1)
        case UInt8(ascii: "H"): (2, .uint16, 1)
        case UInt8(ascii: "i"): (4, .int32, 1)
        case UInt8(ascii: "I"): (4, .uint32, 1)
        case UInt8(ascii: "q"): (8, .int64, 1)
        case UInt8(ascii: "Q"): (8, .uint64, 1)
        case UInt8(ascii: "f"): (4, .float, 1)
        case UInt8(ascii: "d"): (8, .double, 1)
        case UInt8(ascii: "g"): (2, .half, 1)
        case UInt8(ascii: "c"): (2, .int16, 100)
        case UInt8(ascii: "C"): (2, .uint16, 100)
        case UInt8(ascii: "e"): (4, .int32, 100)
        case UInt8(ascii: "E"): (4, .uint32, 100)
        case UInt8(ascii: "L"): (4, .int32, 1e7)
        default: nil
        }
    }
}

/// All formats of a log.
struct DataFlashFormats {
    static let formatType: UInt8 = 128
    static let formatLength = 89

    private(set) var plans: [DataFlashPlan]
    private(set) var fields: [FieldPlan] = []
    /// Names of types that were defined anew after records of them had come.
    private(set) var earlierNames: Set<UInt32> = []

    init() {
        plans = [DataFlashPlan](repeating: DataFlashPlan(), count: 256)
        plans[Int(Self.formatType)] = DataFlashPlan(
            length: Self.formatLength, isSound: true, name: DataFlashName.packed("FMT"), kind: .format)
    }

    @inline(__always)
    mutating func countRecord(_ type: UInt8) { plans[Int(type)].count += 1 }

    /// The names of all records that came.
    var names: Set<UInt32> { earlierNames.union(plans.filter { $0.count > 0 }.map(\.name)) }

    /// Takes an FMT record, given the place behind its head.
    mutating func define(_ bytes: RawSpan, _ body: Int, at offset: UInt64) throws(FlightLogError) {
        let type = bytes.byte(body)
        let definition = NameHash(bytes, from: body, to: body + Self.formatLength - 3)
        // The format of formats never changes: whatever else a log says of it is damage.
        guard type != Self.formatType, plans[Int(type)].definition != definition else { return }
        var plan = DataFlashPlan()
        plan.length = Int(bytes.byte(body + 1))
        plan.name = DataFlashName.packed(bytes, body + 2)
        plan.kind = DataFlashKind.named(plan.name)
        plan.definition = definition
        let earlier = plans[Int(type)]
        if earlier.count > 0 {
            if earlier.name == plan.name {
                plan.count = earlier.count
            } else if earlierNames.count < 65_536 {
                earlierNames.insert(earlier.name)
            }
        }
        guard plan.length > 3 else {
            plans[Int(type)] = DataFlashPlan()
            return
        }
        let columns = Self.columns(bytes, body)
        let known = columns.allSatisfy { $0.type != nil || $0.width > 0 }
        plan.isSound = known && columns.reduce(3) { $0 + $1.width } == plan.length
        if plan.isSound {
            (plan.clock, plan.time) = Self.clock(plan, columns)
            plan.firstField = fields.count
            let chosen = plan.kind.wanted.map { labels in Self.column(columns, labels) }
            plan.textWidth = chosen.first??.width ?? 0
            guard fields.count < 1 << 20 else {
                throw .tooMany(what: "definitions of record types", limit: fields.count, offset: offset)
            }
            fields += zip(plan.kind.wanted, chosen).map { Self.plan($1, kind: plan.kind, label: $0[0]) }
        }
        plans[Int(type)] = plan
    }

    /// One letter with its label.
    private struct Column {
        var label: String
        var offset: Int
        var width: Int
        var type: FieldType?
        var divisor: Double
    }

    private static func columns(_ bytes: RawSpan, _ body: Int) -> [Column] {
        let letters = bytes.copied(from: body + 6, to: body + 22).prefix { $0 != 0 }
        let labels = LogText.fixedWidth(bytes.copied(from: body + 22, to: body + 86))
            .split(separator: ",", omittingEmptySubsequences: false).map(String.init)
        var offset = 0
        return letters.enumerated().map { index, letter in
            let meaning = DataFlashLetter.meaning(letter)
            let column = Column(
                label: index < labels.count ? labels[index] : "", offset: offset, width: meaning?.width ?? 0,
                type: meaning?.type, divisor: meaning?.divisor ?? 1)
            offset += column.width
            return column
        }
    }

    private static func column(_ columns: [Column], _ labels: [String]) -> Column? {
        labels.lazy.compactMap { label in columns.first { $0.label == label } }.first
    }

    private static func plan(_ column: Column?, kind: DataFlashKind, label: String) -> FieldPlan {
        guard let column else { return .absent }
        var plan = FieldPlan(
            offset: Int32(column.offset), type: column.type ?? .uint8, divisor: column.divisor)
        // Firmware before 3.3 stored hundredths of a volt and of an ampere under a plain letter.
        if kind == .battery, label == "Volt" || label == "Curr", plan.type.isWhole, plan.divisor == 1 {
            plan.divisor = 100
        }
        return plan
    }

    /// Where records of a type have their time. The time of the week in a GPS record is no time of the log, and the
    /// stamps of raw acceleration and gyroscope samples are of another clock.
    private static func clock(_ plan: DataFlashPlan, _ columns: [Column]) -> (DataFlashPlan.Clock, FieldPlan)
    {
        func field(_ label: String) -> FieldPlan? {
            guard let column = column(columns, [label]), let type = column.type, type.isWhole else {
                return nil
            }
            return FieldPlan(offset: Int32(column.offset), type: type, divisor: 1)
        }
        if let time = field("TimeUS") { return (.microseconds, time) }
        if [DataFlashName.packed("GPS"), DataFlashName.packed("GPS2")].contains(plan.name) {
            return field("T").map { (.milliseconds, $0) } ?? (.none, .absent)
        }
        let start = plan.name & 0xFF_FFFF
        guard start != DataFlashName.packed("ACC"), start != DataFlashName.packed("GYR"),
            let time = field("TimeMS")
        else { return (.none, .absent) }
        return (.milliseconds, time)
    }
}
